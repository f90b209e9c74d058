import { prometheusRules } from '../../lib/rules/prometheus';
import { of, pair, SERVER } from './prometheus-cases';
import { type RuleCase, testRules } from './rule-test';

const grows = '0+1x400';
const stands = '7x400';

const server: RuleCase[] = [
  ...pair('PrometheusBadConfig', 'prometheus_config_last_reload_successful', { fires: '0x60', quiet: '1x30 0x3 1x30' }),
  ...pair('PrometheusTSDBReloadsFailing', 'prometheus_tsdb_reloads_failures_total', {
    fires: grows,
    quiet: '0x10 1x390',
    at: '4h10m',
  }),
  ...pair('PrometheusTSDBCompactionsFailing', 'prometheus_tsdb_compactions_failed_total', {
    fires: grows,
    quiet: '0x10 1x390',
    at: '4h10m',
  }),
  ...pair('PrometheusRuleFailures', 'prometheus_rule_evaluation_failures_total', {
    more: { rule_group: 'f;g' },
    fires: grows,
    quiet: '0x32 1x20',
  }),
  ...pair('PrometheusMissingRuleEvaluations', 'prometheus_rule_group_iterations_missed_total', {
    more: { rule_group: 'f;g' },
    fires: grows,
    quiet: stands,
  }),
  ...['prometheus_target_scrape_pool_targets', 'prometheus_rule_group_rules'].map((metric) => ({
    name: `stores nothing with ${metric}`,
    alert: 'PrometheusNotIngestingSamples',
    series: {
      [of('prometheus_tsdb_head_samples_appended_total', { type: 'float' })]: stands,
      [of('prometheus_tsdb_head_samples_appended_total', { type: 'histogram' })]: stands,
      [of(metric, metric.endsWith('rules') ? { rule_group: 'g' } : { scrape_job: 'j' })]: '3x60',
    },
    fires: [SERVER],
  })),
  {
    name: 'stores one kind of samples',
    alert: 'PrometheusNotIngestingSamples',
    series: {
      [of('prometheus_tsdb_head_samples_appended_total', { type: 'float' })]: grows,
      [of('prometheus_tsdb_head_samples_appended_total', { type: 'histogram' })]: stands,
      [of('prometheus_target_scrape_pool_targets', { scrape_job: 'j' })]: '3x60',
    },
    fires: [],
  },
  {
    name: 'stores nothing, having no target and no rule',
    alert: 'PrometheusNotIngestingSamples',
    series: {
      [of('prometheus_tsdb_head_samples_appended_total', { type: 'float' })]: stands,
      [of('prometheus_target_scrape_pool_targets', { scrape_job: 'j' })]: '0x60',
    },
    fires: [],
  },
  ...[18, 10].map((queries) => ({
    name: `${queries} of 20 queries`,
    alert: 'PrometheusHighQueryLoad',
    series: {
      [of('prometheus_engine_queries')]: `${queries}x60`,
      [of('prometheus_engine_queries_concurrent_max')]: '20x60',
    },
    fires: queries > 16 ? [SERVER] : [],
  })),
];

const targets: RuleCase[] = [
  ...pair('PrometheusSDRefreshFailure', 'prometheus_sd_refresh_failures_total', {
    more: { mechanism: 'dns', config: 'j' },
    fires: grows,
    quiet: '0x15 1x50',
  }),
  ...pair('PrometheusKubernetesListWatchFailures', 'prometheus_sd_kubernetes_failures_total', {
    fires: grows,
    quiet: '0x30 1x20',
  }),
  ...pair('PrometheusTargetSyncFailure', 'prometheus_target_sync_failed_total', {
    more: { scrape_job: 'j' },
    fires: '0x20 1x30',
    quiet: '1x50',
  }),
  ...[
    ['PrometheusDuplicateTimestamps', 'prometheus_target_scrapes_sample_duplicate_timestamp_total'],
    ['PrometheusOutOfOrderTimestamps', 'prometheus_target_scrapes_sample_out_of_order_total'],
    ['PrometheusTargetLimitHit', 'prometheus_target_scrape_pool_exceeded_target_limit_total'],
    ['PrometheusLabelLimitHit', 'prometheus_target_scrape_pool_exceeded_label_limits_total'],
    ['PrometheusScrapeBodySizeLimitHit', 'prometheus_target_scrapes_exceeded_body_size_limit_total'],
    ['PrometheusScrapeSampleLimitHit', 'prometheus_target_scrapes_exceeded_sample_limit_total'],
  ].flatMap(([alert = '', metric = '']) => pair(alert, metric, { fires: grows, quiet: '0x30 1x20' })),
];

describe('prometheusRules', () => {
  testRules(
    prometheusRules({ alertmanager: false }).map((group) => ({
      ...group,
      alerts: group.alerts?.filter(({ alert }) => !alert.startsWith('PrometheusRemote')),
    })),
    [...server, ...targets],
  );
});
