import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import {
  checkedElsewhere,
  choice,
  fitProps,
  flag,
  listOf,
  mapOf,
  needed,
  type Shape,
  struct,
  text,
} from '../../model/shape';
import { validateUrl } from '../../model/units';
import {
  HTTP_RECEIVER,
  type HttpReceiverProps,
  httpConfig,
  httpCredentials,
  httpEgress,
  httpProblems,
} from './http-options';
import { bindIntegration, exactlyOne, fileOf, required } from './integration';
import { alertList, type BySeverity, bySeverity, FIRST_ALERT, summaryOf, TITLE, WORST_SEVERITY } from './message';
import { PLAIN, silenceUrl } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

/** The severities of PagerDuty. */
export enum PagerDutySeverity {
  CRITICAL = 'critical',
  ERROR = 'error',
  WARNING = 'warning',
  INFO = 'info',
}

/** Severity in PagerDuty by the worst severity of the alerts. */
export interface PagerDutySeverities {
  /** @default PagerDutySeverity.CRITICAL */
  readonly critical?: PagerDutySeverity;
  /** @default PagerDutySeverity.WARNING */
  readonly warning?: PagerDutySeverity;
  /** @default PagerDutySeverity.INFO */
  readonly info?: PagerDutySeverity;
  /** For alerts of any other severity or of none. @default PagerDutySeverity.ERROR */
  readonly other?: PagerDutySeverity;
}

/** A link of an incident. */
export interface PagerDutyLink {
  /** A template; a link whose URL comes out empty is left out. */
  readonly href: string;
  /** A template. */
  readonly text: string;
}

/** An image of an incident. */
export interface PagerDutyImage {
  /** URL over HTTPS; a template. An image whose URL comes out empty is left out. */
  readonly src: string;
  /** A template. @default - none */
  readonly alt?: string;
  /** Where a click leads; a template. @default - nowhere */
  readonly href?: string;
}

export interface PagerDutyReceiverProps extends HttpReceiverProps {
  /** Integration key of a service's "Events API v2" integration; give this or `serviceKey`. @default - `serviceKey` is used */
  readonly routingKey?: SecretKey;
  /** Integration key of a "Prometheus" integration (Events API v1); no severity, class, component, group or links there. @default - `routingKey` is used */
  readonly serviceKey?: SecretKey;
  /** Server of the Events API, such as `https://events.eu.pagerduty.com/v2/enqueue`. @default - that of the US region */
  readonly url?: string;
  /** @default - severities of the same name; error for any other */
  readonly severities?: PagerDutySeverities;
  /** One line, 1024 characters at most; a template. @default - what fires, how bad and where, and the first summary */
  readonly description?: string;
  /** What is affected; a template. @default - the instance, pod or job all alerts have in common, else the cluster, else 'Alertmanager' */
  readonly source?: string;
  /** Kind of event; a template. @default - the name of the alert */
  readonly class?: string;
  /** Part of the source; a template. @default - the job all alerts have in common */
  readonly component?: string;
  /** Logical group; a template. @default - cluster and namespace all alerts have in common */
  readonly group?: string;
  /** More or other details; templates. @default - `firing`, `resolved` and their numbers */
  readonly details?: Readonly<Record<string, string>>;
  /** Replaces the default links. @default - runbook, graph and silence of the first alert */
  readonly links?: readonly PagerDutyLink[];
  /** @default - none */
  readonly images?: readonly PagerDutyImage[];
  /** Resolve the incident when the alerts are over. @default true */
  readonly sendResolved?: boolean;
}

const DESCRIPTION = `${TITLE}: {{ with ${FIRST_ALERT} }}{{ ${summaryOf(300)} }}{{ end }}`;
const SOURCE =
  '{{ or .CommonLabels.instance .CommonLabels.pod .CommonLabels.job .CommonLabels.cluster "Alertmanager" }}';
const GROUP =
  '{{ .CommonLabels.cluster }}{{ if and .CommonLabels.cluster .CommonLabels.namespace }}/{{ end }}{{ .CommonLabels.namespace }}';

const LINKS: readonly PagerDutyLink[] = [
  { href: `{{ with ${FIRST_ALERT} }}{{ .Annotations.runbook_url }}{{ end }}`, text: 'Runbook' },
  { href: `{{ with ${FIRST_ALERT} }}{{ .GeneratorURL }}{{ end }}`, text: 'Graph' },
  { href: `{{ with ${FIRST_ALERT} }}${silenceUrl('.Labels')}{{ end }}`, text: 'Silence' },
];

