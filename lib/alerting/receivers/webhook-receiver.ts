import { AUTHORIZATION, BASIC_AUTH, type HttpAuthorization, type HttpBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, number, type Shape, text } from '../../model/shape';
import { validateInteger } from '../../model/units';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
  timeoutProblems,
} from './http-options';
import { bindIntegration, fileOf, required } from './integration';
import type { IReceiver, ReceiverBinding } from './receiver';

export interface WebhookReceiverProps extends HttpReceiverProps {
  /** Where the alerts are posted to, as JSON in the format of Alertmanager's webhooks. */
  readonly url: SecretKey;
  /** Header `Authorization`; not together with `basicAuth`. @default - none */
  readonly authorization?: HttpAuthorization;
  /** Not together with `authorization`. @default - none */
  readonly basicAuth?: HttpBasicAuth;
  /** Alerts a message holds at most; 0 for no limit. @default 0 */
  readonly maxAlerts?: number;
  /** Time after which a request is given up, and tried again. @default - the group interval */
  readonly timeout?: string;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const SHAPE: Shape<WebhookReceiverProps> = {
  ...HTTP_RECEIVER,
  url: checkedElsewhere(),
  authorization: AUTHORIZATION,
  basicAuth: BASIC_AUTH,
  maxAlerts: number(100),
  timeout: text('10s'),
  sendResolved: flag(),
};

/** Posts alerts to any HTTP endpoint. */
export class WebhookReceiver implements IReceiver {
  private readonly props: WebhookReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: WebhookReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    return bindIntegration({
      name: this.name,
      list: 'webhook_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        url_file: fileOf(props.url),
        max_alerts: props.maxAlerts,
        timeout: props.timeout,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'url', secret: props.url, required: true, purpose: 'URL of a webhook' },
        ...httpCredentials('a webhook', props),
      ],
      texts: {},
      egress: httpEgress(props),
      problems: [...this.misfits, ...this.problems()],
    });
  }

  private problems(): Problem[] {
    const { authorization, basicAuth, maxAlerts, timeout } = this.props;
    return [
      ...(authorization && basicAuth
        ? [{ what: "'authorization' and 'basicAuth' are set together", fix: 'keep one of them' }]
        : []),
      ...(authorization?.type?.toLowerCase() === 'basic'
        ? [{ what: "'authorization.type' is 'Basic'", fix: "use 'basicAuth'" }]
        : []),
      ...(basicAuth ? required('basicAuth.username', basicAuth.username, 'alertmanager') : []),
      ...validateInteger('maxAlerts', maxAlerts, { min: 0 }),
      ...timeoutProblems(timeout),
      ...httpProblems(this.props),
    ];
  }
}
