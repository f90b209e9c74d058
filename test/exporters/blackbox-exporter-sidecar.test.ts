import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { load } from 'js-yaml';
import {
  BlackboxExporterSidecar,
  type BlackboxExporterSidecarProps,
  expectedSecrets,
  Images,
  MonitoringStack,
  NginxExporterSidecar,
  SidecarDiscovery,
} from '../../lib';
import { scrapeTargets } from '../tools/scrape-targets';
import { type Manifest, newChart, only, synth } from '../tools/synth';
import { itWithTool } from '../tools/tool';

const HEALTH = { module: 'http_2xx', target: 'http://127.0.0.1:8080/healthz' };
const DATABASE = { module: 'tcp_connect', target: '127.0.0.1:5432' };

const web =
  (spec: object = {}, name = 'web') =>
  (scope: Construct): IConstruct =>
    new k8s.KubeDeployment(scope, name, {
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'nginx', image: 'nginx:1.29' }], ...spec },
        },
      },
    });

/** A sidecar with these props and a Prometheus. */
function sidecar(props: Partial<BlackboxExporterSidecarProps> = {}, build: (scope: Construct) => IConstruct = web()) {
  const chart = newChart('shop');
  const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, namespace: 'monitoring' });
  const exporter = new BlackboxExporterSidecar(chart, 'Exporter', {
    workload: build(chart),
    probes: [HEALTH],
    metrics,
    ...props,
  });
  const manifests = synth(chart);
  const config: string = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];
  const { kind, name } = exporter.workload;
  const { metadata, spec } = only(manifests, kind, name).spec.template as Manifest;
  return {
    chart,
    exporter,
    manifests,
    config,
    jobs: (load(config) as Manifest).scrape_configs.filter(({ job_name }: Manifest) =>
      /blackbox/.test(job_name),
    ) as Manifest[],
    metadata,
    spec,
    container: spec.containers.find((each: Manifest) => each.name === 'blackbox-exporter') as Manifest,
    modules: (load(only(manifests, 'ConfigMap', exporter.configMap.name).data['blackbox.yml']) as Manifest)
      .modules as Manifest,
  };
}

const podOf = ({ metadata, spec }: Pick<ReturnType<typeof sidecar>, 'metadata' | 'spec'>) => ({
  metadata: { ...metadata, name: 'web-x7k2p', namespace: 'shop' },
  spec: { ...spec, nodeName: 'node-1' },
  status: { phase: 'Running', podIP: '10.0.0.1' },
});

