import type { ExpectedSecret } from '../../model/expected-secret';
import { BASIC_AUTH, type HttpBasicAuth, validateBasicAuth } from '../../model/http-auth';
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
  DATASET_KEY,
  type FluentBitDelivery,
  type IFluentBitOutput,
  LogOutput,
  type OutputCredential,
  type OutputEgress,
  type OutputFiles,
  variableOf,
} from './log-output';
import { SECRET_KEY } from './secret-key-shape';

export interface LokiOutputProps extends HttpEndpointProps {
  /** Tenant, where Loki has several. @default - none */
  readonly tenantId?: string;
  /** User and password; give this or `bearerToken`. @default - none */
  readonly user?: HttpBasicAuth;
  /** Token for the header Authorization. @default - none */
  readonly bearerToken?: SecretKey;
  /** More labels of every stream, such as `{ cluster: 'eu' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

const SHAPE: Shape<LokiOutputProps> = {
  ...HTTP_ENDPOINT,
  tenantId: text('shop'),
  user: BASIC_AUTH,
  bearerToken: SECRET_KEY,
  labels: mapOf(text('eu')),
};

/** Labels of every stream. */
const OWN_LABELS = [
  'job=fluent-bit',
  `dataset=$${DATASET_KEY}`,
  "namespace=$kubernetes['namespace_name']",
  "container=$kubernetes['container_name']",
];

/**
 * Loki. A stream for each dataset, namespace and container; the pod is structured metadata, since each value of a label
 * is a stream of its own for ever. Lines that are sent again after an answer was lost are there twice.
 *
 * What Loki refuses is counted as dropped, with the lines beside it that Loki took: lines of more than `max_line_size`, 256 KB
 * unless it is told otherwise, and those more than half of `max_chunk_age` behind the newest of their stream, which is an
 * hour. After an outage new lines come first: where `maxOutage` is an hour or more, set `ingester.max_chunk_age` of Loki to
 * more than twice of it.
 */
export class LokiOutput extends LogOutput implements IFluentBitOutput {
  override readonly credentials: readonly OutputCredential[];
  override readonly files: readonly ExpectedSecret[];
  override readonly egress: readonly OutputEgress[];
  override readonly exception: string;
  override readonly destination: string;

  constructor(
    name: string,
    private readonly props: LokiOutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateLokiOutput);
    const { url, ca, user, bearerToken, tenantId = '' } = props;
    this.exception =
      `Loki as '${name}' refuses for good lines longer than its max_line_size, and those more than half of its max_chunk_age, ` +
      'an hour unless it is told otherwise, behind the newest of their stream, as lines of an outage may be.';
    this.destination = JSON.stringify([new URL(url).href, tenantId]);
    this.files = caFile(ca, url);
    this.egress = endpointEgress(props);
    this.credentials = [
      ...passwordOf(name, user, `Loki at ${url}`),
      ...credentialOf(name, 'token', bearerToken, { purpose: `token for Loki at ${url}` }),
    ];
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { url, ca, user, bearerToken, tenantId, labels = {} } = this.props;
    const { host, port, path, tls } = addressOf(url);
    return {
      instance: '',
      dataset: target.dataset as string,
      plugin: {
        name: 'loki',
        host,
        port,
        uri: path === '/' ? '/loki/api/v1/push' : path,
        ...tlsOptions(tls, ca, files),
        ...(tenantId === undefined ? {} : { tenant_id: tenantId }),
        labels: [...OWN_LABELS, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)],
        structured_metadata: ["pod=$kubernetes['pod_name']"],
        line_format: 'json',
        compress: 'gzip',
        ...(user === undefined
          ? {}
          : { http_user: user.username, http_passwd: `\${${variableOf(this.name, 'password')}}` }),
        ...(bearerToken === undefined ? {} : { bearer_token: `\${${variableOf(this.name, 'token')}}` }),
        'net.io_timeout': '60s',
        // Loki wants the lines of a stream in their order.
        workers: 1,
      },
    };
  }
}

function validateLokiOutput(fit: LokiOutputProps): Problem[] {
  const { url, user, bearerToken, tenantId, labels = {} } = fit;
  return [
    ...validateHttpEndpoint(fit),
    ...validateClearText('url', url, user !== undefined || bearerToken !== undefined),
    ...validateBasicAuth('user', user),
    ...validateSecretKey('bearerToken', bearerToken),
    ...(tenantId === undefined || (/^[-\w!.*'()]{1,150}$/.test(tenantId) && !/^\.\.?$/.test(tenantId))
      ? []
      : [
          {
            what: `'tenantId' is '${tenantId}', which is no tenant to Loki`,
            fix: `use at most 150 letters, digits and "-_.!*'()", such as 'shop'`,
          },
        ]),
    ...(user !== undefined && bearerToken !== undefined
      ? [{ what: "'user' and 'bearerToken' are set together", fix: 'keep one of them' }]
      : []),
    ...Object.keys(labels)
      .filter((label) => OWN_LABELS.some((own) => own.startsWith(`${label}=`)))
      .map((label) => ({
        what: `'labels' holds '${label}', which every stream has already`,
        fix: "use another name, such as { cluster: 'eu' }",
      })),
    ...Object.entries(labels)
      .filter(([label, value]) => !/^[a-zA-Z_]\w*$/.test(label) || !/^[^,$]+$/.test(value))
      .map(([label, value]) => ({
        what: `'labels' holds '${label}: ${value}', which Fluent Bit cannot write`,
        fix: "use a label of letters, numbers and '_', and a value without ',' and '$', such as { cluster: 'eu' }",
      })),
  ];
}
