import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link elasticsearchRules}. */
export interface ElasticsearchRulesOptions extends RunbookOptions {
  /** Matchers of the series of one exporter, its `up` included. @default 'job="elasticsearch-exporter"' */
  readonly selector?: string;
  /** Members that there have to be. With one, whether it is there is for `ElasticsearchDown` to tell. @default 1 */
  readonly nodes?: number;
  /** Name before the date of the indices with rejected documents. @default 'rejected-logs' */
  readonly rejectedIndices?: string;
  /**
   * When Elasticsearch puts no more shards on a volume, as `cluster.routing.allocation.disk.watermark.low` says it: the share
   * that is full, such as 0.85 or '85%', or what is free, such as '50gb'.
   * @default - 0.85, and less than 200 GiB free
   */
  readonly lowWatermark?: number | string;
  /** When it moves shards away, said alike. @default - 0.9, and less than 150 GiB free */
  readonly highWatermark?: number | string;
  /** When nobody may write to the indices on a volume, said alike. @default - 0.95, and less than 100 GiB free */
  readonly floodStageWatermark?: number | string;
  /** Of volumes above a share it needs no more free than so, such as '300gb'. @default - 200 GiB, or nothing where `lowWatermark` is set */
  readonly lowMaxHeadroom?: string;
  /** The same for `highWatermark`. @default - 150 GiB, or nothing where that is set */
  readonly highMaxHeadroom?: string;
  /** The same for `floodStageWatermark`. @default - 100 GiB, or nothing where that is set */
  readonly floodStageMaxHeadroom?: string;
  /** Shards that a node takes, its `cluster.max_shards_per_node`. @default 1000 */
  readonly maxShardsPerNode?: number;
  /** Share of the heap that is too much for long. @default 0.9 */
  readonly heapThreshold?: number;
  /** Changes of the cluster's state that wait, too many for long. @default 20 */
  readonly pendingTasksThreshold?: number;
}

/** Matchers of the series, all of one job. */
export const selectorOf = ({ selector = 'job="elasticsearch-exporter"' }: ElasticsearchRulesOptions) => selector;

/** The runbook of an alert. */
export const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'elasticsearch', alert);

/** In texts: which Elasticsearch. */
export const CLUSTER = 'Elasticsearch{{ with $labels.namespace }} in namespace {{ . }}{{ end }}';
/** In texts: which member. */
export const MEMBER = `{{ or $labels.name $labels.instance }} of ${CLUSTER}`;
