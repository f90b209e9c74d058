import { isCredentialSent } from '../../model/confidential';
import type { ExpectedSecret } from '../../model/expected-secret';
import {
  AUTHORIZATION,
  BASIC_AUTH,
  type HttpAuthorization,
  type HttpBasicAuth,
  validateBasicAuth,
} from '../../model/http-auth';
import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { mapOf, type Shape, text } from '../../model/shape';
import {
  addressOf,
  caFile,
  endpointEgress,
  HTTP_ENDPOINT,
  type HttpEndpointProps,
  passwordOf,
  tlsOptions,
  validateClearText,
  validateHttpEndpoint,
} from './http-endpoint';
import {
  checkOutput,
  credentialOf,
  type FluentBitDelivery,
  type IFluentBitOutput,
  LogOutput,
  type OutputCredential,
  type OutputEgress,
  type OutputFiles,
  variableOf,
} from './log-output';
import { SECRET_KEY } from './secret-key-shape';

export interface HttpOutputProps extends HttpEndpointProps {
  /** User and password; give this or `authorization`. @default - none */
  readonly user?: HttpBasicAuth;
  /** Header Authorization. @default - none */
  readonly authorization?: HttpAuthorization;
  /** More headers; no credentials. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose value is a secret, such as `X-Api-Key`. @default - none */
  readonly secretHeaders?: Readonly<Record<string, SecretKey>>;
}

const SHAPE: Shape<HttpOutputProps> = {
  ...HTTP_ENDPOINT,
  user: BASIC_AUTH,
  authorization: AUTHORIZATION,
  headers: mapOf(text('shop')),
  secretHeaders: mapOf(SECRET_KEY),
};

/**
 * Whatever takes logs as JSON by HTTP POST: a list of objects, gzipped, whose key `dataset` tells where they belong. What
 * is answered with 3xx, 5xx, 408 or 429, or not at all, is sent again. Every other 4xx is an answer for good, also that of
 * a proxy while the server behind it is away: agents set such lines aside, and an alert tells of them.
 */
export class HttpOutput extends LogOutput implements IFluentBitOutput {
  override readonly credentials: readonly OutputCredential[];
  override readonly files: readonly ExpectedSecret[];
  override readonly egress: readonly OutputEgress[];
  override readonly exception: string;
  override readonly destination: string;

  constructor(
    name: string,
    private readonly props: HttpOutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateHttpOutput);
    const { url, ca, user, authorization, secretHeaders = {} } = props;
    this.files = caFile(ca, url);
    this.egress = endpointEgress(props);
    this.exception = `What '${name}' answers with a status of 4xx other than 408 and 429, it has refused for good.`;
    // Headers may tell tenants apart.
    this.destination = JSON.stringify([new URL(url).href, props.headers ?? {}, secretHeaders]);
    this.credentials = [
      ...passwordOf(name, user, url),
      ...credentialOf(name, 'credentials', authorization?.credentials, { purpose: `credentials for ${url}` }),
      ...Object.entries(secretHeaders).flatMap(([header, secret]) =>
        credentialOf(name, `header ${header}`, secret, { purpose: `header ${header} for ${url}` }),
      ),
    ];
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { url, ca, user, authorization, headers = {}, secretHeaders = {} } = this.props;
    const { host, port, path, tls } = addressOf(url);
    const all = [
      ...Object.entries(headers).map(([header, value]) => `${header} ${value}`),
      ...Object.keys(secretHeaders).map((header) => `${header} \${${variableOf(this.name, `header ${header}`)}}`),
      ...(authorization === undefined
        ? []
        : [`Authorization ${authorization.type ?? 'Bearer'} \${${variableOf(this.name, 'credentials')}}`]),
    ];
    return {
      instance: '',
      dataset: target.dataset as string,
      plugin: {
        name: 'http',
        host,
        port,
        uri: `${path}${new URL(url).search}`,
        ...tlsOptions(tls, ca, files),
        format: 'json',
        json_date_key: '@timestamp',
        json_date_format: 'iso8601',
        compress: 'gzip',
        ...(all.length === 0 ? {} : { header: all }),
        ...(user === undefined
          ? {}
          : { http_user: user.username, http_passwd: `\${${variableOf(this.name, 'password')}}` }),
        'net.io_timeout': '60s',
        workers: 2,
      },
    };
  }
}

function validateHttpOutput(fit: HttpOutputProps): Problem[] {
  const { url, user, authorization, headers = {}, secretHeaders = {} } = fit;
  const secret = user !== undefined || authorization !== undefined || Object.keys(secretHeaders).length > 0;
  return [
    ...validateHttpEndpoint(fit),
    ...validateClearText('url', url, secret),
    ...validateBasicAuth('user', user),
    ...(authorization === undefined ? [] : validateSecretKey('authorization.credentials', authorization.credentials)),
    ...(user !== undefined && authorization !== undefined
      ? [{ what: "'user' and 'authorization' are set together", fix: 'keep one of them' }]
      : []),
    ...Object.entries(headers).flatMap(([header, value]) => validateHeader(header, value)),
    ...Object.entries(secretHeaders).flatMap(([header, value]) => validateSecretHeader(header, value)),
    ...validateNames([...Object.keys(headers), ...Object.keys(secretHeaders)]),
    ...validateParameters(url),
  ];
}

function validateParameters(url: string): Problem[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams.keys()].filter(isCredentialSent).map((name) => ({
    what: `'url' has the parameter '${name}', which is a credential`,
    fix: "keep it in a Secret, and send it as a header with 'secretHeaders' or 'authorization'",
  }));
}

const NAME = /^[-\w]+$/;

function validateHeader(header: string, value: string): Problem[] {
  if (isCredentialSent(header) || /^(?:basic|bearer) /i.test(value)) {
    const prop = isAuthorization(header) ? 'authorization' : 'secretHeaders';
    return [
      {
        what: `'headers' sets '${header}', which is a credential`,
        fix: `keep it in a Secret, and refer to that with '${prop}'`,
      },
    ];
  }
  if (NAME.test(header) && /^[^\r\n$]+$/.test(value)) return [];
  return [
    {
      what: `'headers' holds '${header}: ${value}', which is no header`,
      fix: "use letters, numbers and '-', and a value of one line without '$', such as { 'X-Team': 'shop' }",
    },
  ];
}

function validateSecretHeader(header: string, value: SecretKey): Problem[] {
  const example = "{ 'X-Api-Key': { name: 'logs', key: 'api-key' } }";
  if (isAuthorization(header)) {
    return [
      {
        what: `'secretHeaders' sets '${header}', which 'authorization' and 'user' do`,
        fix: "write authorization: { type: 'Bearer', credentials: { name: 'logs', key: 'token' } }",
      },
    ];
  }
  return [
    ...(NAME.test(header)
      ? []
      : [
          {
            what: `'secretHeaders' holds '${header}', which no header is named`,
            fix: `use letters, numbers and '-', such as ${example}`,
          },
        ]),
    ...validateSecretKey(`secretHeaders.${header}`, value),
  ];
}

const isAuthorization = (header: string) => /^authorization$/i.test(header);

/** Headers of one name, whose variables have one name as well. */
function validateNames(headers: readonly string[]): Problem[] {
  const names = headers.map((header) => header.toLowerCase().replaceAll('_', '-'));
  return headers.flatMap((header, i) => {
    const first = names.indexOf(names[i] as string);
    if (first === i) return [];
    return [{ what: `'${headers[first]}' and '${header}' are one header`, fix: 'leave one out' }];
  });
}
