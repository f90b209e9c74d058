import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { dump, load } from 'js-yaml';
import {
  expectedSecrets,
  Images,
  NginxExporterSidecar,
  type NginxExporterSidecarProps,
  PrometheusServer,
  SidecarDiscovery,
} from '../../lib';
import { type Manifest, newChart, only, synth } from '../tools/synth';

const plus = (scope: Construct, id = 'Web') =>
  new kplus.Deployment(scope, id, { containers: [{ name: 'nginx', image: 'nginx:1.29', portNumber: 8080 }] });

/** A Deployment of nginx with these mounts and volumes. */
const l1 =
  (volumeMounts: k8s.VolumeMount[] = [], volumes: k8s.Volume[] = [], more: object = {}, annotations = {}) =>
  (scope: Construct, id = 'Web') =>
    new k8s.KubeDeployment(scope, id, {
      metadata: { name: id.toLowerCase() },
      spec: {
        selector: { matchLabels: { app: id.toLowerCase() } },
        template: {
          metadata: { labels: { app: id.toLowerCase() }, annotations },
          spec: { containers: [{ name: 'nginx', image: 'nginx:1.29', volumeMounts }], volumes, ...more },
        },
      },
    });

function sidecar(
  build: (scope: Construct) => IConstruct = l1(),
  props: Partial<NginxExporterSidecarProps> | ((chart: Chart) => Partial<NginxExporterSidecarProps>) = {},
) {
  const chart = newChart('shop');
  const workload = build(chart);
  const given = typeof props === 'function' ? props(chart) : props;
  const exporter = new NginxExporterSidecar(chart, 'Exporter', { workload, ...given });
  const manifests = synth(chart);
  const manifest = manifests.find(({ metadata, spec }) => metadata.name === exporter.workload.name && spec);
  const template = manifest.kind === 'Pod' ? manifest : manifest.spec.template;
  return {
    exporter,
    manifests,
    template,
    container: (name: string): Manifest => template.spec.containers.find((each: Manifest) => each.name === name),
  };
}

