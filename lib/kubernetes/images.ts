import { type Problem, refuse } from '../model/problem';
import { fitProps, listOf, mapOf, type Shape, text } from '../model/shape';
import { validateObjectName } from '../model/units';

/** The programs this library runs, by the name used in {@link Images}. */
export enum ImageName {
  PROMETHEUS = 'prometheus',
  ALERTMANAGER = 'alertmanager',
  CONFIG_RELOADER = 'prometheus-config-reloader',
  BUSYBOX = 'busybox',
  NODE_EXPORTER = 'node-exporter',
  KUBE_STATE_METRICS = 'kube-state-metrics',
  BLACKBOX_EXPORTER = 'blackbox-exporter',
  PUSHGATEWAY = 'pushgateway',
  METRICS_SERVER = 'metrics-server',
  CADVISOR = 'cadvisor',
  NGINX_EXPORTER = 'nginx-prometheus-exporter',
  NGINX = 'nginx',
  FLUENT_BIT = 'fluent-bit',
  FLUENTD = 'fluentd',
  ELASTICSEARCH = 'elasticsearch',
  KIBANA = 'kibana',
  OPENSEARCH_DASHBOARDS = 'opensearch-dashboards',
  ELASTICSEARCH_EXPORTER = 'elasticsearch-exporter',
}

/**
 * The one table of images: upstream's own, pinned by version. The versions are those that kube-prometheus-stack 88.5
 * pins, or neighbouring releases of them that could be run in tests.
 */
const TABLE: Readonly<Record<ImageName, string>> = {
  [ImageName.PROMETHEUS]: 'quay.io/prometheus/prometheus:v3.14.0',
  [ImageName.ALERTMANAGER]: 'quay.io/prometheus/alertmanager:v0.34.0',
  [ImageName.CONFIG_RELOADER]: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1',
  [ImageName.BUSYBOX]: 'docker.io/library/busybox:1.37.0',
  [ImageName.NODE_EXPORTER]: 'quay.io/prometheus/node-exporter:v1.12.1',
  [ImageName.KUBE_STATE_METRICS]: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
  [ImageName.BLACKBOX_EXPORTER]: 'quay.io/prometheus/blackbox-exporter:v0.28.0',
  [ImageName.PUSHGATEWAY]: 'quay.io/prometheus/pushgateway:v1.11.3',
  [ImageName.METRICS_SERVER]: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0',
  [ImageName.CADVISOR]: 'ghcr.io/google/cadvisor:v0.60.5',
  [ImageName.NGINX_EXPORTER]: 'docker.io/nginx/nginx-prometheus-exporter:1.5.1',
  [ImageName.NGINX]: 'docker.io/nginxinc/nginx-unprivileged:1.29.3',
  [ImageName.FLUENT_BIT]: 'cr.fluentbit.io/fluent/fluent-bit:5.1.5',
  [ImageName.FLUENTD]: 'docker.io/fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch9-1.1',
  [ImageName.ELASTICSEARCH]: 'docker.elastic.co/elasticsearch/elasticsearch:9.5.4',
  [ImageName.KIBANA]: 'docker.elastic.co/kibana/kibana:9.5.4',
  [ImageName.OPENSEARCH_DASHBOARDS]: 'docker.io/opensearchproject/opensearch-dashboards:3.3.0',
  [ImageName.ELASTICSEARCH_EXPORTER]: 'quay.io/prometheuscommunity/elasticsearch-exporter:v1.9.0',
};

export interface ImagesProps {
  /**
   * Where to pull from instead, by upstream registry: `{ 'quay.io': 'registry.example.com/quay' }`. Registries in the
   * table: cr.fluentbit.io, docker.elastic.co, docker.io, ghcr.io, quay.io, registry.k8s.io.
   * @default - upstream's registries
   */
  readonly mirrors?: Readonly<Record<string, string>>;
  /** Whole references in place of those in the table, by name; with a tag that is not `latest`, or a digest. @default - none */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Names of Secrets of type kubernetes.io/dockerconfigjson, in the namespace of each workload. @default - none */
  readonly pullSecrets?: readonly string[];
}

const SHAPE: Shape<ImagesProps> = {
  mirrors: mapOf(text('registry.example.com/quay')),
  overrides: mapOf(text('registry.example.com/prometheus:v3.14.0')),
  pullSecrets: listOf(text('registry-login')),
};

const REFERENCE = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)+(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** The image references of one installation: the pinned table, mirrors and overrides. */
export class Images {
  /** Upstream's registries, no pull secrets. */
  static readonly UPSTREAM = new Images();

  /** Names of the pull secrets. */
  readonly pullSecrets: readonly string[];

  constructor(private readonly props: ImagesProps = {}) {
    const { fit, problems } = fitProps(props, SHAPE);
    refuse('Images', [...problems, ...validateImages(fit)]);
    this.pullSecrets = props.pullSecrets ?? [];
  }

  /** The reference of an image, as a container takes it. */
  of(name: ImageName): string {
    const override = this.props.overrides?.[name];
    if (override !== undefined) return override;
    const reference = TABLE[name];
    const slash = reference.indexOf('/');
    const mirror = this.props.mirrors?.[reference.slice(0, slash)];
    return mirror === undefined ? reference : `${mirror}${reference.slice(slash)}`;
  }

  /** The tag of an image without its leading `v`; for the label `app.kubernetes.io/version`. */
  versionOf(name: ImageName): string | undefined {
    const [tagged = ''] = this.of(name).split('@');
    return /:v?([^/:]+)$/.exec(tagged)?.[1];
  }
}

function validateImages({ mirrors = {}, overrides = {}, pullSecrets = [] }: ImagesProps): Problem[] {
  const registries = [...new Set(Object.values(TABLE).map((reference) => reference.split('/')[0] as string))].sort();
  const problems = pullSecrets.flatMap((name, i) => validateObjectName(`pullSecrets[${i}]`, name, 'registry-login'));
  for (const [registry, mirror] of Object.entries(mirrors)) {
    if (!registries.includes(registry)) {
      problems.push({
        what: `'mirrors' names the registry '${registry}', which no image comes from`,
        fix: `use one of ${registries.map((known) => `'${known}'`).join(', ')}`,
      });
    }
    if (!/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(mirror)) {
      problems.push({
        what: `'mirrors' maps '${registry}' to '${mirror}'`,
        fix: "use a host and path without scheme or closing slash, such as 'registry.example.com/quay'",
      });
    }
  }
  for (const [name, reference] of Object.entries(overrides)) {
    if (!Object.hasOwn(TABLE, name)) {
      problems.push({
        what: `'overrides' names the image '${name}', which is not in the table`,
        fix: `use one of ${Object.keys(TABLE)
          .map((known) => `'${known}'`)
          .join(', ')}`,
      });
    }
    if (!REFERENCE.test(reference) || !/[:@][^/]+$/.test(reference) || /:latest$/.test(reference)) {
      problems.push({
        what: `'overrides' sets '${name}' to '${reference}'`,
        fix: "use a whole reference with a fixed version, such as 'registry.example.com/prometheus:v3.14.0'",
      });
    }
  }
  return problems;
}
