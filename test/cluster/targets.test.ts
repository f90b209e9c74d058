import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../tools/program';
import {
  activeAlerts,
  isReady,
  kubectl,
  kubectlJson,
  lacksImage,
  podsOf,
  query,
  routedAlerts,
  type Sample,
  tryKubectl,
} from './cluster';
import { removeStack, requireDisposableCluster, slow } from './stack';
import { applyStandIns, receivedBy, receiverUrls, NAMESPACE as STAND_INS } from './stand-ins';

const DEMOS = ['demo-job', 'demo-annotated', 'demo-probed'];

/** Titles of what Slack was told is firing in a namespace, in the order of arrival. */
const firingTitles = (namespace: string) =>
  receivedBy('slack')
    .map((body) => (JSON.parse(body) as { attachments: readonly [{ title: string }] }).attachments[0].title)
    .filter((title) => title.startsWith('[FIRING') && title.endsWith(`/${namespace}`));

const demoPod = (namespace: string) => {
  const pod = podsOf(namespace).find(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'nginx-demo');
  if (!pod) throw new Error(`no nginx runs in ${namespace}`);
  return pod;
};

const podOf = (namespace: string) => demoPod(namespace).metadata.name;

const stopNginx = (namespace: string) =>
  tryKubectl([
    '--namespace',
    namespace,
    'exec',
    podOf(namespace),
    '--container=nginx',
    '--',
    '/usr/sbin/nginx',
    '-e',
    'stderr',
    '-c',
    '/etc/nginx-demo/nginx.conf',
    '-s',
    'stop',
  ]);

/** Ends the first process of a container from another one that shares its processes and its user. */
function stopExporter(namespace: string, folder: string): void {
  const custom = join(folder, 'custom.json');
  writeFileSync(custom, JSON.stringify({ securityContext: { runAsUser: 1001, runAsGroup: 1001 } }));
  tryKubectl([
    '--namespace',
    namespace,
    'debug',
    podOf(namespace),
    '--image=docker.io/library/busybox:1.37.0',
    '--image-pull-policy=IfNotPresent',
    '--target=nginx-exporter',
    '--profile=restricted',
    `--custom=${custom}`,
    '--',
    '/bin/busybox',
    'kill',
    '1',
  ]);
}

const isFiring = (alertname: string, namespace: string) =>
  activeAlerts().some(
    ({ labels, state }) => state === 'firing' && labels.alertname === alertname && labels.namespace === namespace,
  );

interface Told {
  readonly namespace?: string;
  readonly container?: string;
  readonly end?: () => void;
  readonly heldBack?: readonly string[];
}

