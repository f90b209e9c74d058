import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { logAgentNodeRules } from './log-agent-nodes';
import { ownRunbookUrl, type RunbookOptions } from './runbook';
import { POD_ON_NODE, worstAgents } from './worst-agents';

/** Options of {@link fluentBitRules}. */
export interface FluentBitRulesOptions extends RunbookOptions {
  /** The label `job` of the agents' series; the group of rules is named so, too. @default 'fluent-bit' */
  readonly job?: string;
  /** Matchers of the DaemonSet's series of kube-state-metrics. @default 'daemonset="fluent-bit"' */
  readonly daemonSetSelector?: string;
  /** Folder on the nodes with what the agents keep. @default '/var/lib/fluent-bit' */
  readonly statePath?: string;
  /** Percent of an output's room on disk below which an alert is raised. @default 30 */
  readonly lowSpacePercent?: number;
}

/** One output of all agents, one agent, one plugin of it, and all agents. */
const BY_OUTPUT = 'by (cluster, namespace, job, name)';
const BY_AGENT = 'by (cluster, namespace, job, node, pod)';
const BY_PLUGIN_OF_AGENT = 'by (cluster, namespace, job, node, pod, name)';
const BY_JOB = 'by (cluster, namespace, job)';

/** In texts: how the log of an agent is read. */
const READ_LOG = 'kubectl -n {{ $labels.namespace }} logs <pod>';

/** Alerts on agents that lose lines, are about to, or send none. */
export function fluentBitRules(options: FluentBitRulesOptions = {}): RuleGroup[] {
  const {
    job = 'fluent-bit',
    daemonSetSelector = 'daemonset="fluent-bit"',
    statePath = '/var/lib/fluent-bit',
    runbookBaseUrl,
  } = options;
  const nodes = logAgentNodeRules({ prefix: 'FluentBit', job, daemonSetSelector, statePath, runbookBaseUrl });
  return [{ name: job, alerts: [...lost(options), ...waiting(options), ...reading(options), ...nodes] }];
}

/** Lines that did not get where they should. */
function lost(options: FluentBitRulesOptions): AlertingRule[] {
  const grown = (metric: string, by = BY_OUTPUT) => `sum ${by} (increase(${series(metric, options)}[10m])) > 0`;
  const rejected = `${options.statePath ?? '/var/lib/fluent-bit'}/chunks/rejected`;
  const [refused, givenUp] = ['fluentbit_output_errors_total', 'fluentbit_output_retries_failed_total'] as const;
  const dropped = 'fluentbit_output_dropped_records_total';
  const worst = (metric: string) =>
    worstAgents((selector) => `increase(${metric}${selector}[10m])`, options.job ?? 'fluent-bit', 'name');
  return [
    {
      alert: 'FluentBitRecordsDropped',
      // Those of chunks that are set aside are dropped records as well, which says nothing of other nodes.
      expr: `sum ${BY_OUTPUT} (
  ${grown(dropped, BY_PLUGIN_OF_AGENT)}
unless
  (
    ${grown(refused, BY_PLUGIN_OF_AGENT)}
  or
    ${grown(givenUp, BY_PLUGIN_OF_AGENT)}
  )
)`,
      severity: Severity.CRITICAL,
      summary: 'Log lines for output {{ $labels.name }} are lost.',
      description:
        'In 10 minutes {{ $value | humanize }} lines for output {{ $labels.name }} of {{ $labels.job }} were dropped on nodes ' +
        'where it refused no chunk and gave none up: they are gone. Either what waits on a node has outgrown its limit, as ' +
        'an output was away longer than planned for or pods log more than that, or the other side refused documents; ' +
        `${READ_LOG} says which. ${worst(dropped)}`,
      runbookUrl: page(options, 'FluentBitRecordsDropped'),
    },
    {
      alert: 'FluentBitRetriesFailed',
      expr: grown(givenUp),
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.name }} gave up on log lines after all its retries.',
      description:
        '{{ $value | humanize }} chunks of lines for output {{ $labels.name }} of {{ $labels.job }} could not be delivered ' +
        'however often it was tried. They lie on their nodes, in the folder ' +
        `${rejected}. ${READ_LOG} says what the other side answers. ${worst(givenUp)}`,
      runbookUrl: page(options, 'FluentBitRetriesFailed'),
    },
    {
      alert: 'FluentBitChunksRejected',
      expr: grown(refused),
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.name }} refuses log lines for good.',
      description:
        '{{ $value | humanize }} chunks of lines for output {{ $labels.name }} of {{ $labels.job }} were refused in a way ' +
        'that no retry mends. They lie on their nodes, in the folder ' +
        `${rejected}. ${READ_LOG} says what the other side answers. An output to S3 counts failed uploads so, too: it ` +
        `keeps their lines, and tries again by itself. ${worst(refused)}`,
      runbookUrl: page(options, 'FluentBitChunksRejected'),
    },
  ];
}

