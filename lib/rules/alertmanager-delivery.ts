import { type AlertingRule, Severity } from '../model/rules';
import { type AlertmanagerRulesOptions, instance, runbookPage as page, STOPS_HEARTBEAT } from './alertmanager-options';
import { matchers } from './matchers';

const SELECTOR = 'job="alertmanager"';
const ALL = '.+';

/**
 * Alerts on notifications that fail. All instances failing is critical, with one instance as with three. One of several
 * failing is a warning, for another one delivers; with one instance that alert would only repeat the critical one.
 */
export function deliveryAlerts(options: AlertmanagerRulesOptions): AlertingRule[] {
  const { replicas = 1, criticalIntegrations = ALL, defaultReceiver, heartbeatReceiver } = options;
  const pattern = JSON.stringify(criticalIntegrations);
  return [
    ...(replicas > 1 ? [oneFails(options)] : []),
    ...(criticalIntegrations === ALL
      ? [allFail(options, '', Severity.CRITICAL)]
      : [
          allFail(options, `integration=~${pattern}`, Severity.CRITICAL),
          allFail(options, `integration!~${pattern}`, Severity.WARNING),
        ]),
    ...(defaultReceiver === undefined ? [] : [defaultReceiverFails(options, defaultReceiver)]),
    ...(heartbeatReceiver === undefined ? [] : [heartbeatFails(options, heartbeatReceiver)]),
  ];
}

/** By instance, integration and receiver: the part of the notifications of 15 minutes that failed. */
function failedShare({ selector = SELECTOR, heartbeatReceiver }: AlertmanagerRulesOptions, matcher = ''): string {
  const others = heartbeatReceiver === undefined ? '' : `receiver_name!=${JSON.stringify(heartbeatReceiver)}`;
  const chosen = matchers(selector, matcher, others);
  return `sum without (reason) (rate(alertmanager_notifications_failed_total{${chosen}}[15m]))
      / (rate(alertmanager_notifications_total{${chosen}}[15m]) > 0)`;
}

/** Of what was sent, as texts name it. */
const THROUGH = '{{ with $labels.receiver_name }}to receiver {{ . }} {{ end }}through {{ $labels.integration }}';

function oneFails(options: AlertmanagerRulesOptions): AlertingRule {
  return {
    alert: 'AlertmanagerFailedToSendAlerts',
    expr: `
    (
      ${failedShare(options)}
    ) > 0.01`,
    for: '5m',
    severity: Severity.WARNING,
    summary: `Notifications ${THROUGH} fail on one Alertmanager.`,
    description: `${instance} failed to send {{ $value | humanizePercentage }} of its notifications ${THROUGH} in the last 15 minutes. If another instance delivers them, look at the network of this one.`,
    runbookUrl: page(options, 'AlertmanagerFailedToSendAlerts'),
  };
}

function allFail(options: AlertmanagerRulesOptions, matcher: string, severity: Severity): AlertingRule {
  return {
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    // Instances that send nothing take no part, so that an idle one does not hide those that fail.
    expr: `
    min by (cluster, namespace, job, integration, receiver_name) (
      ${failedShare(options, matcher)}
    ) > 0.01`,
    for: '5m',
    severity,
    summary: `Notifications ${THROUGH} fail on every Alertmanager.`,
    description:
      `At least {{ $value | humanizePercentage }} of the notifications ${THROUGH} failed in the last 15 minutes, on ` +
      'each instance that sent any. People may miss alerts. The log of Alertmanager has the answer it got; often a ' +
      'token or a URL is no longer valid.',
    runbookUrl: page(options, 'AlertmanagerClusterFailedToSendAlerts'),
  };
}

/**
 * More than half of what was sent to a receiver fails, over all instances and integrations.
 *
 * One failed message must not do, whatever its share: the window of 8 minutes is shorter than the 10 for which the
 * alert waits (by more than the instances need to try one after the other), and longer than the usual 5 after which a
 * message that failed is tried again. Where more time passes between two notifications, the second part counts: two
 * that failed on one instance, and not a single request that succeeded, in 3 hours. That one looks at requests because
 * they are counted when they end; a notification is counted as sent when its tries begin and as failed when they end.
 */
function mostlyFails({ selector = SELECTOR }: AlertmanagerRulesOptions, receiver: string): string {
  const chosen = matchers(selector, `receiver_name=${JSON.stringify(receiver)}`);
  const by = 'by (cluster, namespace, job, receiver_name)';
  const sum = (metric: string, range: string) => `sum ${by} (increase(alertmanager_${metric}{${chosen}}[${range}]))`;
  return `
    (
      ${sum('notifications_failed_total', '8m')}
        / (${sum('notifications_total', '8m')} > 0)
        > 0.5
    )
      or
    (
      max ${by} (
        sum without (reason) (increase(alertmanager_notifications_failed_total{${chosen}}[3h]))
      ) > 1.5
        unless
      ${sum('notification_requests_total', '3h')}
        - ${sum('notification_requests_failed_total', '3h')}
        > 0.5
    )`;
}

function defaultReceiverFails(options: AlertmanagerRulesOptions, receiver: string): AlertingRule {
  return {
    alert: 'AlertmanagerDefaultReceiverFailing',
    expr: mostlyFails(options, receiver),
    for: '10m',
    severity: Severity.CRITICAL,
    labels: { [STOPS_HEARTBEAT]: 'true' },
    summary: 'Most notifications to the default receiver {{ $labels.receiver_name }} fail.',
    description:
      'Over all instances, more than half of the notifications to {{ $labels.receiver_name }} have failed for 10 ' +
      'minutes. It gets every alert that no route takes, so people miss alerts, and the heartbeat is held back to say ' +
      'so outside. The log of Alertmanager has the answer it got; often a token or a URL is no longer valid.',
    runbookUrl: page(options, 'AlertmanagerClusterFailedToSendAlerts'),
  };
}

function heartbeatFails(options: AlertmanagerRulesOptions, receiver: string): AlertingRule {
  return {
    alert: 'AlertmanagerHeartbeatFailing',
    expr: mostlyFails(options, receiver),
    for: '10m',
    severity: Severity.WARNING,
    summary: 'Most check-ins of the heartbeat {{ $labels.receiver_name }} fail.',
    description:
      'Over all instances, more than half of the check-ins that receiver {{ $labels.receiver_name }} sends have failed ' +
      'for 10 minutes, so the other side may raise a false alarm, or nobody would learn when alerting is down. The log ' +
      'of Alertmanager has the answer it got; look at the check-in URL and at the way out of the cluster.',
    runbookUrl: page(options, 'AlertmanagerFailedToSendAlerts'),
  };
}