/** The same with a Prometheus. */
function watched(build?: (scope: Construct) => IConstruct, props: Partial<NginxExporterSidecarProps> = {}) {
  const result = sidecar(build, (chart) => ({
    metrics: new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true }),
    ...props,
  }));
  const config = load(only(result.manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml']) as Manifest;
  const rules = only(result.manifests, 'ConfigMap', 'prometheus-rules-0').data;
  return { ...result, jobs: config.scrape_configs as Manifest[], rules };
}

const BLOCK_FILE = '/etc/nginx/conf.d/nginx-exporter.conf';
const OURS = {
  items: [
    {
      path: 'nginx-exporter.conf',
      fieldRef: { apiVersion: 'v1', fieldPath: "metadata.annotations['cdk8s-observability/nginx-status-server']" },
    },
  ],
};
const CONF_D = [{ name: 'conf', mountPath: '/etc/nginx/conf.d/' }];

describe('NginxExporterSidecar', () => {
  it('is this container', () => {
    expect(dump(sidecar().container('nginx-exporter'))).toMatchInlineSnapshot(`
"args:
  - --nginx.scrape-uri=http://127.0.0.1:9112/stub_status
  - --nginx.timeout=5000ms
  - --web.listen-address=:9113
image: docker.io/nginx/nginx-prometheus-exporter:1.5.1
imagePullPolicy: IfNotPresent
livenessProbe:
  httpGet:
    path: /
    port: nginx-exporter
  periodSeconds: 30
  timeoutSeconds: 5
name: nginx-exporter
ports:
  - containerPort: 9113
    name: nginx-exporter
    protocol: TCP
resources:
  limits:
    memory: 64Mi
  requests:
    cpu: 5m
    memory: 16Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
  runAsGroup: 1001
  runAsNonRoot: true
  runAsUser: 1001
  seccompProfile:
    type: RuntimeDefault
"
`);
  });

  it.each<[string, (scope: Construct) => IConstruct]>([
    ['a Deployment of cdk8s-plus', plus],
    ['a Deployment of the typed classes', l1()],
    [
      'a StatefulSet of cdk8s-plus',
      (scope) =>
        new kplus.StatefulSet(scope, 'Web', {
          service: new kplus.Service(scope, 'Service', { ports: [{ port: 80 }] }),
          containers: [{ image: 'registry.example.com:5000/hub/nginxinc/nginx-unprivileged:1.29@sha256:ab' }],
        }),
    ],
    [
      'a bare Pod',
      (scope) => new k8s.KubePod(scope, 'Web', { spec: { containers: [{ name: 'web', image: 'nginx' }] } }),
    ],
    [
      'an object of another kind',
      (scope) =>
        new ApiObject(scope, 'Web', {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          spec: { template: { spec: { containers: [{ name: 'web', image: 'openresty/openresty' }] } } },
        }),
    ],
  ])('goes into %s', (_, build) => {
    const { template } = sidecar(build);
    expect(template.spec.containers.map(({ name }: Manifest) => name)[1]).toBe('nginx-exporter');
    expect(template.spec.containers[0].volumeMounts).toContainEqual({
      name: 'nginx-exporter',
      mountPath: BLOCK_FILE,
      subPath: 'nginx-exporter.conf',
      readOnly: true,
    });
    expect(template.spec.volumes).toContainEqual({ name: 'nginx-exporter', downwardAPI: OURS });
  });

  it('shows the status to the pod itself alone', () => {
    const { template } = sidecar();
    expect(template.metadata.annotations['cdk8s-observability/nginx-status-server']).toMatchInlineSnapshot(`
"server {
  listen 127.0.0.1:9112;
  access_log off;
  location = /stub_status {
    stub_status;
    allow 127.0.0.1;
    deny all;
  }
  location / {
    return 404;
  }
}
"
`);
  });

  it('leaves exposeViaService() to the port of the app', () => {
    const chart = newChart('shop');
    const deployment = plus(chart);
    new NginxExporterSidecar(chart, 'Exporter', { workload: deployment });
    deployment.exposeViaService();
    expect(only(synth(chart), 'Service').spec.ports).toEqual([{ port: 8080, targetPort: 8080 }]);
  });

  it('works on what the owner adds later', () => {
    const chart = newChart('shop');
    const deployment = new kplus.Deployment(chart, 'Web');
    new NginxExporterSidecar(chart, 'Exporter', { workload: deployment });
    deployment.addContainer({ name: 'nginx', image: 'nginx:1.29' });
    ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/dnsPolicy', 'Default'));
    const { spec } = only(synth(chart), 'Deployment').spec.template;
    expect(spec.containers.map(({ name }: Manifest) => name)).toEqual(['nginx', 'nginx-exporter']);
    expect(spec.dnsPolicy).toBe('Default');
  });

  it('goes into two workloads of one chart', () => {
    const chart = newChart('shop');
    const metrics = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
    const jobs = ['One', 'Two'].map(
      (id) => new NginxExporterSidecar(chart, `${id}Exporter`, { workload: l1()(chart, id), metrics }).jobName,
    );
    expect(jobs).toEqual(['nginx-exporter-shop-one', 'nginx-exporter-shop-two']);
    expect(synth(chart).filter(({ kind }) => kind === 'Deployment')).toHaveLength(2);
  });

  it('asks Prometheus for less time than it has itself', () => {
    const timeout = (props: Partial<NginxExporterSidecarProps>) =>
      watched(l1(), props)
        .container('nginx-exporter')
        .args.find((arg: string) => arg.startsWith('--nginx.timeout'));
    expect(timeout({})).toBe('--nginx.timeout=5000ms');
    expect(timeout({ scrapeInterval: '5s', scrapeTimeout: '3s' })).toBe('--nginx.timeout=1500ms');
  });

  it('logs in to the registry of its image', () => {
    const chart = newChart('shop');
    const workload = l1([], [], { imagePullSecrets: [{ name: 'own' }] })(chart);
    const images = new Images({ pullSecrets: ['own', 'mirror'] });
    new NginxExporterSidecar(chart, 'Exporter', { workload, images });
    expect(only(synth(chart), 'Deployment').spec.template.spec.imagePullSecrets).toEqual([
      { name: 'own' },
      { name: 'mirror' },
    ]);
    expect(expectedSecrets(chart).map(({ namespace, secret }) => `${namespace}/${secret.name}`)).toEqual([
      'shop/mirror',
      'shop/own',
    ]);
  });
});

describe('the conf.d of a workload', () => {
  const volumeOf = (volume: k8s.Volume) => {
    const { template, container } = sidecar(l1(CONF_D, [volume]));
    return { volume: template.spec.volumes[0], mounts: container('nginx').volumeMounts };
  };

  it.each<[string, k8s.Volume, Manifest]>([
    [
      'a ConfigMap',
      { name: 'conf', configMap: { name: 'web', defaultMode: 288, items: [{ key: 'a', path: 'a.conf' }] } },
      { sources: [{ configMap: { name: 'web', items: [{ key: 'a', path: 'a.conf' }] } }], defaultMode: 288 },
    ],
    ['a Secret', { name: 'conf', secret: { secretName: 'web' } }, { sources: [{ secret: { name: 'web' } }] }],
    [
      'a projected volume',
      { name: 'conf', projected: { sources: [{ configMap: { name: 'web' } }], defaultMode: 256 } },
      { sources: [{ configMap: { name: 'web' } }], defaultMode: 256 },
    ],
  ])('that is %s gets the status page by a projected volume', (_, volume, projected) => {
    const result = volumeOf(volume);
    expect(result.mounts).toEqual(CONF_D);
    expect(result.volume).toEqual({
      name: 'conf',
      projected: { ...projected, sources: [...projected.sources, { downwardAPI: OURS }] },
    });
  });

  it('that is a folder of a ConfigMap gets it in that folder', () => {
    const mount = { name: 'conf', mountPath: '/etc/nginx/conf.d', subPath: 'sites' };
    const { template } = sidecar(l1([mount], [{ name: 'conf', configMap: { name: 'web' } }]));
    const [, ours] = template.spec.volumes[0].projected.sources;
    expect(ours.downwardAPI.items[0].path).toBe('sites/nginx-exporter.conf');
  });

  it('that is writable keeps its volume and gets the file', () => {
    const { volume, mounts } = volumeOf({ name: 'conf', emptyDir: {} });
    expect(volume).toEqual({ name: 'conf', emptyDir: {} });
    expect(mounts.map(({ mountPath }: Manifest) => mountPath)).toEqual(['/etc/nginx/conf.d/', BLOCK_FILE]);
  });

  it('with one mounted file keeps it', () => {
    const file = { name: 'conf', mountPath: '/etc/nginx/conf.d/default.conf', subPath: 'default.conf' };
    const { template, container } = sidecar(l1([file], [{ name: 'conf', configMap: { name: 'web' } }]));
    expect(template.spec.volumes[0]).toEqual({ name: 'conf', configMap: { name: 'web' } });
    expect(container('nginx').volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toEqual([
      '/etc/nginx/conf.d/default.conf',
      BLOCK_FILE,
    ]);
  });
});

describe('a configuration that is brought whole', () => {
  const STATUS = 'server { listen 9112; location = /stub_status { stub_status; } }';
  const mounts = (mountPath: string, subPath?: string) => l1([{ name: 'etc', mountPath, subPath }], [ETC]);
  const ETC = { name: 'etc', configMap: { name: 'etc-nginx' } };
  const withMap = (build: (scope: Construct) => IConstruct, data: Record<string, string>) => (scope: Construct) => {
    new k8s.KubeConfigMap(scope, 'Etc', { metadata: { name: 'etc-nginx' }, data });
    return build(scope);
  };

  it.each<[string, (scope: Construct) => IConstruct, Partial<NginxExporterSidecarProps>]>([
    ['as a text', l1(), { nginxConfig: `http { ${STATUS} }` }],
    ['by a ConfigMap for all of /etc/nginx', withMap(mounts('/etc/nginx'), { 'nginx.conf': `http { ${STATUS} }` }), {}],
    [
      'by a ConfigMap with files of another kind',
      withMap(mounts('/etc/nginx'), { 'status.conf': STATUS, 'mime.types': '}', password: '}' }),
      {},
    ],
    [
      'by a ConfigMap for nginx.conf',
      withMap(mounts('/etc/nginx/nginx.conf', 'nginx.conf'), { 'nginx.conf': STATUS, 'other.conf': '}' }),
      {},
    ],
    [
      'by a ConfigMap of cdk8s-plus in conf.d, with a page of its own',
      (scope) => {
        new kplus.ConfigMap(scope, 'Etc', { metadata: { name: 'etc-nginx' }, data: { 'web.conf': STATUS } });
        return mounts('/etc/nginx/conf.d')(scope);
      },
      { scrapeUri: 'http://127.0.0.1:9112/stub_status' },
    ],
  ])('%s is read and left as it is', (_, build, props) => {
    const { template, container } = sidecar(build, props);
    expect(template.metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': 'nginx-exporter',
    });
    expect(JSON.stringify(template.spec.volumes ?? [])).not.toContain('nginx-status-server');
    expect(container('nginx-exporter').args[0]).toBe('--nginx.scrape-uri=http://127.0.0.1:9112/stub_status');
  });
});

describe('the exporter of nginx is found', () => {
  it('by a job of its own, by the label that its pods get', () => {
    const { jobs, template, manifests, exporter } = watched();
    expect(exporter.jobName).toBe('nginx-exporter-shop-web');
    const job = jobs.find(({ job_name }) => job_name === 'nginx-exporter-shop-web');
    expect(job).toMatchObject({ sample_limit: 500, label_limit: 30 });
    expect(job.kubernetes_sd_configs).toEqual([
      {
        role: 'pod',
        namespaces: { names: ['shop'] },
        selectors: [{ role: 'pod', label: 'cdk8s-observability/nginx-exporter=nginx-exporter-shop-web' }],
      },
    ]);
    expect(template.metadata.labels).toEqual({
      app: 'web',
      'cdk8s-observability/nginx-exporter': 'nginx-exporter-shop-web',
    });
    expect(Object.keys(template.metadata.annotations)).toEqual(['cdk8s-observability/nginx-status-server']);
    expect(only(manifests, 'Deployment').spec.selector).toEqual({ matchLabels: { app: 'web' } });
  });

  it('by a label that is short enough, whatever the name of the job', () => {
    const { template } = watched(l1(), { jobName: `nginx of the shop ${'x'.repeat(60)}` });
    expect(template.metadata.labels['cdk8s-observability/nginx-exporter']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('by annotations where nobody is told, or that is wanted', () => {
    const annotated = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': 'nginx-exporter' };
    expect(sidecar().template.metadata.annotations).toMatchObject(annotated);
    expect(sidecar().exporter.jobName).toBeUndefined();
    const { template, jobs, rules } = watched(l1(), { discovery: SidecarDiscovery.ANNOTATIONS });
    expect(template.metadata.annotations).toMatchObject(annotated);
    expect(jobs.map(({ job_name }) => job_name)).not.toContain('nginx-exporter-shop-web');
    expect(Object.keys(rules)).toContain('nginx.yaml');
  });

  it('by annotations that the app has for it already', () => {
    const own = {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': 'nginx-exporter',
      'prometheus.io/path': '/metrics',
    };
    expect(sidecar(l1([], [], {}, own)).template.metadata.annotations).toMatchObject(own);
  });

  it('by the number of its port on the host network, where the rules find it too', () => {
    const { jobs } = watched(l1([], [], { hostNetwork: true }), { port: 19113 });
    const job = jobs.find(({ job_name }) => job_name === 'nginx-exporter-shop-web');
    expect(job.relabel_configs).toContainEqual(
      expect.objectContaining({ target_label: 'container', replacement: 'nginx-exporter' }),
    );
    expect(JSON.stringify(job)).toContain(':19113');
  });

  it('with rules, unless they are not wanted', () => {
    expect(Object.keys(watched().rules)).toContain('nginx.yaml');
    expect(Object.keys(watched(l1(), { defaultRules: false }).rules)).not.toContain('nginx.yaml');
  });

  it('with the pods annotated as told', () => {
    const { template } = sidecar(l1(), { podAnnotations: { 'example.com/team': 'shop' } });
    expect(template.metadata.annotations).toMatchObject({ 'example.com/team': 'shop' });
  });
});
