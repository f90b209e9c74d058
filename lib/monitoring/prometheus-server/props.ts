import type { RemoteWrite } from '../../config/prometheus/model';
import { ALERTMANAGER_ENDPOINT, POD_PEER, REMOTE_WRITE } from '../../config/prometheus/shapes';
import { API_SERVER_ACCESS, type ApiServerAccessProps } from '../../kubernetes/api-server-access';
import type { Images } from '../../kubernetes/images';
import type { PlacementProps } from '../../kubernetes/placement';
import type { ContainerResources } from '../../kubernetes/resources';
import { PLACEMENT, RESOURCES, STORAGE } from '../../kubernetes/shapes';
import type { StorageProps } from '../../kubernetes/storage';
import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import type { PodPeer } from '../../model/pod-peer';
import { checkedElsewhere, flag, having, listOf, mapOf, number, type Shape, struct, text } from '../../model/shape';
import { RULE_OVERRIDE, type RuleOverride } from '../../rules/override';

export interface PrometheusServerProps extends StorageProps, PlacementProps, ApiServerAccessProps {
  /** Name of the (first shard's) Service, and beginning of the other names. @default 'prometheus' */
  readonly name?: string;
  /** @default - that of the chart */
  readonly namespace?: string;
  /** Name of the Kubernetes cluster: the label `cluster` of every series and alert. @default - no such label */
  readonly cluster?: string;
  /**
   * URL under which people open it; links to graphs begin with it. A path in it becomes the path of the whole API.
   * @default - the Service's own URL, which opens inside the cluster only
   */
  readonly externalUrl?: string;
  /** How long samples are kept. @default '15d' */
  readonly retention?: string;
  /** Size at which the oldest samples go, such as `10GiB`; at most 90 % of the volume. @default - 80 % of the volume */
  readonly retentionSize?: string;
  /** Volume of each replica. @default '20Gi' */
  readonly storageSize?: string;
  /** @default '30s' */
  readonly scrapeInterval?: string;
  /** At most the scrape interval. @default '10s' */
  readonly scrapeTimeout?: string;
  /** @default '30s' */
  readonly evaluationInterval?: string;
  /** Labels of everything that leaves this Prometheus (alerts, remote write). @default - `cluster`, if set */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Storage that gets a copy of all samples. @default - none */
  readonly remoteWrite?: readonly RemoteWrite[];
  /** Servers that each scrape and evaluate everything, for availability. @default 1 */
  readonly replicas?: number;
  /**
   * Groups of servers that share the targets among them, for size. Each shard is a Prometheus of its own with a Service
   * of its own: `name` for the first, `<name>-shard-1` for the second and so on. Rules, and whoever queries a Service,
   * see that shard's series only.
   * @default 1
   */
  readonly shards?: number;
  /** Where alerts go. @default - those that are added; none at all is refused */
  readonly alertmanagers?: readonly AlertmanagerEndpoint[];
  /** Alerts go nowhere on purpose: no rules about Alertmanager, no error that there is none. @default false */
  readonly withoutAlertmanager?: boolean;
  /** Changes to rules, by alert name. @default - none */
  readonly ruleOverrides?: Readonly<Record<string, RuleOverride>>;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** Of the main container. @default - 200m CPU, 512Mi memory, 2Gi at most */
  readonly resources?: ContainerResources;
  /** User and group of the processes and of the volume's files, such as 1000 for an EFS access point. @default 65534 */
  readonly runAsUser?: number;
  /** @default - `runAsUser` */
  readonly runAsGroup?: number;
  /** Other pods that may query it, such as Grafana. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /**
   * Address ranges of the nodes, for the NetworkPolicy: jobs that scrape nodes, and pods on the host network. A policy
   * cannot name such pods, and where the network enforces it, those that ask to be scraped by annotations or stand
   * behind a scraped Service are blocked without this prop: they show as InstanceDown.
   * @default - any address on the numbered ports of `nodes` and `pods` with `hostNetwork`; no other pods on the host network
   */
  readonly nodeCidrs?: readonly string[];
  /** More sections of `prometheus.yml`, spelled as upstream spells them. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/** What the props consist of. */
export const PROMETHEUS_SERVER: Shape<PrometheusServerProps> = {
  ...STORAGE,
  ...PLACEMENT,
  ...API_SERVER_ACCESS,
  name: text('prometheus'),
  namespace: text('monitoring'),
  cluster: text('production'),
  externalUrl: text('https://prometheus.example.com'),
  retention: text('15d'),
  retentionSize: text('10GiB'),
  scrapeInterval: text('30s'),
  scrapeTimeout: text('10s'),
  evaluationInterval: text('30s'),
  externalLabels: mapOf(text('europe')),
  remoteWrite: listOf(struct(REMOTE_WRITE)),
  replicas: number(2),
  shards: number(2),
  alertmanagers: listOf(struct(ALERTMANAGER_ENDPOINT)),
  withoutAlertmanager: flag(),
  ruleOverrides: mapOf(struct(RULE_OVERRIDE)),
  runbookBaseUrl: text('https://runbooks.example.com'),
  resources: struct(RESOURCES),
  runAsUser: number(1000),
  runAsGroup: number(1000),
  accessFrom: listOf(struct(POD_PEER)),
  nodeCidrs: listOf(text('10.0.0.0/8')),
  extraConfig: mapOf(checkedElsewhere<unknown>()),
  images: having('of', 'set of images', "new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })"),
};

/** What is used where a prop is not set. */
export const DEFAULTS = {
  name: 'prometheus',
  retention: '15d',
  storageSize: '20Gi',
  scrapeInterval: '30s',
  scrapeTimeout: '10s',
  evaluationInterval: '30s',
} as const;

/** Share of the volume for samples; the rest is for the write-ahead log's growth and for compaction. */
export const DEFAULT_RETENTION_SHARE = 0.8;
/** Above this share of the volume a retention size cannot keep the disk from filling. */
export const MAX_RETENTION_SHARE = 0.9;
