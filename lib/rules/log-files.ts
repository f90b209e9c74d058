import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** The label `job` of the series of all sidecars that read files of logs; the group of rules is named so, too. */
export const LOG_FILE_JOB = 'log-file-sidecar';

/** One sidecar. */
const BY_SIDECAR = 'by (cluster, namespace, job, pod, container, instance)';

const who = 'container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }}';

/** Alerts on sidecars that read files of logs, as LogFileSidecar has them scraped. */
export function logFileRules(options: RunbookOptions = {}): RuleGroup[] {
  return [{ name: LOG_FILE_JOB, alerts: [...notDelivered(options), ...damaged(options)] }];
}

/** Lines that wait. */
function notDelivered(options: RunbookOptions): AlertingRule[] {
  const rate = (metric: string) => `sum ${BY_SIDECAR} (rate(${series(metric)}[10m]))`;
  const all = (metric: string) => `sum ${BY_SIDECAR} (${series(metric)})`;
  return [
    {
      alert: 'LogFilesNotDelivered',
      expr: `
  ${rate('fluentbit_input_records_total')} > 0
and
  ${rate('fluentbit_output_proc_records_total')} == 0`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Lines of log files in {{ $labels.pod }} are read and not delivered.',
      description:
        `The sidecar in ${who} has delivered nothing for 20 minutes while its app writes. What waits goes with the pod. ` +
        'Where it prints lines, look whether somebody reads the log of its container; where it sends them, what it says there.',
      runbookUrl: page(options, 'LogFilesNotDelivered'),
    },
    {
      alert: 'LogFilesPaused',
      expr: `max ${BY_SIDECAR} (${series('fluentbit_input_ingestion_paused')}) == 1`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Log files in {{ $labels.pod }} are not read.',
      description:
        `The sidecar in ${who} has not read on for 10 minutes, as it holds all it may and cannot deliver it. What the app ` +
        'writes waits in its files; what of them is deleted meanwhile is lost.',
      runbookUrl: page(options, 'LogFilesPaused'),
    },
    {
      alert: 'LogFilesNotFound',
      // The second series begins with the first file.
      expr: `
  ${all('fluentbit_input_records_total')} == 0
unless
  ${all('fluentbit_input_files_opened_total')} > 0`,
      for: '1h',
      severity: Severity.WARNING,
      summary: 'No log file of {{ $labels.pod }} is found.',
      description:
        `For an hour the sidecar in ${who} has found no file at its paths, so that nothing its app writes is read. Look ` +
        "where the app writes its files, and whether that is what 'paths' says; one that writes none until something " +
        'happens is all right.',
      runbookUrl: page(options, 'LogFilesNotFound'),
    },
  ];
}

/** Lines that are gone, whole or in part. */
function damaged(options: RunbookOptions): AlertingRule[] {
  const grown = (metric: string, time: string) => `sum ${BY_SIDECAR} (increase(${series(metric)}[${time}])) > 0`;
  const cut = series('fluentbit_input_long_line_truncated_total');
  return [
    {
      alert: 'LogFilesLinesDropped',
      expr: `
  ${grown('fluentbit_output_dropped_records_total', '10m')}
or
  ${grown('fluentbit_output_errors_total', '10m')}`,
      severity: Severity.CRITICAL,
      summary: 'Lines of log files in {{ $labels.pod }} are lost.',
      description:
        `In 10 minutes the sidecar in ${who} has dropped lines, or chunks of them, that the other side refused for good. ` +
        'Its log says why.',
      runbookUrl: page(options, 'LogFilesLinesDropped'),
    },
    {
      alert: 'LogFilesLinesCut',
      // The series begins with the first such line.
      expr: `sum ${BY_SIDECAR} ((increase(${cut}[1h]) > 0) or (${cut} unless ${cut} offset 1h))`,
      severity: Severity.WARNING,
      summary: 'Lines of log files in {{ $labels.pod }} are cut.',
      description: `In an hour {{ $value | humanize }} lines were longer than the 1 MB that the sidecar in ${who} reads of one.`,
      runbookUrl: page(options, 'LogFilesLinesCut'),
    },
  ];
}

const series = (metric: string) => `${metric}{job="${LOG_FILE_JOB}"}`;

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'log-files', alert);
