import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { deliveryAlerts } from './alertmanager-delivery';
import {
  type AlertmanagerRulesOptions,
  BY_CLUSTER,
  CREDENTIAL_MISSING,
  instance,
  runbookPage as page,
  STOPS_HEARTBEAT,
} from './alertmanager-options';
import { matchers } from './matchers';

/** Alerts on Alertmanager itself: its configuration, its instances among each other, and delivery. */
export function alertmanagerRules(options: AlertmanagerRulesOptions = {}): RuleGroup[] {
  const { replicas = 1 } = options;
  return [
    {
      name: 'alertmanager.rules',
      alerts: [...always(options), ...deliveryAlerts(options), ...(replicas > 1 ? amongInstances(options) : [])],
    },
  ];
}

function always(options: AlertmanagerRulesOptions): AlertingRule[] {
  const { selector = 'job="alertmanager"' } = options;
  return [
    {
      alert: 'AlertmanagerFailedReload',
      expr: `max_over_time(alertmanager_config_last_reload_successful{${selector}}[5m]) == 0`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Alertmanager refuses its configuration.',
      description: `${instance} goes on with the configuration before and cannot start anew; its log says what is wrong.`,
      runbookUrl: page(options, 'AlertmanagerFailedReload'),
    },
    credentialMissing(options, 'essential="true"', { [STOPS_HEARTBEAT]: 'true' }),
    credentialMissing(options, 'essential!="true"'),
    {
      alert: 'AlertmanagerClusterDown',
      expr: `avg ${BY_CLUSTER} (avg_over_time(up{${selector}}[5m]) < bool 0.5) >= 0.5`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Half or more of the instances of {{ $labels.job }} are down.',
      description:
        '{{ $value | humanizePercentage }} of the instances of {{ $labels.job }} could not be scraped for most of the ' +
        'last 5 minutes. The fewer are left, the likelier alerts are lost.',
      runbookUrl: page(options, 'AlertmanagerClusterDown'),
    },
    {
      alert: 'AlertmanagerClusterCrashlooping',
      expr: `avg ${BY_CLUSTER} (changes(process_start_time_seconds{${selector}}[10m]) > bool 4) >= 0.5`,
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Half or more of the instances of {{ $labels.job }} restart again and again.',
      description:
        '{{ $value | humanizePercentage }} of the instances of {{ $labels.job }} have started at least 5 times in 10 ' +
        'minutes. Look at the log of the container before its last start.',
      runbookUrl: page(options, 'AlertmanagerClusterCrashlooping'),
    },
  ];
}

/**
 * Without an essential credential, such as one of the default receiver, this very alert may reach nobody, so it stops
 * the heartbeat; without another one, the heartbeat's own included, some receiver still tells of it.
 */
function credentialMissing(
  options: AlertmanagerRulesOptions,
  matcher: string,
  labels?: Readonly<Record<string, string>>,
): AlertingRule {
  const { credentialsSelector = 'job="alertmanager-credentials"' } = options;
  const chosen = matchers(credentialsSelector, matcher);
  return {
    alert: CREDENTIAL_MISSING,
    expr: `
      min by (cluster, namespace, secret, key, purpose) (alertmanager_credential_file_present{${chosen}})
        == 0`,
    for: '1m',
    severity: Severity.CRITICAL,
    ...(labels ? { labels } : {}),
    summary: 'Alertmanager lacks the credential {{ $labels.secret }}/{{ $labels.key }}.',
    description:
      'Notifications that need it will fail: {{ $labels.purpose }}. Create the key {{ $labels.key }} in the Secret ' +
      '{{ $labels.secret }}{{ with $labels.namespace }} of namespace {{ . }}{{ end }}; Alertmanager reads it ' +
      'without a restart.',
    runbookUrl: page(options, 'AlertmanagerFailedToSendAlerts'),
  };
}

function amongInstances(options: AlertmanagerRulesOptions): AlertingRule[] {
  const { selector = 'job="alertmanager"' } = options;
  return [
    {
      alert: 'AlertmanagerMembersInconsistent',
      expr: `
        max_over_time(alertmanager_cluster_members{${selector}}[5m])
          < on (cluster, namespace, job) group_left ()
        count ${BY_CLUSTER} (up{${selector}} == 1)`,
      for: '15m',
      severity: Severity.CRITICAL,
      summary: 'An Alertmanager does not see all the others.',
      description: `${instance} sees {{ $value }} instances, itself included, and more are up. Instances that do not see each other notify twice. Look whether port 9094 is open between them, TCP and UDP.`,
      runbookUrl: page(options, 'AlertmanagerMembersInconsistent'),
    },
    {
      alert: 'AlertmanagerConfigInconsistent',
      expr: `
        max ${BY_CLUSTER} (alertmanager_config_hash{${selector}})
          !=
        min ${BY_CLUSTER} (alertmanager_config_hash{${selector}})`,
      for: '20m',
      severity: Severity.CRITICAL,
      summary: 'The instances of {{ $labels.job }} run different configurations.',
      description:
        'Where an alert goes depends on which instance of {{ $labels.job }} takes it. One of them has not taken the ' +
        'last change of the configuration; look at its log and at that of its config reloader.',
      runbookUrl: page(options, 'AlertmanagerConfigInconsistent'),
    },
    {
      alert: 'AlertmanagerClusterFailedPeers',
      expr: `max_over_time(alertmanager_cluster_failed_peers{${selector}}[5m]) > 0`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'An Alertmanager has lost other instances.',
      description: `${instance} cannot reach {{ $value }} of the instances it knew. Look whether they run, and whether port 9094 is open between them.`,
      // The set of runbooks has no page of this alert.
      runbookUrl: page(options, 'AlertmanagerMembersInconsistent'),
    },
  ];
}
