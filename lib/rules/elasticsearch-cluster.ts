import { type AlertingRule, Severity } from '../model/rules';
import { CLUSTER, type ElasticsearchRulesOptions, page, selectorOf } from './elasticsearch-options';
import { EXPLAINING } from './explains-down';
import { matchers } from './matchers';

/** Alerts on the cluster as a whole: whether it is there, whole and known of. */
export function elasticsearchClusterRules(options: ElasticsearchRulesOptions): AlertingRule[] {
  return [...known(options), ...health(options), ...members(options)];
}

function known(options: ElasticsearchRulesOptions): AlertingRule[] {
  const selector = selectorOf(options);
  return [
    {
      alert: 'ElasticsearchExporterDown',
      expr: `up{${selector}} == 0`,
      severity: Severity.CRITICAL,
      ...EXPLAINING,
      summary: `The exporter of ${CLUSTER} is down.`,
      description:
        'Prometheus cannot scrape {{ $labels.instance }}, so nobody sees whether Elasticsearch works. Look whether the pod ' +
        'of the exporter runs, at its log, and whether a NetworkPolicy lets Prometheus in.',
      runbookUrl: page(options, 'ElasticsearchExporterDown'),
    },
    {
      alert: 'ElasticsearchDown',
      expr: `
        up{${selector}} == 1
          unless on (job, instance) elasticsearch_cluster_health_number_of_nodes{${selector}}`,
      // A single member that starts again, or on another node, takes as long.
      for: '5m',
      severity: Severity.CRITICAL,
      summary: `${CLUSTER} does not answer.`,
      description:
        'The exporter runs and gets no answer on the state of the cluster: no member is ready, there is no majority of ' +
        'them, or the password of the exporter is not that of its user. Documents are neither written nor found; agents ' +
        'keep meanwhile what they read, for as long as the annotation cdk8s-observability/log-guarantee of their DaemonSet ' +
        'says. Look whether the pods run and are ready{{ with $labels.namespace }} (kubectl -n {{ . }} get pods){{ end }}, ' +
        'at their events, where they wait for a Secret, a volume or a node, and at their logs.',
      runbookUrl: page(options, 'ElasticsearchDown'),
    },
  ];
}

function health(options: ElasticsearchRulesOptions): AlertingRule[] {
  const selector = selectorOf(options);
  const status = (color: string) =>
    `elasticsearch_cluster_health_status{${matchers(selector, `color="${color}"`)}} == 1`;
  return [
    {
      alert: 'ElasticsearchClusterRed',
      expr: status('red'),
      for: '2m',
      severity: Severity.CRITICAL,
      summary: `${CLUSTER} is red: some shards have no copy.`,
      description:
        'What is in these shards is not found, and documents for them are refused: agents send them again, as long as their ' +
        'room lasts. GET _cluster/allocation/explain says ' +
        'which shard and why; most often a member is missing that has the only copy, or its volume is full.',
      runbookUrl: page(options, 'ElasticsearchClusterRed'),
    },
    {
      alert: 'ElasticsearchClusterYellow',
      expr: status('yellow'),
      for: '30m',
      severity: Severity.WARNING,
      summary: `${CLUSTER} has been yellow for half an hour: some shards lack a copy.`,
      description:
        'Nothing is lost, but would be with the next member or volume that fails, and a rollout waits. GET ' +
        '_cluster/allocation/explain says which shard and why: a member is missing, volumes are above the low watermark, ' +
        'or an index asks for more copies than there are members.',
      runbookUrl: page(options, 'ElasticsearchClusterYellow'),
    },
  ];
}

function members(options: ElasticsearchRulesOptions): AlertingRule[] {
  const selector = selectorOf(options);
  const { nodes = 1, pendingTasksThreshold = 20, maxShardsPerNode = 1000 } = options;
  const count = (metric: string) => `elasticsearch_cluster_health_${metric}{${selector}}`;
  return [
    // A cluster that answers has one member: fewer than one are never counted.
    ...(nodes > 1 ? [tooFew(options, nodes)] : []),
    {
      alert: 'ElasticsearchPendingTasks',
      expr: `elasticsearch_cluster_health_number_of_pending_tasks{${selector}} > ${pendingTasksThreshold}`,
      for: '15m',
      severity: Severity.WARNING,
      summary: `{{ $value }} tasks wait for the master of ${CLUSTER}.`,
      description:
        'The elected master is behind with changes of the state of the cluster, so that new indices and mappings come ' +
        'late. GET _cluster/pending_tasks names them; often there are too many shards, or mappings grow with each document.',
      runbookUrl: page(options, 'ElasticsearchPendingTasks'),
    },
    {
      alert: 'ElasticsearchShardLimitNear',
      expr: `
        (${count('active_shards')} + ${count('initializing_shards')} + ${count('unassigned_shards')})
          / (${count('number_of_data_nodes')} * ${maxShardsPerNode})
          > 0.9`,
      for: '15m',
      severity: Severity.WARNING,
      summary: `${CLUSTER} has {{ $value | humanizePercentage }} of the shards that it takes.`,
      description:
        `Each of its nodes with data takes ${maxShardsPerNode} shards (cluster.max_shards_per_node): beyond them it makes no index, ` +
        'and documents for those of a new day are rejected. Delete old indices, keep fewer days or fewer names, use data ' +
        'streams, or add members.',
      runbookUrl: page(options, 'ElasticsearchShardLimitNear'),
    },
  ];
}

const tooFew = (options: ElasticsearchRulesOptions, nodes: number): AlertingRule => ({
  alert: 'ElasticsearchTooFewNodesRunning',
  expr: `elasticsearch_cluster_health_number_of_nodes{${selectorOf(options)}} < ${nodes}`,
  for: '5m',
  severity: Severity.CRITICAL,
  summary: `${CLUSTER} has {{ $value }} of ${nodes} members.`,
  description:
    'The others are down or do not find the cluster; one more may cost the majority, and with it the cluster. Look at ' +
    'the pods, their events and logs, and at the nodes they run on.',
  runbookUrl: page(options, 'ElasticsearchTooFewNodesRunning'),
});
