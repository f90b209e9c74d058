import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, mapOf, needed, type Shape, text } from '../../model/shape';
import { validatePort } from '../../model/units';
import { egressProblems, egressTo, RECEIVER, type ReceiverProps } from './http-options';
import { bindIntegration, fileOf, required } from './integration';
import { alertList, TITLE } from './message';
import { PLAIN } from './message-format';
import type { IReceiver, ReceiverBinding } from './receiver';

export interface EmailReceiverProps extends ReceiverProps {
  /** Addresses, comma-separated; a template. */
  readonly to: string;
  /** Address of the sender; a template. */
  readonly from: string;
  /** Mail server as `host:port`; port 465 means TLS from the start, any other STARTTLS. */
  readonly smarthost: string;
  /** User at the mail server; needs `authPassword` or `authSecret`. @default - no login */
  readonly authUsername?: string;
  /** Password for the mechanisms PLAIN and LOGIN. @default - none */
  readonly authPassword?: SecretKey;
  /** Secret for the mechanism CRAM-MD5. @default - none */
  readonly authSecret?: SecretKey;
  /** Identity for the mechanism PLAIN. @default - that of the user */
  readonly authIdentity?: string;
  /** How Alertmanager introduces itself to the mail server. @default 'localhost' */
  readonly hello?: string;
  /** Refuse to send without TLS. @default true */
  readonly requireTls?: boolean;
  /** Certificate of the authority that signed the mail server's certificate, PEM. @default - those of the system */
  readonly caCertificate?: SecretKey;
  /** Subject; a template. @default - what fires, how bad and where */
  readonly subject?: string;
  /** More headers; templates. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** HTML body; a template. @default - Alertmanager's own */
  readonly html?: string;
  /** Body for programs that show no HTML; a template. @default - summary, description, labels and links of each alert */
  readonly text?: string;
  /** Send a message when the alerts are over, too. @default true */
  readonly sendResolved?: boolean;
}

const SHAPE: Shape<EmailReceiverProps> = {
  ...RECEIVER,
  to: needed(text('oncall@example.com')),
  from: needed(text('alertmanager@example.com')),
  smarthost: needed(text('smtp.example.com:587')),
  authUsername: text('alertmanager'),
  authPassword: checkedElsewhere(),
  authSecret: checkedElsewhere(),
  authIdentity: text('alertmanager'),
  hello: text('alertmanager.example.com'),
  requireTls: flag(),
  caCertificate: checkedElsewhere(),
  subject: text('{{ .CommonLabels.alertname }}'),
  headers: mapOf(text('high')),
  html: text('<p>{{ .CommonAnnotations.summary }}</p>'),
  text: text('{{ .CommonAnnotations.summary }}'),
  sendResolved: flag(),
};

/** Sends mail. */
export class EmailReceiver implements IReceiver {
  private readonly props: EmailReceiverProps;
  private readonly misfits: readonly Problem[];

  /** @param name unique among the receivers of a routing */
  constructor(
    readonly name: string,
    props: EmailReceiverProps,
  ) {
    const { fit, problems } = fitProps(props, SHAPE);
    this.props = fit;
    this.misfits = problems;
  }

  bind(): ReceiverBinding {
    const { props } = this;
    const subject = props.subject ?? TITLE;
    const text = props.text ?? alertList(PLAIN, { maxAlerts: 20, maxDescription: 1000, links: 'each' });
    const { to, from, smarthost, hello, html, headers } = props;
    return bindIntegration({
      name: this.name,
      list: 'email_configs',
      settings: {
        send_resolved: props.sendResolved ?? true,
        to,
        from,
        smarthost,
        hello,
        auth_username: props.authUsername,
        auth_password_file: fileOf(props.authPassword),
        auth_secret_file: fileOf(props.authSecret),
        auth_identity: props.authIdentity,
        require_tls: props.requireTls,
        tls_config: props.caCertificate ? { ca_file: fileOf(props.caCertificate) } : undefined,
        headers: { Subject: subject, ...headers },
        html,
        text,
      },
      rawConfig: props.rawConfig,
      credentials: [
        { prop: 'authPassword', secret: props.authPassword, purpose: `password of the mail server ${smarthost}` },
        { prop: 'authSecret', secret: props.authSecret, purpose: `CRAM-MD5 secret of the mail server ${smarthost}` },
        {
          prop: 'caCertificate',
          secret: props.caCertificate,
          purpose: `certificate authority of the mail server ${smarthost}`,
        },
      ],
      texts: {
        to,
        from,
        subject,
        html,
        text,
        ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [`headers.${name}`, value])),
      },
      egress: egressTo(props.egressPort ?? portOf(smarthost) ?? 587, props),
      problems: [...this.misfits, ...this.problems()],
    });
  }

  private problems(): Problem[] {
    const { to, from, smarthost, headers } = this.props;
    const port = portOf(smarthost);
    return [
      ...required('to', to, 'oncall@example.com'),
      ...required('from', from, 'alertmanager@example.com'),
      ...(port === undefined
        ? [{ what: `'smarthost' is '${smarthost}'`, fix: "use host and port, such as 'smtp.example.com:587'" }]
        : validatePort('smarthost', port)),
      ...this.authProblems(),
      ...(Object.keys(headers ?? {}).some((header) => header.toLowerCase() === 'subject')
        ? [{ what: "'headers' holds a subject", fix: "use 'subject'" }]
        : []),
      ...egressProblems(this.props),
    ];
  }

  private authProblems(): Problem[] {
    const { authUsername, authPassword, authSecret } = this.props;
    const secret = authPassword ?? authSecret;
    if (authUsername !== undefined && !secret) {
      return [{ what: "'authUsername' is set without 'authPassword' or 'authSecret'", fix: 'set one of them' }];
    }
    if (authUsername === undefined && secret) {
      return [{ what: "a credential is set without 'authUsername'", fix: "set 'authUsername'" }];
    }
    return [];
  }
}

/** The port of `host:port`; undefined if it is not of that form. */
function portOf(smarthost: string | undefined): number | undefined {
  const port = /^(?:[^\s:[\]/@]+|\[[\da-fA-F:.]+\]):(\d{1,5})$/.exec(smarthost ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}
