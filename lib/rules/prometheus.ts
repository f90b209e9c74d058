import { type RuleGroup, Severity } from '../model/rules';
import { deliveryAlerts, remoteWriteAlerts } from './prometheus-delivery';
import { type PrometheusRulesOptions, prometheusAlerts } from './prometheus-options';
import { targetAlerts } from './prometheus-targets';

export type { PrometheusRulesOptions } from './prometheus-options';

/** Alerts on Prometheus itself: configuration, targets, storage, rules, queries, and what it hands on. */
export function prometheusRules(options: PrometheusRulesOptions = {}): RuleGroup[] {
  const { alertmanager = true } = options;
  return [
    {
      name: 'prometheus',
      alerts: [
        ...serverAlerts(options),
        ...targetAlerts(options),
        ...(alertmanager ? deliveryAlerts(options) : []),
        ...remoteWriteAlerts(options),
      ],
    },
  ];
}

function serverAlerts(options: PrometheusRulesOptions) {
  const { queryLoadPercent = 80 } = options;
  return prometheusAlerts(options, (of, who) => [
    {
      alert: 'PrometheusBadConfig',
      expr: `max_over_time(prometheus_config_last_reload_successful{${of()}}[5m]) == 0`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Prometheus refuses its configuration.',
      description: `${who} goes on with the configuration before and cannot start anew; its log says what is wrong.`,
    },
    {
      alert: 'PrometheusTSDBReloadsFailing',
      expr: `increase(prometheus_tsdb_reloads_failures_total{${of()}}[3h]) > 0`,
      for: '4h',
      severity: Severity.WARNING,
      summary: 'Prometheus cannot read blocks of its storage.',
      description: `${who} failed {{ $value | humanize }} times in 3 hours to load blocks from its volume, so older samples may be missing from queries. Its log names the block.`,
    },
    {
      alert: 'PrometheusTSDBCompactionsFailing',
      expr: `increase(prometheus_tsdb_compactions_failed_total{${of()}}[3h]) > 0`,
      for: '4h',
      severity: Severity.WARNING,
      summary: 'Prometheus cannot compact its storage.',
      description: `${who} failed {{ $value | humanize }} times in 3 hours to compact blocks. Memory and volume fill up; look whether the volume is full, and at the log.`,
    },
    {
      alert: 'PrometheusNotIngestingSamples',
      // Only where there is something to ingest: targets, or rules that record.
      expr: `
        sum without (type) (rate(prometheus_tsdb_head_samples_appended_total{${of()}}[5m])) <= 0
          and
        (
          sum without (scrape_job) (prometheus_target_scrape_pool_targets{${of()}}) > 0
            or
          sum without (rule_group) (prometheus_rule_group_rules{${of()}}) > 0
        )`,
      for: '10m',
      severity: Severity.WARNING,
      summary: 'Prometheus stores no samples.',
      description: `${who} has targets or rules and has stored nothing for 15 minutes. Look whether its volume is full and whether its targets answer.`,
    },
    {
      alert: 'PrometheusRuleFailures',
      expr: `increase(prometheus_rule_evaluation_failures_total{${of()}}[5m]) > 0`,
      for: '15m',
      severity: Severity.CRITICAL,
      summary: 'Rules fail, and alerts with them.',
      description: `${who} failed {{ $value | printf "%.0f" }} evaluations of rules of {{ $labels.rule_group }} in 5 minutes; alerts among them cannot fire. The page Rules shows the error.`,
    },
    {
      alert: 'PrometheusMissingRuleEvaluations',
      expr: `increase(prometheus_rule_group_iterations_missed_total{${of()}}[5m]) > 0`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Rules take longer than their interval.',
      description: `${who} left out {{ $value | printf "%.0f" }} evaluations of {{ $labels.rule_group }} in 5 minutes, for the one before was still running. Make its rules cheaper or its interval longer.`,
    },
    {
      alert: 'PrometheusHighQueryLoad',
      expr: `
        100 * avg_over_time(prometheus_engine_queries{${of()}}[5m])
          / max_over_time(prometheus_engine_queries_concurrent_max{${of()}}[5m])
          > ${queryLoadPercent}`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Prometheus is near the limit of queries that it answers at once.',
      description: `${who} uses {{ $value | printf "%.0f" }}% of its slots for queries; more queries wait, those of rules and dashboards among them. Look for a dashboard or a client that asks too much.`,
      // The set of runbooks has no page of this alert.
      page: 'PrometheusMissingRuleEvaluations',
    },
  ]);
}
