import { validateCidrs } from '../../model/cidrs';
import type { EgressTarget } from '../../model/egress-target';
import type { HttpAuthorization, HttpBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, listOf, mapOf, number, type Shape, text } from '../../model/shape';
import { validateDuration, validatePort, validateUrl } from '../../model/units';
import { type Credential, fileOf } from './integration';

/** What all receivers have in common. */
export interface ReceiverProps {
  /** Address ranges in CIDR notation that the receiver is reached at, for the NetworkPolicy. @default - any address on `egressPort` */
  readonly egressCidrs?: readonly string[];
  /** TCP port that the receiver is reached at, for the NetworkPolicy. @default - that of the URL or proxy in use, 443 */
  readonly egressPort?: number;
  /** More settings, as Alertmanager spells them; they win over all others. No credentials. @default - none */
  readonly rawConfig?: Readonly<Record<string, unknown>>;
}

/** What all receivers that speak HTTP have in common. */
export interface HttpReceiverProps extends ReceiverProps {
  /** HTTP proxy to send through, such as `http://proxy.example.com:3128`. @default - none */
  readonly proxyUrl?: string;
  /** Hosts and address ranges that are reached without the proxy, comma-separated. @default - none */
  readonly noProxy?: string;
  /** Certificate of the authority that signed the destination's (or proxy's) certificate, PEM. @default - those of the system */
  readonly caCertificate?: SecretKey;
}

interface HttpAuth {
  readonly authorization?: HttpAuthorization;
  readonly basicAuth?: HttpBasicAuth;
}

/** What the props of every receiver consist of. */
export const RECEIVER: Shape<ReceiverProps> = {
  egressCidrs: listOf(text('192.0.2.0/24')),
  egressPort: number(443),
  rawConfig: mapOf(checkedElsewhere<unknown>()),
};

/** What the props of every receiver that speaks HTTP consist of. */
export const HTTP_RECEIVER: Shape<HttpReceiverProps> = {
  ...RECEIVER,
  proxyUrl: text('http://proxy.example.com:3128'),
  noProxy: text('10.0.0.0/8'),
  caCertificate: checkedElsewhere(),
};

/** `http_config`, or undefined where nothing is set: it would replace the global one as a whole. */
export function httpConfig(props: HttpReceiverProps & HttpAuth): Record<string, unknown> | undefined {
  const { proxyUrl, noProxy, caCertificate, authorization, basicAuth } = props;
  const config = {
    ...(authorization
      ? { authorization: { type: authorization.type ?? 'Bearer', credentials_file: fileOf(authorization.credentials) } }
      : {}),
    ...(basicAuth ? { basic_auth: { username: basicAuth.username, password_file: fileOf(basicAuth.password) } } : {}),
    ...(proxyUrl === undefined ? {} : { proxy_url: proxyUrl }),
    ...(noProxy === undefined ? {} : { no_proxy: noProxy }),
    ...(caCertificate ? { tls_config: { ca_file: fileOf(caCertificate) } } : {}),
  };
  return Object.keys(config).length > 0 ? config : undefined;
}

/** The credentials among the HTTP options. */
export function httpCredentials(destination: string, props: HttpReceiverProps & HttpAuth): Credential[] {
  return [
    { prop: 'caCertificate', secret: props.caCertificate, purpose: `certificate authority of ${destination}` },
    {
      prop: 'authorization.credentials',
      secret: props.authorization?.credentials,
      purpose: `token for ${destination}`,
    },
    { prop: 'basicAuth.password', secret: props.basicAuth?.password, purpose: `password for ${destination}` },
  ];
}

/** What is wrong with the HTTP options. */
export function httpProblems(props: HttpReceiverProps): Problem[] {
  const lone = props.noProxy !== undefined && props.proxyUrl === undefined;
  return [
    ...validateUrl('proxyUrl', props.proxyUrl),
    ...(lone ? [{ what: "'noProxy' is set without 'proxyUrl'", fix: "set 'proxyUrl', or leave 'noProxy' out" }] : []),
    ...egressProblems(props),
  ];
}

/** What is wrong with the options about the network. */
export function egressProblems({ egressCidrs, egressPort }: ReceiverProps): Problem[] {
  return [...validateCidrs('egressCidrs', egressCidrs), ...validatePort('egressPort', egressPort)];
}

/** What has to be reached: the proxy if there is one, else the destination. */
export function httpEgress(props: HttpReceiverProps, destinationUrl?: string): EgressTarget[] {
  const port = props.egressPort ?? portOf(props.proxyUrl) ?? portOf(destinationUrl) ?? 443;
  return egressTo(port, props);
}

/** One target, with the address ranges if any are given. */
export function egressTo(port: number, { egressCidrs }: ReceiverProps): EgressTarget[] {
  return [{ port, ...(egressCidrs ? { cidrs: [...egressCidrs] } : {}) }];
}

function portOf(url: string | undefined): number | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/** What is wrong with a timeout: Alertmanager reads it as Go writes durations, which knows no days. */
export function timeoutProblems(timeout: string | undefined): Problem[] {
  if (timeout === undefined || /^(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/.test(timeout)) {
    return validateDuration('timeout', timeout, { min: '1s' });
  }
  return [
    { what: `'timeout' is '${timeout}', which is no duration`, fix: "use hours, minutes and seconds, such as '10s'" },
  ];
}
