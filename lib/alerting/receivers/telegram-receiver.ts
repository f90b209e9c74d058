import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, choice, fitProps, flag, number, type Shape, text } from '../../model/shape';
import { validateInteger, validateUrl } from '../../model/units';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
} from './http-options';
import { bindIntegration, exactlyOne, fileOf } from './integration';
import { alertList, TITLE } from './message';
import { HTML, PLAIN } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

/** How Telegram reads a message. */
export enum TelegramParseMode {
  /** Alertmanager escapes what the template prints. */
  HTML = 'HTML',
  /** Needs a `message` of its own that escapes what Markdown would read. */
  MARKDOWN = 'Markdown',
  /** Needs a `message` of its own that escapes what Markdown would read. */
  MARKDOWN_V2 = 'MarkdownV2',
  PLAIN = '',
}

export interface TelegramReceiverProps extends HttpReceiverProps {
  /** Token of the bot. */
  readonly botToken: SecretKey;
  /** Chat that the bot writes to; groups have negative numbers. Give this or `chatIdFile`. @default - `chatIdFile` is used */
  readonly chatId?: number;
  /** The same as a credential; needs Alertmanager 0.31 or newer. @default - `chatId` is used */
  readonly chatIdFile?: SecretKey;
  /** Thread inside the chat. @default - none */
  readonly messageThreadId?: number;
  /** Text, 4096 characters at most; a template. @default - headline, summary, description and labels of each alert, links */
  readonly message?: string;
  /** @default TelegramParseMode.HTML */
  readonly parseMode?: TelegramParseMode;
  /** Deliver without a sound. @default false */
  readonly disableNotifications?: boolean;
  /** Server of the bot API. @default 'https://api.telegram.org' */
  readonly apiUrl?: string;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const SHAPE: Shape<TelegramReceiverProps> = {
  ...HTTP_RECEIVER,
  botToken: checkedElsewhere(),
  chatId: number(-1001234567890),
  chatIdFile: checkedElsewhere(),
  messageThreadId: number(7),
  message: text('{{ .CommonLabels.alertname }}'),
  parseMode: choice(TelegramParseMode),
  disableNotifications: flag(),
  apiUrl: text('https://api.telegram.org'),
  sendResolved: flag(),
};

/** Sends to a chat of Telegram. */
export class TelegramReceiver implements IReceiver {
  private readonly props: TelegramReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: TelegramReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const parseMode = props.parseMode ?? TelegramParseMode.HTML;
    const format = parseMode === TelegramParseMode.HTML ? HTML : PLAIN;
    // Alertmanager replaces a longer HTML message by one that only says so.
    const list = alertList(format, { maxAlerts: 4, maxDescription: 200, links: 'once' });
    const message = props.message ?? `${format.bold(TITLE)}\n${list}`;
    return bindIntegration({
      name: this.name,
      list: 'telegram_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        bot_token_file: fileOf(props.botToken),
        chat_id: props.chatId,
        chat_id_file: fileOf(props.chatIdFile),
        message_thread_id: props.messageThreadId,
        message,
        parse_mode: parseMode,
        disable_notifications: props.disableNotifications,
        api_url: props.apiUrl,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'botToken', secret: props.botToken, required: true, purpose: 'token of a Telegram bot' },
        { prop: 'chatIdFile', secret: props.chatIdFile, purpose: 'number of a Telegram chat' },
        ...httpCredentials('Telegram', props),
      ],
      texts: { message },
      egress: httpEgress(props, props.apiUrl),
      problems: [...this.misfits, ...this.problems(parseMode)],
    });
  }

  private problems(parseMode: TelegramParseMode): Problem[] {
    const { chatId, chatIdFile, message, messageThreadId, apiUrl } = this.props;
    const markdown = parseMode === TelegramParseMode.MARKDOWN || parseMode === TelegramParseMode.MARKDOWN_V2;
    return [
      ...exactlyOne({ chatId, chatIdFile }),
      ...validateInteger('chatId', chatId, { min: -Number.MAX_SAFE_INTEGER }),
      ...(chatId === 0 ? [{ what: "'chatId' is 0", fix: "use the chat's number, such as -1001234567890" }] : []),
      ...validateInteger('messageThreadId', messageThreadId, { min: 1 }),
      ...(markdown && message === undefined
        ? [
            {
              what: `'parseMode' is '${parseMode}' but 'message' is not set`,
              fix: "set 'message', or use TelegramParseMode.HTML",
            },
          ]
        : []),
      ...validateUrl('apiUrl', apiUrl),
      ...httpProblems(this.props),
    ];
  }
}
