import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { matchers } from './matchers';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link alertmanagerRules}. */
export interface AlertmanagerRulesOptions extends RunbookOptions {
  /** Matchers of the series of Alertmanager. @default 'job="alertmanager"' */
  readonly selector?: string;
  /**
   * Matchers of the series that say which credential files are there.
   * @default 'job="alertmanager-credentials"'
   */
  readonly credentialsSelector?: string;
  /** Instances of Alertmanager. With one, the alerts on how they agree with each other are left out. @default 1 */
  readonly replicas?: number;
  /**
   * Pattern of the integrations (`slack`, `pagerduty` ...) that people rely on. If others than all are, failures of the
   * rest raise a warning.
   * @default '.+'
   */
  readonly criticalIntegrations?: string;
}

/**
 * An alert with this label says that alerts no longer reach people: Alertmanager holds Watchdog back while it fires, so
 * that the dead man's switch outside speaks up.
 */
export const STOPS_HEARTBEAT = 'stops_heartbeat';

const ALL = '.+';
/** One Alertmanager with all its instances. */
const BY_CLUSTER = 'by (cluster, namespace, job)';
const WHO = 'Alertmanager {{ or $labels.pod $labels.instance }}';

/** Alerts on Alertmanager itself: its configuration, its instances among each other, and delivery. */
export function alertmanagerRules(options: AlertmanagerRulesOptions = {}): RuleGroup[] {
  const { replicas = 1 } = options;
  return [
    {
      name: 'alertmanager.rules',
      alerts: [...always(options), ...delivery(options), ...(replicas > 1 ? amongInstances(options) : [])],
    },
  ];
}

const page = (options: RunbookOptions, alert: string) => runbookUrl(options, 'alertmanager', alert);

function always(options: AlertmanagerRulesOptions): AlertingRule[] {
  const { selector = 'job="alertmanager"', credentialsSelector = 'job="alertmanager-credentials"' } = options;
  return [
    {
      alert: 'AlertmanagerFailedReload',
      expr: `max_over_time(alertmanager_config_last_reload_successful{${selector}}[5m]) == 0`,
      for: '10m',
      severity: Severity.CRITICAL,
      summary: 'Alertmanager refuses its configuration.',
      description: `${WHO} goes on with the configuration before and cannot start anew; its log says what is wrong.`,
      runbookUrl: page(options, 'AlertmanagerFailedReload'),
    },
    {
      alert: 'AlertmanagerCredentialMissing',
      expr: `
        min by (cluster, namespace, secret, key, purpose) (alertmanager_credential_file_present{${credentialsSelector}})
          == 0`,
      for: '1m',
      severity: Severity.CRITICAL,
      labels: { [STOPS_HEARTBEAT]: 'true' },
      summary: 'Alertmanager lacks the credential {{ $labels.secret }}/{{ $labels.key }}.',
      description:
        'Notifications that need it will fail: {{ $labels.purpose }}. Create the key {{ $labels.key }} in the Secret ' +
        '{{ $labels.secret }}{{ with $labels.namespace }} of namespace {{ . }}{{ end }}; Alertmanager reads it ' +
        'without a restart.',
      runbookUrl: page(options, 'AlertmanagerFailedToSendAlerts'),
    },
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
 * All instances failing is critical and stops the heartbeat, with one instance as with three. One of several failing is
 * a warning, for another one delivers; with one instance that alert would only repeat the critical one.
 */
function delivery(options: AlertmanagerRulesOptions): AlertingRule[] {
  const { selector = 'job="alertmanager"', replicas = 1, criticalIntegrations = ALL } = options;
  const failing = (matcher = '') => {
    const chosen = matchers(selector, matcher);
    return `sum without (reason) (rate(alertmanager_notifications_failed_total{${chosen}}[15m]))
      / (rate(alertmanager_notifications_total{${chosen}}[15m]) > 0)`;
  };
  const all = (matcher: string, more: Pick<AlertingRule, 'severity' | 'labels'>): AlertingRule => ({
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    // Instances that send nothing take no part, so that an idle one does not hide those that fail.
    expr: `
    min by (cluster, namespace, job, integration) (
      ${failing(matcher)}
    ) > 0.01`,
    for: '5m',
    ...more,
    summary: 'Notifications through {{ $labels.integration }} fail on every Alertmanager.',
    description:
      'At least {{ $value | humanizePercentage }} of the notifications through {{ $labels.integration }} failed in the ' +
      'last 15 minutes, on each instance that sent any. People may miss alerts. The log of Alertmanager names the ' +
      'receiver and the answer it got; often a token or a URL is no longer valid.',
    runbookUrl: page(options, 'AlertmanagerClusterFailedToSendAlerts'),
  });
  const one: AlertingRule = {
    alert: 'AlertmanagerFailedToSendAlerts',
    expr: `
    (
      ${failing()}
    ) > 0.01`,
    for: '5m',
    severity: Severity.WARNING,
    summary: 'Notifications through {{ $labels.integration }} fail on one Alertmanager.',
    description: `${WHO} failed to send {{ $value | humanizePercentage }} of its notifications through {{ $labels.integration }} in the last 15 minutes. If another instance delivers them, look at the network of this one.`,
    runbookUrl: page(options, 'AlertmanagerFailedToSendAlerts'),
  };
  const pattern = JSON.stringify(criticalIntegrations);
  const critical = { severity: Severity.CRITICAL, labels: { [STOPS_HEARTBEAT]: 'true' } };
  return [
    ...(replicas > 1 ? [one] : []),
    ...(criticalIntegrations === ALL
      ? [all('', critical)]
      : [all(`integration=~${pattern}`, critical), all(`integration!~${pattern}`, { severity: Severity.WARNING })]),
  ];
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
      description: `${WHO} sees {{ $value }} instances, itself included, and more are up. Instances that do not see each other notify twice. Look whether port 9094 is open between them, TCP and UDP.`,
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
      description: `${WHO} cannot reach {{ $value }} of the instances it knew. Look whether they run, and whether port 9094 is open between them.`,
      // The set of runbooks has no page of this alert.
      runbookUrl: page(options, 'AlertmanagerMembersInconsistent'),
    },
  ];
}
