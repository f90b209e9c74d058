import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link elasticsearchRules}. */
export interface ElasticsearchRulesOptions extends RunbookOptions {
  /** Matchers of the series of one exporter, its `up` included. @default 'job="elasticsearch-exporter"' */
  readonly selector?: string;
  /** Members that there have to be. With one, whether it is there is for `ElasticsearchDown` to tell. @default 1 */
  readonly nodes?: number;
  /** Name before the date of the indices with rejected documents. @default 'rejected-logs' */
  readonly rejectedIndices?: string;
  /** Share of a volume above which Elasticsearch puts no more shards on it. @default 0.85 */
  readonly lowWatermark?: number;
  /** Share of a volume above which it moves shards away. @default 0.9 */
  readonly highWatermark?: number;
  /** Share of a volume above which nobody may write to the indices on it. @default 0.95 */
  readonly floodStageWatermark?: number;
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
