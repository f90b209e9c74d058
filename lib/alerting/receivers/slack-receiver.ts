import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, choice, fitProps, flag, listOf, type Shape, struct, text } from '../../model/shape';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
} from './http-options';
import { bindIntegration, exactlyOne, fileOf } from './integration';
import { alertList, bySeverity, FIRST_ALERT, TITLE, WORST_SEVERITY } from './message';
import { SLACK, silenceUrl } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';
import { mentionProblems, mentionText, plainMentionProblems, type SlackMentions } from './slack-mentions';

/** How a message of Slack links to the runbook, the graph and the form that silences the alert. */
export enum SlackLinks {
  /** In the text, behind each alert. */
  TEXT = 'text',
  /** As buttons below the message, for what its alerts have in common. */
  BUTTONS = 'buttons',
  NONE = 'none',
}

export interface SlackReceiverProps extends HttpReceiverProps {
  /** Incoming webhook URL; give this or `appToken`. @default - `appToken` is used */
  readonly apiUrl?: SecretKey;
  /** Bot token of a Slack app with `chat:write`; needs `channel`. @default - `apiUrl` is used */
  readonly appToken?: SecretKey;
  /**
   * `#name`, `@user` or an ID. The webhooks of Slack apps post to the channel they were made for, whatever is given here.
   * @default - that of the webhook
   */
  readonly channel?: string;
  /** Headline; a template. @default - what fires, how bad and where */
  readonly title?: string;
  /** Where the headline leads; a template. @default - the alerts of the receiver in Alertmanager */
  readonly titleLink?: string;
  /** Body; a template. @default - summary, description, labels and links of each alert */
  readonly text?: string;
  /** Above the attachment; a template. @default - none */
  readonly pretext?: string;
  /** `good`, `warning`, `danger` or `#rrggbb`; a template. @default - by status and worst severity */
  readonly color?: string;
  /** Shown as the sender, where the webhook allows it; a template. @default 'Alertmanager' */
  readonly username?: string;
  /** Such as `:fire:`; give this or `iconUrl`. @default - that of the webhook */
  readonly iconEmoji?: string;
  /** URL of an image; give this or `iconEmoji`. @default - that of the webhook */
  readonly iconUrl?: string;
  /** Small print below the text; a template. @default - none */
  readonly footer?: string;
  /** Whom to notify while alerts fire; needs Alertmanager 0.31 or newer. @default - nobody */
  readonly mentions?: SlackMentions;
  /** @default SlackLinks.TEXT */
  readonly links?: SlackLinks;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const COLOR = `${WORST_SEVERITY}{{ if eq .Status "resolved" }}good{{ else }}${bySeverity({
  critical: 'danger',
  warning: 'warning',
  info: '#439FE0',
  other: '#439FE0',
})}{{ end }}`;

/** What all alerts of the message share, or else Alertmanager: a button without a URL makes Slack refuse the message. */
const button = (text: string, url: string, otherwise: string) => ({
  type: 'button',
  text,
  url: `${url}${otherwise}{{ end }}`,
});
const ALERTMANAGER_URL = '{{ template "__alertmanagerURL" . }}';
const BUTTONS = [
  button('Runbook', '{{ with .CommonAnnotations.runbook_url }}{{ . }}{{ else }}', ALERTMANAGER_URL),
  button('Graph', `{{ with (${FIRST_ALERT}).GeneratorURL }}{{ . }}{{ else }}`, ALERTMANAGER_URL),
  { type: 'button', text: 'Silence', url: silenceUrl('.CommonLabels') },
];

const SHAPE: Shape<SlackReceiverProps> = {
  ...HTTP_RECEIVER,
  apiUrl: checkedElsewhere(),
  appToken: checkedElsewhere(),
  channel: text('#alerts'),
  title: text('{{ .CommonLabels.alertname }}'),
  titleLink: text('{{ .ExternalURL }}'),
  text: text('{{ .CommonAnnotations.summary }}'),
  pretext: text('{{ .Status }}'),
  color: text('danger'),
  username: text('Alertmanager'),
  iconEmoji: text(':fire:'),
  iconUrl: text('https://example.com/icon.png'),
  footer: text('{{ .CommonLabels.cluster }}'),
  mentions: struct<SlackMentions>({
    critical: listOf(text('<!here>')),
    warning: listOf(text('<!here>')),
    info: listOf(text('<!here>')),
  }),
  links: choice(SlackLinks),
  sendResolved: flag(),
};

/** Sends to a channel of Slack. */
export class SlackReceiver implements IReceiver {
  private readonly props: SlackReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: SlackReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const links = props.links ?? SlackLinks.TEXT;
    const title = props.title ?? TITLE;
    const text =
      props.text ??
      alertList(SLACK, { maxAlerts: 5, maxDescription: 500, links: links === SlackLinks.TEXT ? 'each' : 'none' });
    const color = props.color ?? COLOR;
    const { titleLink, pretext, username, footer, channel } = props;
    return bindIntegration({
      name: this.name,
      list: 'slack_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        api_url_file: fileOf(props.apiUrl),
        app_token_file: fileOf(props.appToken),
        channel,
        username,
        icon_emoji: props.iconEmoji,
        icon_url: props.iconUrl,
        color,
        message_text: mentionText(props.mentions),
        pretext,
        title,
        title_link: titleLink,
        text,
        fallback: title,
        footer,
        actions: links === SlackLinks.BUTTONS ? BUTTONS : undefined,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        {
          prop: 'apiUrl',
          secret: props.apiUrl,
          purpose: `incoming webhook URL of Slack${channel ? ` for ${channel}` : ''}`,
        },
        { prop: 'appToken', secret: props.appToken, purpose: 'bot token of a Slack app' },
        ...httpCredentials('Slack', props),
      ],
      texts: {
        title,
        titleLink,
        text,
        pretext,
        color,
        username,
        footer,
        channel,
        iconEmoji: props.iconEmoji,
        iconUrl: props.iconUrl,
      },
      egress: httpEgress(props),
      problems: [...this.misfits, ...this.problems()],
    });
  }

  private problems(): Problem[] {
    const { props } = this;
    const { apiUrl, appToken, iconEmoji, iconUrl } = props;
    return [
      ...exactlyOne({ apiUrl, appToken }),
      ...channelProblems(props),
      ...(iconEmoji !== undefined && iconUrl !== undefined ? exactlyOne({ iconEmoji, iconUrl }) : []),
      ...(iconEmoji === undefined || iconEmoji.includes('{{') || /^:[^\s:]+:$/.test(iconEmoji)
        ? []
        : [{ what: `'iconEmoji' is '${iconEmoji}'`, fix: "write it between colons, such as ':fire:'" }]),
      ...colorProblems(props.color),
      ...mentionProblems(props.mentions),
      ...(['title', 'text', 'pretext', 'footer'] as const).flatMap((prop) => plainMentionProblems(prop, props[prop])),
      ...httpProblems(props),
    ];
  }
}

function channelProblems({ channel, appToken }: SlackReceiverProps): Problem[] {
  const fix = "use '#alerts', '@user' or an ID such as 'C012ABCDEF'";
  if (channel === undefined) return appToken ? [{ what: "'appToken' is set without 'channel'", fix }] : [];
  if (channel.includes('{{') || /^(?:[#@][^\s#@]+|[CDGUW][A-Z0-9]{6,})$/.test(channel)) return [];
  return [{ what: `'channel' is '${channel}'`, fix }];
}

function colorProblems(color: string | undefined): Problem[] {
  if (color === undefined || color.includes('{{') || /^(?:good|warning|danger|#[\da-fA-F]{6})$/.test(color)) return [];
  return [{ what: `'color' is '${color}'`, fix: "use 'good', 'warning', 'danger' or a colour such as '#439FE0'" }];
}
