import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link fluentdRules}. */
export interface FluentdRulesOptions extends RunbookOptions {
  /** The label `job` of its series; the group of rules is named so, too. @default 'fluentd' */
  readonly job?: string;
  /** Percent of an output's room below which an alert is raised. @default 30 */
  readonly lowSpacePercent?: number;
}

/** One output of one pod. */
const BY_OUTPUT = 'by (cluster, namespace, job, pod, plugin_id)';
const BY_JOB = 'by (cluster, namespace, job, plugin_id)';

/** Alerts on a Fluentd that cannot deliver, is about to hold its senders back, or hands over records that are refused. */
export function fluentdRules(options: FluentdRulesOptions = {}): RuleGroup[] {
  return [{ name: options.job ?? 'fluentd', alerts: [...waiting(options), ...refused(options)] }];
}

/** Lines that wait. */
function waiting(options: FluentdRulesOptions): AlertingRule[] {
  const { lowSpacePercent = 30 } = options;
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
        '{{ $value | humanize }} % of the room for lines that wait for output {{ $labels.plugin_id }} are left. When it is ' +
        'full Fluentd takes no more lines, and they wait on the nodes. Look whether the other side is there and keeps up.',
      runbookUrl: page(options, 'FluentdBufferFillingUp'),
    },
    {
      alert: 'FluentdBufferFull',
      expr: `min ${BY_OUTPUT} (${space}) < 2`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Output {{ $labels.plugin_id }} of {{ $labels.pod }} has no room left for log lines.',
      description:
        'Fluentd takes no more lines. They wait on the nodes, and are lost when the room there ends or files are rotated ' +
        'away. Bring the other side back, or give the volume more room.',
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
        'In 10 minutes {{ $value | humanize }} tries to deliver log lines failed. Nothing is lost while there is room in ' +
        'the buffer. The log of Fluentd says what the other side answers.',
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
        'Lines have waited in the buffer for 20 minutes, and nothing was delivered. Look in the log of Fluentd, and restart ' +
        'the pod to see whether it is stuck: what waits is in its volume.',
      runbookUrl: page(options, 'FluentdNotSending'),
    },
  ];
}

/** Lines that no retry brings to where they should be. */
function refused(options: FluentdRulesOptions): AlertingRule[] {
  const rejected = series('fluentd_rejected_records_total', options);
  return [
    {
      alert: 'FluentdRecordsRejected',
      // The series begins with the first such record.
      expr: `sum by (cluster, namespace, job) (
  (increase(${rejected}[10m]) > 0)
or
  (${rejected} unless ${rejected} offset 10m)
) > 0`,
      severity: Severity.WARNING,
      summary: 'Log lines are refused, and stored as rejected ones.',
      description:
        'In 10 minutes {{ $value | humanize }} records were refused for good, as a rule since a field has another type than ' +
        "in earlier documents of its index. They are in the dataset 'rejected-logs', each as one text; the log of Fluentd says why.",
      runbookUrl: page(options, 'FluentdRecordsRejected'),
    },
    {
      alert: 'FluentdChunksRolledBack',
      expr: `sum ${BY_JOB} (increase(${series('fluentd_output_status_rollback_count', options)}[1h])) > 20`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Output {{ $labels.plugin_id }} takes its chunks back.',
      description:
        'In an hour {{ $value | humanize }} chunks went back into the buffer after the other side had not confirmed them ' +
        'in time. They are sent again, and may be there twice.',
      runbookUrl: page(options, 'FluentdChunksRolledBack'),
    },
  ];
}

const series = (metric: string, { job = 'fluentd' }: FluentdRulesOptions) => `${metric}{job="${job}"}`;

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'fluentd', alert);
