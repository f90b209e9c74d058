import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { matchers } from './matchers';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link kubeStateMetricsRules}. */
export interface KubeStateMetricsRulesOptions extends RunbookOptions {
  /** Matchers of the series about kube-state-metrics itself. @default 'job="kube-state-metrics-self"' */
  readonly selector?: string;
  /** Pods that share the objects among them. With one, the alerts on how they share are left out. @default 1 */
  readonly shards?: number;
}

const BY_JOB = 'by (cluster, namespace, job)';

/** Alerts on kube-state-metrics itself: without what it reads, alerts on workloads and nodes stay quiet or go on for ever. */
export function kubeStateMetricsRules(options: KubeStateMetricsRulesOptions = {}): RuleGroup[] {
  const { shards = 1 } = options;
  return [
    {
      name: 'kube-state-metrics',
      alerts: [
        failing(options, 'list', 'KubeStateMetricsListErrors'),
        failing(options, 'watch', 'KubeStateMetricsWatchErrors'),
        ...(shards > 1 ? [mismatch(options), missing(options)] : []),
      ],
    },
  ];
}

const selectorOf = ({ selector = 'job="kube-state-metrics-self"' }: KubeStateMetricsRulesOptions) => selector;
const page = (options: RunbookOptions, alert: string) => runbookUrl(options, 'kube-state-metrics', alert);

function failing(options: KubeStateMetricsRulesOptions, verb: 'list' | 'watch', alert: string): AlertingRule {
  const rate = (matcher: string) =>
    `sum by (cluster, namespace, job, resource) (rate(kube_state_metrics_${verb}_total{${matchers(selectorOf(options), matcher)}}[5m]))`;
  return {
    alert,
    expr: `
      ${rate('result="error"')}
        /
      ${rate('')}
        > 0.01`,
    for: '15m',
    severity: Severity.CRITICAL,
    summary: `kube-state-metrics cannot ${verb} {{ $labels.resource }}.`,
    description:
      `{{ $value | humanizePercentage }} of the requests of {{ $labels.job }} to ${verb} {{ $labels.resource }} have ` +
      'failed for 15 minutes, so its metrics of them are missing or old and alerts that read them cannot be relied on. ' +
      'Its log says why: the right to read them, a kind that this Kubernetes does not have, or an API server that does ' +
      'not answer.',
    runbookUrl: page(options, alert),
  };
}

function mismatch(options: KubeStateMetricsRulesOptions): AlertingRule {
  const shards = `kube_state_metrics_total_shards{${selectorOf(options)}}`;
  return {
    alert: 'KubeStateMetricsShardingMismatch',
    expr: `
      max ${BY_JOB} (${shards})
        !=
      min ${BY_JOB} (${shards})`,
    for: '15m',
    severity: Severity.CRITICAL,
    summary: 'The shards of {{ $labels.job }} do not agree how many they are.',
    description:
      'One shard counts {{ $value }} of them and another one fewer, so some objects have their metrics twice and others ' +
      'not at all. Look whether all pods belong to one StatefulSet and whether its change has come through.',
    runbookUrl: page(options, 'KubeStateMetricsShardingMismatch'),
  };
}

function missing(options: KubeStateMetricsRulesOptions): AlertingRule {
  const selector = selectorOf(options);
  return {
    alert: 'KubeStateMetricsShardsMissing',
    expr: `
      max ${BY_JOB} (kube_state_metrics_total_shards{${selector}})
        -
      count ${BY_JOB} (
        count by (cluster, namespace, job, shard_ordinal) (kube_state_metrics_shard_ordinal{${selector}})
      )
        > 0`,
    for: '15m',
    severity: Severity.CRITICAL,
    summary: '{{ $value }} of the shards of {{ $labels.job }} are missing.',
    description:
      'Their part of the objects of the cluster has no metrics, so alerts on these stay quiet. Look which pods of the ' +
      'StatefulSet do not run or cannot be scraped.',
    runbookUrl: page(options, 'KubeStateMetricsShardsMissing'),
  };
}
