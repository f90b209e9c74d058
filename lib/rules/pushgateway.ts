import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link pushgatewayRules}. */
export interface PushgatewayRulesOptions extends RunbookOptions {
  /** Matchers of the groups of pushed series. @default - all of them */
  readonly selector?: string;
  /** Seconds without a push after which a group is stale. @default - no alert: only their owners know how often jobs run */
  readonly jobStaleAfterSeconds?: number;
}

/** In texts: the group of series that an alert is about. */
const GROUP = 'job {{ $labels.job }}{{ with $labels.instance }}, instance {{ . }}{{ end }}';

/** Alerts on what jobs push to Pushgateways. That one is gone is for the alert on its job without targets. */
export function pushgatewayRules(options: PushgatewayRulesOptions = {}): RuleGroup[] {
  const { selector = '', jobStaleAfterSeconds } = options;
  const series = (metric: string) => (selector.trim() === '' ? metric : `${metric}{${selector}}`);
  return [
    {
      name: 'pushgateway',
      alerts: [
        {
          alert: 'PushgatewayPushFailing',
          expr: `${series('push_failure_time_seconds')} > ${series('push_time_seconds')}`,
          for: '5m',
          severity: Severity.WARNING,
          summary: `Pushgateway refuses what ${GROUP} pushes.`,
          description:
            `The last push of ${GROUP}, at {{ $value | humanizeTimestamp }}, was refused, so its metrics are those of an ` +
            'earlier push or are missing. The answer to the push says why; often a metric has another type or other ' +
            'help than the same one of another job, is there twice, or carries a timestamp.',
          runbookUrl: page(options, 'PushgatewayPushFailing'),
        },
        ...(jobStaleAfterSeconds === undefined ? [] : [stale(options, series, jobStaleAfterSeconds)]),
      ],
    },
  ];
}

function stale(options: RunbookOptions, series: (metric: string) => string, seconds: number): AlertingRule {
  return {
    alert: 'PushgatewayJobStale',
    // 0 is the time of a push that never succeeded, of which the other alert tells.
    expr: `time() - (${series('push_time_seconds')} > 0) > ${seconds}`,
    severity: Severity.WARNING,
    summary: `${GROUP.replace('job', 'Job')} has not pushed for {{ $value | humanizeDuration }}.`,
    description:
      `Pushgateway still serves what ${GROUP} pushed {{ $value | humanizeDuration }} ago, as if it were new. Look whether ` +
      'the job runs and reaches its end; if it is gone for good, delete its group from Pushgateway.',
    runbookUrl: page(options, 'PushgatewayJobStale'),
  };
}

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'pushgateway', alert);
