/** How a destination writes the parts of a message. All take and return pieces of Go templates. */
export interface MessageFormat {
  /** Put before everything. */
  readonly prelude: string;
  /** Prints an expression so that nothing in it is read as markup. */
  print(expression: string): string;
  bold(content: string): string;
  code(content: string): string;
  /** `url` is an expression whose value is a URL. */
  link(url: string, label: string): string;
  /** Link to the form that silences the alert at the dot. */
  silenceLink(label: string): string;
  readonly linkSeparator: string;
  readonly lineBreak: string;
}

/**
 * URL of the form that silences what has the labels of a set, all filled in. `%q` quotes and escapes a value as the form
 * reads it; `urlquery` writes a space as `+`, which the form would not turn back.
 */
export const silenceUrl = (labels: string): string =>
  `{{ $.ExternalURL }}/#/silences/new?filter=%7B{{ range $i, $label := ${labels}.SortedPairs }}{{ if $i }}%2C%20{{ end }}` +
  '{{ urlquery .Name }}%3D{{ printf "%q" .Value | urlquery | reReplaceAll "\\\\+" "%20" }}{{ end }}%7D';

/** The same where html/template itself encodes what is put into an attribute. */
const SILENCE_URL_IN_HTML =
  '{{ $.ExternalURL }}/#/silences/new?filter=%7B{{ range $i, $label := .Labels.SortedPairs }}{{ if $i }}%2C%20{{ end }}' +
  '{{ .Name }}%3D{{ printf "%q" .Value }}{{ end }}%7D';

const asIs = (content: string) => content;

/** Text without markup. */
export const PLAIN: MessageFormat = {
  prelude: '',
  print: (expression) => `{{ ${expression} }}`,
  bold: asIs,
  code: asIs,
  link: (url, label) => `${label}: {{ ${url} }}`,
  silenceLink: (label) => `${label}: ${silenceUrl('.Labels')}`,
  linkSeparator: '\n',
  lineBreak: '\n',
};

/** Slack's mrkdwn. `&`, `<` and `>` are escaped: a label that holds `<!channel>` must not mention anybody. */
export const SLACK: MessageFormat = {
  prelude:
    '{{ define "escaped" }}{{ reReplaceAll "&" "&amp;" . | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}{{ end -}}\n',
  print: (expression) => `{{ template "escaped" ${argument(expression)} }}`,
  bold: (content) => `*${content}*`,
  code: (content) => `\`${content}\``,
  link: (url, label) => `<{{ template "escaped" ${argument(url)} }}|${label}>`,
  silenceLink: (label) => `<${silenceUrl('.Labels')}|${label}>`,
  linkSeparator: ' · ',
  lineBreak: '\n',
};

/** Markdown as Discord reads it. */
export const MARKDOWN: MessageFormat = {
  ...PLAIN,
  bold: (content) => `**${content}**`,
  code: (content) => `\`${content}\``,
  link: (url, label) => `[${label}]({{ ${url} }})`,
  silenceLink: (label) => `[${label}](${silenceUrl('.Labels')})`,
  linkSeparator: ' · ',
};

/** Markdown as the cards of Microsoft Teams read it: no code, and a line ends only where a paragraph does. */
export const TEAMS: MessageFormat = { ...MARKDOWN, code: asIs, lineBreak: '\n\n' };

/** HTML as Telegram reads it; Alertmanager escapes what is printed. */
export const HTML: MessageFormat = {
  ...PLAIN,
  bold: (content) => `<b>${content}</b>`,
  code: (content) => `<code>${content}</code>`,
  link: (url, label) => `<a href="{{ ${url} }}">${label}</a>`,
  silenceLink: (label) => `<a href="${SILENCE_URL_IN_HTML}">${label}</a>`,
  linkSeparator: ' · ',
};

/** An expression as an argument: in parentheses unless it is a single operand. */
const argument = (expression: string) => (/[ |]/.test(expression) ? `(${expression})` : expression);
