import { dump } from 'js-yaml';
import { MonitoringStack, Pushgateway, type PushgatewayProps } from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { watched } from '../tools/watched';

const manifestsOf = (props: PushgatewayProps = {}): Manifest[] => {
  const chart = newChart();
  new Pushgateway(chart, 'Pushgateway', props);
  return synth(chart);
};
const kinds = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const workload = (props: PushgatewayProps = {}) =>
  manifestsOf(props).find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
const container = (props: PushgatewayProps = {}) => workload(props).spec.template.spec.containers[0];

function watchedGateway(props: PushgatewayProps = {}) {
  const { job, alerts } = watched((chart, metrics) => new Pushgateway(chart, 'Pushgateway', { metrics, ...props }));
  return { job: job('pushgateway'), alerts: alerts(/^Pushgateway/).map(({ alert }) => alert) };
}

describe('Pushgateway', () => {
  it('is these objects by default', () => {
    expect(kinds(manifestsOf())).toEqual([
      'Deployment pushgateway',
      'Service pushgateway',
      'NetworkPolicy pushgateway',
    ]);
  });

  it('keeps everything in memory by default, in one pod at a time', () => {
    const { spec } = workload();
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(dump(container())).toMatchInlineSnapshot(`
"args:
  - --web.listen-address=:9091
  - --web.route-prefix=/
image: quay.io/prometheus/pushgateway:v1.11.3
imagePullPolicy: IfNotPresent
livenessProbe:
  httpGet:
    path: /-/healthy
    port: web
  timeoutSeconds: 5
name: pushgateway
ports:
  - containerPort: 9091
    name: web
    protocol: TCP
readinessProbe:
  httpGet:
    path: /-/ready
    port: web
  timeoutSeconds: 5
resources:
  limits:
    memory: 128Mi
  requests:
    cpu: 10m
    memory: 32Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
"
`);
  });

  it('keeps what was pushed in a volume if storage is asked for', () => {
    expect(kinds(manifestsOf({ storageSize: '2Gi' }))).toEqual([
      'PersistentVolumeClaim data-pushgateway-0',
      'StatefulSet pushgateway',
      'Service pushgateway',
      'Service pushgateway-headless',
      'NetworkPolicy pushgateway',
    ]);
    const { args, volumeMounts } = container({ storageSize: '2Gi', persistenceInterval: '10s' });
    expect(args.slice(-2)).toEqual(['--persistence.file=/pushgateway/metrics.store', '--persistence.interval=10s']);
    expect(volumeMounts).toEqual([{ name: 'data', mountPath: '/pushgateway', subPath: 'pushgateway-db' }]);
  });

  it.each([
    [{ storageClassName: 'gp3' }, 'pushgateway-gp3'],
    [{ existingClaim: 'efs' }, 'pushgateway-existing'],
    [{ ephemeralStorage: true }, 'pushgateway-ephemeral'],
  ])('takes %j for a wish to store', (props, name) => {
    expect(only(manifestsOf(props), 'StatefulSet').metadata.name).toBe(name);
  });

  it('serves everything below a path', () => {
    const { args, livenessProbe } = container({ routePrefix: '/push' });
    expect(args).toContain('--web.route-prefix=/push');
    expect(livenessProbe.httpGet.path).toBe('/push/-/healthy');
    expect(watchedGateway({ routePrefix: '/push' }).job.metrics_path).toBe('/push/metrics');
    expect(new Pushgateway(newChart(), 'Pushgateway', { routePrefix: '/push' }).url).toBe(
      'http://pushgateway.monitoring.svc:9091/push',
    );
  });

  it('lets those in who push, read or scrape, and gets out nowhere', () => {
    const peer = (app: string) => ({ namespace: 'batch', labels: { app } });
    const { ingress, egress, policyTypes } = only(
      manifestsOf({ pushFrom: [peer('backup')], accessFrom: [peer('proxy')] }),
      'NetworkPolicy',
    ).spec;
    expect(ingress.map(({ from }: Manifest) => from[0].podSelector.matchLabels)).toEqual([
      { app: 'backup' },
      { app: 'proxy' },
    ]);
    expect({ egress, policyTypes }).toEqual({ egress: undefined, policyTypes: ['Ingress', 'Egress'] });
  });

  it('is scraped so that pushed series stay those of their jobs', () => {
    const { job } = watchedGateway();
    expect(job).toMatchObject({ honor_labels: true, sample_limit: 50_000, label_limit: 60 });
    expect(job.relabel_configs).toContainEqual({ action: 'labeldrop', regex: 'namespace|pod|container|node' });
  });

  it('alerts on stale jobs only where it is told when they are', () => {
    expect(watchedGateway().alerts).toEqual(['PushgatewayDown', 'PushgatewayPushFailing']);
    expect(watchedGateway({ jobStaleAfter: '2d' }).alerts).toContain('PushgatewayJobStale');
    expect(watchedGateway({ defaultRules: false }).alerts).toEqual(['PushgatewayDown']);
  });

  it('is there twice in one chart under two names, with one set of rules', () => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new Pushgateway(chart, 'A', { metrics });
    new Pushgateway(chart, 'B', { metrics, name: 'pushgateway-b' });
    expect(synth(chart).filter(({ kind }) => kind === 'Deployment')).toHaveLength(2);
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new Pushgateway(newChart(null), 'Pushgateway'))).toBe(
      "chart/Pushgateway: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});
