import type { CLIENT } from '../../config/fluent-bit/common-options';
import type { OptionsOf } from '../../config/fluent-bit/option';
import { validateCidrs } from '../../model/cidrs';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { listOf, needed, type Shape, text } from '../../model/shape';
import { validateUrl } from '../../model/units';
import { type EndpointParts, fitEndpointParts } from './endpoint-parts';
import { credentialOf, type OutputCredential, type OutputEgress, type OutputFiles } from './log-output';
import { SECRET_KEY } from './secret-key-shape';

/** How an output's other side is reached over HTTP. */
export interface HttpEndpointProps {
  /** Address: `https://logs.example.com`. */
  readonly url: string;
  /** Certificate of the authority that signed its certificate. @default - those of the agent's image */
  readonly ca?: SecretKey;
  /** Address ranges in CIDR notation that it is reached at, for the NetworkPolicy. @default - any address on its port */
  readonly egressCidrs?: readonly string[];
}

/** What these props consist of. */
export const HTTP_ENDPOINT: Shape<HttpEndpointProps> = {
  url: needed(text('https://logs.example.com')),
  ca: SECRET_KEY,
  egressCidrs: listOf(text('10.0.0.0/8')),
};

/** Checks these props; `prefix` is where they are, such as `endpoint.`. */
export function validateHttpEndpoint({ url, ca, egressCidrs }: HttpEndpointProps, prefix = ''): Problem[] {
  const problems = validateUrl(`${prefix}url`, url);
  return [
    ...problems,
    ...validateSecretKey(`${prefix}ca`, ca),
    ...(problems.length === 0 && ca !== undefined && url.startsWith('http:')
      ? [{ what: `'${prefix}ca' is set, and '${prefix}url' is '${url}'`, fix: "use 'https:', or leave the other out" }]
      : []),
    ...validateCidrs(`${prefix}egressCidrs`, egressCidrs),
  ];
}

/** Checks an endpoint whose URL is an address alone, beside which `path` stands in front of all its APIs. */
export function validateApiEndpoint(
  endpoint: Pick<HttpEndpointProps, 'url' | 'ca'> & EndpointParts,
  prefix: string,
): Problem[] {
  const { url, ca } = endpoint;
  const parts = fitEndpointParts(endpoint, prefix);
  const { path = '/', egressCidrs } = parts.fit;
  const problems = validateHttpEndpoint({ url, ca, egressCidrs }, prefix);
  return [
    ...parts.problems,
    ...problems,
    ...(problems.length > 0 || /^https?:\/\/[^/?#]+$/.test(url) ? [] : [notAlone(`${prefix}url`, url)]),
    ...(/^\/$|^(?:\/[-\w.~]+)+$/.test(path)
      ? []
      : [
          {
            what: `'${prefix}path' is '${path}', which is no path`,
            fix: "begin it with '/' and end it without, as in '/search'",
          },
        ]),
  ];
}

function notAlone(prop: string, url: string): Problem {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  return {
    what: `'${prop}' is '${url}', with more than an address`,
    fix: path === '' ? `use '${origin}'` : `use '${origin}', and write path: '${path}'`,
  };
}

/** Refuses to send a credential through networks of others in the clear. */
export function validateClearText(prop: string, url: string, secret: boolean): Problem[] {
  if (!secret || !URL.canParse(url) || new URL(url).protocol !== 'http:' || isInside(url)) return [];
  return [
    {
      what: `'${prop}' is '${url}', over which a password would be sent for everybody to read`,
      fix: `use '${url.replace('http:', 'https:')}'`,
    },
  ];
}

const isInside = (url: string) =>
  /^(?:localhost|127\.0\.0\.1|\[::1\]|[^.]+|.+\.svc(?:\.cluster\.local)?)$/.test(new URL(url).hostname);

/** Host, port and path of a URL, as options take them. */
export function addressOf(url: string): { host: string; port: number; path: string; tls: boolean } {
  const { protocol, hostname, port, pathname } = new URL(url);
  const tls = protocol === 'https:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (tls ? 443 : 80) : Number(port),
    path: pathname,
    tls,
  };
}

/** Options of a connection over TLS that is checked in every way, or of one without. */
export function tlsOptions(tls: boolean, ca: SecretKey | undefined, files: OutputFiles): OptionsOf<typeof CLIENT> {
  if (!tls) return { tls: false };
  return {
    tls: true,
    'tls.verify': true,
    'tls.verify_hostname': true,
    'tls.min_version': 'TLSv1.2',
    ...(ca === undefined ? {} : { 'tls.ca_file': files.secret(ca) }),
  };
}

/** The certificate as a Secret that somebody has to provide. */
export const caFile = (ca: SecretKey | undefined, what: string): ExpectedSecret[] =>
  ca === undefined ? [] : [{ secret: ca, purpose: `certificate of the authority that signed ${what}'s` }];

/** The password of an optional user of an output; `where` says whose. */
export const passwordOf = (output: string, user: HttpBasicAuth | undefined, where: string): OutputCredential[] =>
  credentialOf(output, 'password', user?.password, { purpose: `password of user '${user?.username}' of ${where}` });

/** What the agent has to reach. */
export const endpointEgress = ({ url, egressCidrs }: HttpEndpointProps): OutputEgress[] => [
  { port: addressOf(url).port, cidrs: egressCidrs },
];
