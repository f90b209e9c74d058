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
  /**
   * Name of the receiver that gets what no route takes. While most of its notifications fail, the heartbeat stops.
   * Needs `--enable-feature=receiver-name-in-metrics` of Alertmanager.
   * @default - no alert on it, and the heartbeat goes on whatever fails to be sent
   */
  readonly defaultReceiver?: string;
  /**
   * Name of the receiver of Watchdog. Its failures raise an alert of their own and count for none of the others: a
   * check-in that is lost now and then is what the grace time of the other side is for.
   * Needs `--enable-feature=receiver-name-in-metrics` of Alertmanager.
   * @default - it counts like any other receiver
   */
  readonly heartbeatReceiver?: string;
}

/**
 * An alert with this label says that alerts no longer reach people: Alertmanager holds Watchdog back while it fires, so
 * that the dead man's switch outside speaks up.
 */
export const STOPS_HEARTBEAT = 'stops_heartbeat';

/** Name of the alert on a credential that the configuration names and that is not there. */
export const CREDENTIAL_MISSING = 'AlertmanagerCredentialMissing';

/** One Alertmanager with all its instances. */
export const BY_CLUSTER = 'by (cluster, namespace, job)';

/** In texts: the instance that an alert is about. */
export const instance = 'Alertmanager {{ or $labels.pod $labels.instance }}';

/** The runbook of an alert on Alertmanager. */
export const runbookPage = (options: RunbookOptions, alert: string) => runbookUrl(options, 'alertmanager', alert);
