import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { EXPLAINING } from './explains-down';
import { matchers } from './matchers';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link nginxRules}. */
export interface NginxRulesOptions extends RunbookOptions {
  /** Matchers of the series of nginx, and of its exporters' `up`. @default - all of them */
  readonly selector?: string;
  /**
   * Connections that one nginx can hold: `worker_connections` times `worker_processes`, which it does not tell. Half of
   * that where it is a proxy: connections to the servers behind count too, and the exporter shows only those of clients.
   * @default 1024 - one process with the `worker_connections` of nginx's own image
   */
  readonly maxConnections?: number;
  /** Share of them in use that is too much. @default 0.8 */
  readonly connectionUseThreshold?: number;
}

/** The container that NginxExporterSidecar adds; it tells the exporters' `up` from that of everything else. */
const EXPORTER = 'container="nginx-exporter"';

const who = '{{ or $labels.pod $labels.instance }}{{ with $labels.namespace }} in namespace {{ . }}{{ end }}';

/** Alerts on nginx and its exporter, as NginxExporterSidecar has them scraped. */
export function nginxRules(options: NginxRulesOptions = {}): RuleGroup[] {
  return [{ name: 'nginx', alerts: [...down(options), ...connections(options)] }];
}

function down(options: NginxRulesOptions): AlertingRule[] {
  const { selector = '' } = options;
  return [
    {
      alert: 'NginxDown',
      expr: `nginx_up${braces(selector)} == 0`,
      for: '1m',
      severity: Severity.CRITICAL,
      summary: 'nginx in {{ or $labels.pod $labels.instance }} does not answer.',
      description:
        `The exporter beside nginx of ${who} gets no status page from it: nginx is down or hangs, or its configuration has ` +
        'lost the location with stub_status. Look at the log of the container of nginx.',
      runbookUrl: page(options, 'NginxDown'),
    },
    {
      alert: 'NginxExporterDown',
      expr: `up{${matchers(selector, EXPORTER)}} == 0`,
      ...EXPLAINING,
      severity: Severity.CRITICAL,
      summary: 'The exporter of nginx in {{ or $labels.pod $labels.instance }} is down.',
      description:
        `Prometheus cannot scrape the container nginx-exporter of ${who}, so nobody sees whether nginx works. Look whether ` +
        'the pod runs, at the log of that container, and whether a NetworkPolicy lets Prometheus in.',
      runbookUrl: page(options, 'NginxExporterDown'),
    },
  ];
}

function connections(options: NginxRulesOptions): AlertingRule[] {
  const { selector = '', maxConnections = 1024, connectionUseThreshold = 0.8 } = options;
  const series = braces(selector);
  return [
    {
      alert: 'NginxDroppedConnections',
      // Half a connection stands for none: the two rates differ by rounding.
      expr: `
        increase(nginx_connections_accepted${series}[5m])
          - increase(nginx_connections_handled${series}[5m])
          > 0.5`,
      for: '5m',
      severity: Severity.WARNING,
      summary: 'nginx in {{ or $labels.pod $labels.instance }} drops connections.',
      description:
        `nginx of ${who} has closed {{ $value | humanize }} connections in 5 minutes without handling them. It does so ` +
        'when worker_connections or the open files of the process are used up; its log names which.',
      runbookUrl: page(options, 'NginxDroppedConnections'),
    },
    {
      alert: 'NginxHighConnectionUse',
      expr: `nginx_connections_active${series} / ${maxConnections} > ${connectionUseThreshold}`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'nginx in {{ or $labels.pod $labels.instance }} has few connections left.',
      description:
        `nginx of ${who} has {{ $value | humanizePercentage }} of ${maxConnections} connections open; at the end of them it ` +
        'drops new ones. Add pods, raise worker_connections, or shorten keepalive_timeout where most of them wait.',
      runbookUrl: page(options, 'NginxHighConnectionUse'),
    },
  ];
}

const braces = (selector: string) => (selector.trim() === '' ? '' : `{${selector}}`);

const page = (options: RunbookOptions, alert: string) => ownRunbookUrl(options, 'nginx', alert);
