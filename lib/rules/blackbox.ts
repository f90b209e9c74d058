import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { EXPLAINING } from './explains-down';
import { matchers } from './matchers';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link blackboxRules}. */
export interface BlackboxRulesOptions extends RunbookOptions {
  /** Matchers of the series of probes and of the exporters. @default - all of them */
  readonly selector?: string;
  /** How long a probe must have failed before it is told. @default '1m' */
  readonly failedFor?: string;
  /** Seconds that successful probes may take on average. @default 1 */
  readonly slowSeconds?: number;
  /** Days before a certificate's end that raise a warning. @default 14 */
  readonly certificateWarningDays?: number;
  /** Days before a certificate's end that are critical. @default 3 */
  readonly certificateCriticalDays?: number;
}

/** The container of every blackbox exporter, whose name all its targets bear as a label. */
export const BLACKBOX_CONTAINER = 'blackbox-exporter';

/**
 * Alerts on what blackbox exporters probe, and on the exporters themselves. They look at single targets, so they hold on
 * shards of Prometheus as well.
 */
export function blackboxRules(options: BlackboxRulesOptions = {}): RuleGroup[] {
  const { certificateWarningDays = 14, certificateCriticalDays = 3 } = options;
  return [
    {
      name: 'blackbox',
      alerts: [
        probeFailed(options),
        probeSlow(options),
        certificateExpiry(options, certificateWarningDays, Severity.WARNING),
        certificateExpiry(options, certificateCriticalDays, Severity.CRITICAL),
        exporterDown(options),
        reloadFailed(options),
      ],
    },
  ];
}

/** In texts: what is probed; a sidecar's probe has its target beside the address of the pod. */
const TARGET = '{{ or $labels.target $labels.instance }}';
/** In texts: from where. */
const PLACE =
  '{{ with $labels.pod }} in pod {{ . }}{{ end }}{{ with $labels.namespace }} of namespace {{ . }}{{ end }}';

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'blackbox', alert);

const series = (metric: string, { selector = '' }: BlackboxRulesOptions, more = '') => {
  const chosen = matchers(more, selector);
  return chosen === '' ? metric : `${metric}{${chosen}}`;
};

function probeFailed(options: BlackboxRulesOptions): AlertingRule {
  return {
    alert: 'ProbeFailed',
    expr: `${series('probe_success', options)} == 0`,
    for: options.failedFor ?? '1m',
    severity: Severity.CRITICAL,
    summary: `The probe of ${TARGET} fails.`,
    description:
      `The blackbox exporter does not get from ${TARGET}${PLACE} the answer that its module asks for. The page of the ` +
      "exporter itself, port 9115, lists recent probes with the log of each; 'probe_http_status_code' and the other " +
      'series of the probe say how far it came.',
    runbookUrl: page(options, 'ProbeFailed'),
  };
}

function probeSlow(options: BlackboxRulesOptions): AlertingRule {
  const { slowSeconds = 1 } = options;
  return {
    alert: 'ProbeSlow',
    expr: `
      avg_over_time(${series('probe_duration_seconds', options)}[5m]) > ${slowSeconds}
        and
      ${series('probe_success', options)} == 1`,
    for: '5m',
    severity: Severity.WARNING,
    summary: `The probe of ${TARGET} is slow.`,
    description:
      `Probes of ${TARGET}${PLACE} succeed and took {{ $value | humanizeDuration }} on average in the last 5 minutes, ` +
      `more than ${slowSeconds} s. The phases in 'probe_http_duration_seconds' tell the name service, the network and ` +
      'the server apart.',
    runbookUrl: page(options, 'ProbeSlow'),
  };
}

function certificateExpiry(options: BlackboxRulesOptions, days: number, severity: Severity): AlertingRule {
  return {
    alert: 'ProbeCertificateExpiry',
    expr: `${series('probe_ssl_earliest_cert_expiry', options)} - time() < ${days} * 86400`,
    // Renewed certificates go live on one server after the other.
    for: '5m',
    severity,
    summary: `A certificate of ${TARGET} {{ if gt $value 0.0 }}ends in {{ $value | humanizeDuration }}{{ else }}has ended{{ end }}.`,
    description:
      `The first certificate of the chain of ${TARGET}${PLACE} to end does so in less than ${days} days. Clients turn ` +
      'away from then on. Look why it has not been renewed, and whether the server has taken the new one.',
    runbookUrl: page(options, 'ProbeCertificateExpiry'),
  };
}

/** A scrape of `/probe` may fail by the target as well; where the exporter's own metrics are scraped, those count. */
function exporterDown(options: BlackboxRulesOptions): AlertingRule {
  return {
    alert: 'BlackboxExporterDown',
    expr: `${series('up', options, `container="${BLACKBOX_CONTAINER}", metrics_path!="/probe"`)} == 0`,
    ...EXPLAINING,
    severity: Severity.CRITICAL,
    summary: 'The blackbox exporter{{ with $labels.pod }} of pod {{ . }}{{ end }} does not answer.',
    description:
      `Prometheus gets no answer from the blackbox exporter for ${TARGET}${PLACE}, so nobody knows whether what it ` +
      'probes is well. Look whether its container runs, and whether a NetworkPolicy lets Prometheus in.',
    runbookUrl: page(options, 'BlackboxExporterDown'),
  };
}

function reloadFailed(options: BlackboxRulesOptions): AlertingRule {
  return {
    alert: 'BlackboxExporterFailedReload',
    expr: `${series('blackbox_exporter_config_last_reload_successful', options)} == 0`,
    for: '10m',
    severity: Severity.WARNING,
    summary: 'A blackbox exporter refuses its configuration.',
    description:
      'The blackbox exporter of {{ or $labels.pod $labels.instance }}{{ with $labels.namespace }} in namespace {{ . }}' +
      '{{ end }} goes on with the modules before and cannot start anew; its log says what is wrong.',
    runbookUrl: page(options, 'BlackboxExporterFailedReload'),
  };
}
