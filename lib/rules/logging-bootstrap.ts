import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { matchers } from './matchers';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link loggingBootstrapRules}. */
export interface LoggingBootstrapRulesOptions extends RunbookOptions {
  /** Namespace of the Jobs. */
  readonly namespace: string;
  /** Name of the Jobs before the hash of what they do: `search-bootstrap`. */
  readonly name: string;
  /** Name of the Job that is wanted now; of others nothing is told. */
  readonly jobName: string;
  /** What may be so as long as a Job has failed: `users may lack`. @default - nothing is said of it */
  readonly undone?: string;
  /** Matchers of the series that kube-state-metrics makes of Jobs. @default 'job="kube-state-metrics"' */
  readonly selector?: string;
  /** A Job that is older and has not completed is told of. @default 3600 */
  readonly notCompletedAfterSeconds?: number;
}

/**
 * Alerts on a Job that sets up a store of logs or its page. They read the metrics of Jobs by kube-state-metrics, without
 * which they are silent. Where several of its pods share the Jobs, `LoggingBootstrapUndone` sees only those of one pod.
 */
export function loggingBootstrapRules(options: LoggingBootstrapRulesOptions): RuleGroup[] {
  const { namespace, name } = options;
  return [
    { name: `logging-bootstrap.${namespace}.${name}`, alerts: [failed(options), late(options), undone(options)] },
  ];
}

const series = (
  metric: string,
  { selector = 'job="kube-state-metrics"', namespace }: LoggingBootstrapRulesOptions,
  ...more: string[]
) => `${metric}{${matchers(selector, `namespace="${namespace}"`, ...more)}}`;

const only = ({ jobName }: LoggingBootstrapRulesOptions) => `job_name="${jobName}"`;

/** The public pages on Jobs are those of Kubernetes' own alerts. */
const page = (options: RunbookOptions, alert: string, nearest: string) =>
  options.runbookBaseUrl === undefined
    ? runbookUrl(options, 'kubernetes', nearest)
    : runbookUrl(options, 'logging-bootstrap', alert);

function failed(options: LoggingBootstrapRulesOptions): AlertingRule {
  const { namespace, undone } = options;
  return {
    alert: 'LoggingBootstrapFailed',
    expr: `${series('kube_job_failed', options, only(options), 'condition="true"')} == 1`,
    severity: Severity.WARNING,
    summary: `Job {{ $labels.job_name }} in namespace ${namespace} has failed.`,
    description:
      `What it should have set up is as before, or set up by half${undone === undefined ? '' : `: ${undone}`}. ` +
      `kubectl -n ${namespace} logs job/{{ $labels.job_name }} says why. Mend that, delete the Job, and apply it again.`,
    runbookUrl: page(options, 'LoggingBootstrapFailed', 'KubeJobFailed'),
  };
}

function late(options: LoggingBootstrapRulesOptions): AlertingRule {
  const { namespace, notCompletedAfterSeconds = 3600 } = options;
  const ended = (metric: string) => series(metric, options, only(options), 'condition="true"');
  const same = 'unless on (cluster, namespace, instance, job_name)';
  return {
    alert: 'LoggingBootstrapNotCompleted',
    expr: `
        time() - ${series('kube_job_created', options, only(options))} > ${notCompletedAfterSeconds}
          ${same} ${ended('kube_job_complete')} == 1
          ${same} ${ended('kube_job_failed')} == 1`,
    severity: Severity.WARNING,
    summary: `Job {{ $labels.job_name }} in namespace ${namespace} has not completed for {{ $value | humanizeDuration }}.`,
    description:
      'What it shall set up is not there yet: it waits for a Secret, for a server that does not answer or does not let it ' +
      `in, or its pod cannot start. kubectl -n ${namespace} logs job/{{ $labels.job_name }} says what it waits for.`,
    runbookUrl: page(options, 'LoggingBootstrapNotCompleted', 'KubeJobCompletion'),
  };
}

function undone(options: LoggingBootstrapRulesOptions): AlertingRule {
  const { namespace, name, jobName } = options;
  const others = [`job_name=~"${name}-[0-9a-f]{10}"`, `job_name!="${jobName}"`];
  const by = '(cluster, namespace, instance)';
  const last = (...more: string[]) => `max by ${by} (${series('kube_job_status_completion_time', options, ...more)})`;
  return {
    alert: 'LoggingBootstrapUndone',
    expr: `
        ${last(...others)}
          > on ${by}
        ${last(only(options))}`,
    // The Job of a new version may complete before Prometheus has this rule for it.
    for: '10m',
    severity: Severity.WARNING,
    summary: `A Job of another version has set up namespace ${namespace} after ${jobName}.`,
    description:
      `${jobName} is what is wanted, and completed earlier: somebody went back to it, and a Job that is complete does not ` +
      `run again. kubectl -n ${namespace} delete job ${jobName}, and apply it again.`,
    runbookUrl: page(options, 'LoggingBootstrapUndone', 'KubeJobCompletion'),
  };
}
