import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import {
  NginxDemo,
  type NginxDemoProps,
  NginxExporterSidecar,
  type NginxExporterSidecarProps,
  PrometheusServer,
  SidecarDiscovery,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { type Row, refuses, unchecked } from './tools';

interface Web {
  readonly containers?: k8s.Container[];
  readonly volumes?: k8s.Volume[];
  readonly annotations?: Record<string, string>;
  readonly spec?: object;
}

const NGINX = { name: 'nginx', image: 'nginx:1.29' };

/** A sidecar with these props for a Deployment made of these; `later` is what its owner does afterwards. */
const sidecar =
  (
    props:
      | Partial<NginxExporterSidecarProps>
      | ((metrics: PrometheusServer) => Partial<NginxExporterSidecarProps>) = {},
    { containers = [NGINX], volumes, annotations, spec }: Web = {},
    namespace: string | null = 'shop',
  ) =>
  () => {
    const chart = newChart(namespace);
    const workload = new k8s.KubeDeployment(chart, 'Web', {
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers, volumes, ...spec } },
      },
    });
    const given =
      typeof props === 'function'
        ? props(new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, namespace: 'monitoring' }))
        : props;
    new NginxExporterSidecar(chart, 'Exporter', { workload, ...given });
    return synth(chart);
  };

const mounted = (mountPath: string, volume: object, mount: object = {}) => ({
  containers: [{ ...NGINX, volumeMounts: [{ name: 'conf', mountPath, ...mount }] }],
  volumes: [{ name: 'conf', ...volume }],
});

