import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IReceiver } from '../../lib';
import { only } from '../tools/synth';
import { itWithTool } from '../tools/tool';
import { manifestsOf, newRouting } from './alertmanager-app';

/** A receiver that needs three credentials, one of them for a purpose full of what label values have to escape. */
const receiver: IReceiver = {
  name: 'own',
  bind: () => ({
    config: { name: 'own', webhook_configs: [{ url_file: '/etc/alertmanager/secrets/login/url' }] },
    credentials: [
      { secret: { name: 'login', key: 'url' }, purpose: 'URL of a webhook' },
      { secret: { name: 'login', key: 'empty.txt' }, purpose: 'a "quoted" path\\to\tsomewhere\nelse' },
      { secret: { name: 'a.missing-one', key: 'url' }, purpose: "what isn't there, $HOME `date` %s" },
    ],
    egress: [],
    templates: [],
    problems: [],
  }),
};

const OUTPUT = `Content-Type: text/plain; version=0.0.4

# HELP alertmanager_credential_file_present Whether a credential that the configuration names is there.
# TYPE alertmanager_credential_file_present gauge
alertmanager_credential_file_present{secret="login",key="url",essential="true",purpose="URL of a webhook"} 1
alertmanager_credential_file_present{secret="login",key="empty.txt",essential="true",purpose="a \\"quoted\\" path\\\\to somewhere else"} 0
alertmanager_credential_file_present{secret="a.missing-one",key="url",essential="true",purpose="what isn't there, $HOME \`date\` %s"} 0
alertmanager_credential_file_present{secret="snitch",key="url",essential="false",purpose="check-in URL of the dead man's switch, receiver heartbeat"} 0
`;

describe("the credential exporter's script", () => {
  let folder: string;
  let script: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    const routing = newRouting({ defaultReceiver: receiver });
    const { data } = only(manifestsOf({ routing }), 'ConfigMap', 'alertmanager-credential-exporter');
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    // The folders of the container, here below one of the test's own.
    for (const [file, text] of Object.entries<string>(data)) {
      write(
        `srv/cgi-bin/${file}`,
        text
          .replaceAll('/etc/alertmanager/secrets', join(folder, 'secrets'))
          .replaceAll('/srv/', `${join(folder, 'srv')}/`),
      );
    }
    write('secrets/login/url', 'https://example.com/hook');
    write('secrets/login/empty.txt', '');
    script = join(folder, 'srv/cgi-bin/metrics');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says of each credential whether its file is there and holds something', () => {
    expect(execFileSync('sh', [script], { encoding: 'utf8' })).toBe(OUTPUT);
  });

  itWithTool('busybox', 'says the same in the shell of its image', (busybox) => {
    expect(busybox.ok(['sh', script])).toBe(OUTPUT);
  });

  itWithTool('promtool', 'says it in a format that Prometheus reads', (promtool) => {
    const body = execFileSync('sh', [script], { encoding: 'utf8' }).split('\n\n')[1] as string;
    expect(promtool.run(['check', 'metrics'], body)).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
