import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ApiServerAccessProps } from '../kubernetes/api-server-access';
import type { ComponentProps } from '../kubernetes/component';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { apiServerEgress, DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import type { ContainerResources } from '../kubernetes/resources';
import { workloadService } from '../kubernetes/services';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import { refuse } from '../model/problem';
import { kubeStateMetricsAccess } from './kube-state-metrics-access';
import { collectorsOf } from './kube-state-metrics-collectors';
import { kubeStateMetricsMonitoring } from './kube-state-metrics-monitoring';
import { KUBE_STATE_METRICS_PORTS, kubeStateMetricsWorkload } from './kube-state-metrics-workload';
import { validateKubeStateMetrics } from './validate-kube-state-metrics';

export interface KubeStateMetricsProps extends ComponentProps, ApiServerAccessProps {
  /** Of all objects, and of the first scrape job; standard rules and dashboards look for the default. @default 'kube-state-metrics' */
  readonly name?: string;
  /**
   * The kinds of objects to make metrics of, as upstream's `--resources` names them: `pods`, `deployments`.
   * @default - upstream's but `configmaps`, `secrets`, `leases`, `endpointslices` and admission policies; with `namespaces` only what lives in namespaces
   */
  readonly collectors?: readonly string[];
  /**
   * Only objects of these namespaces; it may read no others then. Collectors of objects without a namespace, such as
   * `nodes`, see the whole cluster all the same.
   * @default - all
   */
  readonly namespaces?: readonly string[];
  /** Pods that share the objects among them, for size. From 2 on they are a StatefulSet instead of a Deployment. @default 1 */
  readonly shards?: number;
  /** Kubernetes labels to show on `kube_<object>_labels`, by collector: `{ pods: ['app.kubernetes.io/name'] }`. @default - none */
  readonly metricLabelsAllowlist?: Readonly<Record<string, readonly string[]>>;
  /** Kubernetes annotations to show on `kube_<object>_annotations`, by collector. @default - none */
  readonly metricAnnotationsAllowlist?: Readonly<Record<string, readonly string[]>>;
  /** Metrics not to make, as regular expressions (ECMAScript) that match anywhere in the name: `^kube_ingress_`. @default - none */
  readonly metricDenylist?: readonly string[];
  /**
   * Samples that a scrape may bring; more fail it, which raises PrometheusScrapeSampleLimitHit. A pod makes some 30, and
   * 10 more for each container; a cluster of 500 nodes and 10,000 pods, with what belongs to them, some 800,000.
   * @default 1500000
   */
  readonly sampleLimit?: number;
  /** Labels that a series may have; labels of the allow lists count. @default 60 */
  readonly labelLimit?: number;
  /** Of the scrape of the metrics of objects; with some thousands of pods it takes seconds. @default - the server's */
  readonly scrapeInterval?: string;
  /** Of the scrape of the metrics of objects. At most the interval. @default - the server's */
  readonly scrapeTimeout?: string;
  /**
   * With several shards of Prometheus: each of them has all these series, so that rules may join them with any other.
   * Without that, rules that aggregate over them are refused.
   * @default true
   */
  readonly onEveryShard?: boolean;
  /** The rules about kube-state-metrics itself, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /**
   * Of each pod. Memory grows with the objects of the cluster; for 10,000 pods give 2Gi.
   * @default - 10m CPU, 128Mi memory, 512Mi at most
   */
  readonly resources?: ContainerResources;
}

/**
 * kube-state-metrics: metrics of the objects of the Kubernetes API, what they ask for and how they are. It may read just
 * what its collectors need. With the number of shards changed from or to 1, the workload of the other kind stays until it is
 * pruned or deleted by hand, and both are scraped.
 */
export class KubeStateMetrics extends Construct {
  /** Name of the headless Service; ports `http-metrics`, 8080, and `telemetry`, 8081. */
  readonly serviceName: string;
  readonly namespace: string;
  /** What it makes metrics of. */
  readonly collectors: readonly string[];
  /** A Deployment, or a StatefulSet if there are several shards. */
  readonly workload: k8s.KubeDeployment | k8s.KubeStatefulSet;

  constructor(scope: Construct, id: string, props: KubeStateMetricsProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateKubeStateMetrics(props, found));
    const namespace = found as string;
    const { name = 'kube-state-metrics', shards = 1, images = Images.UPSTREAM, metrics } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    this.namespace = namespace;
    this.collectors = collectorsOf(props);
    const selector = { 'app.kubernetes.io/name': 'kube-state-metrics', 'kube-state-metrics': name };
    const version = images.versionOf(ImageName.KUBE_STATE_METRICS);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'exporter', version }) };
    const { http, telemetry } = KUBE_STATE_METRICS_PORTS;

    kubeStateMetricsAccess(this, { ...common, collectors: this.collectors, namespaces: props.namespaces, shards });
    this.workload = kubeStateMetricsWorkload(this, {
      ...props,
      ...common,
      images,
      collectors: this.collectors,
      placement: props,
      replicas: shards,
    });
    this.node.defaultChild = this.workload;
    workloadService(this, 'Service', {
      ...common,
      headless: true,
      ports: [
        { name: 'http-metrics', port: http },
        { name: 'telemetry', port: telemetry },
      ],
    });
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => (metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [http, telemetry] }] : []),
      egress: () => [DNS_EGRESS, apiServerEgress(props.apiServerCidrs, props.apiServerPorts)],
    });
    if (metrics) kubeStateMetricsMonitoring(metrics, { ...props, name, pods: { namespace, labels: selector }, shards });
  }
}