describe('NginxExporterSidecar refuses', () => {
  refuses([
    [
      'no workload',
      sidecar({ workload: unchecked(undefined) }),
      "chart/Exporter: 'workload' is not set; set it to a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })",
    ],
    [
      'a workload by its name',
      sidecar({ workload: unchecked<IConstruct>('web') }),
      "chart/Exporter: 'workload' is 'web', which is no construct; give a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })",
    ],
    [
      'a Service',
      () => {
        const chart = newChart();
        const workload = new k8s.KubeService(chart, 'Web', { metadata: { name: 'web' } });
        new NginxExporterSidecar(chart, 'Exporter', { workload });
      },
      "chart/Exporter: 'workload' is the Service 'web', which makes no pods; give a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })",
    ],
    ...(['Job', 'CronJob'] as const).map(
      (kind): Row => [
        `a ${kind}, which would never end`,
        () => {
          const chart = newChart();
          const template = { spec: { containers: [NGINX] } };
          const spec = kind === 'Job' ? { template } : { jobTemplate: { spec: { template } } };
          const workload = new ApiObject(chart, 'Load', {
            apiVersion: 'batch/v1',
            kind,
            metadata: { name: 'load' },
            spec,
          });
          new NginxExporterSidecar(chart, 'Exporter', { workload });
        },
        `chart/Exporter: 'workload' is the ${kind} 'load', whose pods end, which a container beside theirs would keep them from; have it push its metrics to a Pushgateway`,
      ],
    ),
    [
      'a port out of range and one that is a text, at once',
      sidecar({ port: 91130, statusPort: unchecked('9112') }),
      "chart/Exporter: 'statusPort' is '9112', which is no number; use a number such as 9112\nchart/Exporter: 'port' is 91130; use a whole number from 1 to 65535",
    ],
    [
      'one port for the exporter and the status page',
      sidecar({ port: 9112 }),
      "chart/Exporter: port 9112 is that of the exporter and of nginx's status page; set 'port' or 'statusPort' to another one, such as 9113",
    ],
    [
      'one port for the exporter and a status page that is there',
      sidecar({ scrapeUri: 'http://127.0.0.1:9113/stub_status' }),
      "chart/Exporter: port 9113 is that of the exporter and of nginx's status page; set 'port' to another one, such as 9114",
    ],
    [
      'one port for the exporter and a status page at the port of its scheme',
      sidecar({ port: 80, scrapeUri: 'http://127.0.0.1/stub_status' }),
      "chart/Exporter: port 80 is that of the exporter and of nginx's status page; set 'port' to another one, such as 9113",
    ],
    [
      'a status page that is no URL',
      sidecar({ scrapeUri: '127.0.0.1:8080/stub_status' }),
      "chart/Exporter: 'scrapeUri' is '127.0.0.1:8080/stub_status', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a status page outside of the pod',
      sidecar({ scrapeUri: 'http://web/stub_status' }),
      "chart/Exporter: 'scrapeUri' is 'http://web/stub_status', which is not in the pod; use the loopback address, such as 'http://127.0.0.1:8080/stub_status'",
    ],
    [
      'a status page with a query',
      sidecar({ scrapeUri: 'http://127.0.0.1/stub_status?a=1' }),
      "chart/Exporter: 'scrapeUri' is 'http://127.0.0.1/stub_status?a=1'; leave out what begins with '?' or '#'",
    ],
    [
      'a status page that is there and one to add',
      sidecar({ scrapeUri: 'http://127.0.0.1/stub_status', statusPort: 9112, nginxConfig: '' }),
      "chart/Exporter: 'statusPort' and 'scrapeUri' are given together; keep one of them",
    ],
    [
      'a job that nobody runs',
      sidecar({ discovery: SidecarDiscovery.JOB }),
      "chart/Exporter: 'discovery' is 'job' without 'metrics', which would run the job; set 'metrics'",
    ],
    [
      'another way to be found',
      sidecar({ discovery: unchecked('service') }),
      "chart/Exporter: 'discovery' is 'service', which is unknown; use one of 'annotations', 'job'",
    ],
    [
      'an interval where annotations count',
      sidecar({ scrapeInterval: '15s', scrapeTimeout: '5s' }),
      "chart/Exporter: 'scrapeInterval', 'scrapeTimeout' do nothing where pods are found by annotations; leave them out, or set 'metrics' and 'discovery' to 'job'",
    ],
    [
      'an interval below the timeout',
      sidecar((metrics) => ({ metrics, scrapeInterval: '5s', scrapeTimeout: '10s' })),
      "chart/Exporter: 'scrapeTimeout' is '10s', above the scrape interval of '5s'; use '5s' or less",
    ],
    [
      'a workload without a namespace for a job',
      sidecar((metrics) => ({ metrics }), {}, null),
      "chart/Exporter: the Deployment 'web' has no namespace, and a scrape job needs to know it; set it on the workload or on its chart, such as 'shop'",
    ],
    [
      'memory below what is asked for',
      sidecar({ resources: { memoryRequest: '128Mi', memoryLimit: '64Mi' } }),
      "chart/Exporter: 'resources.memoryRequest' is '128Mi', above 'memoryLimit' '64Mi'; lower the request or raise the limit",
    ],
    [
      'an annotation that no object can have',
      sidecar({ podAnnotations: { 'my team': 'shop' } }),
      "chart/Exporter: 'podAnnotations' holds 'my team', which no annotation can be named; use a name such as 'example.com/team'",
    ],
    [
      'a slip of the pen',
      sidecar(unchecked({ scrapeURI: 'http://127.0.0.1/stub_status' })),
      "chart/Exporter: 'scrapeURI' is no prop; write 'scrapeUri'",
    ],
  ]);
});

const failed = (...lines: string[]) =>
  `Validation failed with the following errors:\n${lines.map((line) => `  [chart/Exporter] ${line}`).join('\n')}`;
const BLOCK =
  "add the server block 'server { listen 127.0.0.1:9112; access_log off; location = /stub_status { stub_status; allow 127.0.0.1; deny all; } location / { return 404; } }'";
const JOB = "set 'discovery' to SidecarDiscovery.JOB, with 'metrics', or remove it";