// One story on one cluster: each step starts from what the one before it left.
describe('everything there is to scrape, on a real cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'targets-'));
  const dist = join(folder, 'dist');

  beforeAll(() => {
    requireDisposableCluster();
    const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'test/cluster/targets-app.ts'], {
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: dist },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // What another stack was scraped for would be there for five minutes.
    removeStack();
    kubectl(['delete', 'namespace', STAND_INS, ...DEMOS, '--ignore-not-found', '--timeout=110s']);
    applyStandIns();
    kubectl(['apply', '--filename', join(dist, '00-namespaces.k8s.yaml')]);
    const secrets = Object.entries(receiverUrls).map(([name, url]) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'monitoring' },
      stringData: { url },
    }));
    kubectl(['apply', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: secrets }));
  });

  afterAll(() => {
    kubectl(['delete', 'namespace', ...DEMOS, '--ignore-not-found', '--wait=false']);
    rmSync(folder, { recursive: true });
  });

  it('is taken in by one apply', async () => {
    expect(tryKubectl(['apply', '--filename', dist])).toMatchObject({ status: 0, stderr: '' });
    const namespaces = ['monitoring', 'node-agents', ...DEMOS];
    await eventually(
      'every pod ready',
      () =>
        namespaces.every((namespace) => {
          const pods = podsOf(namespace);
          return pods.length > 0 && pods.every((pod) => isReady(pod) || lacksImage(pod));
        }),
      slow,
    );
  });

  it('has every job up, over verified TLS where there is any, and says how many series that makes', async () => {
    const jobs = {
      alertmanager: 1,
      'alertmanager-config-reloader': 1,
      'alertmanager-credentials': 1,
      apiserver: 1,
      'blackbox-exporter': 1,
      'blackbox-exporter-demo-probed-silent': 2,
      coredns: 1,
      demo: 1,
      etcd: 1,
      'kube-controller-manager': 1,
      'kube-proxy': 1,
      'kube-scheduler': 1,
      'kube-state-metrics': 1,
      'kube-state-metrics-self': 1,
      kubelet: 3,
      'kubernetes-pods': 2,
      'metrics-server': 1,
      'nginx-exporter-demo-job-nginx-demo': 1,
      'node-exporter': 1,
      prometheus: 1,
      'prometheus-config-reloader': 1,
      pushgateway: 1,
    };
    const upByJob = () =>
      Object.fromEntries(query('count by (job) (up == 1)').map(({ metric, value }) => [metric.job, Number(value[1])]));
    await eventually(
      'every job up',
      () => query('up == 0').length === 0 && Object.keys(upByJob()).length === Object.keys(jobs).length,
      { ...slow, evidence: () => JSON.stringify([upByJob(), query('up == 0')]) },
    );
    expect(upByJob()).toEqual(jobs);
    expect(query('count(up{cluster!="default"})')).toEqual([]);

    const [total] = query('count({__name__!=""})') as [Sample];
    const perJob = query('sort_desc(sum by (job, metrics_path) (scrape_samples_post_metric_relabeling))');
    const lines = perJob.map(({ metric, value }) => `${metric.job} ${metric.metrics_path ?? ''} ${value[1]}`);
    process.stderr.write(
      `series in all: ${total.value[1]} (kube-prometheus-stack's default holds 31454)\n${lines.join('\n')}\n`,
    );
  });

  it('knows whose every series is', () => {
    const [byJob] = query('nginx_connections_active{namespace="demo-job"}') as [Sample];
    const [annotated] = query('nginx_connections_active{namespace="demo-annotated"}') as [Sample];
    const of = { container: 'nginx-exporter', node: expect.stringMatching(/./), cluster: 'default' };
    expect(byJob.metric).toMatchObject({ ...of, job: 'nginx-exporter-demo-job-nginx-demo', pod: podOf('demo-job') });
    expect(annotated.metric).toMatchObject({ ...of, job: 'kubernetes-pods', pod: podOf('demo-annotated') });
    expect(query('count by (job) ({__name__!="", cluster!="default", job!=""})')).toEqual([]);
  });

  it('sees what is probed, from inside the pod and from outside', () => {
    const answers = query('probe_success').map(({ metric, value }) => [metric.job, value[1]]);
    expect(answers.sort()).toEqual([
      ['blackbox-exporter-demo-probed-silent', '1'],
      ['demo', '1'],
    ]);
  });

  it('answers kubectl top over verified TLS', async () => {
    await eventually('metrics of the node', () => tryKubectl(['top', 'nodes', '--no-headers']).status === 0, slow);
    // Those of a pod come with the second look at it.
    const ofPods = () => tryKubectl(['top', 'pods', '--namespace=demo-job', '--no-headers']).stdout;
    await eventually('metrics of nginx', () => ofPods().includes(podOf('demo-job')), slow);
  });

  it('has no alert pending or firing but Watchdog', async () => {
    await eventually('only Watchdog', () => activeAlerts().every(({ labels }) => labels.alertname === 'Watchdog'), {
      ...slow,
      evidence: () => JSON.stringify(activeAlerts()),
    });
  });

  /**
   * Slack is told of that alert, once, and of nothing else, when a container ends each time it has been started, until
   * the alert and those that it holds back fire.
   */
  async function toldOnce(
    alertname: string,
    { namespace = 'demo-job', container, end, heldBack = [] }: Told = {},
  ): Promise<void> {
    const before = firingTitles(namespace).length;
    const ended = new Set<number>();
    await eventually(
      `${[alertname, ...heldBack].join(', ')} firing`,
      () => {
        if ([alertname, ...heldBack].every((name) => isFiring(name, namespace))) return true;
        const { containerStatuses = [] } = demoPod(namespace).status;
        const { state, restartCount = 0 } = containerStatuses.find(({ name }) => name === container) ?? {};
        if (state?.running && !ended.has(restartCount)) {
          ended.add(restartCount);
          end?.();
        }
        return false;
      },
      { ...slow, every: 500 },
    );
    const held = heldBack.flatMap(routedAlerts).filter(({ labels }) => labels.namespace === namespace);
    expect(held.map(({ labels }) => labels.alertname).sort()).toEqual([...heldBack].sort());
    for (const { status } of held) expect(status.inhibitedBy).not.toEqual([]);
    await eventually(`${alertname} in Slack`, () => firingTitles(namespace).length > before, slow);
    await eventually(
      `${alertname} over`,
      () => !activeAlerts().some(({ labels }) => labels.namespace === namespace),
      slow,
    );
    // What comes last is told after the interval of its group.
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect(firingTitles(namespace).slice(before)).toEqual([
      `[FIRING:1] ${alertname} (critical) in default/${namespace}`,
    ]);
  }

  it('tells of an nginx that is killed, once', async () => {
    await toldOnce('NginxDown', { container: 'nginx', end: () => stopNginx('demo-job') });
  });

  it('tells of an exporter that is killed, once, and holds InstanceDown and TargetDown back', async () => {
    await toldOnce('NginxExporterDown', {
      container: 'nginx-exporter',
      end: () => stopExporter('demo-job', folder),
      heldBack: ['InstanceDown', 'TargetDown'],
    });
  });

  // In another namespace: Prometheus goes on to send alerts that are over for a quarter of an hour, and Alertmanager tells
  // again what fires in the same group as one of them.
  it('tells of an nginx whose status page is gone, once', async () => {
    const namespace = 'demo-annotated';
    const deployment = kubectlJson<object>([`--namespace=${namespace}`, 'get', 'deployment', 'nginx-demo']);
    const without = JSON.stringify(deployment).replaceAll('stub_status;', 'return 404;');
    kubectl(['replace', '--filename', '-'], without);
    const told = toldOnce('NginxDown', { namespace });
    await eventually('NginxDown firing', () => isFiring('NginxDown', namespace), slow);
    kubectl(['apply', '--filename', join(dist, `${namespace}.k8s.yaml`)]);
    await told;
  });
});
