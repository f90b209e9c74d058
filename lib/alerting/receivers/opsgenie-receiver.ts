import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, listOf, mapOf, needed, type Shape, struct, text } from '../../model/shape';
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
import { alertList, bySeverity, TITLE, WORST_SEVERITY } from './message';
import { PLAIN } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

/** Who gets an alert of Opsgenie: give one of `id`, `name` and `username`. All are templates. */
export interface OpsgenieResponder {
  /** `team`, `teams` (names, comma-separated), `user`, `escalation` or `schedule`. */
  readonly type: string;
  /** @default - `name` or `username` is used */
  readonly id?: string;
  /** @default - `id` or `username` is used */
  readonly name?: string;
  /** @default - `id` or `name` is used */
  readonly username?: string;
}

export interface OpsgenieReceiverProps extends HttpReceiverProps {
  /** Key of an API integration. */
  readonly apiKey: SecretKey;
  /** Server of the API, such as `https://api.eu.opsgenie.com/`. @default - that of the US region */
  readonly apiUrl?: string;
  /** One line, 130 characters at most; a template. @default - what fires, how bad and where */
  readonly message?: string;
  /** Body; a template. @default - summary, description, labels and links of each alert */
  readonly description?: string;
  /** Where the alert comes from; a template. @default - the alerts of the receiver in Alertmanager */
  readonly source?: string;
  /** `P1` to `P5`; a template. @default - P1 for critical, P3 for warning and unknown severities, P5 for info */
  readonly priority?: string;
  /** More details beside the labels that all alerts share; templates. @default - none */
  readonly details?: Readonly<Record<string, string>>;
  /** @default - those of the integration */
  readonly responders?: readonly OpsgenieResponder[];
  /** Comma-separated; a template. @default - none */
  readonly tags?: string;
  /** A template. @default - none */
  readonly note?: string;
  /** What is affected; a template. @default - none */
  readonly entity?: string;
  /** Names of custom actions, comma-separated; a template. @default - none */
  readonly actions?: string;
  /** Also change message and description of an alert that is open. @default false */
  readonly updateAlerts?: boolean;
  /** Close the alert when it is over. @default true */
  readonly sendResolved?: boolean;
}

const PRIORITY = WORST_SEVERITY + bySeverity({ critical: 'P1', warning: 'P3', info: 'P5', other: 'P3' });
const RESPONDER_TYPES = ['team', 'teams', 'user', 'escalation', 'schedule'];

const SHAPE: Shape<OpsgenieReceiverProps> = {
  ...HTTP_RECEIVER,
  apiKey: checkedElsewhere(),
  apiUrl: text('https://api.eu.opsgenie.com/'),
  message: text('{{ .CommonLabels.alertname }}'),
  description: text('{{ .CommonAnnotations.summary }}'),
  source: text('{{ .ExternalURL }}'),
  priority: text('P1'),
  details: mapOf(text('{{ .CommonLabels.cluster }}')),
  responders: listOf(
    struct<OpsgenieResponder>({
      type: needed(text('team')),
      id: text('4513b7ea-3b91-438f-b7e4-e3e54af9147c'),
      name: text('platform'),
      username: text('oncall@example.com'),
    }),
  ),
  tags: text('kubernetes'),
  note: text('{{ .CommonAnnotations.description }}'),
  entity: text('{{ .CommonLabels.pod }}'),
  actions: text('restart'),
  updateAlerts: flag(),
  sendResolved: flag(),
};

/** Opens and closes alerts of Opsgenie (or of Jira Service Management, which took it over). */
export class OpsgenieReceiver implements IReceiver {
  private readonly props: OpsgenieReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: OpsgenieReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const { source, tags, note, entity, actions, details, responders } = props;
    const message = props.message ?? TITLE;
    const description = props.description ?? alertList(PLAIN, { maxAlerts: 10, maxDescription: 500, links: 'each' });
    const priority = props.priority ?? PRIORITY;
    return bindIntegration({
      name: this.name,
      list: 'opsgenie_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        api_key_file: fileOf(props.apiKey),
        api_url: props.apiUrl,
        message,
        description,
        source,
        priority,
        details,
        responders,
        tags,
        note,
        entity,
        actions,
        update_alerts: props.updateAlerts,
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'apiKey', secret: props.apiKey, required: true, purpose: 'API key of Opsgenie' },
        ...httpCredentials('Opsgenie', props),
      ],
      texts: {
        message,
        description,
        priority,
        source,
        tags,
        note,
        entity,
        actions,
        ...Object.fromEntries(Object.entries(details ?? {}).map(([key, text]) => [`details.${key}`, text])),
        ...Object.fromEntries(
          (responders ?? []).flatMap((responder, i) =>
            Object.entries(responder).map(([key, text]) => [`responders.${i}.${key}`, text]),
          ),
        ),
      },
      egress: httpEgress(props, props.apiUrl),
      problems: [...this.misfits, ...this.problems()],
    });
  }

  private problems(): Problem[] {
    const { apiUrl, priority, responders = [] } = this.props;
    const badPriority = priority !== undefined && !priority.includes('{{') && !/^P[1-5]$/.test(priority);
    return [
      ...validateUrl('apiUrl', apiUrl),
      ...(badPriority ? [{ what: `'priority' is '${priority}'`, fix: "use 'P1' to 'P5'" }] : []),
      ...responders.flatMap(responderProblems),
      ...httpProblems(this.props),
    ];
  }
}

function responderProblems({ type, id, name, username }: OpsgenieResponder, i: number): Problem[] {
  const knownType = String(type).includes('{{') || RESPONDER_TYPES.includes(type);
  return [
    ...(knownType
      ? []
      : [{ what: `'responders.${i}.type' is '${type}'`, fix: `use one of ${RESPONDER_TYPES.join(', ')}` }]),
    ...(id || name || username
      ? []
      : [{ what: `'responders.${i}' names nobody`, fix: "set its 'id', 'name' or 'username'" }]),
  ];
}
