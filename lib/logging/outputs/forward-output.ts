import { isIP } from 'node:net';
import { validateCidrs } from '../../model/cidrs';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { LogTarget } from '../../model/log-route';
import type { PodPeer } from '../../model/pod-peer';
import type { Problem } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { checkedElsewhere, choice, flag, listOf, needed, number, type Shape, text } from '../../model/shape';
import { validatePort } from '../../model/units';
import type { FluentdDelivery, IFluentdOutput } from './fluentd-delivery';
import { caFile, tlsOptions } from './http-endpoint';
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

/** Who listens: the two read the protocol differently. */
export enum ForwardPeer {
  FLUENTD = 'fluentd',
  FLUENT_BIT = 'fluent-bit',
}

export interface ForwardOutputProps {
  readonly host: string;
  readonly peer: ForwardPeer;
  /** @default 24224 */
  readonly port?: number;
  /** What both sides prove to know. @default - none */
  readonly sharedKey?: SecretKey;
  /** Speak TLS, and check the other side's certificate and its name. @default false */
  readonly tls?: boolean;
  /** Certificate of the authority that signed its certificate. @default - those of the agent's image */
  readonly ca?: SecretKey;
  /** Wait until the other side says that it keeps the lines: without, those on their way are lost with a connection. @default true */
  readonly requireAck?: boolean;
  /** Its pods, for the NetworkPolicy. @default - `egressCidrs` */
  readonly pods?: PodPeer;
  /** Address ranges in CIDR notation that it is reached at. @default - any address on its port */
  readonly egressCidrs?: readonly string[];
}

const SHAPE: Shape<ForwardOutputProps> = {
  host: needed(text('fluentd.logging.svc')),
  peer: needed(choice(ForwardPeer)),
  port: number(24224),
  sharedKey: SECRET_KEY,
  tls: flag(),
  ca: SECRET_KEY,
  requireAck: flag(),
  pods: checkedElsewhere<PodPeer>("{ namespace: 'logging', labels: { 'app.kubernetes.io/name': 'fluentd' } }"),
  egressCidrs: listOf(text('10.0.0.0/8')),
};

/** Another Fluent Bit or a Fluentd, by the forward protocol. Lines whose acknowledgement was lost are sent again. */
export class ForwardOutput extends LogOutput implements IFluentBitOutput, IFluentdOutput {
  override readonly credentials: readonly OutputCredential[];
  override readonly files: readonly ExpectedSecret[];
  override readonly egress: readonly OutputEgress[];
  override readonly exception: string | undefined;
  override readonly destination: string;

  constructor(
    name: string,
    private readonly props: ForwardOutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateForwardOutput);
    const { host, port = 24224, sharedKey, ca, requireAck = true, pods, egressCidrs } = props;
    this.destination = `${host}:${port}`;
    this.exception = requireAck
      ? undefined
      : `Nothing is known of what '${name}' has been sent: without 'requireAck' it is forgotten, whether it arrives or not.`;
    this.files = caFile(ca, host);
    this.egress = [{ port, pods, cidrs: egressCidrs }];
    this.credentials = credentialOf(name, 'shared key', sharedKey, { purpose: `key that agents and ${host} share` });
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { host, peer, port = 24224, sharedKey, tls = false, ca, requireAck = true } = this.props;
    return {
      instance: '',
      dataset: target.dataset as string,
      plugin: {
        name: 'forward',
        host,
        port,
        ...tlsOptions(tls, ca, files),
        require_ack_response: requireAck,
        time_as_integer: false,
        // Fluentd takes a record with metadata for no record at all, and drops it.
        retain_metadata_in_forward_mode: peer === ForwardPeer.FLUENT_BIT,
        ...(sharedKey === undefined
          ? {}
          : { shared_key: `\${${variableOf(this.name, 'shared key')}}`, self_hostname: '${NODE_NAME}' }),
        ...(peer === ForwardPeer.FLUENT_BIT ? { compress: 'gzip' } : {}),
        'net.io_timeout': '60s',
        workers: 2,
      },
    };
  }

  fluentd(target: LogTarget, files: OutputFiles): FluentdDelivery {
    const { host, port = 24224, sharedKey, tls = false, ca, requireAck = true } = this.props;
    return {
      instance: '',
      dataset: target.dataset as string,
      buffered: true,
      filters: [],
      plugin: {
        $type: 'forward',
        server: [{ host, port }],
        require_ack_response: requireAck,
        ack_response_timeout: '60s',
        // The other side may be away when Fluentd starts.
        ignore_network_errors_at_startup: true,
        ...(tls
          ? {
              transport: 'tls',
              tls_verify_hostname: true,
              ...(ca === undefined ? {} : { tls_cert_path: [files.secret(ca)] }),
            }
          : {}),
        ...(sharedKey === undefined
          ? {}
          : {
              security: {
                self_hostname: { $env: 'HOSTNAME' },
                shared_key: { $env: variableOf(this.name, 'shared key') },
              },
            }),
      },
    };
  }
}

function validateForwardOutput({ host, port, sharedKey, tls = false, ca, egressCidrs }: ForwardOutputProps): Problem[] {
  return [
    ...validateHost(host),
    ...validatePort('port', port),
    ...validateSecretKey('sharedKey', sharedKey),
    ...validateSecretKey('ca', ca),
    ...(ca !== undefined && !tls ? [{ what: "'ca' is set without TLS", fix: "add 'tls: true', or leave it out" }] : []),
    ...validateCidrs('egressCidrs', egressCidrs),
  ];
}

function validateHost(host: string): Problem[] {
  if (/^[a-zA-Z0-9](?:[-.a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(host) || isIP(host) !== 0) return [];
  const [, name, port] = /^([-.a-zA-Z0-9]+):(\d+)$/.exec(host) ?? [];
  return [
    {
      what: `'host' is '${host}', which is no host`,
      fix: name === undefined ? "use a name such as 'fluentd.logging.svc'" : `write host: '${name}', port: ${port}`,
    },
  ];
}
