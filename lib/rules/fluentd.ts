import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { logAgentNodeRules } from './log-agent-nodes';
import { ownRunbookUrl, type RunbookOptions } from './runbook';
import { POD_ON_NODE, worstAgents } from './worst-agents';

/** Options of {@link fluentdRules}. */
export interface FluentdRulesOptions extends RunbookOptions {
  /** The label `job` of its series; the group of rules is named so, too. @default 'fluentd' */
  readonly job?: string;
  /**
   * Matchers of the DaemonSet's series of kube-state-metrics, of agents on nodes: `daemonset="fluentd"`. With it come the
   * alerts on what agents do not read, and on nodes without one.
   * @default - none, for an aggregator: agents tell when it takes nothing
   */
  readonly daemonSetSelector?: string;
  /** Folder with what waits: on the nodes of agents, in the volume of an aggregator. @default '/var/lib/fluentd' */
  readonly statePath?: string;
  /** Percent of an output's room below which an alert is raised. @default 30 */
  readonly lowSpacePercent?: number;
}

/** Counts the lines that an agent reads: its configuration makes it. */
export const FLUENTD_INPUT_METRIC = 'fluentd_input_status_num_records_total';

/** One output of one pod. */
const BY_OUTPUT = 'by (cluster, namespace, job, node, pod, plugin_id)';
const BY_POD = 'by (cluster, namespace, job, node, pod)';
const BY_PLUGIN = 'by (cluster, namespace, job, plugin_id)';
const BY_JOB = 'by (cluster, namespace, job)';

/** In texts: how the log of the pod is read. */
const READ_LOG = 'kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }}';

/**
 * Alerts on a Fluentd that cannot deliver, is about to hold its senders back, or hands over records that are refused; on
 * agents also that they read nothing, or are not there.
 */
export function fluentdRules(options: FluentdRulesOptions = {}): RuleGroup[] {
  const { job = 'fluentd' } = options;
  return [{ name: job, alerts: [...waiting(options), ...refused(options), ...reading(options)] }];
}

/** Lines that wait. */
function waiting(options: FluentdRulesOptions): AlertingRule[] {
  const { lowSpacePercent = 30, statePath = '/var/lib/fluentd' } = options;
  const space = series('fluentd_output_status_buffer_available_space_ratio', options);
  const written = series('fluentd_output_status_write_count', options);
  const held = series('fluentd_output_status_buffer_total_bytes', options);
  const retries = series('fluentd_output_status_retry_count', options);
  return [
    {
      alert: 'FluentdBufferFillingUp',
      expr: `min ${BY_OUTPUT} (${space}) < ${lowSpacePercent}`,
      for: '5m',
      severity: Severity.WARNING,
      summary: 'The buffer of output {{ $labels.plugin_id }} of {{ $labels.pod }} fills up.',
      description:
        `{{ $value | humanize }} % of the room for lines that wait for output {{ $labels.plugin_id }} of ${POD_ON_NODE} are left. When ` +
        'it is full Fluentd takes no more lines, and they wait on the nodes. Look whether the other side is there and keeps ' +
        `up; ${READ_LOG} says what it answers.`,
      runbookUrl: page(options, 'FluentdBufferFillingUp'),
    },
    {
      alert: 'FluentdBufferFull',
      expr: `min ${BY_OUTPUT} (${space}) < 2`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.plugin_id }} of {{ $labels.pod }} has no room left for log lines.',
      description:
        `${POD_ON_NODE} takes no more lines. They wait on the nodes, and are lost when the room there ends or files are rotated ` +
        `away. Bring the other side back (${READ_LOG} says what it answers), or give what waits more room: the storageSize ` +
        'of an aggregator, the maxOutage of an agent.',
      runbookUrl: page(options, 'FluentdBufferFull'),
    },
    {
      alert: 'FluentdRetrying',
      // A gauge that counts: it begins again with a new pod.
      expr: `sum ${BY_OUTPUT} (increase(${retries}[10m])) > 5`,
      for: '10m',
      severity: Severity.WARNING,
      summary: 'Output {{ $labels.plugin_id }} of {{ $labels.pod }} tries again and again.',
      description:
        `In 10 minutes {{ $value | humanize }} tries of ${POD_ON_NODE} to deliver log lines failed. Nothing is lost while there is ` +
        `room in the buffer. ${READ_LOG} says what the other side answers.`,
      runbookUrl: page(options, 'FluentdRetrying'),
    },
    {
      alert: 'FluentdNotSending',
      expr: `sum ${BY_OUTPUT} (increase(${written}[10m])) == 0
and
min_over_time((sum ${BY_OUTPUT} (${held}))[10m:1m]) > 0`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.plugin_id }} of {{ $labels.pod }} sends nothing, and lines wait.',
      description:
        `Lines have waited in the buffer of ${POD_ON_NODE} for 20 minutes, and nothing was delivered. Nothing is lost while there is ` +
        `room: what waits is in ${statePath}, and outlives the pod. Look whether the other side is there; ${READ_LOG} says ` +
        'what it answers, and if that is nothing, delete the pod, which may be stuck.',
      runbookUrl: page(options, 'FluentdNotSending'),
    },
  ];
}

