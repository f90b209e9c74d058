import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { clusterScoped } from '../../lib/kubernetes/cluster-scoped';
import { expectedSecrets, expectSecrets, secretsTable } from '../../lib/kubernetes/expected-secrets';
import { ObservabilityNamespace, PodSecurityLevel } from '../../lib/kubernetes/observability-namespace';
import { addSyncWaves } from '../../lib/kubernetes/sync-waves';
import { requireUniqueObjects } from '../../lib/kubernetes/unique-objects';
import { messageOf, newChart, only, synth } from '../tools/synth';

describe('expected Secrets', () => {
  it('lists each key once, sorted, with all it is for; a random value must serve every reader', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const secret = { name: 'login', key: 'password' };
    expectSecrets(chart, 'b', () => [{ secret, purpose: 'of the server', random: true }]);
    expectSecrets(chart, 'b', () => [{ secret, purpose: 'of the client', random: true }]);
    expectSecrets(chart, 'a', () => [{ secret, purpose: 'given by\nsomebody' }]);
    expect(secretsTable(app)).toBe(
      [
        'namespace\tsecret\tkey\tprovision\tpurpose',
        'a\tlogin\tpassword\tvalue\tgiven by somebody',
        'b\tlogin\tpassword\trandom\tof the server; of the client',
        '',
      ].join('\n'),
    );
    expectSecrets(chart, 'b', () => [{ secret, purpose: 'of the client' }]);
    expect(expectedSecrets(app)[1]?.purpose).toBe('of the server; of the client');
    expect(expectedSecrets(app).map(({ random }) => Boolean(random))).toEqual([false, false]);
  });
});

describe('sync waves', () => {
  it('puts namespaces first, access and configuration next, and leaves workloads and claims in wave 0', () => {
    const app = new App();
    const chart = new Chart(app, 'chart', { namespace: 'x' });
    new k8s.KubeNamespace(chart, 'Namespace');
    new k8s.KubeConfigMap(chart, 'ConfigMap');
    new k8s.KubePersistentVolumeClaim(chart, 'Claim');
    new k8s.KubeService(chart, 'Service');
    addSyncWaves(app);
    const waves = synth(chart).map(({ kind, metadata }) => [
      kind,
      metadata.annotations?.['argocd.argoproj.io/sync-wave'],
    ]);
    expect(waves).toEqual([
      ['Namespace', '-2'],
      ['ConfigMap', '-1'],
      ['PersistentVolumeClaim', undefined],
      ['Service', undefined],
    ]);
  });
});

describe('unique objects', () => {
  it('refuses two objects of one kind, namespace and name, in whatever charts they are', () => {
    const app = new App();
    const charts = ['one', 'two'].map((id) => new Chart(app, id, { namespace: 'x' }));
    for (const chart of charts) new k8s.KubeService(chart, 'Web', { metadata: { name: 'web' } });
    for (const chart of charts) requireUniqueObjects(chart);
    expect(messageOf(() => app.synth())).toBe(
      [
        'Validation failed with the following errors:',
        "  [two/Web] one/Web and two/Web are both the Service 'web' of namespace 'x'; give one of them another 'name' or 'namespace'",
      ].join('\n'),
    );
  });

  it('refuses two cluster-scoped ones of one name, though their charts have different namespaces', () => {
    const app = new App();
    const charts = ['one', 'two'].map((namespace) => new Chart(app, namespace, { namespace }));
    for (const chart of charts) {
      new ObservabilityNamespace(chart, 'Shop', { name: 'shop', defaultDeny: false });
      clusterScoped(new k8s.KubeClusterRole(chart, 'Reader', { metadata: { name: 'reader' } }));
      requireUniqueObjects(chart);
    }
    expect(
      messageOf(() => app.synth())
        .split('\n')
        .slice(1),
    ).toEqual([
      "  [two/Shop/Namespace] one/Shop/Namespace and two/Shop/Namespace are both the Namespace 'shop'; give one of them another 'name'",
      "  [two/Reader] one/Reader and two/Reader are both the ClusterRole 'reader'; give one of them another 'name'",
    ]);
  });

  it('takes objects of one name in different namespaces', () => {
    const app = new App();
    const charts = ['one', 'two'].map((namespace) => new Chart(app, namespace, { namespace }));
    for (const chart of charts) new k8s.KubeService(chart, 'Web', { metadata: { name: 'web' } });
    for (const chart of charts) requireUniqueObjects(chart);
    expect(charts.map((chart) => synth(chart).length)).toEqual([1, 1]);
  });
});

describe('ObservabilityNamespace', () => {
  it('enforces the strictest Pod Security level and denies all traffic', () => {
    const chart = newChart(null);
    new ObservabilityNamespace(chart, 'Monitoring', { name: 'monitoring' });
    expect(only(synth(chart), 'Namespace').metadata).toEqual({
      name: 'monitoring',
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      labels: Object.fromEntries(
        ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
      ),
    });
    expect(only(synth(chart), 'NetworkPolicy')).toMatchObject({
      metadata: {
        namespace: 'monitoring',
        labels: {
          'app.kubernetes.io/name': 'default-deny',
          'app.kubernetes.io/component': 'network-policy',
          'app.kubernetes.io/part-of': 'observability',
          'app.kubernetes.io/managed-by': 'cdk8s',
        },
      },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  it('has no namespace itself, whatever the chart says, and takes another level', () => {
    const chart = newChart('other');
    new ObservabilityNamespace(chart, 'Nodes', {
      name: 'nodes',
      podSecurity: PodSecurityLevel.PRIVILEGED,
      defaultDeny: false,
    });
    const [namespace, ...rest] = synth(chart);
    expect(rest).toEqual([]);
    expect(namespace.metadata.namespace).toBeUndefined();
    expect(namespace.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
  });
});
