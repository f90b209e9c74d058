import { genericCluster, RelabelAction, type ScrapeJob } from '../../lib';
import { relabelRegex } from '../../lib/config/prometheus/regex';
import { validateDroppedMetrics } from '../../lib/proof/dropped-metrics';
import { clusterApp, EVERYWHERE } from './cluster-app';
import { STANDARD_METRICS } from './standard-metrics';

const { targets, job } = clusterApp({ flavour: genericCluster(EVERYWHERE) });

/** Whether a series is left out, as Prometheus decides. */
function isDropped({ metricRelabelings = [] }: ScrapeJob, name: string, labels: Record<string, string> = {}): boolean {
  const series: Record<string, string> = { ...labels, __name__: name };
  return metricRelabelings.some(({ sourceLabels = [], regex = '(.*)', action }) => {
    expect(action).toBe(RelabelAction.DROP);
    return relabelRegex(regex).matches(sourceLabels.map((label) => series[label] ?? '').join(';'));
  });
}

/** Of a container, as the kubelet's cAdvisor labels its series; a pod's own have neither container nor image. */
const container = { id: '/kubepods/pod1/c1', namespace: 'shop', pod: 'shop-0', container: 'app', image: 'shop:1' };
const ofPod = { id: '/kubepods/pod1', namespace: 'shop', pod: 'shop-0', container: '', image: '' };
const sandbox = { ...ofPod, id: '/kubepods/pod1/c0', image: 'registry.k8s.io/pause:3.10', interface: 'eth0' };
const none = { namespace: '', pod: '', container: '', image: '' };

describe('the drop lists', () => {
  it.each(targets.jobs.map(({ name }) => name))('of %s leave in what standard rules and dashboards read', (name) => {
    const read = STANDARD_METRICS[name] ?? [];
    expect(read.length).toBeGreaterThan(0);
    const labels = name === 'kubelet-cadvisor' ? container : {};
    expect(read.filter((metric) => isDropped(job(name), metric, labels))).toEqual([]);
  });

  it('contradict no rule that reads the standard metrics, in the eyes of the check of rules either', () => {
    const records = targets.jobs.flatMap(({ name, jobLabel = name, path = '/metrics' }) =>
      (STANDARD_METRICS[name] ?? []).map((metric) => ({
        record: `read:${metric}`,
        expr: `${metric}{job="${jobLabel}"${jobLabel === 'kubelet' ? `, metrics_path="${path}"` : ''}}`,
      })),
    );
    const budget = ['1', '1.0', '5', '30.0'].map((le) => ({
      record: `read:${le}`,
      expr: `apiserver_request_sli_duration_seconds_bucket{job="apiserver", le="${le}"}`,
    }));
    expect(validateDroppedMetrics(targets.jobs, [{ name: 'standard', records: [...records, ...budget] }])).toEqual([]);
  });

  it.each(['apiserver', 'kubelet', 'kube-proxy', 'kube-scheduler', 'kube-controller-manager'])(
    'of %s drop the gates of features and the insides of the Go runtime',
    (name) => {
      for (const metric of ['kubernetes_feature_enabled', 'go_sched_latencies_seconds_bucket']) {
        expect(isDropped(job(name), metric)).toBe(true);
      }
      expect(isDropped(job(name), 'go_gc_duration_seconds')).toBe(false);
    },
  );

  it.each([
    ['1', '5', '30', '60'],
    ['1.0', '5.0', '30.0', '60.0'],
    ['0.05', '0.1', '0.4', '+Inf'],
  ])('keep the buckets of the API server at %s, %s, %s and %s', (...les) => {
    const metric = 'apiserver_request_sli_duration_seconds_bucket';
    expect(les.filter((le) => isDropped(job('apiserver'), metric, { le }))).toEqual([]);
  });

  it.each(['0.2', '1.25', '3', '3.0', '15', '15.0', '45.0'])('drop the bucket of the API server at %s', (le) => {
    expect(isDropped(job('apiserver'), 'apiserver_request_sli_duration_seconds_bucket', { le })).toBe(true);
  });

  it.each(['apiserver_request_duration_seconds', 'etcd_request_duration_seconds', 'apiserver_response_sizes'])(
    'drop the buckets of %s, and keep what the mean needs',
    (metric) => {
      expect(isDropped(job('apiserver'), `${metric}_bucket`, { le: '1.0' })).toBe(true);
      expect(isDropped(job('apiserver'), `${metric}_sum`)).toBe(false);
      expect(isDropped(job('apiserver'), `${metric}_count`)).toBe(false);
    },
  );

  it.each([
    ['a container', 'container_cpu_usage_seconds_total', container, false],
    ['a container', 'container_pressure_memory_waiting_seconds_total', container, false],
    ['a container', 'container_oom_events_total', container, false],
    ['a container', 'container_tasks_state', container, true],
    ['a container', 'container_spec_memory_limit_bytes', container, true],
    ['a pod', 'container_cpu_usage_seconds_total', ofPod, false],
    ['a pod', 'container_memory_working_set_bytes', ofPod, false],
    ['a pod', 'container_memory_rss', ofPod, true],
    ['a pod', 'container_cpu_cfs_periods_total', ofPod, true],
    ['a pod', 'container_network_receive_bytes_total', sandbox, false],
    ['a pod on the host network', 'container_network_receive_bytes_total', { ...sandbox, interface: 'ens5' }, false],
    ['a pod on the host network', 'container_network_receive_bytes_total', { ...sandbox, interface: 'cali12ab' }, true],
    ['a service of the node', 'container_cpu_usage_seconds_total', { ...none, id: '/system.slice/sshd.service' }, true],
    ['the node', 'container_cpu_usage_seconds_total', { ...none, id: '/' }, false],
    ['the node', 'container_memory_rss', { ...none, id: '/' }, false],
    ['the machine', 'machine_memory_bytes', {}, false],
  ])('of cAdvisor: of %s, %s (%j) goes: %j', (_, metric, labels, dropped) => {
    expect(isDropped(job('kubelet-cadvisor'), metric, labels)).toBe(dropped);
  });

  it('keep the network of pods, by pod and interface', () => {
    const read = ['receive', 'transmit'].flatMap((way) =>
      ['bytes_total', 'packets_total', 'packets_dropped_total', 'errors_total'].map(
        (what) => `container_network_${way}_${what}`,
      ),
    );
    expect(read.filter((metric) => isDropped(job('kubelet-cadvisor'), metric, sandbox))).toEqual([]);
  });
});
