import { validateCidrs } from '../../model/cidrs';
import { type Problem, within } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
import { parseDuration, validateDuration, validateInteger, validatePort, validateUrl } from '../../model/units';
import type { RemoteWrite, RemoteWriteQueue, SigV4 } from './remote-write-model';
import { credentialIn, isServiceName, validateHttpAuth, validateTls } from './validate-http-client';
import { validateRelabelings } from './validate-relabelings';

/** Headers that carry credentials; they belong into a Secret. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|^cookie$|token|secret|password|api-?key/i;
/** Headers that Prometheus writes itself and refuses to have changed. */
const RESERVED_HEADER =
  /^(?:host|content-(?:encoding|length|type)|user-agent|connection|keep-alive|(?:proxy|www)-authenticate|accept-encoding|x-prometheus-remote-(?:write|read)-version|x-amz-(?:date|content-sha256))$/i;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/;

/** Checks all places that samples are sent to, each alone and against the others. */
export function validateRemoteWrites(all: readonly RemoteWrite[] | undefined): Problem[] {
  const seen = new Set<string>();
  return (all ?? []).flatMap((each, i) => {
    const key = each.name === undefined ? written(each) : `name ${each.name}`;
    const twice = seen.has(key);
    seen.add(key);
    return within(`remoteWrite[${i}]`, [
      ...validateRemoteWrite(each),
      ...(twice && each.name !== undefined
        ? [{ what: `'name' is '${each.name}', as another's is`, fix: 'give each a name of its own' }]
        : []),
      ...(twice && each.name === undefined
        ? [{ what: 'it is the same as another', fix: "remove one, or tell them apart by 'name'" }]
        : []),
    ]);
  });
}

/** What Prometheus gets to see of it, as text. */
function written(to: RemoteWrite): string {
  return JSON.stringify({ ...to, egressPort: undefined, egressCidrs: undefined });
}

function validateRemoteWrite(to: RemoteWrite): Problem[] {
  const https = to.url.startsWith('https:');
  return [
    ...validateUrl('url', to.url),
    ...(to.name === '' ? [{ what: "'name' is empty", fix: 'leave it out, or fill it' }] : []),
    ...validateDuration('remoteTimeout', to.remoteTimeout),
    ...validateHeaders(to.headers),
    ...validateHttpAuth(to),
    ...validateSigV4(to.sigv4),
    ...validateWays(to, https),
    ...validateTls('tls', to.tls, https),
    ...validateClientCertificate(to, https),
    ...validateRelabelings('writeRelabelings', to.writeRelabelings, 'series'),
    ...validatePort('egressPort', to.egressPort),
    ...validateCidrs('egressCidrs', to.egressCidrs),
    ...(to.queue ? within('queue', validateQueue(to.queue)) : []),
  ];
}

function validateHeaders(headers: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (SECRET_HEADER.test(name)) {
      return [
        {
          what: `'headers' sets '${name}', which is for credentials`,
          fix: "use 'authorization' or 'basicAuth', which read from a Secret, or 'sigv4'",
        },
      ];
    }
    if (RESERVED_HEADER.test(name)) {
      return [{ what: `'headers' sets '${name}', which Prometheus writes itself`, fix: 'leave it out' }];
    }
    if (!HEADER_NAME.test(name) || /[\r\n]/.test(value)) {
      return [{ what: `'headers' holds '${name}', which is no header`, fix: "use one such as 'X-Scope-OrgID: shop'" }];
    }
    return [];
  });
}

function validateSigV4(sigv4: SigV4 | undefined): Problem[] {
  const { region, roleArn } = sigv4 ?? {};
  return [
    ...(region === undefined || /^[a-z0-9-]+$/.test(region)
      ? []
      : [{ what: `'sigv4.region' is '${region}'`, fix: "use a region such as 'eu-central-1'" }]),
    ...(roleArn === undefined || /^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(roleArn)
      ? []
      : [
          {
            what: `'sigv4.roleArn' is '${roleArn}'`,
            fix: "use an ARN such as 'arn:aws:iam::123456789012:role/writer'",
          },
        ]),
  ];
}

function validateWays(to: RemoteWrite, https: boolean): Problem[] {
  const ways = (['authorization', 'basicAuth', 'sigv4'] as const).filter((way) => to[way]).map((way) => `'${way}'`);
  const credential = credentialIn(to);
  const inside = URL.canParse(to.url) && isServiceName(new URL(to.url).hostname);
  return [
    ...(ways.length > 1 ? [{ what: `${ways.join(', ')} are given together`, fix: 'keep one of them' }] : []),
    ...(credential !== undefined && !https && !inside
      ? [
          {
            what: `'${credential}' would travel in clear text`,
            fix: "use a 'url' with https, or a Service of the cluster by its name, such as 'http://mimir.monitoring.svc'",
          },
        ]
      : []),
  ];
}

function validateClientCertificate({ clientCertificate, clientKey }: RemoteWrite, https: boolean): Problem[] {
  const given = clientCertificate !== undefined || clientKey !== undefined;
  return [
    ...validateSecretKey('clientCertificate', clientCertificate),
    ...validateSecretKey('clientKey', clientKey),
    ...(given && (!clientCertificate || !clientKey)
      ? [{ what: "of 'clientCertificate' and 'clientKey' one is missing", fix: 'give both' }]
      : []),
    ...(given && !https
      ? [{ what: "'clientCertificate' is given for plain http", fix: "use a 'url' with https" }]
      : []),
  ];
}

function validateQueue(queue: RemoteWriteQueue): Problem[] {
  const { minShards = 1, maxShards = 50, minBackoff = '30ms', maxBackoff = '5s' } = queue;
  return [
    ...validateInteger('capacity', queue.capacity, { min: 1 }),
    ...validateInteger('maxShards', queue.maxShards, { min: 1 }),
    ...validateInteger('minShards', queue.minShards, { min: 1 }),
    ...validateInteger('maxSamplesPerSend', queue.maxSamplesPerSend, { min: 1 }),
    ...validateDuration('batchSendDeadline', queue.batchSendDeadline),
    ...validateDuration('minBackoff', queue.minBackoff),
    ...validateDuration('maxBackoff', queue.maxBackoff),
    ...validateDuration('sampleAgeLimit', queue.sampleAgeLimit),
    ...(minShards > maxShards
      ? [{ what: `'minShards' is ${minShards}, above 'maxShards' ${maxShards}`, fix: `use ${maxShards} or less` }]
      : []),
    ...((parseDuration(minBackoff) ?? 0) > (parseDuration(maxBackoff) ?? Infinity)
      ? [
          {
            what: `'minBackoff' is '${minBackoff}', above 'maxBackoff' '${maxBackoff}'`,
            fix: `use '${maxBackoff}' or less`,
          },
        ]
      : []),
  ];
}
