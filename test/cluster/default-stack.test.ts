import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { eventually } from '../tools/program';
import {
  activeAlerts,
  isReady,
  kubectl,
  kubectlJson,
  lacksImage,
  type Pod,
  podsOf,
  proxied,
  query,
  restartsOf,
  routedAlerts,
  type Sample,
  tryKubectl,
} from './cluster';
import { applyStandIns, killApp, NAMESPACE, receivedBy, receiverUrls } from './stand-ins';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Record<string, string>;
}

const objectsIn = (file: string) => loadAll(readFileSync(join('dist', file), 'utf8')) as KubernetesObject[];
const uids = (pods: readonly Pod[]) => pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
const slow = { seconds: 240, every: 2000 };

/** Applies the ConfigMaps of rules with changed text, and tells whether the change was one. */
function applyRules(change: (text: string) => string): void {
  const maps = objectsIn('monitoring.k8s.yaml').filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && /-rules-/.test(metadata.name),
  );
  const changed = maps.map((map) => ({
    ...map,
    data: Object.fromEntries(Object.entries(map.data ?? {}).map(([file, text]) => [file, change(text)])),
  }));
  expect(changed).not.toEqual(maps);
  kubectl(['apply', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: changed }));
}

/** Every rule about one alert, as Prometheus has it loaded. */
function loadedRules(alert: string): { duration: number }[] {
  interface Answer {
    readonly data: { readonly groups: readonly { readonly rules: readonly { name: string; duration: number }[] }[] };
  }
  return proxied<Answer>('monitoring', 'services', 'prometheus:web', 'api/v1/rules').data.groups.flatMap(({ rules }) =>
    rules.filter(({ name }) => name === alert),
  );
}

const removeStack = () => kubectl(['delete', '--filename', 'dist/', '--ignore-not-found', '--timeout=110s']);
const stackReady = () =>
  eventually(
    'every pod ready',
    () => {
      const pods = podsOf('monitoring');
      return pods.length >= 3 && pods.every((pod) => isReady(pod) || lacksImage(pod));
    },
    slow,
  );

