import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, type Shape, text } from '../../model/shape';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
  timeoutProblems,
} from './http-options';
import { bindIntegration, fileOf } from './integration';
import type { IReceiver, ReceiverBinding } from './receiver';

export interface DeadMansSnitchReceiverProps extends HttpReceiverProps {
  /** Check-in URL, such as the one of a snitch or of a check of healthchecks.io. */
  readonly url: SecretKey;
  /** Time after which a check-in is given up; the next comes with the next beat. @default '10s' */
  readonly timeout?: string;
}

const SHAPE: Shape<DeadMansSnitchReceiverProps> = {
  ...HTTP_RECEIVER,
  url: checkedElsewhere(),
  timeout: text('10s'),
};

/**
 * Checks in with a service outside that alarms when check-ins stop: Dead Man's Snitch, healthchecks.io or any other that
 * takes a POST. For the heartbeat of a routing.
 *
 * Sends nothing when the alert is over: that would be a check-in more, at the moment it should stop.
 */
export class DeadMansSnitchReceiver implements IReceiver {
  private readonly props: DeadMansSnitchReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: DeadMansSnitchReceiverProps,
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
        send_resolved: false,
        url_file: fileOf(props.url),
        max_alerts: 1,
        timeout: props.timeout ?? '10s',
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'url', secret: props.url, required: true, purpose: "check-in URL of the dead man's switch" },
        ...httpCredentials("the dead man's switch", props),
      ],
      texts: {},
      egress: httpEgress(props),
      problems: [...this.misfits, ...timeoutProblems(props.timeout), ...httpProblems(props)],
    });
  }
}
