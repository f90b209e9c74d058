import { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import {
  BlackboxExporter,
  type BlackboxExporterProps,
  BlackboxExporterSidecar,
  type BlackboxExporterSidecarProps,
  type BlackboxProbe,
  type BlackboxSidecarProbe,
  PrometheusServer,
  SidecarDiscovery,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { job, refuses, unchecked } from './tools';

const HEALTH: BlackboxSidecarProbe = { module: 'http_2xx', target: 'http://127.0.0.1:8080/healthz' };

interface Web {
  readonly containers?: k8s.Container[];
  readonly volumes?: k8s.Volume[];
  readonly annotations?: Record<string, string>;
}

/** A sidecar with these props for a Deployment made of these; `watched` without a Prometheus is found by annotations. */
const sidecar =
  (
    props: Partial<BlackboxExporterSidecarProps> = {},
    { containers = [{ name: 'web' }], volumes, annotations }: Web = {},
    { watched = true, namespace = 'shop' as string | null } = {},
  ) =>
  () => {
    const chart = newChart(namespace);
    const workload = new k8s.KubeDeployment(chart, 'Web', {
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers, volumes } },
      },
    });
    const metrics = watched
      ? new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, namespace: 'monitoring' })
      : undefined;
    new BlackboxExporterSidecar(chart, 'Exporter', { workload, probes: [HEALTH], metrics, ...props });
    return synth(chart);
  };

/** A sidecar with one probe that has these settings. */
const probing = (probe: Partial<BlackboxSidecarProbe>, more: Partial<BlackboxExporterSidecarProps> = {}) =>
  sidecar({ probes: [{ ...HEALTH, ...probe }], ...more });

const SLOW = { slow: { timeout: '10s', http: {} } };

