import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { deploymentWorkload } from '../../kubernetes/deployment';
import { ImageName, type Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import type { PlacementProps } from '../../kubernetes/placement';
import { resourceRequirements } from '../../kubernetes/resources';
import { restrictedContainer } from '../../kubernetes/security';
import type { IMetricsBackend } from '../../model/metrics-backend';
import type { PodPeer } from '../../model/pod-peer';
import { RelabelAction } from '../../model/relabeling';
import type { SecretKey } from '../../model/secret-key';
import { elasticsearchRules } from '../../rules/elasticsearch';
import { ELASTICSEARCH_PORTS } from './ports';
import { MONITOR_USER } from './scripts';
import type { Thresholds } from './thresholds';

/** Upstream's port. */
const PORT = 9114;
const CA_FOLDER = '/etc/elasticsearch-ca';

/** What it finds of data streams it prints, too, without an end of the line: a log of one line that grows for ever. */
const RUN = 'exec /bin/elasticsearch_exporter "$@" >/dev/null';

export interface ElasticsearchExporterProps {
  /** Of its objects, and of the scrape job. */
  readonly name: string;
  readonly namespace: string;
  /** Of the Elasticsearch. */
  readonly url: string;
  readonly target: PodPeer;
  readonly ca: SecretKey;
  readonly password: SecretKey;
  readonly images: Images;
  readonly placement: PlacementProps;
  readonly metrics: IMetricsBackend;
  /** All members. */
  readonly nodes: number;
  /** Shards that they may hold, of which each index has one at least. */
  readonly maxShards: number;
  /** @default - as many as those come to */
  readonly sampleLimit?: number;
  /** Name before the date of the indices with rejected documents. */
  readonly rejectedIndices: string;
  readonly thresholds: Thresholds;
  readonly defaultRules: boolean;
  readonly runbookBaseUrl?: string;
}

/** The exporter of one Elasticsearch: asks it for the state of the cluster, of all members and of all indices. */
export class ElasticsearchExporter extends Construct {
  /** Its pods, which Elasticsearch has to let in. */
  readonly pods: PodPeer;

  constructor(scope: Construct, id: string, props: ElasticsearchExporterProps) {
    super(scope, id);
    const { name, namespace, images, metrics, target } = props;
    const selector = { 'app.kubernetes.io/name': 'elasticsearch-exporter', 'elasticsearch-exporter': name };
    const version = images.versionOf(ImageName.ELASTICSEARCH_EXPORTER);
    const labels = objectLabels(selector, { component: 'exporter', version });
    const common = { name, namespace, labels, selector };
    this.pods = { namespace, labels: selector };
    this.node.defaultChild = deploymentWorkload(
      this,
      { ...common, images, replicas: 1, placement: props.placement },
      {
        containers: [container(props)],
        volumes: () => [
          { name: 'ca', secret: { secretName: props.ca.name, items: [{ key: props.ca.key, path: 'ca.crt' }] } },
        ],
      },
    );
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => [{ peers: [podPeer(metrics.scraper)], ports: [PORT] }],
      egress: () => [DNS_EGRESS, { peers: [podPeer(target)], ports: [ELASTICSEARCH_PORTS.http] }],
    });
    watch(metrics, this.pods, props);
  }
}

function container({ images, url, password, maxShards }: ElasticsearchExporterProps): k8s.Container {
  const port = k8s.IntOrString.fromString('metrics');
  return {
    name: 'elasticsearch-exporter',
    image: images.of(ImageName.ELASTICSEARCH_EXPORTER),
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', RUN, 'elasticsearch-exporter'],
    args: [
      `--es.uri=${url}`,
      '--es.all',
      '--es.indices',
      // Its user may look at the indices, not at their aliases: asked for both it would get neither.
      '--no-es.aliases',
      '--es.data_stream',
      '--log.output=stderr',
      `--es.ca=${CA_FOLDER}/ca.crt`,
      // Until it has asked for the name of the cluster once, it counts the documents of a cluster without a name.
      '--es.clusterinfo.interval=30s',
      // Less than that of a scrape by default: a slow answer is told of, instead of none.
      '--es.timeout=8s',
      `--web.listen-address=:${PORT}`,
    ],
    env: [
      { name: 'ES_USERNAME', value: MONITOR_USER },
      { name: 'ES_PASSWORD', valueFrom: { secretKeyRef: { name: password.name, key: password.key } } },
    ],
    ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
    livenessProbe: { httpGet: { path: '/healthz', port }, timeoutSeconds: 5 },
    readinessProbe: { httpGet: { path: '/healthz', port }, timeoutSeconds: 5 },
    volumeMounts: [{ name: 'ca', mountPath: CA_FOLDER, readOnly: true }],
    // It holds all series at once: 60Mi for a thousand indices.
    resources: resourceRequirements({
      cpuRequest: '10m',
      memoryRequest: '32Mi',
      memoryLimit: `${64 + 64 * Math.ceil(maxShards / 1000)}Mi`,
    }),
    securityContext: restrictedContainer(),
  };
}

/**
 * Of each index it brings some seventy series: these are left out, so that a store with many does not fill a Prometheus.
 * What is kept are documents, bytes, and how much is indexed and searched.
 */
const SELDOM_ASKED =
  'elasticsearch_(indices_(segment|completion)|search_active|index_stats_(fielddata|flush|get|index_current|indexing_(delete|noop|throttle)|merge|query_cache|refresh|request_cache|search_(fetch|scroll|suggest)|warmer)).*;.+';

/** The ten of each index, and those of its stream. */
const SERIES_PER_INDEX = 12;
/** Twice what a member brings. */
const SERIES_PER_MEMBER = 1000;

/** Has it scraped, and the rules about Elasticsearch evaluated unless told otherwise. */
function watch(metrics: IMetricsBackend, pods: PodPeer, props: ElasticsearchExporterProps): void {
  const { name, nodes, maxShards, rejectedIndices, thresholds, defaultRules, runbookBaseUrl } = props;
  const all = SERIES_PER_INDEX * maxShards + SERIES_PER_MEMBER * nodes;
  metrics.addScrapeJob({
    name,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port: 'metrics' },
    // A rule adds up what it says of all indices.
    onEveryShard: true,
    metricRelabelings: [{ sourceLabels: ['__name__', 'index'], regex: SELDOM_ASKED, action: RelabelAction.DROP }],
    // More indices cannot be made.
    sampleLimit: props.sampleLimit ?? all,
    labelLimit: 60,
  });
  if (!defaultRules) return;
  const groups = elasticsearchRules({
    ...thresholds,
    selector: `job="${name}"`,
    nodes,
    rejectedIndices,
    runbookBaseUrl,
  });
  // The standard name, unless that is another one's.
  metrics.addRules(
    ...groups.map((group) => (name === 'elasticsearch-exporter' ? group : { ...group, name: `${group.name}.${name}` })),
  );
}
