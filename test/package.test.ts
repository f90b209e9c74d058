import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json';
import { repository } from './tools/app-folder';

/** A consumer's app, as the README shows one: compiled against the shipped types, run by plain node. */
const consumer = `
import { App, Chart } from 'cdk8s';
import { MonitoringStack } from 'cdk8s-observability';
import { AlertRouting, credentialFile, DeadMansSnitchReceiver } from 'cdk8s-observability';
import type { IReceiver, MonitoringStackProps, ReceiverBinding, SecretKey } from 'cdk8s-observability';

/** A receiver of the consumer's own. */
class PagerReceiver implements IReceiver {
  constructor(readonly name: string, private readonly url: SecretKey) {}
  bind(): ReceiverBinding {
    const config = { name: this.name, webhook_configs: [{ url_file: credentialFile(this.url) }] };
    return { config, credentials: [{ secret: this.url, purpose: 'pager' }], egress: [{ port: 443 }], templates: [], problems: [] };
  }
}

const props: MonitoringStackProps = { externalUrl: 'https://prometheus.example.com', withoutAlertmanager: true, CLUSTER };
const app = new App({ outdir: 'out' });
const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
new MonitoringStack(chart, 'Monitoring', props);
new AlertRouting(chart, 'Routing', {
  defaultReceiver: new PagerReceiver('pager', { name: 'pager', key: 'url' }),
  heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'heartbeat', key: 'url' } }),
});
app.synth();
`;

const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: [], skipLibCheck: false };

describe('the package', () => {
  let folder: string;
  let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };
  const run = (program: string, args: readonly string[], cwd = folder) =>
    execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content);

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'consumer-')));
    run('npm', ['run', 'build', '--silent'], repository);
    const pack = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], repository);
    packed = Object.values(JSON.parse(pack) as Record<string, typeof packed>)[0] as typeof packed;

    const peers = Object.keys(manifest.peerDependencies) as (keyof typeof manifest.peerDependencies)[];
    write('package.json', JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }));
    const packages = [
      join(folder, packed.filename),
      ...peers.map((peer) => `${peer}@${manifest.devDependencies[peer]}`),
    ];
    run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', ...packages]);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the compiled library with its types, and nothing else', () => {
    const sources = readdirSync(join(repository, 'lib'), { recursive: true, encoding: 'utf8' });
    const modules = sources.filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file));
    const compiled = modules.flatMap((file) =>
      ['.js', '.d.ts'].map((extension) => `build/lib/${file.replace(/\.ts$/, extension)}`),
    );
    const files = packed.files.map(({ path }) => path);
    expect(files.filter((path) => !path.startsWith('build/imports/')).sort()).toEqual(
      [...compiled, 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'].sort(),
    );
  });

  it('lets a consumer with its own cdk8s compile and synthesize', () => {
    write('app.ts', consumer.replace('CLUSTER', "cluster: 'test'"));
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['app.ts'] }));
    run(join(repository, 'node_modules', '.bin', 'tsc'), []);
    run(process.execPath, ['app.js']);
    expect(readdirSync(join(folder, 'out'))).toEqual(['monitoring.k8s.yaml']);

    write('wrong.ts', consumer.replace('CLUSTER', 'clusterName: 1'));
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['wrong.ts'] }));
    expect(() => run(join(repository, 'node_modules', '.bin', 'tsc'), [])).toThrow();
  }, 60_000);

  it('shows consumers the entry alone', () => {
    const require = (path: string) => run(process.execPath, ['-p', `Object.keys(require('${path}')).length > 0`]);
    expect(require('cdk8s-observability')).toBe('true\n');
    expect(() => require('cdk8s-observability/build/lib/model/problem')).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
