import { isCredentialSent } from '../../model/confidential';
import type { Problem } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
import { parseBytes } from '../../model/units';
import { validateHttpAuth } from '../prometheus/validate-http-client';
import type { HeaderMatch, HttpProbe } from './model';
import { validateRegexp } from './regexp';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];
const VERSIONS = ['HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0'];
const COMPRESSIONS = ['gzip', 'br', 'deflate', 'identity'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/;
/** Upstream takes none of these from a file. */
const NOT_FROM_FILE =
  /^(?:authorization|host|content-(?:encoding|length|type)|user-agent|connection|keep-alive|proxy-auth.*|www-authenticate|accept-encoding|x-prometheus-.*|x-amz-.*)$/i;
/** With these and a header `Location` the client goes on, and the answer itself is never seen. */
const REDIRECTS = [301, 302, 303, 307, 308];

const oneOf = (values: readonly string[]) => `use one of ${values.map((value) => `'${value}'`).join(', ')}`;

/** All that is wrong with a probe over HTTP by itself. */
export function validateHttpProbe(probe: HttpProbe): Problem[] {
  const { method, validHttpVersions, compression, bodySizeLimit, failIfSsl, failIfNotSsl, enableHttp2 = true } = probe;
  return [
    ...validateStatusCodes(probe),
    ...(validHttpVersions?.length === 0
      ? [{ what: "'http.validHttpVersions' is empty", fix: 'leave it out to take any' }]
      : []),
    ...(validHttpVersions ?? [])
      .filter((version) => !VERSIONS.includes(version))
      .map((version) => ({ what: `'http.validHttpVersions' holds '${version}'`, fix: oneOf(VERSIONS) })),
    ...(!enableHttp2 && validHttpVersions?.length === 1 && validHttpVersions[0] === 'HTTP/2.0'
      ? [{ what: "'http.validHttpVersions' wants 'HTTP/2.0', which 'enableHttp2' turns off", fix: 'keep one of them' }]
      : []),
    ...(method === undefined || METHODS.includes(method)
      ? []
      : [{ what: `'http.method' is '${method}'`, fix: oneOf(METHODS) }]),
    ...validateHeaders(probe),
    ...(failIfSsl && failIfNotSsl
      ? [{ what: "'http.failIfSsl' and 'http.failIfNotSsl' are both set: every probe would fail", fix: 'keep one' }]
      : []),
    ...regexps('http.failIfBodyMatchesRegexp', probe.failIfBodyMatchesRegexp),
    ...regexps('http.failIfBodyNotMatchesRegexp', probe.failIfBodyNotMatchesRegexp),
    ...headerMatches('http.failIfHeaderMatches', probe.failIfHeaderMatches),
    ...headerMatches('http.failIfHeaderNotMatches', probe.failIfHeaderNotMatches),
    ...(compression === undefined || COMPRESSIONS.includes(compression)
      ? []
      : [{ what: `'http.compression' is '${compression}'`, fix: oneOf(COMPRESSIONS) }]),
    ...(bodySizeLimit === undefined || (parseBytes(bodySizeLimit) ?? 0) > 0
      ? []
      : [{ what: `'http.bodySizeLimit' is '${bodySizeLimit}', which is no size`, fix: "use a size such as '10MB'" }]),
    ...validateHttpAuth(probe).map(({ what, fix }) => ({ what: what.replace(/^'/, "'http."), fix })),
    ...(probe.basicAuth && probe.authorization
      ? [{ what: "'http.basicAuth' and 'http.authorization' are given together", fix: 'keep one of them' }]
      : []),
  ];
}

function validateStatusCodes({ validStatusCodes: codes, followRedirects = true }: HttpProbe): Problem[] {
  if (codes === undefined) return [];
  const wrong = codes.filter((code) => !Number.isInteger(code) || code < 100 || code > 599);
  return [
    ...(codes.length === 0
      ? [{ what: "'http.validStatusCodes' is empty", fix: 'leave it out to take 200 to 299' }]
      : []),
    ...wrong.map((code) => ({
      what: `'http.validStatusCodes' holds ${code}`,
      fix: 'use whole numbers from 100 to 599, such as 200',
    })),
    ...(followRedirects && codes.length > 0 && codes.every((code) => REDIRECTS.includes(code))
      ? [
          {
            what: `'http.validStatusCodes' is ${codes.join(', ')}, and redirects are followed: such an answer is never seen`,
            fix: "set 'followRedirects' to false, or take the code of the page they lead to",
          },
        ]
      : []),
  ];
}

function validateHeaders({ headers = {}, secretHeaders = {}, compression }: HttpProbe): Problem[] {
  return [
    ...headerNames('http.headers', headers),
    ...headerNames('http.secretHeaders', secretHeaders),
    ...Object.keys(headers)
      .filter(isCredentialSent)
      .map((name) => ({
        what: `'http.headers' holds '${name}', whose value is a credential`,
        fix: /^authorization$/i.test(name)
          ? "use 'authorization' or 'basicAuth', which refer to a Secret"
          : "put it into 'secretHeaders', which refer to Secrets",
      })),
    ...Object.entries(headers)
      .filter(([name, value]) => /^accept-encoding$/i.test(name) && compression !== undefined && value !== compression)
      .map(([name, value]) => ({
        what: `'http.headers' asks by '${name}' for '${value}', and 'compression' is '${compression}'`,
        fix: `use '${compression}' for both`,
      })),
    ...Object.entries(secretHeaders).flatMap(([name, secret]) =>
      NOT_FROM_FILE.test(name)
        ? [
            {
              what: `'http.secretHeaders' holds '${name}', which the exporter sets itself`,
              fix: "use 'authorization', 'basicAuth' or 'headers'",
            },
          ]
        : validateSecretKey(`http.secretHeaders.${name}`, secret),
    ),
  ];
}

const headerNames = (prop: string, headers: object): Problem[] =>
  Object.keys(headers)
    .filter((name) => !HEADER_NAME.test(name))
    .map((name) => ({
      what: `'${prop}' holds '${name}', which is no name of a header`,
      fix: "use a name such as 'Accept-Language'",
    }));

const regexps = (prop: string, patterns: readonly string[] = []) =>
  patterns.flatMap((pattern, i) => validateRegexp(`${prop}[${i}]`, pattern));

function headerMatches(prop: string, matches: readonly HeaderMatch[] = []): Problem[] {
  return matches.flatMap(({ header, regexp }, i) => [
    ...(HEADER_NAME.test(header)
      ? []
      : [{ what: `'${prop}[${i}].header' is '${header}'`, fix: "use a name such as 'Content-Type'" }]),
    ...(regexp === ''
      ? [{ what: `'${prop}[${i}].regexp' is empty`, fix: "give an expression; '.*' takes any value" }]
      : validateRegexp(`${prop}[${i}].regexp`, regexp)),
  ]);
}
