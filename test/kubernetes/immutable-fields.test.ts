import {
  Alertmanager,
  type AlertmanagerProps,
  Images,
  MonitoringStack,
  PrometheusServer,
  type PrometheusServerProps,
} from '../../lib';
import { PROMETHEUS_SERVER } from '../../lib/monitoring/prometheus-server/props';
import { newRouting, slackFrom } from '../alerting/alertmanager-app';
import { type Manifest, newChart, synth } from '../tools/synth';

/** The fields of an object that apply cannot change, by kind. */
const FIXED: Readonly<Record<string, (manifest: Manifest) => unknown>> = {
  StatefulSet: ({ spec: { selector, serviceName, podManagementPolicy, volumeClaimTemplates } }) => ({
    selector,
    serviceName,
    podManagementPolicy,
    volumeClaimTemplates,
  }),
  PersistentVolumeClaim: ({ spec: { resources, ...rest } }) => rest,
  Service: ({ spec }) => spec.clusterIP,
  RoleBinding: ({ roleRef }) => roleRef,
  ClusterRoleBinding: ({ roleRef }) => roleRef,
};

const place = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
const fixedOf = (manifests: readonly Manifest[]) =>
  new Map(manifests.map((manifest) => [place(manifest), JSON.stringify(FIXED[manifest.kind]?.(manifest))]));

/** Objects of both outputs that apply cannot turn from what they are in the one into what they are in the other. */
function refused(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const known = fixedOf(before);
  return [...fixedOf(after)].flatMap(([name, fixed]) =>
    known.has(name) && known.get(name) !== fixed ? [`${name}: ${known.get(name)} becomes ${fixed}`] : [],
  );
}

function prometheus(props: PrometheusServerProps = {}): Manifest[] {
  const chart = newChart();
  const alertmanagers = props.withoutAlertmanager ? undefined : [{ addresses: ['10.0.0.1:9093'] }];
  const server = new PrometheusServer(chart, 'Prometheus', { alertmanagers, ...props });
  server.addScrapeJob({ name: 'pods', annotatedPods: {} });
  return synth(chart);
}

function alertmanager(props: Partial<AlertmanagerProps> = {}): Manifest[] {
  const chart = newChart();
  const metrics = new MonitoringStack(chart, 'Monitoring');
  new Alertmanager(chart, 'Alertmanager', { routing: newRouting(), metrics, ...props });
  return synth(chart);
}

const labels = { app: 'x' };
/** Another value of every prop that both have. */
const SHARED = {
  storageSize: '50Gi',
  storageClassName: 'gp3',
  existingClaim: 'efs',
  ephemeralStorage: true,
  nodeSelector: { disk: 'fast' },
  tolerations: [{ key: 'dedicated' }],
  priorityClassName: 'high',
  name: 'other',
  externalUrl: 'https://example.com/x',
  replicas: 3,
  resources: { memoryLimit: '4Gi' },
  runAsUser: 1000,
  runAsGroup: 1000,
  accessFrom: [{ namespace: 'x', labels }],
  runbookBaseUrl: 'https://runbooks.example.com',
  images: new Images({ mirrors: { 'quay.io': 'x.example.com' }, pullSecrets: ['login'] }),
};

/** Another value of every prop; the compiler asks for those that are missing. */
const PROMETHEUS: Required<PrometheusServerProps> = {
  ...SHARED,
  namespace: 'other',
  cluster: 'other',
  retention: '30d',
  retentionSize: '2GiB',
  scrapeInterval: '15s',
  scrapeTimeout: '5s',
  evaluationInterval: '15s',
  externalLabels: { region: 'x' },
  remoteWrite: [{ url: 'https://x.example.com', authorization: { credentials: { name: 'x', key: 'y' } } }],
  shards: 2,
  alertmanagers: [{ addresses: ['10.0.0.2:9093'] }],
  withoutAlertmanager: true,
  ruleOverrides: { PrometheusDown: { enabled: false } },
  apiServerCidrs: ['10.0.0.0/8'],
  apiServerPorts: [8443],
  nodeCidrs: ['10.0.0.0/8'],
  extraConfig: { storage: { tsdb: { out_of_order_time_window: '5m' } } },
};

/** Its namespace has to be that of the routing, and leaves no object of one name anyway. */
const ALERTMANAGER: Omit<Required<AlertmanagerProps>, 'metrics' | 'namespace'> = {
  ...SHARED,
  routing: newRouting({ defaultReceiver: slackFrom('other'), secretName: 'other' }),
  dataRetention: '240h',
  defaultRules: false,
};

describe('apply takes a change of', () => {
  it.each(Object.keys(PROMETHEUS_SERVER))("Prometheus' %s alone", (prop) => {
    const changed = prometheus({ [prop]: PROMETHEUS[prop as keyof PrometheusServerProps] });
    expect(changed).not.toEqual(prometheus());
    expect(refused(prometheus(), changed)).toEqual([]);
  });

  it.each(Object.keys(ALERTMANAGER))("Alertmanager's %s alone", (prop) => {
    // An existing claim is for one replica.
    const base = { replicas: prop === 'existingClaim' ? 1 : 2 };
    const changed = alertmanager({ ...base, [prop]: ALERTMANAGER[prop as keyof typeof ALERTMANAGER] });
    expect(changed).not.toEqual(alertmanager(base));
    expect(refused(alertmanager(base), changed)).toEqual([]);
  });

  it('any choice of storage to any other, whatever the classes are called', () => {
    const classes = ['gp3', 'io2', 'a.b', 'a-b', 'existing', 'ephemeral', 'shard-1', '0'];
    const choices = [
      {},
      { ephemeralStorage: true },
      ...classes.flatMap((storageClassName) => [{ storageClassName }, { storageClassName, shards: 2 }]),
      { shards: 2 },
      { ephemeralStorage: true, shards: 2 },
      { existingClaim: 'efs' },
    ].map(prometheus);
    expect(choices.flatMap((before) => choices.flatMap((after) => refused(before, after)))).toEqual([]);
  });

  it('storage without another name for anything that others address', () => {
    const services = (manifests: readonly Manifest[]) =>
      manifests.filter(({ kind }) => kind === 'Service').map(({ metadata, spec }) => [metadata.name, spec.selector]);
    expect(services(prometheus({ storageClassName: 'gp3' }))).toEqual(services(prometheus()));
    expect(services(alertmanager({ storageClassName: 'gp3' }))).toEqual(services(alertmanager()));
  });
});

test('the comparison notices a changed claim and a changed template', () => {
  const [claim, set] = ['PersistentVolumeClaim', 'StatefulSet'].map((kind) => ({ kind, metadata: { name: 'a' } }));
  const size = (storage: string) => ({ requests: { storage } });
  const of = (storageClassName: string, storage: string, volumeClaimTemplates: unknown[]) => [
    { ...claim, spec: { storageClassName, resources: size(storage) } },
    { ...set, spec: { volumeClaimTemplates } },
  ];
  expect(refused(of('gp2', '1Gi', []), of('gp3', '2Gi', [{}])).map((line) => line.split(':')[0])).toEqual([
    'PersistentVolumeClaim /a',
    'StatefulSet /a',
  ]);
  expect(refused(of('gp2', '1Gi', []), of('gp2', '2Gi', []))).toEqual([]);
});