describe('BlackboxExporterSidecar', () => {
  it('adds a container that lives under Pod Security restricted, whatever the pods allow', () => {
    const { container, spec } = sidecar();
    expect(spec.containers.map(({ name }: Manifest) => name)).toEqual(['nginx', 'blackbox-exporter']);
    expect(container).toMatchObject({
      image: 'quay.io/prometheus/blackbox-exporter:v0.28.0',
      ports: [{ name: 'blackbox', containerPort: 9115 }],
      livenessProbe: { httpGet: { path: '/-/healthy', port: 'blackbox' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 65534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    });
    // Pods serve without their exporter, too.
    expect(container.readinessProbe).toBeUndefined();
  });

  it('has one job for each probe and one for itself, with one label job', () => {
    const { jobs, exporter } = sidecar({ probes: [HEALTH, { ...DATABASE, name: 'db', scrapeInterval: '1m' }] });
    expect(exporter.jobName).toBe('blackbox-exporter-shop-web');
    expect(
      jobs.map(({ job_name, metrics_path, params, scrape_interval }) => [
        job_name,
        metrics_path,
        params,
        scrape_interval,
      ]),
    ).toEqual([
      ['blackbox-exporter-shop-web', undefined, undefined, undefined],
      ['blackbox-exporter-shop-web/http_2xx', '/probe', { module: ['http_2xx'], target: [HEALTH.target] }, undefined],
      ['blackbox-exporter-shop-web/db', '/probe', { module: ['tcp_connect'], target: [DATABASE.target] }, '1m'],
    ]);
  });

  itWithTool('promtool', 'is scraped at the address of each pod, whose names the series bear', async (promtool) => {
    const made = sidecar({ probes: [HEALTH, { ...DATABASE, name: 'db' }] });
    const targets = await scrapeTargets(promtool, made.config, { pods: [podOf(made)] });
    const pod = {
      job: 'blackbox-exporter-shop-web',
      namespace: 'shop',
      pod: 'web-x7k2p',
      container: 'blackbox-exporter',
      node: 'node-1',
      instance: '10.0.0.1:9115',
    };
    const module = ({ module, target }: typeof HEALTH) => ({ ...pod, metrics_path: '/probe', module, target });
    expect(targets['blackbox-exporter-shop-web']).toEqual([
      { url: 'http://10.0.0.1:9115/metrics', labels: { ...pod, metrics_path: '/metrics' } },
    ]);
    expect(targets['blackbox-exporter-shop-web/http_2xx']).toEqual([
      { url: `http://10.0.0.1:9115/probe?module=http_2xx&target=${HEALTH.target}`, labels: module(HEALTH) },
    ]);
    expect(targets['blackbox-exporter-shop-web/db']).toEqual([
      { url: `http://10.0.0.1:9115/probe?module=tcp_connect&target=${DATABASE.target}`, labels: module(DATABASE) },
    ]);
    expect(targets['kubernetes-pods']).toEqual([]);
  });

  itWithTool('promtool', 'is found by annotations as well, which ask for one probe', async (promtool) => {
    const made = sidecar({ discovery: SidecarDiscovery.ANNOTATIONS });
    expect(made.jobs).toEqual([]);
    expect(made.exporter.jobName).toBeUndefined();
    expect(made.metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': 'blackbox',
      'prometheus.io/path': '/probe',
      'prometheus.io/target': HEALTH.target,
    });
    const targets = await scrapeTargets(promtool, made.config, { pods: [podOf(made)] });
    expect(targets['kubernetes-pods']).toEqual([
      {
        url: `http://10.0.0.1:9115/probe?target=${HEALTH.target}`,
        labels: {
          job: 'kubernetes-pods',
          namespace: 'shop',
          pod: 'web-x7k2p',
          container: 'blackbox-exporter',
          node: 'node-1',
          instance: '10.0.0.1:9115',
          target: HEALTH.target,
        },
      },
    ]);
  });

  itWithTool('promtool', 'is found on the host network by its port', async (promtool) => {
    const made = sidecar({ port: 9200 }, web({ hostNetwork: true }));
    const targets = await scrapeTargets(promtool, made.config, { pods: [podOf(made)] });
    expect(targets['blackbox-exporter-shop-web/http_2xx']?.[0]).toMatchObject({
      url: `http://10.0.0.1:9200/probe?module=http_2xx&target=${HEALTH.target}`,
      labels: { container: 'blackbox-exporter', pod: 'web-x7k2p' },
    });
    expect(made.container.args).toContain('--web.listen-address=:9200');
  });

  it('knows the default modules and those given, one of which may replace a default', () => {
    const { modules } = sidecar({ modules: { http_2xx: { http: { validStatusCodes: [204] } }, banner: { tcp: {} } } });
    expect(Object.keys(modules)).toEqual([
      'http_2xx',
      'http_post_2xx',
      'tcp_connect',
      'tcp_connect_tls',
      'grpc',
      'grpc_plain',
      'banner',
    ]);
    expect(modules.http_2xx.http.valid_status_codes).toEqual([204]);
  });

  it('mounts the Secrets of its modules, readable for its own user, and lists them', () => {
    const { container, spec, chart } = sidecar({
      modules: { login: { http: { authorization: { credentials: { name: 'shop-login', key: 'token' } } } } },
      probes: [{ ...HEALTH, module: 'login' }],
      images: new Images({ pullSecrets: ['registry-login'] }),
    });
    expect(spec.volumes).toContainEqual({
      name: 'blackbox-secret-0',
      secret: { secretName: 'shop-login', optional: true, defaultMode: 0o444 },
    });
    expect(container.volumeMounts).toContainEqual({
      name: 'blackbox-secret-0',
      mountPath: '/etc/blackbox_exporter/secrets/shop-login',
      readOnly: true,
    });
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry-login' }]);
    expect(
      expectedSecrets(chart)
        .filter(({ namespace }) => namespace === 'shop')
        .map(({ secret }) => secret.name),
    ).toEqual(['registry-login', 'shop-login']);
  });

  it('lets a scrape end after its module', () => {
    const { jobs } = sidecar({
      modules: { slow: { timeout: '14s', http: {} } },
      probes: [{ ...HEALTH, module: 'slow' }],
    });
    expect(jobs[1]?.scrape_timeout).toBe('15s');
  });

  it('can be added to two workloads of one chart, and beside the exporter of nginx', () => {
    const chart = newChart('shop');
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, namespace: 'monitoring' });
    const [one, two] = [web({}, 'one')(chart), web({}, 'two')(chart)];
    new BlackboxExporterSidecar(chart, 'First', { workload: one, probes: [HEALTH], metrics });
    new NginxExporterSidecar(chart, 'Nginx', { workload: one, metrics });
    new BlackboxExporterSidecar(chart, 'Second', { workload: two, probes: [HEALTH], metrics });
    const manifests = synth(chart);
    const containers = ['one', 'two'].map((name) =>
      only(manifests, 'Deployment', name).spec.template.spec.containers.map(({ name }: Manifest) => name),
    );
    expect(containers).toEqual([
      ['nginx', 'blackbox-exporter', 'nginx-exporter'],
      ['nginx', 'blackbox-exporter'],
    ]);
  });

  it('leaves the Service that a workload of cdk8s-plus exposes itself by as it is', () => {
    const { manifests } = sidecar({}, (scope) => {
      const deployment = new kplus.Deployment(scope, 'Web', {
        metadata: { name: 'web' },
        containers: [{ image: 'nginx:1.29', name: 'nginx', portNumber: 8080 }],
      });
      deployment.exposeViaService();
      return deployment;
    });
    const services = manifests.filter(({ kind, metadata }) => kind === 'Service' && metadata.namespace === 'shop');
    expect(services.map(({ spec }) => spec.ports)).toEqual([[{ port: 8080, targetPort: 8080 }]]);
  });

  it('needs no Prometheus and no namespace where annotations are enough', () => {
    const chart = newChart(null);
    new BlackboxExporterSidecar(chart, 'Exporter', { workload: web()(chart), probes: [HEALTH] });
    const { annotations } = only(synth(chart), 'Deployment', 'web').spec.template.metadata;
    expect(annotations['prometheus.io/target']).toBe(HEALTH.target);
  });
});
