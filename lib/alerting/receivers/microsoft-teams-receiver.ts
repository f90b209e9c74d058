import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, choice, fitProps, flag, type Shape, text } from '../../model/shape';
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
import { TEAMS } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

/** Through what Microsoft Teams takes messages. */
export enum MicrosoftTeamsApi {
  /** A workflow "when a Teams webhook request is received". */
  WORKFLOWS = 'workflows',
  /** An incoming webhook of an Office 365 connector, which Microsoft retires. */
  CONNECTORS = 'connectors',
}

export interface MicrosoftTeamsReceiverProps extends HttpReceiverProps {
  /** URL of the workflow or of the connector. */
  readonly webhookUrl: SecretKey;
  /** @default MicrosoftTeamsApi.WORKFLOWS */
  readonly api?: MicrosoftTeamsApi;
  /** Headline; a template. @default - what fires, how bad and where */
  readonly title?: string;
  /** Body, in the Markdown of Teams' cards; a template. @default - summary, description, labels and links of each alert */
  readonly text?: string;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const SHAPE: Shape<MicrosoftTeamsReceiverProps> = {
  ...HTTP_RECEIVER,
  webhookUrl: checkedElsewhere(),
  api: choice(MicrosoftTeamsApi),
  title: text('{{ .CommonLabels.alertname }}'),
  text: text('{{ .CommonAnnotations.summary }}'),
  sendResolved: flag(),
};

/** Sends to a channel of Microsoft Teams. */
export class MicrosoftTeamsReceiver implements IReceiver {
  private readonly props: MicrosoftTeamsReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: MicrosoftTeamsReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const api = props.api ?? MicrosoftTeamsApi.WORKFLOWS;
    const title = props.title ?? TITLE;
    // Teams refuses messages above 28 kB.
    const text = props.text ?? alertList(TEAMS, { maxAlerts: 5, maxDescription: 500, links: 'each' });
    return bindIntegration({
      name: this.name,
      list: api === MicrosoftTeamsApi.WORKFLOWS ? 'msteamsv2_configs' : 'msteams_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        webhook_url_file: fileOf(props.webhookUrl),
        title,
        ...(api === MicrosoftTeamsApi.CONNECTORS ? { summary: title } : {}),
        text,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'webhookUrl', secret: props.webhookUrl, required: true, purpose: 'webhook URL of Microsoft Teams' },
        ...httpCredentials('Microsoft Teams', props),
      ],
      texts: { title, text },
      egress: httpEgress(props),
      problems: [...this.misfits, ...httpProblems(props)],
    });
  }
}
