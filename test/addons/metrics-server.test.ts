import { dump } from 'js-yaml';
import { MetricsServer, type MetricsServerProps } from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { watched } from '../tools/watched';

const manifestsOf = (props: MetricsServerProps = {}): Manifest[] => {
  const chart = newChart();
  new MetricsServer(chart, 'MetricsServer', props);
  return synth(chart);
};
const names = (manifests: Manifest[]) =>
  manifests.map(({ kind, metadata: { name, namespace } }) => [kind, name, namespace].filter(Boolean).join(' '));
const container = (props: MetricsServerProps = {}) =>
  only(manifestsOf(props), 'Deployment').spec.template.spec.containers[0];

describe('metrics-server', () => {
  it('is these objects by default, those without a namespace under names of its own', () => {
    expect(names(manifestsOf())).toEqual([
      'ServiceAccount metrics-server monitoring',
      'ClusterRole monitoring:metrics-server',
      'ClusterRoleBinding monitoring:metrics-server',
      'ClusterRoleBinding monitoring:metrics-server:system:auth-delegator',
      'RoleBinding monitoring:metrics-server:extension-apiserver-authentication-reader kube-system',
      'ClusterRole system:aggregated-metrics-reader',
      'Deployment metrics-server monitoring',
      'Service metrics-server monitoring',
      'APIService v1beta1.metrics.k8s.io',
      'NetworkPolicy metrics-server monitoring',
    ]);
  });

  it('runs like this', () => {
    expect(dump(container())).toMatchInlineSnapshot(`
"args:
  - --secure-port=10250
  - --cert-dir=/tmp
  - --metric-resolution=15s
  - --kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname
  - --kubelet-use-node-status-port
  - --kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt
image: registry.k8s.io/metrics-server/metrics-server:v0.9.0
imagePullPolicy: IfNotPresent
livenessProbe:
  httpGet:
    path: /livez
    port: https
    scheme: HTTPS
  timeoutSeconds: 5
name: metrics-server
ports:
  - containerPort: 10250
    name: https
    protocol: TCP
readinessProbe:
  httpGet:
    path: /readyz
    port: https
    scheme: HTTPS
  periodSeconds: 5
  timeoutSeconds: 5
resources:
  limits:
    memory: 400Mi
  requests:
    cpu: 100m
    memory: 200Mi
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
  - mountPath: /tmp
    name: certificate
"
`);
  });

  it('does not verify the kubelets where it is told so', () => {
    const flags = (props: MetricsServerProps) => container(props).args.filter((arg: string) => /tls|auth/.test(arg));
    expect(flags({ kubeletInsecureTls: true })).toEqual(['--kubelet-insecure-tls']);
    expect(flags({ kubeletInsecureTls: false })).toEqual([
      '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    ]);
  });

  it('asks kubelets where and as often as it is told', () => {
    const { args } = container({ kubeletPreferredAddressTypes: ['Hostname', 'InternalIP'], metricResolution: '30s' });
    expect(args).toContain('--kubelet-preferred-address-types=Hostname,InternalIP');
    expect(args).toContain('--metric-resolution=30s');
  });

  it('owns the resource metrics API, behind its Service', () => {
    const manifests = manifestsOf({ name: 'resource-metrics' });
    expect(only(manifests, 'APIService').spec).toEqual({
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'resource-metrics', namespace: 'monitoring', port: 443 },
    });
    expect(only(manifests, 'Service').spec.ports).toEqual([
      { name: 'https', port: 443, protocol: 'TCP', targetPort: 'https', appProtocol: 'https' },
    ]);
  });

  it('may find nodes and pods and read the metrics of kubelets, and asks the API server about callers', () => {
    const manifests = manifestsOf();
    expect(only(manifests, 'ClusterRole', 'monitoring:metrics-server').rules).toEqual([
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get', 'list', 'watch'] },
    ]);
    const bound = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(bound.map(({ roleRef, subjects }) => [roleRef.kind, roleRef.name, subjects[0].namespace])).toEqual([
      ['ClusterRole', 'monitoring:metrics-server', 'monitoring'],
      ['ClusterRole', 'system:auth-delegator', 'monitoring'],
      ['Role', 'extension-apiserver-authentication-reader', 'monitoring'],
    ]);
  });

  it('lets whoever may view a namespace see the metrics of its pods', () => {
    const { metadata, rules } = only(manifestsOf(), 'ClusterRole', 'system:aggregated-metrics-reader');
    expect(metadata.labels).toMatchObject({
      'rbac.authorization.k8s.io/aggregate-to-view': 'true',
      'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
      'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
    });
    expect(rules).toEqual([
      { apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: ['get', 'list', 'watch'] },
    ]);
  });

  it('is reached from anywhere, and reaches the API server and the nodes', () => {
    const { ingress, egress } = only(
      manifestsOf({ apiServerCidrs: ['192.0.2.1/32'], nodeCidrs: ['198.51.100.0/24'] }),
      'NetworkPolicy',
    ).spec;
    expect(ingress).toEqual([{ ports: [{ port: 10250, protocol: 'TCP' }] }]);
    expect(egress.slice(1)).toEqual([
      {
        to: [{ ipBlock: { cidr: '192.0.2.1/32' } }],
        ports: [
          { port: 443, protocol: 'TCP' },
          { port: 6443, protocol: 'TCP' },
        ],
      },
      { to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ port: 10250, protocol: 'TCP' }] },
    ]);
  });

  const watchedServer = (props: MetricsServerProps = {}) =>
    watched((chart, metrics) => new MetricsServer(chart, 'MetricsServer', { metrics, ...props }));

  it('has a disruption budget from two replicas on, and each of them is missed', () => {
    const { manifests, alerts } = watchedServer({ replicas: 2 });
    expect(only(manifests, 'PodDisruptionBudget').metadata.name).toBe('metrics-server');
    expect(alerts(/^MetricsServerDown$/)[0].expr).toContain('< 2');
  });

  it('is scraped with the token of Prometheus, which may read that path', () => {
    const { manifests, job } = watchedServer();
    expect(job('metrics-server')).toMatchObject({
      scheme: 'https',
      tls_config: { insecure_skip_verify: true },
      authorization: { type: 'Bearer' },
    });
    expect(only(manifests, 'ClusterRole', 'monitoring:prometheus').rules).toContainEqual({
      nonResourceURLs: ['/metrics'],
      verbs: ['get'],
    });
  });

  it('is there once in an app', () => {
    const chart = newChart();
    new MetricsServer(chart, 'First');
    expect(messageOf(() => new MetricsServer(chart, 'Second', { name: 'second' }))).toBe(
      "chart/Second: chart/First serves the API 'metrics.k8s.io' already, which a cluster has once; keep one MetricsServer, with 'replicas' for availability",
    );
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new MetricsServer(newChart(null), 'MetricsServer'))).toBe(
      "chart/MetricsServer: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});
