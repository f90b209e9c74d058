import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { LoggingStack } from '../../lib';
import { clusterScoped } from '../../lib/kubernetes/cluster-scoped';
import { expectedSecrets, expectSecrets, secretsTable } from '../../lib/kubernetes/expected-secrets';
import { ObservabilityNamespace, PodSecurityLevel } from '../../lib/kubernetes/observability-namespace';
import { addSyncWaves } from '../../lib/kubernetes/sync-waves';
import { requireUniqueObjects } from '../../lib/kubernetes/unique-objects';
import type { ExpectedSecret } from '../../lib/model/expected-secret';
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

describe('provisions', () => {
  it('says of each Secret who makes it, whatever its other readers know', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const secret = { name: 'es-tls', key: 'ca.crt' };
    expectSecrets(chart, 'agents', () => [{ secret, purpose: 'authority', copyFrom: 'logging' }]);
    expectSecrets(chart, 'logging', () => [{ secret, purpose: 'authority', copyFrom: 'logging' }]);
    expectSecrets(chart, 'logging', () => [{ secret, purpose: 'authority', certManager: 'es-tls' }]);
    for (const name of ['a', 'b'])
      expectSecrets(chart, 'shop', () => [{ secret, purpose: 'authority', certificateFor: [name, 'shop'] }]);
    const rows = secretsTable(app).trim().split('\n').slice(1);
    expect(rows.map((row) => row.split('\t').slice(0, 4))).toEqual([
      ['agents', 'es-tls', 'ca.crt', 'copy logging'],
      ['logging', 'es-tls', 'ca.crt', 'cert-manager es-tls'],
      ['shop', 'es-tls', 'ca.crt', 'certificate a,shop,b'],
    ]);
  });
});

describe('two readers of one Secret', () => {
  const secret = { name: 'es-tls', key: 'ca.crt' };
  const messageWith = (...expected: readonly Omit<ExpectedSecret, 'secret' | 'purpose'>[]) => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    expected.forEach((each, i) => {
      expectSecrets(new Construct(chart, `Reader${i + 1}`), 'agents', () => [
        { secret, purpose: 'authority', ...each },
      ]);
    });
    return messageOf(() => {
      synth(chart);
      throw new Error('all is well');
    });
  };
  const refusal = (wanted: string) =>
    `Validation failed with the following errors:\n  [chart/Reader2] key 'ca.crt' of Secret 'es-tls' in namespace 'agents' has one value, and ${wanted}; give them Secrets of different names, or namespaces of their own`;

  it.each([
    [
      'copies of different ones',
      [{ copyFrom: 'a' }, { copyFrom: 'b' }],
      "chart/Reader1 wants the one of namespace 'a', chart/Reader2 wants the one of namespace 'b'",
    ],
    [
      'a certificate that is made there, and a copy',
      [{ certificateFor: ['es.agents.svc'] }, { copyFrom: 'b' }],
      "chart/Reader1 wants the one of namespace 'agents', chart/Reader2 wants the one of namespace 'b'",
    ],
    [
      'a copy, and what cert-manager makes there',
      [{ copyFrom: 'b' }, { certManager: 'es-tls' }],
      "chart/Reader1 wants the one of namespace 'b', chart/Reader2 wants the one of namespace 'agents'",
    ],
  ] as const)('cannot have %s', (_, expected, wanted) => {
    expect(messageWith(...expected)).toBe(refusal(wanted));
  });

  it.each([
    ['copies of the same one', [{ copyFrom: 'a' }, { copyFrom: 'a' }]],
    ['the one that is made there', [{ certificateFor: ['es.agents.svc'] }, { copyFrom: 'agents' }]],
    ['a copy where any value serves one of them', [{ random: true }, { copyFrom: 'a' }]],
  ] as const)('can have %s', (_, expected) => {
    expect(messageWith(...expected)).toBe('all is well');
  });

  it('cannot be agents of two stacks that share names', () => {
    const app = new App();
    for (const id of ['a', 'b']) {
      new LoggingStack(new Chart(app, id, { namespace: id }), 'Logs', {
        dashboards: { enabled: false },
        agent: { name: `fluent-bit-${id}`, statePath: `/var/lib/fluent-bit-${id}` },
      });
    }
    expect(
      messageOf(() => app.synth())
        .split('\n')
        .filter((line) => line.includes('has one value'))
        .map((line) => line.replace(/;.*/, '')),
    ).toEqual([
      "  [b/Logs/FluentBit] key 'password' of Secret 'fluent-bit-writer' in namespace 'node-agents' has one value, and a/Logs/FluentBit wants the one of namespace 'a', b/Logs/FluentBit wants the one of namespace 'b'",
      "  [b/Logs/FluentBit] key 'ca.crt' of Secret 'elasticsearch-http-tls' in namespace 'node-agents' has one value, and a/Logs/FluentBit wants the one of namespace 'a', b/Logs/FluentBit wants the one of namespace 'b'",
    ]);
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
