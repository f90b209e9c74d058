import type { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { dump, load } from 'js-yaml';
import {
  BlackboxExporter,
  type BlackboxExporterProps,
  expectedSecrets,
  ingressUrls,
  MonitoringStack,
  PrometheusServer,
} from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';

/** An exporter with these props and a Prometheus. */
function exporter(
  props: Partial<BlackboxExporterProps> = {},
  use: (made: BlackboxExporter, chart: Chart) => void = () => undefined,
) {
  const chart = newChart();
  const metrics = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
  use(new BlackboxExporter(chart, 'Blackbox', { metrics, ...props }), chart);
  const manifests = synth(chart);
  const config = load(only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml']) as Manifest;
  return {
    chart,
    manifests,
    job: (name: string): Manifest => config.scrape_configs.find((each: Manifest) => each.job_name === name),
    egress: (of = 'blackbox-exporter'): Manifest[] => only(manifests, 'NetworkPolicy', of).spec.egress,
  };
}

const SHOP = { name: 'shop', urls: ['https://shop.example.com'] };
const ns = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const tcp = (port: number | string) => ({ port, protocol: 'TCP' });

describe('BlackboxExporter', () => {
  it('is a Deployment under Pod Security restricted that takes changed modules by itself', () => {
    const { manifests } = exporter();
    const { spec } = only(manifests, 'Deployment', 'blackbox-exporter').spec.template;
    expect(
      dump({ containers: spec.containers, volumes: spec.volumes, securityContext: spec.securityContext }),
    ).toMatchSnapshot();
    expect(only(manifests, 'ConfigMap', 'blackbox-exporter-config').data['blackbox.yml']).toContain('http_post_2xx:');
  });

  it('may have several replicas, one of which a node drain takes at a time', () => {
    const { manifests } = exporter({ replicas: 2 });
    expect(only(manifests, 'PodDisruptionBudget', 'blackbox-exporter').spec.maxUnavailable).toBe(1);
    const { groups } = load(only(manifests, 'ConfigMap', 'prometheus-rules-0').data['absent-jobs.yaml']) as Manifest;
    expect(groups[0].rules).toContainEqual(
      expect.objectContaining({
        alert: 'BlackboxExporterMissing',
        expr: '(count(up{job="blackbox-exporter"}) or vector(0)) < 2',
      }),
    );
    expect(exporter().manifests.filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([]);
  });

  it('is probed through its Service, and Prometheus let out to its pods alone', () => {
    const { job, egress, manifests } = exporter({
      probes: [{ ...SHOP, labels: { team: 'shop' }, scrapeInterval: '1m' }],
    });
    const { relabel_configs, ...rest } = job('shop');
    expect(rest).toMatchObject({
      scrape_interval: '1m',
      metrics_path: '/probe',
      params: { module: ['http_2xx'] },
      static_configs: [
        {
          targets: ['https://shop.example.com'],
          labels: { namespace: 'monitoring', container: 'blackbox-exporter', team: 'shop' },
        },
      ],
    });
    expect(relabel_configs).toContainEqual({
      target_label: '__address__',
      replacement: 'blackbox-exporter.monitoring.svc:9115',
    });
    const selector = { 'app.kubernetes.io/name': 'blackbox-exporter', 'blackbox-exporter': 'blackbox-exporter' };
    expect(egress('prometheus')).toContainEqual({
      to: [{ ...ns('monitoring'), podSelector: { matchLabels: selector } }],
      ports: [tcp(9115)],
    });
    expect(egress('prometheus')).not.toContainEqual({ ports: [tcp(9115)] });
    expect(only(manifests, 'NetworkPolicy', 'blackbox-exporter').spec.ingress).toEqual([
      {
        from: [
          {
            ...ns('monitoring'),
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' } },
          },
        ],
        ports: [tcp(9115)],
      },
    ]);
  });

  it('is scraped itself, under the name of its Service', () => {
    expect(exporter({ name: 'prober' }).job('prober').kubernetes_sd_configs[0].namespaces.names).toEqual([
      'monitoring',
    ]);
  });

  it.each<[string, Partial<Parameters<BlackboxExporter['addProbe']>[0]>, object[]]>([
    ['the port of a URL, any address', {}, [{ ports: [tcp(443)] }]],
    [
      '443 too, where redirects may lead',
      { urls: ['http://shop.example.com:8080/'] },
      [{ ports: [tcp(8080)] }, { ports: [tcp(443)] }],
    ],
    [
      'one address',
      { module: 'tcp_connect', urls: ['192.0.2.7:5432'] },
      [{ to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: [tcp(5432)] }],
    ],
    [
      'one IPv6 address',
      { module: 'tcp_connect', urls: ['[2001:db8::1]:22'] },
      [{ to: [{ ipBlock: { cidr: '2001:db8::1/128' } }], ports: [tcp(22)] }],
    ],
    ['the pods of a Service, whose ports nobody knows', { urls: ['http://web.shop.svc/'] }, [{ to: [ns('shop')] }]],
    ['a Service of its own namespace', { urls: ['http://grafana:3000/'] }, [{ to: [ns('monitoring')] }]],
    [
      'the ports given',
      { urls: ['http://web.shop.svc.cluster.local/'], egressPorts: [8080] },
      [{ to: [ns('shop')], ports: [tcp(8080)] }],
    ],
    [
      'the ranges given',
      { egressCidrs: ['192.0.2.0/24'] },
      [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [tcp(443)] }],
    ],
  ])('is let out to %s', (_, probe, expected) => {
    const { egress } = exporter({}, (made) => made.addProbe({ ...SHOP, ...probe }));
    expect(egress().slice(1)).toEqual(expected);
  });

  it('gives a scrape the time that its module takes, and takes modules of the user', () => {
    const { job, manifests, chart } = exporter({
      modules: {
        login: {
          timeout: '14s',
          http: { basicAuth: { username: 'probe', password: { name: 'login', key: 'password' } } },
        },
      },
      probes: [{ ...SHOP, module: 'login' }],
    });
    expect(job('shop').scrape_timeout).toBe('15s');
    const { volumes } = only(manifests, 'Deployment', 'blackbox-exporter').spec.template.spec;
    expect(volumes[1].secret).toEqual({ secretName: 'login', optional: true, defaultMode: 0o444 });
    expect(expectedSecrets(chart).map(({ secret }) => secret.name)).toContain('login');
  });

  it('may be there twice under two names', () => {
    const { manifests } = exporter({}, (_, chart) => {
      new BlackboxExporter(chart, 'Other', { name: 'prober' });
    });
    expect(manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toEqual([
      'blackbox-exporter',
      'prober',
    ]);
  });

  it('brings its rules once, unless told otherwise', () => {
    const text = (manifests: Manifest[]) => JSON.stringify(only(manifests, 'ConfigMap', 'prometheus-rules-0').data);
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new BlackboxExporter(chart, 'A', { metrics });
    new BlackboxExporter(chart, 'B', { metrics, name: 'prober' });
    expect(text(synth(chart)).match(/alert: ProbeFailed/g)).toHaveLength(1);
    expect(text(exporter({ defaultRules: false }).manifests)).not.toContain('ProbeFailed');
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new BlackboxExporter(newChart(null), 'Blackbox'))).toBe(
      "chart/Blackbox: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

describe('ingressUrls', () => {
  const service = { service: { name: 'shop', port: { number: 80 } } };
  const path = (text?: string, pathType = 'Prefix') => ({ path: text, pathType, backend: service });
  const ingress = (rules: k8s.IngressRule[], tls?: k8s.IngressTls[]) =>
    new k8s.KubeIngress(newChart(), 'Shop', { spec: { rules, tls } });

  it('are https where the host is in spec.tls, each with the shortest path', () => {
    const shop = ingress(
      [
        { host: 'shop.example.com', http: { paths: [path('/cart'), path('/')] } },
        { host: 'api.example.com', http: { paths: [path('/v1'), path('/(.*)/x', 'ImplementationSpecific')] } },
        { host: 'plain.example.org' },
        { host: '*.example.net' },
        { http: { paths: [path('/')] } },
      ],
      [{ hosts: ['*.example.com'], secretName: 'tls' }],
    );
    expect(ingressUrls(shop)).toEqual([
      'https://shop.example.com/',
      'https://api.example.com/v1',
      'http://plain.example.org/',
    ]);
    expect(ingressUrls(shop, { path: '/healthz' })[2]).toBe('http://plain.example.org/healthz');
  });

  it('are one a host, however many rules it has', () => {
    const shop = ingress([
      { host: 'shop.example.com', http: { paths: [path('/cart')] } },
      { host: 'shop.example.com', http: { paths: [path('/')] } },
    ]);
    expect(ingressUrls(shop)).toEqual(['http://shop.example.com/']);
  });

  it('are https for all where spec.tls names no host', () => {
    expect(ingressUrls(ingress([{ host: 'shop.example.com' }], [{ secretName: 'tls' }]))).toEqual([
      'https://shop.example.com/',
    ]);
  });

  it('are those of an Ingress of cdk8s-plus', () => {
    const chart = newChart();
    const backend = kplus.IngressBackend.fromService(new kplus.Service(chart, 'Service', { ports: [{ port: 80 }] }));
    const shop = new kplus.Ingress(chart, 'Ingress');
    shop.addHostRule('shop.example.com', '/', backend);
    shop.addTls([{ hosts: ['shop.example.com'] }]);
    expect(ingressUrls(shop)).toEqual(['https://shop.example.com/']);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a Service',
      () => ingressUrls(new k8s.KubeService(newChart(), 'Shop', {})),
      "chart/Shop: the ingress is a Service, which is no Ingress; give one, such as new k8s.KubeIngress(chart, 'Shop', { … })",
    ],
    [
      'an Ingress without a host',
      () => ingressUrls(ingress([{ http: { paths: [path('/')] } }])),
      'chart/Shop: the Ingress has no rule with the whole name of a host, so it has no URL; add its rules before this, or write the URLs out',
    ],
    [
      'a path without slash',
      () => ingressUrls(ingress([{ host: 'shop.example.com' }]), { path: 'healthz' }),
      "chart/Shop: 'path' is 'healthz', which is no HTTP path; begin it with '/', as in '/healthz'",
    ],
  ])('refuses %s', (_, build, message) => {
    expect(messageOf(build)).toBe(message);
  });
});
