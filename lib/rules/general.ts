import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link watchdogRules}. */
export interface WatchdogRulesOptions extends RunbookOptions {
  /**
   * Matchers of the series that Prometheus scrapes from itself, on which Watchdog stands.
   * @default 'job="prometheus"'
   */
  readonly prometheusSelector?: string;
}

/** Options of {@link generalRules}. */
export interface GeneralRulesOptions extends WatchdogRulesOptions {
  /**
   * Whether the targets are spread over several Prometheus shards. Then TargetDown is left out, for a shard sees a part
   * of the targets only (InstanceDown tells of each of them), and InfoInhibitor keeps info alerts quiet even while
   * something worse fires, for that may fire on another shard.
   * @default false
   */
  readonly sharded?: boolean;
  /** Whether Watchdog is among them; `false` where it is there already. @default true */
  readonly watchdog?: boolean;
  /** Percentage of targets of a job that are down above which TargetDown fires. @default 10 */
  readonly targetDownPercent?: number;
}

/** The heartbeat alone, in a group of its own, for where the other general rules are not wanted. */
export function watchdogRules(options: WatchdogRulesOptions = {}): RuleGroup[] {
  return [{ name: 'watchdog', alerts: [watchdog(options)] }];
}

function watchdog(options: WatchdogRulesOptions): AlertingRule {
  const { prometheusSelector = 'job="prometheus"' } = options;
  return {
    alert: 'Watchdog',
    // Stored samples, not a constant: a Prometheus that evaluates but cannot store (full disk) must fall silent.
    expr: `group by (cluster) (up{${prometheusSelector}})`,
    severity: Severity.NONE,
    summary: 'The alerting path works.',
    description:
      'Always fires, and stops when Prometheus stores no samples, evaluates no rules or reaches no Alertmanager. ' +
      'It belongs to a receiver outside of the cluster that raises the alarm when this heartbeat stops.',
    runbookUrl: runbookUrl(options, 'general', 'Watchdog'),
  };
}

/** The alerts that any Prometheus needs: the heartbeat, the muffler of info alerts, and targets that are down. */
export function generalRules(options: GeneralRulesOptions = {}): RuleGroup[] {
  const { sharded = false, targetDownPercent = 10 } = options;
  const page = (alert: string) => runbookUrl(options, 'general', alert);
  const targetDown = {
    alert: 'TargetDown',
    // What is down now, and of what has come and gone three times, perhaps too fast for InstanceDown, the scrapes that fail.
    // At one outage it must not look back: InstanceDown, which holds it back, would be over before it.
    expr: `
      100 * avg by (cluster, job, namespace, service) (
          (1 - avg_over_time(up[15m])) and changes(up[15m]) > 5
        or
          1 - up
      ) > ${targetDownPercent}`,
    for: '10m',
    severity: Severity.WARNING,
    summary: 'Scrapes of job {{ $labels.job }} fail.',
    description:
      '{{ $value | printf "%.3g" }}% of the targets of job {{ $labels.job }}{{ with $labels.namespace }} in namespace ' +
      '{{ . }}{{ end }} are down; one that comes and goes counts in part. The page Targets of Prometheus shows the error of each target; ' +
      'metrics of the job, and alerts on them, have gaps.',
    runbookUrl: page('TargetDown'),
  };
  return [
    {
      name: 'general.rules',
      alerts: [
        ...((options.watchdog ?? true) ? [watchdog(options)] : []),
        {
          alert: 'InfoInhibitor',
          expr: sharded ? INFO_ALERTS : INFO_ALERTS_ALONE,
          severity: Severity.NONE,
          summary: 'Keeps alerts of severity info quiet.',
          description:
            'An alert of severity info fires{{ with $labels.namespace }} in namespace {{ . }}{{ end }}' +
            `${sharded ? '' : ' and nothing worse does'}. This alert inhibits it in Alertmanager and goes to nobody itself.`,
          runbookUrl: page('InfoInhibitor'),
        },
        // Before InstanceDown, which holds it back: of two alerts that end at once, the first one is told first.
        ...(sharded ? [] : [targetDown]),
        {
          alert: 'InstanceDown',
          expr: 'up == 0',
          for: '1m',
          severity: Severity.CRITICAL,
          summary: 'Target {{ $labels.instance }} of job {{ $labels.job }} is down.',
          description:
            'Prometheus has not been able to scrape {{ $labels.instance }} of job {{ $labels.job }}' +
            '{{ with $labels.namespace }} in namespace {{ . }}{{ end }} for a minute. Look whether the process runs and ' +
            'answers, and at the error that the page Targets of Prometheus shows.',
          runbookUrl: page('TargetDown'),
        },
      ],
    },
  ];
}

/** One result for each namespace in which an info alert, and no warning or critical one, fires. */
const INFO_ALERTS_ALONE = `
  group by (cluster, namespace) (ALERTS{alertstate="firing", severity="info"})
    unless on (cluster, namespace)
  ALERTS{alertstate="firing", severity=~"warning|critical"}`;

/**
 * One result for each info alert. Its name moves to another label, for this alert's own name takes its place, and two
 * alerts that differ by nothing else would fail the rule.
 */
const INFO_ALERTS = `
  label_replace(ALERTS{alertstate="firing", severity="info"}, "info_alert", "$1", "alertname", "(.+)")`;
