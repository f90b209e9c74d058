import { type AlertingRule, Severity } from '../model/rules';
import { type PrometheusRulesOptions, prometheusAlerts } from './prometheus-options';

/** Alerts on how Prometheus sends alerts to Alertmanager. */
export function deliveryAlerts(options: PrometheusRulesOptions): AlertingRule[] {
  return prometheusAlerts(options, (of, who) => {
    const failed = `rate(prometheus_notifications_errors_total{${of()}}[5m])`;
    // What was sent counts successes alone, so it is nothing when everything fails.
    const errors = `100 * ${failed}
        / (${failed} + rate(prometheus_notifications_sent_total{${of()}}[5m]))`;
    return [
      {
        alert: 'PrometheusNotificationQueueRunningFull',
        // Each Alertmanager has a queue; the capacity is the same for all of them and has no such label.
        expr: `
        predict_linear(prometheus_notifications_queue_length{${of()}}[5m], 30 * 60)
          > ignoring (alertmanager) group_left ()
        min_over_time(prometheus_notifications_queue_capacity{${of()}}[5m])`,
        for: '15m',
        severity: Severity.WARNING,
        summary: 'Alerts pile up on their way to Alertmanager.',
        description: `${who} will have to drop alerts within half an hour: the queue{{ with $labels.alertmanager }} to {{ . }}{{ end }} grows. Look whether Alertmanager answers, and how fast.`,
      },
      {
        alert: 'PrometheusErrorSendingAlertsToSomeAlertmanagers',
        expr: `
        ${errors}
          > 1`,
        for: '15m',
        severity: Severity.WARNING,
        summary: 'One Alertmanager does not take all alerts.',
        description: `{{ $value | printf "%.1f" }}% of what ${who} sent to {{ $labels.alertmanager }} failed. If others take the alerts, people are still notified.`,
      },
      {
        alert: 'PrometheusErrorSendingAlertsToAnyAlertmanager',
        expr: `
      min without (alertmanager) (
        ${errors}
      )
        > 3`,
        for: '15m',
        severity: Severity.CRITICAL,
        summary: 'No Alertmanager takes all alerts.',
        description: `At least {{ $value | printf "%.1f" }}% of what ${who} sent failed, whichever the Alertmanager. Alerts are lost.`,
      },
      {
        alert: 'PrometheusNotConnectedToAlertmanagers',
        expr: `max_over_time(prometheus_notifications_alertmanagers_discovered{${of()}}[5m]) < 1`,
        for: '10m',
        severity: Severity.WARNING,
        summary: 'Prometheus knows no Alertmanager.',
        description: `${who} has nowhere to send alerts to. Look whether Alertmanager runs and whether its name resolves.`,
      },
    ];
  });
}

/** Alerts on how Prometheus copies samples to other storage; quiet where it does not. */
export function remoteWriteAlerts(options: PrometheusRulesOptions): AlertingRule[] {
  const { remoteWriteLagSeconds = 120 } = options;
  const to = '{{ $labels.remote_name }} ({{ $labels.url }})';
  return prometheusAlerts(options, (of, who) => [
    {
      alert: 'PrometheusRemoteStorageFailures',
      // The total counts what was tried, so failed samples are among them.
      expr: `
        100 * rate(prometheus_remote_storage_samples_failed_total{${of()}}[5m])
          / (rate(prometheus_remote_storage_samples_total{${of()}}[5m]) > 0)
          > 1`,
      for: '15m',
      severity: Severity.CRITICAL,
      summary: 'Remote storage refuses samples, and they are lost there.',
      description: `{{ $value | printf "%.1f" }}% of the samples from ${who} to ${to} failed for good. Its log has the answer of the storage.`,
    },
    {
      alert: 'PrometheusRemoteWriteBehind',
      expr: `
        max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds{${of()}}[5m])
          -
        max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${of()}}[5m])
          > ${remoteWriteLagSeconds}`,
      for: '15m',
      severity: Severity.CRITICAL,
      summary: 'Remote storage lags behind Prometheus.',
      description: `${who} is {{ $value | humanizeDuration }} behind with sending to ${to}. What is older than about 2 hours when it catches up is lost there. Look whether the storage answers, and how fast.`,
    },
    {
      alert: 'PrometheusRemoteWriteDesiredShards',
      expr: `
        max_over_time(prometheus_remote_storage_shards_desired{${of()}}[5m])
          >
        max_over_time(prometheus_remote_storage_shards_max{${of()}}[5m])`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Remote write wants more connections than it may open.',
      description: `${who} would need {{ $value | printf "%.0f" }} parallel senders to ${to} and may not have as many, so it will fall behind. Look whether the storage is slow before raising 'maxShards'.`,
    },
  ]);
}