describe('BlackboxExporterSidecar refuses', () => {
  refuses([
    [
      'a workload by its name',
      sidecar({ workload: unchecked<IConstruct>('web') }),
      "chart/Exporter: 'workload' is 'web', which is no construct; give a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })",
    ],
    [
      'a workload without containers',
      sidecar({}, { containers: [] }),
      "Validation failed with the following errors:\n  [chart/Exporter] the Deployment 'web' has no containers; give it the container that is to be watched",
    ],
    [
      'no list of probes',
      sidecar({ probes: unchecked(undefined) }),
      "chart/Exporter: 'probes' is not set; set it, such as [{ module: 'http_2xx', target: 'http://127.0.0.1/healthz' }]",
    ],
    [
      'no probe',
      sidecar({ probes: [] }),
      "chart/Exporter: 'probes' is empty; give one, such as { module: 'http_2xx', target: 'http://127.0.0.1/healthz' }",
    ],
    [
      'a probe without a target',
      sidecar({ probes: [unchecked({ module: 'http_2xx' })] }),
      "chart/Exporter: 'probes[0].target' is not set; set it, such as 'http://127.0.0.1/healthz'",
    ],
    [
      'a setting that no probe has',
      probing(unchecked({ url: 'http://127.0.0.1' })),
      "chart/Exporter: 'probes[0].url' is no setting; use one of 'module', 'target', 'name', 'scrapeInterval', 'scrapeTimeout'",
    ],
    [
      'an unknown module, close to a known one',
      probing({ module: 'http_2x' }),
      "chart/Exporter: 'probes[0].module' is 'http_2x', which is no module; write 'http_2xx', or add it to 'modules'",
    ],
    [
      'an unknown module',
      probing({ module: 'postgresql' }),
      "chart/Exporter: 'probes[0].module' is 'postgresql', which is no module; use one of 'http_2xx', 'http_post_2xx', 'tcp_connect', 'tcp_connect_tls', 'grpc', 'grpc_plain', or add it to 'modules'",
    ],
    [
      'a target outside the pod',
      probing({ target: 'http://shop.shop.svc/healthz' }),
      "chart/Exporter: 'probes[0].target' is 'http://shop.shop.svc/healthz', which is not in the pod; use the loopback address, such as '127.0.0.1', or BlackboxExporter for what is elsewhere",
    ],
    [
      'a target without a scheme over HTTP',
      probing({ target: '127.0.0.1:8080/healthz' }),
      "chart/Exporter: 'probes[0].target' is '127.0.0.1:8080/healthz' without a scheme, and module 'http_2xx' probes over HTTP; write a URL, such as 'http://127.0.0.1:8080/healthz'",
    ],
    [
      'a target with a scheme over TCP',
      probing({ module: 'tcp_connect', target: 'tcp://127.0.0.1:5432' }),
      "chart/Exporter: 'probes[0].target' is 'tcp://127.0.0.1:5432', a URL, and module 'tcp_connect' probes over TCP; write '127.0.0.1:5432' without scheme and path",
    ],
    [
      'the same twice',
      sidecar({ probes: [HEALTH, { ...HEALTH, name: 'again' }] }),
      "chart/Exporter: 'probes' holds module 'http_2xx' with 'http://127.0.0.1:8080/healthz' twice; keep one",
    ],
    [
      'two of one name',
      sidecar({ probes: [HEALTH, { ...HEALTH, target: 'http://127.0.0.1:8080/' }] }),
      "chart/Exporter: 'probes' holds the name 'http_2xx' twice; give 'probes[1]' another 'name', such as 'http_2xx_2'",
    ],
    [
      'a name with a slash',
      probing({ name: 'a/b' }),
      "chart/Exporter: 'probes[0].name' is 'a/b'; use a name without blanks and '/', such as 'healthz'",
    ],
    [
      'an interval below the timeout',
      probing({ scrapeInterval: '5s', scrapeTimeout: '10s' }),
      "chart/Exporter: 'probes[0].scrapeTimeout' is '10s', above the scrape interval of '5s'; use '5s' or less",
    ],
    [
      'an interval below what the module may take',
      probing({ module: 'slow', scrapeInterval: '5s' }, { modules: SLOW }),
      "chart/Exporter: 'probes[0].scrapeInterval' is '5s', and module 'slow' may take '10s'; use '11s' or more, or give the module a shorter 'timeout'",
    ],
    [
      'a scrape that ends before the module',
      probing({ module: 'slow', scrapeTimeout: '10s' }, { modules: SLOW }),
      "chart/Exporter: 'probes[0].scrapeTimeout' is '10s', and module 'slow' may take '10s': the scrape would end first; use '11s' or more, or give the module a shorter 'timeout'",
    ],
    [
      'a scrape too short for any probe',
      probing({ scrapeTimeout: '500ms' }),
      "chart/Exporter: 'probes[0].scrapeTimeout' is '500ms'; use '1s' or more",
    ],
    [
      'an option that no module has',
      sidecar({ modules: { shop: { http: unchecked({ validStatusCode: [200] }) } } }),
      "chart/Exporter: 'modules.shop.http.validStatusCode' is no setting; write 'validStatusCodes'",
    ],
    [
      'a module that is no expression',
      sidecar({ modules: { shop: { http: { failIfBodyMatchesRegexp: ['(oops'] } } } }),
      "chart/Exporter: module 'shop': 'http.failIfBodyMatchesRegexp[0]' is '(oops', which is no RE2 expression (missing closing ): `(oops`); correct it, such as 'error|failure'",
    ],
    [
      'a port that does not exist',
      sidecar({ port: 70_000 }),
      "chart/Exporter: 'port' is 70000; use a whole number from 1 to 65535",
    ],
    [
      'a port that is taken',
      sidecar({ port: 8080 }, { containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }] }),
      "Validation failed with the following errors:\n  [chart/Exporter] port 8080 of container 'blackbox-exporter' is taken by container 'web' of the Deployment 'web'; set 'port' to a free one",
    ],
    [
      'pods whose annotations have the same port scraped',
      sidecar({}, { annotations: { 'prometheus.io/scrape': 'true' } }),
      "Validation failed with the following errors:\n  [chart/Exporter] the annotation 'prometheus.io/scrape: true' has port 'blackbox' of the Deployment 'web' scraped a second time; set the annotation 'prometheus.io/port' to the port of the app",
    ],
    [
      'a volume of its name',
      sidecar({}, { volumes: [{ name: 'blackbox-config', emptyDir: {} }] }),
      "Validation failed with the following errors:\n  [chart/Exporter] the Deployment 'web' has a volume 'blackbox-config' already; rename the workload's own",
    ],
    [
      'a job without a Prometheus',
      sidecar({ discovery: SidecarDiscovery.JOB }, {}, { watched: false }),
      "chart/Exporter: 'discovery' is 'job' without 'metrics', which would run the job; set 'metrics'",
    ],
    [
      'a workload without a namespace for a job',
      sidecar({}, {}, { namespace: null }),
      "chart/Exporter: the Deployment 'web' has no namespace, and a scrape job needs to know it; set it on the workload or on its chart, such as 'shop'",
    ],
    [
      'several probes by annotations',
      sidecar(
        { probes: [HEALTH, { ...HEALTH, target: 'http://127.0.0.1:8080/', name: 'start' }] },
        {},
        { watched: false },
      ),
      "chart/Exporter: annotations of a pod ask for one probe, and 'probes' holds 2; keep one, or set 'metrics' and 'discovery' to 'job'\nchart/Exporter: 'name' does nothing where pods are found by annotations; leave it out, or set 'metrics' and 'discovery' to 'job'",
    ],
    [
      'a module that annotations cannot ask for',
      sidecar({ probes: [{ module: 'tcp_connect', target: '127.0.0.1:5432' }] }, {}, { watched: false }),
      "chart/Exporter: annotations of a pod ask for no module, so it is 'http_2xx' and not 'tcp_connect'; change 'http_2xx' in 'modules', or set 'metrics' and 'discovery' to 'job'",
    ],
    ['a slip of the pen', sidecar(unchecked({ module: {} })), "chart/Exporter: 'module' is no prop; write 'modules'"],
  ]);
});

/** A stand-alone exporter with these props. */
const standAlone =
  (props: Partial<BlackboxExporterProps> = {}) =>
  () => {
    const chart = newChart();
    const metrics = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
    new BlackboxExporter(chart, 'Exporter', { metrics, ...props });
    return synth(chart);
  };

