import type { MessageFormat } from './message-format';

/**
 * Sets `$worst` to the worst severity of the alerts the message is about: the firing ones, or all when all are resolved.
 */
export const WORST_SEVERITY =
  '{{ $worst := "" }}{{ range .Alerts }}{{ if eq .Status $.Status }}{{ $severity := .Labels.severity }}' +
  '{{ if or (eq $worst "") (eq $severity "critical") (and (eq $severity "warning") (ne $worst "critical")) }}' +
  '{{ $worst = $severity }}{{ end }}{{ end }}{{ end }}';

/** A choice by severity, as a template: nothing is sent for those without a value. */
export interface BySeverity {
  readonly critical: string;
  readonly warning: string;
  readonly info: string;
  /** For any other severity. */
  readonly other: string;
}

/** Prints one of the values by `$worst`; see {@link WORST_SEVERITY}. */
export function bySeverity({ critical, warning, info, other }: BySeverity): string {
  const rest = info === other ? '' : `{{ else if eq $worst "info" }}${info}`;
  const end = other === '' && rest === '' ? '' : `${rest}{{ else }}${other}`;
  return `{{ if eq $worst "critical" }}${critical}{{ else if eq $worst "warning" }}${warning}${end}{{ end }}`;
}

/** What fires, how bad and where, on one line: `[FIRING:2] KubePodCrashLooping (critical) in prod/shop`. */
export const TITLE =
  `${WORST_SEVERITY}[{{ toUpper .Status }}{{ if eq .Status "firing" }}:{{ len .Alerts.Firing }}{{ end }}] ` +
  '{{ with .CommonLabels.alertname }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}' +
  '{{ with $worst }} ({{ . }}){{ end }}' +
  '{{ if or .CommonLabels.cluster .CommonLabels.namespace }} in {{ .CommonLabels.cluster }}' +
  '{{ if and .CommonLabels.cluster .CommonLabels.namespace }}/{{ end }}{{ .CommonLabels.namespace }}{{ end }}';

/** What an alert says of itself in one line; the dot is the alert. */
const SUMMARY = 'or .Annotations.summary .Labels.alertname';

/** One line for the alert at the dot, at most `length` characters of it. */
export const summaryOf = (length: number): string => `printf "%.${length}s" (${SUMMARY})`;

/** The alert that stands for the message: the first that fires, or the first of all when all are resolved. */
export const FIRST_ALERT = 'index (or .Alerts.Firing .Alerts) 0';

export interface AlertListOptions {
  /** Alerts that are listed, of the firing ones and of the resolved ones. */
  readonly maxAlerts: number;
  /** Characters of a description. */
  readonly maxDescription: number;
  /** Where links are: behind each alert, once behind the list (of the first alert), or nowhere. */
  readonly links: 'each' | 'once' | 'none';
}

/**
 * The alerts of a message: for each summary, description, the labels it does not share with the others, and links to
 * runbook, graph and silence; then the labels that all share. Bounded, as every destination cuts or refuses long texts.
 */
export function alertList(format: MessageFormat, { maxAlerts, maxDescription, links }: AlertListOptions): string {
  const { lineBreak: br } = format;
  const labels = (set: string) => `{{ with ${set} }}${format.code(format.print('printf "%.300s" .'))}${br}{{ end }}`;
  const own = labels('.Labels.Remove $.CommonLabels.Names');
  const summary = format.print(summaryOf(200));
  const first = (list: string, body: string) =>
    `{{ range $i, $alert := ${list} }}{{ if lt $i ${maxAlerts} -}}\n${body}{{ end }}{{ end -}}\n`;
  const firing = `${format.bold(summary)}${br}{{ with .Annotations.description }}${format.print(`printf "%.${maxDescription}s" .`)}${br}{{ end }}${own}`;
  return [
    format.prelude,
    first(
      '.Alerts.Firing',
      `${firing}${links === 'each' ? `${alertLinks(format)}${br}` : ''}${br === '\n' ? '\n' : ''}`,
    ),
    more('.Alerts.Firing', maxAlerts, format),
    first('.Alerts.Resolved', `Resolved: ${summary}${br}${own}`),
    more('.Alerts.Resolved', maxAlerts, format),
    labels('.CommonLabels.Remove (stringSlice "alertname" "severity")'),
    links === 'once' ? `{{ with ${FIRST_ALERT} }}${alertLinks(format)}{{ end }}` : '',
  ].join('');
}

function more(list: string, maxAlerts: number, format: MessageFormat): string {
  const text = `The first ${maxAlerts} of {{ len ${list} }}, all in ${format.link('.ExternalURL', 'Alertmanager')}`;
  return `{{ if gt (len ${list}) ${maxAlerts} }}${text}${format.lineBreak}{{ end -}}\n`;
}

/** Links of the alert at the dot; the runbook and the graph only if there are any, the graph only if its URL is no monster. */
function alertLinks(format: MessageFormat): string {
  const { linkSeparator: separator } = format;
  return (
    `{{ with .Annotations.runbook_url }}${format.link('.', 'Runbook')}${separator}{{ end }}` +
    `{{ if and .GeneratorURL (lt (len .GeneratorURL) 1000) }}${format.link('.GeneratorURL', 'Graph')}${separator}{{ end }}` +
    format.silenceLink('Silence')
  );
}
