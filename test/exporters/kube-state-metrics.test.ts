import { dump } from 'js-yaml';
import { KubeStateMetrics, type KubeStateMetricsProps, MonitoringStack, type MonitoringStackProps } from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { watched } from '../tools/watched';

const manifestsOf = (props: KubeStateMetricsProps = {}): Manifest[] => {
  const chart = newChart();
  new KubeStateMetrics(chart, 'KubeStateMetrics', props);
  return synth(chart);
};
const names = (manifests: Manifest[]) =>
  manifests.map(({ kind, metadata: { name, namespace } }) => [kind, name, namespace].filter(Boolean).join(' '));
const workload = (manifests: Manifest[]) =>
  manifests.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet').spec;
const container = (props: KubeStateMetricsProps = {}) => workload(manifestsOf(props)).template.spec.containers[0];
const flag = (props: KubeStateMetricsProps, name: string): string | undefined =>
  container(props)
    .args.find((arg: string) => arg.startsWith(`--${name}=`))
    ?.slice(name.length + 3);
const readable = ({ rules }: Manifest) =>
  rules.flatMap(({ apiGroups, resources }: Manifest) =>
    resources.map((resource: string) => [apiGroups[0], resource].filter(Boolean).join('/')),
  );

const watchedState = (props: KubeStateMetricsProps = {}, stack: MonitoringStackProps = {}) =>
  watched((chart, metrics) => new KubeStateMetrics(chart, 'KubeStateMetrics', { metrics, ...props }), stack);

