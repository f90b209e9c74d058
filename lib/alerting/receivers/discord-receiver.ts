import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, type Shape, text } from '../../model/shape';
import { validateUrl } from '../../model/units';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
} from './http-options';
import { bindIntegration, fileOf } from './integration';
import { alertList, TITLE } from './message';
import { MARKDOWN } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

export interface DiscordReceiverProps extends HttpReceiverProps {
  /** URL of the channel's webhook. */
  readonly webhookUrl: SecretKey;
  /** Headline, 256 characters at most; a template. @default - what fires, how bad and where */
  readonly title?: string;
  /** Body, 4096 characters at most; a template. @default - summary, description and labels of each alert, links */
  readonly message?: string;
  /** Above both, 2000 characters at most, the only place where mentions such as `<@&ROLE_ID>` notify; a template. @default - none */
  readonly content?: string;
  /** Shown as the sender. @default - that of the webhook */
  readonly username?: string;
  /** URL of an image. @default - that of the webhook */
  readonly avatarUrl?: string;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const SHAPE: Shape<DiscordReceiverProps> = {
  ...HTTP_RECEIVER,
  webhookUrl: checkedElsewhere(),
  title: text('{{ .CommonLabels.alertname }}'),
  message: text('{{ .CommonAnnotations.summary }}'),
  content: text('<@&123456789012345678>'),
  username: text('Alertmanager'),
  avatarUrl: text('https://example.com/icon.png'),
  sendResolved: flag(),
};

/** Sends to a channel of Discord. */
export class DiscordReceiver implements IReceiver {
  private readonly props: DiscordReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: DiscordReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const title = props.title ?? TITLE;
    const message = props.message ?? alertList(MARKDOWN, { maxAlerts: 5, maxDescription: 300, links: 'once' });
    return bindIntegration({
      name: this.name,
      list: 'discord_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        webhook_url_file: fileOf(props.webhookUrl),
        title,
        message,
        content: props.content,
        username: props.username,
        avatar_url: props.avatarUrl,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'webhookUrl', secret: props.webhookUrl, required: true, purpose: 'webhook URL of Discord' },
        ...httpCredentials('Discord', props),
      ],
      texts: { title, message, content: props.content },
      egress: httpEgress(props),
      problems: [...this.misfits, ...validateUrl('avatarUrl', props.avatarUrl), ...httpProblems(props)],
    });
  }
}