/**
 * Alertmanager makes data of a detail that reads as YAML. A bullet in front is no YAML, so the text stays a text.
 */
const FIRING = `{{ if .Alerts.Firing }}* ${alertList(PLAIN, { maxAlerts: 10, maxDescription: 500, links: 'none' })}{{ end }}`;
const RESOLVED = `{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i 10 }}* {{ ${summaryOf(200)} }}\n{{ end }}{{ end }}`;

const SHAPE: Shape<PagerDutyReceiverProps> = {
  ...HTTP_RECEIVER,
  routingKey: checkedElsewhere(),
  serviceKey: checkedElsewhere(),
  url: text('https://events.eu.pagerduty.com/v2/enqueue'),
  severities: struct<PagerDutySeverities>({
    critical: choice(PagerDutySeverity),
    warning: choice(PagerDutySeverity),
    info: choice(PagerDutySeverity),
    other: choice(PagerDutySeverity),
  }),
  description: text('{{ .CommonAnnotations.summary }}'),
  source: text('{{ .CommonLabels.instance }}'),
  class: text('{{ .CommonLabels.alertname }}'),
  component: text('{{ .CommonLabels.job }}'),
  group: text('{{ .CommonLabels.namespace }}'),
  details: mapOf(text('{{ .CommonLabels.pod }}')),
  links: listOf(struct<PagerDutyLink>({ href: needed(text('https://wiki.example.com')), text: needed(text('Wiki')) })),
  images: listOf(
    struct<PagerDutyImage>({
      src: needed(text('https://example.com/graph.png')),
      alt: text('Graph'),
      href: text('https://example.com'),
    }),
  ),
  sendResolved: flag(),
};

/** Opens and resolves incidents of a service of PagerDuty. */
export class PagerDutyReceiver implements IReceiver {
  private readonly props: PagerDutyReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: PagerDutyReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const description = props.description ?? DESCRIPTION;
    const details: Record<string, string> = { firing: FIRING, resolved: RESOLVED, ...props.details };
    const links = props.links ?? LINKS;
    const v2 = props.serviceKey === undefined;
    const event = {
      severity: WORST_SEVERITY + bySeverity(severitiesOf(props.severities)),
      source: props.source ?? SOURCE,
      class: props.class ?? '{{ .CommonLabels.alertname }}',
      component: props.component ?? '{{ .CommonLabels.job }}',
      group: props.group ?? GROUP,
    };
    return bindIntegration({
      name: this.name,
      list: 'pagerduty_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        routing_key_file: fileOf(props.routingKey),
        service_key_file: fileOf(props.serviceKey),
        url: props.url,
        description,
        details,
        ...(v2 ? { ...event, links, images: props.images } : {}),
        http_config: httpConfig(props),
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'routingKey', secret: props.routingKey, purpose: 'integration key of PagerDuty (Events API v2)' },
        { prop: 'serviceKey', secret: props.serviceKey, purpose: 'integration key of PagerDuty (Prometheus)' },
        ...httpCredentials('PagerDuty', props),
      ],
      texts: {
        description,
        ...(v2 ? event : {}),
        ...named('details', details),
        ...Object.assign({}, ...links.map((link, i) => named(`links.${i}`, link))),
        ...Object.assign({}, ...(props.images ?? []).map((image, i) => named(`images.${i}`, image))),
      },
      egress: httpEgress(props, props.url),
      problems: [...this.misfits, ...this.problems()],
    });
  }

  private problems(): Problem[] {
    const { routingKey, serviceKey, url, links = [], images = [] } = this.props;
    return [
      ...exactlyOne({ routingKey, serviceKey }),
      ...validateUrl('url', url),
      ...links.flatMap(({ href, text }, i) => [
        ...required(`links.${i}.href`, href, 'https://wiki.example.com'),
        ...required(`links.${i}.text`, text, 'Wiki'),
      ]),
      ...images.flatMap(({ src }, i) => required(`images.${i}.src`, src, 'https://example.com/graph.png')),
      ...httpProblems(this.props),
    ];
  }
}

function severitiesOf({ critical, warning, info, other }: PagerDutySeverities = {}): BySeverity {
  return {
    critical: critical ?? PagerDutySeverity.CRITICAL,
    warning: warning ?? PagerDutySeverity.WARNING,
    info: info ?? PagerDutySeverity.INFO,
    other: other ?? PagerDutySeverity.ERROR,
  };
}

const named = (prefix: string, texts: object): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${prefix}.${key}`, text]));
