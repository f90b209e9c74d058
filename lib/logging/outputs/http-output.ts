import { isConfidentialName } from '../../model/confidential';
import type { ExpectedSecret } from '../../model/expected-secret';
import { AUTHORIZATION, BASIC_AUTH, type HttpAuthorization, type HttpBasicAuth } from '../../model/http-auth';
import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
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

export interface HttpOutputProps extends HttpEndpointProps {
  /** User and password; give this or `authorization`. @default - none */
  readonly user?: HttpBasicAuth;
  /** Header Authorization. @default - none */
  readonly authorization?: HttpAuthorization;
  /** More headers; no credentials. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

const SHAPE: Shape<HttpOutputProps> = {
  ...HTTP_ENDPOINT,
  user: BASIC_AUTH,
  authorization: AUTHORIZATION,
  headers: mapOf(text('shop')),
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

  constructor(
    name: string,
    private readonly props: HttpOutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateHttpOutput);
    const { url, ca, user, authorization } = props;
    this.files = caFile(ca, url);
    this.egress = endpointEgress(props);
    this.exception = `What '${name}' answers with a status of 4xx other than 408 and 429, it has refused for good.`;
    this.credentials = [
      ...passwordOf(name, user, url),
      ...credentialOf(name, 'credentials', authorization?.credentials, { purpose: `credentials for ${url}` }),
    ];
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { url, ca, user, authorization, headers = {} } = this.props;
    const { host, port, path, tls } = addressOf(url);
    const all = [
      ...Object.entries(headers).map(([header, value]) => `${header} ${value}`),
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
  const { url, user, authorization, headers = {} } = fit;
  return [
    ...validateHttpEndpoint(fit),
    ...validateClearText('url', url, user !== undefined || authorization !== undefined),
    ...(user === undefined ? [] : validateSecretKey('user.password', user.password)),
    ...(authorization === undefined ? [] : validateSecretKey('authorization.credentials', authorization.credentials)),
    ...(user !== undefined && authorization !== undefined
      ? [{ what: "'user' and 'authorization' are set together", fix: 'keep one of them' }]
      : []),
    ...Object.entries(headers).flatMap(([header, value]) => validateHeader(header, value)),
    ...validateParameters(url),
  ];
}

function validateParameters(url: string): Problem[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams.keys()].filter(isConfidentialName).map((name) => ({
    what: `'url' has the parameter '${name}', which is a credential`,
    fix: "keep it in a Secret, and refer to that with 'authorization'",
  }));
}

function validateHeader(header: string, value: string): Problem[] {
  if (/^cookie$/i.test(header) || isConfidentialName(header)) {
    return [
      {
        what: `'headers' sets '${header}', which is a credential`,
        fix: "keep it in a Secret, and refer to that with 'authorization'",
      },
    ];
  }
  if (/^[-\w]+$/.test(header) && /^[^\r\n$]+$/.test(value)) return [];
  return [
    {
      what: `'headers' holds '${header}: ${value}', which is no header`,
      fix: "use letters, numbers and '-', and a value of one line without '$', such as { 'X-Team': 'shop' }",
    },
  ];
}