describe('NginxExporterSidecar refuses at synth', () => {
  refuses([
    [
      'a workload without nginx',
      sidecar(
        {},
        {
          containers: [
            { name: 'app', image: 'app:1' },
            { name: 'exporter', image: 'nginx/nginx-prometheus-exporter:1.5.1' },
          ],
        },
      ),
      failed(
        "the Deployment 'web' has no container with nginx; it has 'app', 'exporter'; set 'nginxContainer' if one of them runs nginx by another name",
      ),
    ],
    [
      'a workload without containers',
      sidecar({}, { containers: [] }),
      failed("the Deployment 'web' has no containers; give it the container that is to be watched"),
    ],
    [
      'two containers with nginx',
      sidecar({}, { containers: [NGINX, { name: 'tls', image: 'nginxinc/nginx-unprivileged' }] }),
      failed(
        "the Deployment 'web' has several containers with nginx, 'nginx' and 'tls'; set 'nginxContainer' to one of them",
      ),
    ],
    [
      'a container that is not there',
      sidecar({ nginxContainer: 'ngin' }),
      failed(
        "'nginxContainer' is 'ngin', which the Deployment 'web' does not have; use one of its containers: 'nginx'",
      ),
    ],
    [
      'a port that is taken',
      sidecar({}, { containers: [NGINX, { name: 'app', ports: [{ containerPort: 9113 }, { containerPort: 9112 }] }] }),
      failed(
        "port 9112 of the status page is taken by container 'app' of the Deployment 'web'; set 'statusPort' to a free one",
        "port 9113 of container 'nginx-exporter' is taken by container 'app' of the Deployment 'web'; set 'port' to a free one",
      ),
    ],
    [
      'a second exporter',
      () => {
        const chart = newChart();
        const workload = new k8s.KubePod(chart, 'Web', { metadata: { name: 'web' }, spec: { containers: [NGINX] } });
        new NginxExporterSidecar(chart, 'First', { workload });
        new NginxExporterSidecar(chart, 'Exporter', { workload, nginxConfig: 'server { listen 9112; stub_status; }' });
        synth(chart);
      },
      failed("the Pod 'web' has a container 'nginx-exporter' already; add it once, or rename the workload's own"),
    ],
    [
      'a given configuration without the location',
      sidecar({ nginxConfig: 'server { listen 80; }' }),
      failed(`'nginxConfig' has no server that listens at 127.0.0.1:9112; ${BLOCK}`),
    ],
    [
      'a given configuration with the location somewhere else',
      sidecar({ nginxConfig: 'server { listen 8080; location /basic_status { stub_status; } }' }),
      failed(
        "'nginxConfig' has no server that listens at 127.0.0.1:9112; set 'scrapeUri' to 'http://127.0.0.1:8080/basic_status'",
      ),
    ],
    [
      'a mounted configuration without the location',
      () => {
        const chart = newChart();
        new k8s.KubeConfigMap(chart, 'Conf', { metadata: { name: 'web' }, data: { 'nginx.conf': 'http { }' } });
        const { containers, volumes } = mounted('/etc/nginx', { configMap: { name: 'web' } });
        const workload = new k8s.KubePod(chart, 'Web', { metadata: { name: 'web' }, spec: { containers, volumes } });
        new NginxExporterSidecar(chart, 'Exporter', { workload });
        synth(chart);
      },
      failed(`the ConfigMap 'web' has no server that listens at 127.0.0.1:9112; ${BLOCK}`),
    ],
    [
      'a mounted configuration that is not in the app',
      sidecar({}, mounted('/etc/nginx', { secret: { secretName: 'web' } })),
      failed(
        "nginx of the Deployment 'web' has its configuration from the volume 'conf', where nobody can see whether http://127.0.0.1:9112/stub_status is a status page; give the text of that configuration as 'nginxConfig'",
      ),
    ],
    [
      "a status page of the image's that nobody can see",
      sidecar({ scrapeUri: 'http://127.0.0.1:8080/stub_status' }),
      failed(
        "nginx of the Deployment 'web' has its configuration from the image of container 'nginx', where nobody can see whether http://127.0.0.1:8080/stub_status is a status page; give the text of that configuration as 'nginxConfig'",
      ),
    ],
    ...(
      [
        [
          'a folder of others that nginx may not write to',
          mounted('/etc/nginx/conf.d', { emptyDir: {} }, { readOnly: true }),
        ],
        [
          'a claim that nobody may write to',
          mounted('/etc/nginx/conf.d', { persistentVolumeClaim: { claimName: 'conf', readOnly: true } }),
        ],
      ] as const
    ).map(
      ([title, web]): Row => [
        title,
        sidecar({}, web),
        failed(
          "container 'nginx' of the Deployment 'web' mounts the volume 'conf' read-only at /etc/nginx/conf.d, where no file can be added; mount it writable, or add a status page to its files and give their text as 'nginxConfig'",
        ),
      ],
    ),
    [
      "annotations for the app's own metrics",
      sidecar({}, { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } }),
      failed(
        `the pods of the Deployment 'web' have the annotation 'prometheus.io/port: 8080' for something else than port 'nginx-exporter'; ${JOB}`,
      ),
    ],
    [
      'annotations for all ports',
      sidecar({}, { annotations: { 'prometheus.io/scrape': 'true' } }),
      failed(
        `the pods of the Deployment 'web' have the annotation 'prometheus.io/scrape: true' for all their ports; ${JOB}`,
      ),
    ],
    [
      'annotations for all ports beside a job',
      sidecar((metrics) => ({ metrics }), { annotations: { 'prometheus.io/scrape': 'true' } }),
      failed(
        "the annotation 'prometheus.io/scrape: true' has port 'nginx-exporter' of the Deployment 'web' scraped a second time; set the annotation 'prometheus.io/port' to the port of the app",
      ),
    ],
    [
      'an annotation for the number of its port beside a job',
      sidecar((metrics) => ({ metrics }), {
        annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9113' },
      }),
      failed(
        "the annotation 'prometheus.io/scrape: true' has port 'nginx-exporter' of the Deployment 'web' scraped a second time; set the annotation 'prometheus.io/port' to the port of the app",
      ),
    ],
    [
      'an annotation that says something else',
      sidecar({ podAnnotations: { team: 'shop' } }, { annotations: { team: 'web' } }),
      failed(
        "the pods of the Deployment 'web' have the annotation 'team' with 'web', where 'shop' is needed; remove the workload's own",
      ),
    ],
  ]);
});

describe('NginxDemo refuses', () => {
  const demo =
    (props: NginxDemoProps): (() => unknown) =>
    () =>
      new NginxDemo(newChart('demo'), 'Demo', props);
  refuses([
    ['no pods', demo({ replicas: 0 }), "chart/Demo: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'a flood',
      demo({ requestsPerSecond: 1000 }),
      "chart/Demo: 'requestsPerSecond' is 1000; use a whole number from 0 to 20",
    ],
    [
      'a host that is a URL',
      demo({ host: 'https://demo.example.com' }),
      "chart/Demo: 'host' is 'https://demo.example.com', which is no host name; use 'a-z', '0-9', '-' and '.', such as 'demo.example.com'",
    ],
    [
      'a class without a host',
      demo({ ingressClassName: 'nginx' }),
      "chart/Demo: 'ingressClassName' is set without 'host'; set 'host', such as 'demo.example.com'",
    ],
    [
      'a name that is too long for its load generator',
      demo({ name: 'x'.repeat(48) }),
      `chart/Demo: 'name' is '${'x'.repeat(48)}', which no Service can be named; use at most 47 of 'a-z', '0-9' and '-', with a letter in front, such as 'nginx-demo'`,
    ],
  ]);
});
