import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { matchers } from './matchers';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

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

/** One output of all agents, and one agent. */
const BY_OUTPUT = 'by (cluster, namespace, job, name)';
const BY_AGENT = 'by (cluster, namespace, job, pod)';

/** Alerts on agents that lose lines, are about to, or send none. */
export function fluentBitRules(options: FluentBitRulesOptions = {}): RuleGroup[] {
  return [{ name: options.job ?? 'fluent-bit', alerts: [...lost(options), ...waiting(options), ...reading(options)] }];
}

/** Lines that did not get where they should. */
function lost(options: FluentBitRulesOptions): AlertingRule[] {
  const grown = (metric: string) => `sum ${BY_OUTPUT} (increase(${series(metric, options)}[10m])) > 0`;
  const refused = grown('fluentbit_output_errors_total');
  const rejected = `${options.statePath ?? '/var/lib/fluent-bit'}/chunks/rejected`;
  const givenUp = grown('fluentbit_output_retries_failed_total');
  return [
    {
      alert: 'FluentBitRecordsDropped',
      // Those of chunks that are set aside are dropped records as well.
      expr: `(
  ${grown('fluentbit_output_dropped_records_total')}
)
unless
(
  ${refused}
or
  ${givenUp}
)`,
      severity: Severity.CRITICAL,
      summary: 'Log lines for output {{ $labels.name }} are lost.',
      description:
        'In 10 minutes {{ $value | humanize }} lines for output {{ $labels.name }} of {{ $labels.job }} were dropped: they ' +
        'are gone. Either what waits on a node has outgrown its limit, as an output was away longer than planned for or ' +
        'pods log more than that, or the other side refused documents; the log of the agents says which.',
      runbookUrl: page(options, 'FluentBitRecordsDropped'),
    },
    {
      alert: 'FluentBitRetriesFailed',
      expr: givenUp,
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.name }} gave up on log lines after all its retries.',
      description:
        '{{ $value | humanize }} chunks of lines for output {{ $labels.name }} of {{ $labels.job }} could not be delivered ' +
        'however often it was tried. They lie on their nodes, in the folder ' +
        `${rejected}. Look in the log of the agents for what the other side answers.`,
      runbookUrl: page(options, 'FluentBitRetriesFailed'),
    },
    {
      alert: 'FluentBitChunksRejected',
      expr: refused,
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.name }} refuses log lines for good.',
      description:
        '{{ $value | humanize }} chunks of lines for output {{ $labels.name }} of {{ $labels.job }} were refused in a way ' +
        'that no retry mends. They lie on their nodes, in the folder ' +
        `${rejected}. Look in the log of the agents for what the other side answers.`,
      runbookUrl: page(options, 'FluentBitChunksRejected'),
    },
  ];
}