/** Lines that wait. */
function waiting(options: FluentBitRulesOptions): AlertingRule[] {
  const { lowSpacePercent = 30 } = options;
  const rate = (metric: string, by = BY_AGENT) => `sum ${by} (rate(${series(metric, options)}[10m]))`;
  const retries = 'fluentbit_output_retries_total';
  const kept =
    'Nothing is lost yet: lines wait on the disk of their node, for as long as the annotation ' +
    'cdk8s-observability/log-guarantee of the DaemonSet says; then the oldest are dropped.';
  const worst = (expr: (selector: string) => string, label?: string) =>
    worstAgents(expr, options.job ?? 'fluent-bit', label);
  return [
    {
      alert: 'FluentBitBufferFillingUp',
      expr: `min ${BY_OUTPUT} (${series('fluentbit_output_chunk_available_capacity_percent', options)}) < ${lowSpacePercent}`,
      for: '5m',
      severity: Severity.WARNING,
      summary: 'Log lines for output {{ $labels.name }} fill the room they may take on a node.',
      description:
        'On one node {{ $value | humanize }} % are left of the room for lines that wait for output {{ $labels.name }} of ' +
        '{{ $labels.job }}. When it is full the oldest lines are dropped. Look whether the other side is there and keeps up. ' +
        worst((selector) => `100 - fluentbit_output_chunk_available_capacity_percent${selector}`, 'name'),
      runbookUrl: page(options, 'FluentBitBufferFillingUp'),
    },
    {
      alert: 'FluentBitNotSending',
      expr: `count ${BY_JOB} (
  ${rate('fluentbit_input_records_total')} > 0
and
  ${rate('fluentbit_output_proc_records_total')} == 0
and
  sum ${BY_AGENT} (${series('fluentbit_storage_fs_chunks', options)}) > 0
)`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Agents of {{ $labels.job }} read log lines and send none.',
      description:
        '{{ $value }} agents of {{ $labels.job }} have delivered nothing for 20 minutes while lines come in. ' +
        `${kept} Look whether the store is there; ${READ_LOG} says what the outputs meet, and if that is nothing, delete ` +
        `the pod, which may be stuck. ${worst((selector) => `fluentbit_storage_fs_chunks${selector}`)}`,
      runbookUrl: page(options, 'FluentBitNotSending'),
    },
    {
      alert: 'FluentBitOutputNotSending',
      // Agents that send nothing at all are for the alert before.
      expr: `count ${BY_OUTPUT} (
    sum ${BY_PLUGIN_OF_AGENT} (increase(${series(retries, options)}[10m])) > 0
  and
    ${rate('fluentbit_output_proc_records_total', BY_PLUGIN_OF_AGENT)} == 0
  and on (cluster, namespace, job, pod)
    ${rate('fluentbit_output_proc_records_total')} > 0
)`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Nothing gets through to output {{ $labels.name }}.',
      description:
        '{{ $value }} agents of {{ $labels.job }} have tried for 20 minutes and delivered no line to output ' +
        `{{ $labels.name }}, while their other outputs work. ${kept} Look whether the other side is there and lets the ` +
        `agents in; ${READ_LOG} says what it answers. ${worst((selector) => `increase(${retries}${selector}[10m])`, 'name')}`,
      runbookUrl: page(options, 'FluentBitOutputNotSending'),
    },
  ];
}

