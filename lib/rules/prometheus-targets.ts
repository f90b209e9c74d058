import { type AlertingRule, Severity } from '../model/rules';
import { type PrometheusAlert, type PrometheusRulesOptions, prometheusAlerts } from './prometheus-options';

/** Alerts on how Prometheus finds and scrapes its targets. */
export function targetAlerts(options: PrometheusRulesOptions): AlertingRule[] {
  return prometheusAlerts(options, (of, who) => {
    const limit = (
      rule: Pick<PrometheusAlert, 'alert' | 'page' | 'summary'> & { metric: string; description: string },
    ): PrometheusAlert => {
      const { metric, ...rest } = rule;
      return { ...rest, expr: `increase(${metric}{${of()}}[5m]) > 0`, for: '15m', severity: Severity.WARNING };
    };
    return [
      {
        alert: 'PrometheusSDRefreshFailure',
        expr: `increase(prometheus_sd_refresh_failures_total{${of()}}[10m]) > 0`,
        for: '20m',
        severity: Severity.WARNING,
        summary: 'Prometheus cannot look for targets.',
        description: `${who} has failed for 20 minutes to ask {{ $labels.mechanism }} for the targets{{ with $labels.config }} of {{ . }}{{ end }}; new ones are not scraped. Its log says what the answer was.`,
      },
      {
        alert: 'PrometheusKubernetesListWatchFailures',
        expr: `increase(prometheus_sd_kubernetes_failures_total{${of()}}[5m]) > 0`,
        for: '15m',
        severity: Severity.WARNING,
        summary: 'Prometheus cannot ask Kubernetes for targets.',
        description: `${who} failed {{ $value | printf "%.0f" }} times in 5 minutes to list or watch objects of Kubernetes; new pods are not scraped. Look at its roles, and whether it reaches the API server.`,
        page: 'PrometheusSDRefreshFailure',
      },
      {
        alert: 'PrometheusTargetSyncFailure',
        expr: `increase(prometheus_target_sync_failed_total{${of()}}[30m]) > 0`,
        for: '5m',
        severity: Severity.CRITICAL,
        summary: 'Prometheus cannot make targets of what it found.',
        description: `${who} gave up {{ $value | printf "%.0f" }} targets of job {{ $labels.scrape_job }} in 30 minutes: their labels after relabelling are not valid. Its log says which.`,
      },
      {
        alert: 'PrometheusDuplicateTimestamps',
        expr: `rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{${of()}}[5m]) > 0`,
        for: '10m',
        severity: Severity.WARNING,
        summary: 'Prometheus drops samples that it gets twice.',
        description: `${who} drops {{ $value | printf "%.3g" }} samples a second, for it has another value of the same time already. Two targets have the same labels, or one exposes a series twice; its log at level debug names them.`,
      },
      {
        alert: 'PrometheusOutOfOrderTimestamps',
        expr: `rate(prometheus_target_scrapes_sample_out_of_order_total{${of()}}[5m]) > 0`,
        for: '10m',
        severity: Severity.WARNING,
        summary: 'Prometheus drops samples that come too late.',
        description: `${who} drops {{ $value | printf "%.3g" }} samples a second that are older than those it has. Two targets have the same labels, or an exporter sends timestamps of its own.`,
      },
      limit({
        alert: 'PrometheusTargetLimitHit',
        metric: 'prometheus_target_scrape_pool_exceeded_target_limit_total',
        summary: 'A job has more targets than it may have, and all of them fail.',
        description: `${who} ran {{ $value | printf "%.0f" }} times in 5 minutes into the limit of targets of a job. Raise 'targetLimit', or choose fewer targets.`,
      }),
      limit({
        alert: 'PrometheusLabelLimitHit',
        metric: 'prometheus_target_scrape_pool_exceeded_label_limits_total',
        summary: 'Scrapes fail, for their series have more labels than they may have.',
        description: `${who} refused {{ $value | printf "%.0f" }} scrapes in 5 minutes over the number or the length of labels. Raise 'labelLimit', or drop labels.`,
      }),
      limit({
        alert: 'PrometheusScrapeBodySizeLimitHit',
        metric: 'prometheus_target_scrapes_exceeded_body_size_limit_total',
        summary: 'Scrapes fail, for they bring more bytes than they may.',
        description: `${who} refused {{ $value | printf "%.0f" }} scrapes in 5 minutes that were larger than the body size limit of their job. Raise the limit, or have the target expose less.`,
        page: 'PrometheusLabelLimitHit',
      }),
      limit({
        alert: 'PrometheusScrapeSampleLimitHit',
        metric: 'prometheus_target_scrapes_exceeded_sample_limit_total',
        summary: 'Scrapes fail, for they bring more samples than they may.',
        description: `${who} refused {{ $value | printf "%.0f" }} scrapes in 5 minutes with more samples than their job may bring. Raise 'sampleLimit', or drop series.`,
        page: 'PrometheusTargetLimitHit',
      }),
    ];
  });
}
