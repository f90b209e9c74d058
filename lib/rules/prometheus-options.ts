import type { AlertingRule } from '../model/rules';
import { matchers } from './matchers';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of `prometheusRules`. */
export interface PrometheusRulesOptions extends RunbookOptions {
  /** Matchers of the series that Prometheus scrapes from itself. @default 'job="prometheus"' */
  readonly selector?: string;
  /** Whether it has an Alertmanager; without one the alerts on sending to it are left out. @default true */
  readonly alertmanager?: boolean;
  /** Percentage of the queries it answers at once above which PrometheusHighQueryLoad fires. @default 80 */
  readonly queryLoadPercent?: number;
  /** Seconds that remote write may lag before PrometheusRemoteWriteBehind fires. @default 120 */
  readonly remoteWriteLagSeconds?: number;
}

/** An alert whose runbook has its own name, or that of `page`. */
export type PrometheusAlert = Omit<AlertingRule, 'runbookUrl'> & { readonly page?: string };

/** Completes alerts on Prometheus; `of` gives the matchers of its series, `who` the server in texts. */
export function prometheusAlerts(
  options: PrometheusRulesOptions,
  alerts: (of: (...more: string[]) => string, who: string) => PrometheusAlert[],
): AlertingRule[] {
  const { selector = 'job="prometheus"' } = options;
  return alerts((...more) => matchers(selector, ...more), 'Prometheus {{ or $labels.pod $labels.instance }}').map(
    ({ page, ...rule }) => ({ ...rule, runbookUrl: runbookUrl(options, 'prometheus', page ?? rule.alert) }),
  );
}