describe('kube-state-metrics', () => {
  it('is these objects by default', () => {
    expect(names(manifestsOf())).toEqual([
      'ServiceAccount kube-state-metrics monitoring',
      'ClusterRole monitoring:kube-state-metrics',
      'ClusterRoleBinding monitoring:kube-state-metrics',
      'Deployment kube-state-metrics monitoring',
      'Service kube-state-metrics monitoring',
      'NetworkPolicy kube-state-metrics monitoring',
    ]);
  });

  it('runs one pod like this', () => {
    expect(dump(container({ collectors: ['pods', 'nodes'] }))).toMatchInlineSnapshot(`
"args:
  - --port=8080
  - --telemetry-port=8081
  - --resources=nodes,pods
image: registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0
imagePullPolicy: IfNotPresent
livenessProbe:
  httpGet:
    path: /healthz
    port: http-metrics
  timeoutSeconds: 5
name: kube-state-metrics
ports:
  - containerPort: 8080
    name: http-metrics
    protocol: TCP
  - containerPort: 8081
    name: telemetry
    protocol: TCP
readinessProbe:
  httpGet:
    path: /readyz
    port: telemetry
  timeoutSeconds: 5
resources:
  limits:
    memory: 512Mi
  requests:
    cpu: 10m
    memory: 128Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
volumeMounts:
  - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
    name: api-access
    readOnly: true
"
`);
  });

  it('takes its token by itself', () => {
    const { spec } = workload(manifestsOf()).template;
    expect(spec).toMatchObject({ serviceAccountName: 'kube-state-metrics', automountServiceAccountToken: false });
    expect(spec.volumes.map(({ name }: Manifest) => name)).toEqual(['api-access']);
  });

  it('may read what its collectors need and nothing else', () => {
    const role = only(manifestsOf({ collectors: ['pods', 'ingresses', 'nodes', 'pods'] }), 'ClusterRole');
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
    ]);
    expect(flag({ collectors: ['pods', 'ingresses', 'nodes', 'pods'] }, 'resources')).toBe('ingresses,nodes,pods');
  });

  it('reads no Secrets, ConfigMaps, leases and endpoints unless it is told to', () => {
    const all = readable(only(manifestsOf(), 'ClusterRole'));
    expect(all).toHaveLength(24);
    expect(all.filter((each: string) => /secrets|configmaps|leases|endpoint|admissionpolic/.test(each))).toEqual([]);
    expect(readable(only(manifestsOf({ collectors: ['secrets'] }), 'ClusterRole'))).toEqual(['secrets']);
  });

  it('reads the namespaces it is limited to, and nothing of the cluster', () => {
    const manifests = manifestsOf({ namespaces: ['shop', 'monitoring'] });
    expect(names(manifests).filter((name) => name.includes('Role'))).toEqual([
      'Role monitoring:kube-state-metrics shop',
      'RoleBinding monitoring:kube-state-metrics shop',
      'Role kube-state-metrics monitoring',
      'RoleBinding kube-state-metrics monitoring',
    ]);
    expect(flag({ namespaces: ['shop', 'monitoring'] }, 'namespaces')).toBe('shop,monitoring');
    expect(flag({ namespaces: ['shop'] }, 'resources')).not.toContain('nodes');
  });

  it('reads nodes in the whole cluster where they are asked for beside namespaces', () => {
    const manifests = manifestsOf({ namespaces: ['shop'], collectors: ['pods', 'nodes'] });
    expect(readable(only(manifests, 'ClusterRole'))).toEqual(['nodes']);
    expect(readable(only(manifests, 'Role'))).toEqual(['pods']);
  });

  it('shows the labels and annotations that are allowed, and leaves out the metrics that are denied', () => {
    const props = {
      metricLabelsAllowlist: { pods: ['app', 'app.kubernetes.io/*'], nodes: ['*'] },
      metricAnnotationsAllowlist: { '*': ['example.com/team'] },
      metricDenylist: ['^kube_ingress_', '_created$'],
    };
    expect(flag(props, 'metric-labels-allowlist')).toBe('pods=[app,app.kubernetes.io/*],nodes=[*]');
    expect(flag(props, 'metric-annotations-allowlist')).toBe('*=[example.com/team]');
    expect(flag(props, 'metric-denylist')).toBe('^kube_ingress_,_created$');
  });

  it('shares the objects among the pods of a StatefulSet, which may read that one', () => {
    const manifests = manifestsOf({ shards: 3 });
    expect(names(manifests)).toEqual([
      'ServiceAccount kube-state-metrics monitoring',
      'ClusterRole monitoring:kube-state-metrics',
      'ClusterRoleBinding monitoring:kube-state-metrics',
      'Role kube-state-metrics-sharding monitoring',
      'RoleBinding kube-state-metrics-sharding monitoring',
      'PodDisruptionBudget kube-state-metrics monitoring',
      'StatefulSet kube-state-metrics monitoring',
      'Service kube-state-metrics monitoring',
      'NetworkPolicy kube-state-metrics monitoring',
    ]);
    expect(workload(manifests)).toMatchObject({ replicas: 3, serviceName: 'kube-state-metrics' });
    expect(flag({ shards: 3 }, 'pod')).toBe('$(POD_NAME)');
    expect(flag({ shards: 3 }, 'pod-namespace')).toBe('$(POD_NAMESPACE)');
    expect(only(manifests, 'Role').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      {
        apiGroups: ['apps'],
        resources: ['statefulsets'],
        resourceNames: ['kube-state-metrics'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
  });

  it('is scraped at both ports, and its series keep what they say of namespace, pod, node and container', () => {
    const { job } = watchedState();
    expect(job('kube-state-metrics')).toMatchObject({
      honor_labels: true,
      sample_limit: 1_500_000,
      label_limit: 60,
      metric_relabel_configs: [{ target_label: 'cluster', replacement: 'c' }],
    });
    expect(job('kube-state-metrics').relabel_configs).toContainEqual({
      action: 'labeldrop',
      regex: 'namespace|pod|container|node',
    });
    expect(job('kube-state-metrics-self').honor_labels).toBeUndefined();
  });

  it('is on every shard of Prometheus unless told otherwise, and its own metrics always are', () => {
    const spread = (props: KubeStateMetricsProps) =>
      ['kube-state-metrics', 'kube-state-metrics-self'].map((name) =>
        watchedState(props, { shards: 2 })
          .job(name)
          .relabel_configs.some(({ action }: Manifest) => action === 'hashmod'),
      );
    expect(spread({})).toEqual([false, false]);
    expect(spread({ onEveryShard: false })).toEqual([true, false]);
  });

  it('brings its rules, and misses each of its shards', () => {
    const alerts = (props: KubeStateMetricsProps) => watchedState(props).alerts(/^KubeStateMetrics/);
    expect(alerts({ shards: 2 }).map(({ alert }) => alert)).toEqual([
      'KubeStateMetricsDown',
      'KubeStateMetricsSelfDown',
      'KubeStateMetricsListErrors',
      'KubeStateMetricsWatchErrors',
      'KubeStateMetricsShardingMismatch',
      'KubeStateMetricsShardsMissing',
    ]);
    expect(alerts({ shards: 2, defaultRules: false }).map(({ expr }) => /< 2/.test(expr))).toEqual([true, true]);
  });

  it('lets its Prometheus alone in, and reaches DNS and the API server', () => {
    const policy = (manifests: readonly Manifest[]) => only(manifests, 'NetworkPolicy', 'kube-state-metrics').spec;
    expect(policy(manifestsOf()).ingress).toBeUndefined();
    const { ingress, egress } = policy(
      watchedState({ apiServerCidrs: ['192.0.2.0/24'], apiServerPorts: [8443] }).manifests,
    );
    expect(ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' } },
          },
        ],
        ports: [
          { port: 8080, protocol: 'TCP' },
          { port: 8081, protocol: 'TCP' },
        ],
      },
    ]);
    expect(egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
      ports: [{ port: 8443, protocol: 'TCP' }],
    });
  });

  it('is there twice in one chart under two names, and not under one', () => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new KubeStateMetrics(chart, 'A', { metrics });
    new KubeStateMetrics(chart, 'B', { metrics, name: 'shop-state', namespaces: ['shop'] });
    expect(synth(chart).filter(({ kind }) => kind === 'Deployment')).toHaveLength(2);

    const clash = newChart();
    new KubeStateMetrics(clash, 'A');
    new KubeStateMetrics(clash, 'B');
    expect(messageOf(() => synth(clash))).toContain(
      "both the Deployment 'kube-state-metrics' of namespace 'monitoring'",
    );
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new KubeStateMetrics(newChart(null), 'KubeStateMetrics'))).toBe(
      "chart/KubeStateMetrics: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});