/** Lines that are not read. */
function reading(options: FluentBitRulesOptions): AlertingRule[] {
  const long = series('fluentbit_input_long_line_skipped_total', options);
  // The second series begins with the first file, which a container that starts has even if it says nothing.
  const noInput = (by: string) => `
  sum ${by} (${inputOf('fluentbit_input_records_total', options)}) == 0
unless
  sum ${by} (${inputOf('fluentbit_input_files_opened_total', options)}) > 0`;
  return [
    {
      alert: 'FluentBitInputPaused',
      expr: `max ${BY_PLUGIN_OF_AGENT} (${series('fluentbit_input_ingestion_paused', options)}) == 1`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Fluent Bit{{ with $labels.node }} on node {{ . }}{{ end }} has stopped to read logs.',
      description:
        `Input {{ $labels.name }} of ${POD_ON_NODE} has been paused for 10 minutes: it has too much to send. Files that are ` +
        'rotated away meanwhile are lost. Look whether its outputs deliver, and which pods of its node log so much.',
      runbookUrl: page(options, 'FluentBitInputPaused'),
    },
    {
      alert: 'FluentBitNoInput',
      expr: noInput(BY_AGENT),
      for: '1h',
      // So it is on an idle node, too: an agent that starts follows no file whose last line is a day old.
      severity: Severity.INFO,
      summary: 'Fluent Bit finds no log of any container on {{ or $labels.node $labels.pod }}.',
      description:
        `For an hour ${POD_ON_NODE} has followed no file of any container. All is well if no container of its node but ` +
        'the agent has logged in the day before the agent started; else look whether the agent may read the files in ' +
        '/var/log/pods there, and whether they lead to a folder that is not mounted (`containerLogsPath`).',
      runbookUrl: page(options, 'FluentBitNoInput'),
    },
    {
      alert: 'FluentBitNoInputAnywhere',
      expr: noInput(BY_JOB),
      for: '1h',
      severity: Severity.WARNING,
      summary: 'Fluent Bit finds no log of any container on any node.',
      description:
        'For an hour no agent of {{ $labels.job }} has followed a file of any container. Where the files in /var/log/pods ' +
        'of nodes are links, as those of Docker are, the folder that they lead to must be mounted (`containerLogsPath`); ' +
        'else look whether the agents may read them.',
      runbookUrl: page(options, 'FluentBitNoInputAnywhere'),
    },
    {
      alert: 'FluentBitStuck',
      // Its own clock, which goes on in between whatever it does.
      expr: `max ${BY_AGENT} (changes(${series('fluentbit_uptime', options)}[10m])) == 0`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Fluent Bit{{ with $labels.node }} on node {{ . }}{{ end }} stands still.',
      description:
        '{{ $labels.pod }} answers, and has neither read nor sent a line for 15 minutes. An agent that asks the API server or ' +
        'the kubelet who wrote a line waits without an end for an answer once it is connected. What its node logs is read ' +
        'later, unless it is rotated twice meanwhile or its pods end. Look whether the API server answers; if so: ' +
        'kubectl -n {{ $labels.namespace }} delete pod {{ $labels.pod }}.',
      runbookUrl: page(options, 'FluentBitStuck'),
    },
    {
      alert: 'FluentBitLongLinesSkipped',
      // The series begins with the first such line.
      expr: `sum ${BY_JOB} ((increase(${long}[1h]) > 0) or (${long} unless ${long} offset 1h))`,
      severity: Severity.WARNING,
      summary: 'Log lines are longer than Fluent Bit reads.',
      description:
        'In an hour {{ $value | humanize }} lines were longer than 1 MB and left out by {{ $labels.job }}. ' +
        `${READ_LOG} names their files, and with them the pods that wrote them. ` +
        worstAgents((selector) => `fluentbit_input_long_line_skipped_total${selector}`, options.job ?? 'fluent-bit'),
      runbookUrl: page(options, 'FluentBitLongLinesSkipped'),
    },
  ];
}

/** Of the input that reads the logs of containers. */
const inputOf = (metric: string, { job = 'fluent-bit' }: FluentBitRulesOptions) =>
  `${metric}{job="${job}", name="containers"}`;

const series = (metric: string, { job = 'fluent-bit' }: FluentBitRulesOptions) => `${metric}{job="${job}"}`;

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'fluent-bit', alert);
