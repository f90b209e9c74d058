import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { LogFileSidecar, ObservabilityNamespace } from '../../lib';
import { eventually } from '../tools/program';
import { isReady, kubectl, podsOf, tryKubectl } from './cluster';
import { requireDisposableCluster, slow } from './stack';

const NAMESPACE = 'log-files';
const LINES = 1500;
/** Keeps its log from all others, and renames it when it is full. */
const WRITE = `umask 077; cd /var/log/app; i=0
while [ $i -lt ${LINES} ]; do
  echo "line $i" >> app.log; i=$((i + 1))
  [ $((i % 400)) = 0 ] && /bin/busybox mv app.log app-$i.log
  [ $((i % 50)) = 0 ] && /bin/busybox sleep 1
done`;

const app = (script: string): k8s.Container => ({
  name: 'app',
  image: 'docker.io/library/busybox:1.37.0',
  imagePullPolicy: 'IfNotPresent',
  command: ['/bin/busybox', 'sh', '-c', script],
  resources: { requests: { cpu: k8s.Quantity.fromString('10m') } },
  securityContext: {
    runAsUser: 1000,
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
});

/** In a namespace of the level `restricted`. */
function manifests(): string {
  const chart = new Chart(new App(), 'log-files', { namespace: NAMESPACE });
  new ObservabilityNamespace(chart, 'Namespace', { name: NAMESPACE });
  const paths = ['/var/log/app/*.log'];
  const pod = new k8s.KubePod(chart, 'Pod', {
    metadata: { name: 'shop' },
    // The app may end the sidecar then, as both are of one user.
    spec: { shareProcessNamespace: true, containers: [app(`${WRITE}; exec /bin/busybox sleep 100000`)] },
  });
  new LogFileSidecar(chart, 'PodLogs', { workload: pod, container: 'app', paths });
  const script = 'cd /var/log/app; echo first > job.log; /bin/busybox sleep 3; echo last >> job.log';
  const job = new k8s.KubeJob(chart, 'Job', {
    metadata: { name: 'load' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [app(script)] } } },
  });
  new LogFileSidecar(chart, 'JobLogs', { workload: job, container: 'app', paths, native: true });
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: chart.toJson() });
}

const logs = (of: string, ...more: string[]) =>
  kubectl(['--namespace', NAMESPACE, 'logs', of, '--container', 'log-app', ...more])
    .split('\n')
    // What Fluent Bit says of itself.
    .filter((line) => line !== '' && !line.startsWith('['));

const hasProgram = process.env.FLUENT_BIT !== undefined;
if (!hasProgram) process.stderr.write('FLUENT_BIT names no fluent-bit: no sidecar for log files is tested\n');

(hasProgram ? describe : describe.skip)('a sidecar for log files on a real cluster', () => {
  const remove = (...options: string[]) =>
    kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found', ...options]);
  beforeAll(() => {
    requireDisposableCluster();
    remove('--timeout=110s');
    expect(tryKubectl(['apply', '--filename', '-'], manifests())).toMatchObject({ status: 0, stderr: '' });
  });
  afterAll(() => remove('--wait=false'));

  it('prints each line of files that only their user may read once, though it is killed', async () => {
    const shop = () => podsOf(NAMESPACE).find(({ metadata }) => metadata.name === 'shop');
    await eventually('the pod ready', () => isReady(shop() as NonNullable<ReturnType<typeof shop>>), slow);
    await eventually('lines', () => logs('shop').length > 300, slow);
    const kill =
      'for each in /proc/[0-9]*; do [ "$(/bin/busybox cat $each/comm)" = fluent-bit ] && kill -9 ${each#/proc/}; done';
    kubectl([
      '--namespace',
      NAMESPACE,
      'exec',
      'shop',
      '--container',
      'app',
      '--',
      '/bin/busybox',
      'sh',
      '-c',
      `${kill}; true`,
    ]);
    const restarts = () => shop()?.status.containerStatuses?.find(({ name }) => name === 'log-app')?.restartCount;
    await eventually('a restart', () => restarts() === 1, slow);
    const before = logs('shop', '--previous');
    await eventually('all lines', () => before.length + logs('shop').length >= LINES, slow);
    expect([...before, ...logs('shop')].sort()).toEqual(Array.from({ length: LINES }, (_, i) => `line ${i}`).sort());
  });

  it('prints to the last line of a Job, and lets it end', async () => {
    const ends = ['wait', '--for=condition=Complete', 'job/load', '--timeout=100s'];
    kubectl(['--namespace', NAMESPACE, ...ends]);
    expect(logs('job/load')).toEqual(['first', 'last']);
  });
});