/** Lines that no retry brings to where they should be. */
function refused(options: FluentdRulesOptions): AlertingRule[] {
  // The series begins with the first such record.
  const grown = (rejected: string) => `
  (increase(${rejected}[10m]) > 0)
or
  (${rejected} unless ${rejected} offset 10m)
`;
  const back = 'fluentd_output_status_rollback_count';
  return [
    {
      alert: 'FluentdRecordsRejected',
      expr: `sum ${BY_JOB} (${grown(series('fluentd_rejected_records_total', options))}) > 0`,
      severity: Severity.WARNING,
      summary: 'Log lines are refused, and stored as rejected ones.',
      description:
        'In 10 minutes {{ $value | humanize }} records were refused for good, as a rule since a field has another type than ' +
        "in earlier documents of its index. They are in the dataset 'rejected-logs', each as one text; the log of Fluentd says " +
        `why. ${worstAgents((selector) => grown(`fluentd_rejected_records_total${selector}`).trim(), options.job ?? 'fluentd')}`,
      runbookUrl: page(options, 'FluentdRecordsRejected'),
    },
    {
      alert: 'FluentdChunksRolledBack',
      expr: `sum ${BY_PLUGIN} (increase(${series(back, options)}[1h])) > 20`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Output {{ $labels.plugin_id }} takes its chunks back.',
      description:
        'In an hour {{ $value | humanize }} chunks went back into the buffer after the other side had not confirmed them ' +
        'in time. They are sent again, and may be there twice. Look whether it is slow to answer, or drops connections. ' +
        worstAgents((selector) => `increase(${back}${selector}[1h])`, options.job ?? 'fluentd', 'plugin_id'),
      runbookUrl: page(options, 'FluentdChunksRolledBack'),
    },
  ];
}

/** Lines that agents do not read. */
function reading(options: FluentdRulesOptions): AlertingRule[] {
  const { job = 'fluentd', daemonSetSelector, statePath = '/var/lib/fluentd', runbookBaseUrl } = options;
  if (daemonSetSelector === undefined) return [];
  // There from the start of an agent on.
  const lines = series(FLUENTD_INPUT_METRIC, options);
  return [
    {
      alert: 'FluentdNoInput',
      expr: `sum ${BY_POD} (${lines}) == 0`,
      for: '1h',
      // So it is where an agent is restarted on a node whose pods say nothing.
      severity: Severity.INFO,
      summary: 'Fluentd has read no log of any container on {{ or $labels.node $labels.pod }}.',
      description:
        `${POD_ON_NODE} has read no line of any container since it started, an hour ago or more. All is well if none of its node ` +
        'has logged since; else look whether the agent may read the files in /var/log/pods there, and whether they are ' +
        `those of containerd or CRI-O, and not links to a folder of Docker's. ${READ_LOG} says which files it follows.`,
      runbookUrl: page(options, 'FluentdNoInput'),
    },
    {
      alert: 'FluentdNoInputAnywhere',
      expr: `sum ${BY_JOB} (increase(${lines}[3h])) == 0`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Fluentd reads no log of any container on any node.',
      description:
        'For three hours no agent of {{ $labels.job }} has read a line, though they run: what pods log is lost when their files ' +
        "are rotated or they end. Look whether the files in /var/log/pods of a node are links to a folder of Docker's, " +
        'whether agents may read them, and whether outputs take anything: a Fluentd whose buffers are full reads no more.',
      runbookUrl: page(options, 'FluentdNoInputAnywhere'),
    },
    ...logAgentNodeRules({ prefix: 'Fluentd', job, daemonSetSelector, statePath, runbookBaseUrl }),
  ];
}

const series = (metric: string, { job = 'fluentd' }: FluentdRulesOptions) => `${metric}{job="${job}"}`;

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'fluentd', alert);