// One story on one cluster: each step starts from what the one before it left.
describe('the default stack on a real cluster', () => {
  let watched: Pod[] = [];

  beforeAll(() => {
    removeStack();
    kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=110s']);
    applyStandIns();
  });

  it('is taken in by one apply on a bare cluster', async () => {
    const { status, stdout, stderr } = tryKubectl(['apply', '--filename', 'dist/']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toContain('namespace/monitoring created');
    await stackReady();
  });

  it('runs without its Secrets, says which are missing, and stops the heartbeat', async () => {
    await eventually(
      'AlertmanagerCredentialMissing firing for each Secret',
      () => {
        const missing = activeAlerts().filter(
          ({ labels, state }) => labels.alertname === 'AlertmanagerCredentialMissing' && state === 'firing',
        );
        return Object.keys(receiverUrls).every((name) => missing.some(({ labels }) => labels.secret === name));
      },
      slow,
    );
    await eventually(
      'Watchdog inhibited',
      () => routedAlerts('Watchdog').some(({ status }) => status.inhibitedBy.length > 0),
      slow,
    );
    expect(receivedBy('heartbeat')).toEqual([]);
  });

  it('gets its Secrets from our script, and is taken in by one apply again', () => {
    removeStack();
    kubectl(['apply', '--filename', 'dist/00-namespaces.k8s.yaml']);
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    for (const [name, url] of Object.entries(receiverUrls)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'url'), url);
    }
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'secrets', '--', '--from', folder], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const url of Object.values(receiverUrls)) expect(stdout).not.toContain(url);
    expect(tryKubectl(['apply', '--filename', 'dist/'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('has every pod ready, under the strictest Pod Security level', async () => {
    await stackReady();
    const without = podsOf('monitoring').filter(lacksImage);
    if (without.length > 0)
      process.stderr.write(`not counted, no image: ${without.map(({ metadata }) => metadata.name)}\n`);
    watched = podsOf('monitoring').filter((pod) => !lacksImage(pod));
    expect(watched.length).toBeGreaterThanOrEqual(3);
    const { metadata } = kubectlJson<{ metadata: { labels: Record<string, string> } }>([
      'get',
      'namespace',
      'monitoring',
    ]);
    expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
  });

  it('sends Watchdog, and nothing else, to the heartbeat', async () => {
    await eventually('a heartbeat', () => receivedBy('heartbeat').length > 0, slow);
    expect(receivedBy('heartbeat').every((body) => body.includes('Watchdog'))).toBe(true);
  });

  it('has every target up', async () => {
    await eventually(
      'every target up',
      () => query('up == 0').length === 0 && query(`up{namespace="${NAMESPACE}"}`).length > 0,
      slow,
    );
    const jobs = query('count by (job) (up)').map(({ metric }) => metric.job);
    expect(jobs.sort()).toEqual([
      'alertmanager',
      'alertmanager-config-reloader',
      'alertmanager-credentials',
      'kubernetes-pods',
      'prometheus',
      'prometheus-config-reloader',
    ]);
    const up = query(`up{namespace="${NAMESPACE}"}`) as [Sample];
    expect(up[0].metric).toMatchObject({ job: 'kubernetes-pods', pod: 'app', container: 'app', cluster: 'default' });
  });

  it('has no alert pending or firing but Watchdog', async () => {
    await eventually(
      'only Watchdog',
      () => activeAlerts().every(({ labels }) => labels.alertname === 'Watchdog'),
      slow,
    );
    expect(activeAlerts().map(({ labels, state }) => `${labels.alertname} ${state}`)).toEqual(['Watchdog firing']);
  });

  it('does not differ from dist/, and a second apply changes nothing', () => {
    const versions = () =>
      kubectlJson<{ items: { kind: string; metadata: { name: string; resourceVersion: string } }[] }>([
        'get',
        '--filename',
        'dist/',
      ]).items.map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`);
    expect(kubectl(['diff', '--filename', 'dist/'])).toBe('');
    const before = versions();
    const lines = kubectl(['apply', '--filename', 'dist/']).trim().split('\n');
    // kubectl patches a disruption budget at every apply, whatever is in it: its selector is marked to be replaced.
    expect(lines.filter((line) => !/ unchanged$|^poddisruptionbudget/.test(line))).toEqual([]);
    expect(versions()).toEqual(before);
  });

  it('lets nothing pass that no policy opens', () => {
    const knock = (namespace: string, pod: string, container: string, host: string, port: number) => {
      const script = `echo | /bin/busybox timeout 5 /bin/busybox nc -w 3 ${host} ${port}`;
      const shell = ['--container', container, '--', '/bin/busybox', 'sh', '-c', script];
      return tryKubectl(['--namespace', namespace, 'exec', pod, ...shell]).status === 0;
    };
    const stranger = (host: string, port: number) => knock(NAMESPACE, 'app', 'app', host, port);
    const alertmanager = (host: string, port: number) =>
      knock('monitoring', 'alertmanager-0', 'credential-exporter', host, port);
    const receivers = `receivers.${NAMESPACE}.svc`;

    expect(stranger(receivers, 8443)).toBe(true);
    expect(stranger('prometheus.monitoring.svc', 9090)).toBe(false);
    expect(stranger('alertmanager.monitoring.svc', 9093)).toBe(false);
    expect(stranger('alertmanager-0.alertmanager-headless.monitoring.svc', 9094)).toBe(false);
    expect(alertmanager(receivers, 443)).toBe(true);
    expect(alertmanager(receivers, 8443)).toBe(false);
    expect(alertmanager('prometheus.monitoring.svc', 9090)).toBe(false);
    expect(alertmanager('alertmanager-1.alertmanager-headless.monitoring.svc', 9094)).toBe(true);
  });

  it('takes a changed rule by apply alone', async () => {
    expect(loadedRules('AlertmanagerFailedReload').map(({ duration }) => duration)).toEqual([600]);
    // Sooner than in earnest, for the test after this one.
    applyRules((text) => text.replace(/(alert: AlertmanagerFailedReload\n.*)\[5m\](.*\n\s+for: )10m/, '$1[1m]$25s'));
    await eventually(
      'the changed rule',
      () => loadedRules('AlertmanagerFailedReload').every(({ duration }) => duration === 5),
      slow,
    );
    expect(uids(podsOf('monitoring'))).toEqual(uids(watched));
  });

  it('reports an app that died and a broken configuration to Slack, and never Watchdog', async () => {
    killApp();
    const broken = Buffer.from('route: {receiver: nobody}\n').toString('base64');
    kubectl([
      '--namespace',
      'monitoring',
      'patch',
      'secret',
      'alertmanager-config',
      '--patch',
      JSON.stringify({ data: { 'alertmanager.yaml': broken } }),
    ]);
    for (const alert of ['AlertmanagerFailedReload', 'InstanceDown']) {
      await eventually(`${alert} in Slack`, () => receivedBy('slack').some((body) => body.includes(alert)), slow);
    }
    expect(receivedBy('slack').filter((body) => body.includes('Watchdog'))).toEqual([]);
    kubectl(['apply', '--filename', 'dist/']);
    await eventually(
      'the configuration mended',
      () => query('alertmanager_config_last_reload_successful == 0').length === 0,
      slow,
    );
  });

  it('keeps its data when the pod of Prometheus is deleted', async () => {
    const before = query('up{job="prometheus"}') as [Sample];
    const [time] = before[0].value;
    kubectl(['--namespace', 'monitoring', 'delete', 'pod', 'prometheus-0', '--timeout=110s']);
    await eventually(
      'prometheus-0 ready again',
      () => podsOf('monitoring').some((pod) => pod.metadata.name === 'prometheus-0' && isReady(pod)),
      slow,
    );
    await eventually(
      'the old sample',
      () => query('up{job="prometheus"}', time)[0]?.metric.instance === before[0].metric.instance,
      slow,
    );
  });

  it('has had no restart all the while', () => {
    expect(
      podsOf('monitoring')
        .filter((pod) => restartsOf(pod) > 0)
        .map(({ metadata }) => metadata.name),
    ).toEqual([]);
  });
});