/** Lines that wait. */
function waiting(options: FluentBitRulesOptions): AlertingRule[] {
  const { lowSpacePercent = 30 } = options;
  const rate = (metric: string) => `sum ${BY_AGENT} (rate(${series(metric, options)}[10m]))`;
  return [
    {
      alert: 'FluentBitBufferFillingUp',
      expr: `min ${BY_OUTPUT} (${series('fluentbit_output_chunk_available_capacity_percent', options)}) < ${lowSpacePercent}`,
      for: '5m',
      severity: Severity.WARNING,
      summary: 'Log lines for output {{ $labels.name }} fill the room they may take on a node.',
      description:
        'On one node {{ $value | humanize }} % are left of the room for lines that wait for output {{ $labels.name }} of ' +
        '{{ $labels.job }}. When it is full the oldest lines are dropped. Look whether the other side is there and keeps up.',
      runbookUrl: page(options, 'FluentBitBufferFillingUp'),
    },
    {
      alert: 'FluentBitNotSending',
      expr: `count by (cluster, namespace, job) (
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
        '{{ $value }} agents of {{ $labels.job }} have delivered nothing for 20 minutes while lines come in and wait on the ' +
        "node's disk. Look in their log for what the outputs say, and restart one to see whether it is stuck.",
      runbookUrl: page(options, 'FluentBitNotSending'),
    },
  ];
}

/** Lines that are not read. */
function reading(options: FluentBitRulesOptions): AlertingRule[] {
  const { daemonSetSelector = 'daemonset="fluent-bit"' } = options;
  const long = series('fluentbit_input_long_line_skipped_total', options);
  const ofNodes = (metric: string) => `${metric}{${matchers('job="kube-state-metrics"', daemonSetSelector)}}`;
  return [
    {
      alert: 'FluentBitInputPaused',
      expr: `max ${BY_AGENT.replace(')', ', name)')} (${series('fluentbit_input_ingestion_paused', options)}) == 1`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Fluent Bit has stopped to read logs.',
      description:
        'Input {{ $labels.name }} of {{ $labels.pod }} has been paused for 10 minutes: it has too much to send. Files that ' +
        'are rotated away meanwhile are lost.',
      runbookUrl: page(options, 'FluentBitInputPaused'),
    },
    {
      alert: 'FluentBitNoInput',
      // The second series begins with the first file, which a container that starts has even if it says nothing.
      expr: `
  sum ${BY_AGENT} (${inputOf('fluentbit_input_records_total', options)}) == 0
unless
  sum ${BY_AGENT} (${inputOf('fluentbit_input_files_opened_total', options)}) > 0`,
      for: '1h',
      severity: Severity.WARNING,
      summary: 'Fluent Bit finds no log of any container on a node.',
      description:
        'For an hour {{ $labels.pod }} has followed no file of any container. Where the files in /var/log/pods of its node ' +
        'are links, as those of Docker are, the folder that they lead to must be mounted (`containerLogsPath`); else look ' +
        'whether the agent may read them. All is well only if no container of that node but the agent has logged for a day.',
      runbookUrl: page(options, 'FluentBitNoInput'),
    },
    {
      alert: 'FluentBitStuck',
      // Its own clock, which goes on in between whatever it does.
      expr: `max ${BY_AGENT} (changes(${series('fluentbit_uptime', options)}[10m])) == 0`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Fluent Bit stands still.',
      description:
        '{{ $labels.pod }} answers, and has neither read nor sent a line for 10 minutes. An agent that asks the API server or ' +
        'the kubelet who wrote a line waits without an end for an answer once it is connected. What its node logs is read ' +
        'later, unless it is rotated twice meanwhile or its pods end. Look whether the API server answers; if so, delete the pod.',
      runbookUrl: page(options, 'FluentBitStuck'),
    },
    {
      alert: 'FluentBitLongLinesSkipped',
      // The series begins with the first such line.
      expr: `sum by (cluster, namespace, job) ((increase(${long}[1h]) > 0) or (${long} unless ${long} offset 1h))`,
      severity: Severity.WARNING,
      summary: 'Log lines are longer than Fluent Bit reads.',
      description:
        'In an hour {{ $value | humanize }} lines were longer than 1 MB and left out by {{ $labels.job }}. The log of the ' +
        'agents names their files.',
      runbookUrl: page(options, 'FluentBitLongLinesSkipped'),
    },
    {
      alert: 'FluentBitMissingOnNode',
      expr: `
  ${ofNodes('kube_daemonset_status_desired_number_scheduled')}
    - ${ofNodes('kube_daemonset_status_number_available')}
    > 0`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Nodes have no agent for their logs.',
      description:
        '{{ $value }} nodes that should run {{ $labels.namespace }}/{{ $labels.daemonset }} have no agent that is available: ' +
        'what their pods log is lost when files are rotated or pods end.',
      runbookUrl: page(options, 'FluentBitMissingOnNode'),
    },
  ];
}

/** Of the input that reads the logs of containers. */
const inputOf = (metric: string, { job = 'fluent-bit' }: FluentBitRulesOptions) =>
  `${metric}{job="${job}", name="containers"}`;

const series = (metric: string, { job = 'fluent-bit' }: FluentBitRulesOptions) => `${metric}{job="${job}"}`;

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'fluent-bit', alert);
