import { type AlertingRule, Severity } from '../model/rules';
import { CLUSTER, type ElasticsearchRulesOptions, MEMBER, page, selectorOf } from './elasticsearch-options';
import { aboveWatermark } from './elasticsearch-watermarks';
import { matchers } from './matchers';

/** Alerts on the members and on documents: volumes, heaps, what was refused. */
export function elasticsearchLoadRules(options: ElasticsearchRulesOptions): AlertingRule[] {
  return [...disks(options), heap(options), rejectedWrites(options), rejectedDocuments(options)];
}

function disks(options: ElasticsearchRulesOptions): AlertingRule[] {
  const used = 'The volume of {{ or $labels.name $labels.instance }} is {{ $value | humanizePercentage }} full';
  const mend =
    'Delete old indices (GET _cat/indices?s=store.size:desc shows the largest), shorten their retention, or make the ' +
    'volumes larger (storageSize).';
  return [
    {
      alert: 'ElasticsearchDiskLowWatermark',
      expr: aboveWatermark(options, 'low'),
      for: '15m',
      severity: Severity.WARNING,
      summary: `${used}: it gets no more shards.`,
      description: `No more shards are put on the volume of ${MEMBER}; new indices may lack copies or stay red. ${mend}`,
      runbookUrl: page(options, 'ElasticsearchDiskLowWatermark'),
    },
    {
      alert: 'ElasticsearchDiskHighWatermark',
      expr: aboveWatermark(options, 'high'),
      for: '5m',
      severity: Severity.CRITICAL,
      summary: `${used}: its shards are moved away.`,
      description: `Shards are moved away from ${MEMBER}, where another one has room; soon nobody can write. ${mend}`,
      runbookUrl: page(options, 'ElasticsearchDiskHighWatermark'),
    },
    {
      alert: 'ElasticsearchDiskFloodStage',
      expr: aboveWatermark(options, 'floodStage'),
      for: '1m',
      severity: Severity.CRITICAL,
      summary: `${used}: documents are refused.`,
      description: `Every index with a shard on ${MEMBER} refuses documents until there is room again; agents keep them as long as their own room lasts. ${mend}`,
      runbookUrl: page(options, 'ElasticsearchDiskFloodStage'),
    },
  ];
}

function heap(options: ElasticsearchRulesOptions): AlertingRule {
  const selector = matchers(selectorOf(options), 'area="heap"');
  return {
    alert: 'ElasticsearchHeapTooHigh',
    expr: `
        elasticsearch_jvm_memory_used_bytes{${selector}}
          / elasticsearch_jvm_memory_max_bytes{${selector}}
          > ${options.heapThreshold ?? 0.9}`,
    for: '15m',
    severity: Severity.WARNING,
    summary: 'The heap of {{ or $labels.name $labels.instance }} is {{ $value | humanizePercentage }} full.',
    description:
      `Collecting garbage does not help ${MEMBER} any more; it gets slow and refuses requests. Raise the memory limit, of ` +
      'which the heap is half, add members, or have fewer shards.',
    runbookUrl: page(options, 'ElasticsearchHeapTooHigh'),
  };
}

function rejectedWrites(options: ElasticsearchRulesOptions): AlertingRule {
  const selector = matchers(selectorOf(options), 'type="write"');
  return {
    alert: 'ElasticsearchIndexingRejected',
    expr: `increase(elasticsearch_thread_pool_rejected_count{${selector}}[5m]) > 0`,
    for: '10m',
    severity: Severity.WARNING,
    summary: '{{ or $labels.name $labels.instance }} rejects requests to write.',
    description:
      `${MEMBER} has rejected {{ $value | humanize }} requests in 5 minutes as its queue is full. Agents send them again, ` +
      'as long as their buffers last. Give it more CPU, add members, or write less.',
    runbookUrl: page(options, 'ElasticsearchIndexingRejected'),
  };
}

function rejectedDocuments(options: ElasticsearchRulesOptions): AlertingRule {
  const { rejectedIndices = 'rejected-logs' } = options;
  const prefix = rejectedIndices.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\\', '\\\\');
  const selector = matchers(selectorOf(options), `index=~"${prefix}-.+"`);
  const red = matchers(selectorOf(options), 'color="red"');
  const sum = (series: string) => `sum by (job, cluster, namespace) (${series})`;
  const wasRed = sum(`elasticsearch_cluster_health_status{${red}} offset 15m`);
  return {
    alert: 'ElasticsearchDocumentsRejected',
    // An index that is deleted after its time makes it fewer, a new one has no past. Neither have those that a cluster
    // which was down or red then has brought back since.
    expr: `
        ${sum(`elasticsearch_indices_docs_primary{${selector}}`)}
          - (
              ${sum(`elasticsearch_indices_docs_primary{${selector}} offset 15m`)}
                or ${wasRed}
            )
          > 0
          and ${wasRed} == 0`,
    // Longer than the exporter counts under a name that is not yet that of the cluster.
    for: '1m',
    severity: Severity.WARNING,
    summary: `${CLUSTER} has moved {{ $value | humanize }} documents to ${rejectedIndices}-*.`,
    description:
      `The mapping would have rejected them in the last 15 minutes, so they are not found where they belong. Their field ` +
      'rejected.reason says why; most often an app writes a field with another type than others.',
    runbookUrl: page(options, 'ElasticsearchDocumentsRejected'),
  };
}