const SHOP: BlackboxProbe = { name: 'shop', urls: ['https://shop.example.com'] };
const asking = (probe: Partial<BlackboxProbe>, more: Partial<BlackboxExporterProps> = {}) =>
  standAlone({ probes: [{ ...SHOP, ...probe }], ...more });

describe('BlackboxExporter refuses', () => {
  refuses([
    ['no replica', standAlone({ replicas: 0 }), "chart/Exporter: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'an upper-case name',
      standAlone({ name: 'Prober' }),
      "chart/Exporter: 'name' is 'Prober', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'blackbox-exporter'",
    ],
    [
      'a module without a kind',
      standAlone({ modules: { shop: {} } }),
      "chart/Exporter: module 'shop': it says nothing to probe; give one of 'http', 'tcp', 'grpc', empty for what is usual",
    ],
    [
      'a credential in the text of a module',
      standAlone({ modules: { shop: { http: { headers: { Authorization: 'Bearer x' } } } } }),
      "chart/Exporter: module 'shop': 'http.headers' holds 'Authorization', whose value is a credential; use 'authorization' or 'basicAuth', which refer to a Secret",
    ],
    [
      'an unknown module',
      asking({ module: 'http2xx' }),
      "chart/Exporter: probe 'shop': 'module' is 'http2xx', which is no module; write 'http_2xx', or add it to 'modules'",
    ],
    [
      'two wrong probes, at once',
      standAlone({
        probes: [
          { ...SHOP, module: 'http_2x' },
          { name: 'api', urls: ['api.example.com'] },
        ],
      }),
      "chart/Exporter: probe 'shop': 'module' is 'http_2x', which is no module; write 'http_2xx', or add it to 'modules'\nchart/Exporter: probe 'api': 'urls[0]' is 'api.example.com' without a scheme, and module 'http_2xx' probes over HTTP; write a URL, such as 'http://api.example.com'",
    ],
    [
      'a URL without a scheme',
      asking({ urls: ['shop.example.com'] }),
      "chart/Exporter: probe 'shop': 'urls[0]' is 'shop.example.com' without a scheme, and module 'http_2xx' probes over HTTP; write a URL, such as 'http://shop.example.com'",
    ],
    [
      'nothing to probe',
      asking({ urls: [] }),
      "chart/Prometheus: scrape job 'shop': 'probe.urls' is empty, which probes nothing; leave it out, or fill it",
    ],
    [
      'a probe of the name of another job',
      asking({ name: 'prometheus' }),
      "chart/Prometheus: scrape job 'prometheus' exists already; give each job a name of its own",
    ],
    [
      'a probe without a name',
      asking({ name: unchecked(undefined) }),
      "chart/Exporter: 'probes[0].name' is not set; set it, such as 'shop'",
    ],
    [
      'a label that the URL has of its own',
      asking({ labels: { instance: 'shop' } }),
      "chart/Prometheus: scrape job 'shop': 'probe.labels' sets 'instance', which each target has of its own; leave it out",
    ],
    [
      'an interval below the timeout',
      asking({ scrapeInterval: '5s', scrapeTimeout: '10s' }),
      "chart/Exporter: probe 'shop': 'scrapeTimeout' is '10s', above the scrape interval of '5s'; use '5s' or less",
    ],
    [
      'a module that takes longer than the server scrapes',
      asking({ module: 'slow' }, { modules: { slow: { timeout: '30s', http: {} } } }),
      "chart/Prometheus: scrape job 'shop': 'scrapeTimeout' is '31s', above the scrape interval of '30s'; use '30s' or less",
    ],
    [
      'ranges that are none',
      asking({ egressCidrs: ['shop.example.com'] }),
      "chart/Exporter: probe 'shop': 'egressCidrs' holds 'shop.example.com', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'a port that does not exist',
      asking({ egressPorts: [0] }),
      "chart/Exporter: probe 'shop': 'egressPorts[0]' is 0; use a whole number from 1 to 65535",
    ],
    [
      'probes that nobody asks for',
      asking({}, { metrics: undefined }),
      "chart/Exporter: probe 'shop': no Prometheus would ask for it; set 'metrics' of the exporter",
    ],
    [
      'a slip of the pen',
      standAlone(unchecked({ probe: [SHOP] })),
      "chart/Exporter: 'probe' is no prop; write 'probes'",
    ],
  ]);
});

describe('A Probe job refuses', () => {
  const probe = { prober: 'blackbox:9115', module: 'http_2xx', urls: ['https://shop.example.com'] };
  refuses([
    [
      'pods of the prober that nobody names',
      job({ probe: { ...probe, proberPods: { namespace: 'Monitoring', labels: {} } } }),
      "chart/Prometheus: scrape job 'shop': 'probe.proberPods.namespace' is 'Monitoring', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'\nchart/Prometheus: scrape job 'shop': 'probe.proberPods.labels' is empty, which selects everything; leave it out to mean that, or give a label",
    ],
  ]);
});
