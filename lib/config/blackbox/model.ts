import type { HttpAuthorization, HttpBasicAuth } from '../../model/http-auth';
import type { SecretKey } from '../../model/secret-key';

/** TLS of a probe. Files come from Secrets that the exporter's pod mounts. */
export interface ProbeTls {
  /** Certificate of the authority, PEM. @default - the system's authorities */
  readonly ca?: SecretKey;
  /** Client certificate, PEM; needs `clientKey`. @default - none */
  readonly clientCertificate?: SecretKey;
  /** Private key of the client certificate, PEM. @default - none */
  readonly clientKey?: SecretKey;
  /** Name expected in the certificate. @default - the target's host, or the header `Host` */
  readonly serverName?: string;
  /** Probe without verifying the certificate; its expiry is known all the same. @default false */
  readonly insecureSkipVerify?: boolean;
  /** `TLS10`, `TLS11`, `TLS12` or `TLS13`. @default - Go's own, `TLS12` */
  readonly minVersion?: string;
}

/** A response header and what its value is compared with. */
export interface HeaderMatch {
  readonly header: string;
  /** RE2, not anchored. */
  readonly regexp: string;
  /** Whether the header may be missing. @default false */
  readonly allowMissing?: boolean;
}

/** Which address of a host that has several is probed. */
export interface ProbeAddressFamily {
  /** `ip4` or `ip6`. Upstream's own default is `ip6`, which many clusters cannot reach. @default 'ip4' */
  readonly preferredIpProtocol?: string;
  /** Take the other where the host has no such address. @default true */
  readonly ipProtocolFallback?: boolean;
}

/** A request over HTTP and what its answer must be. */
export interface HttpProbe extends ProbeAddressFamily {
  /** @default - 200 to 299 */
  readonly validStatusCodes?: readonly number[];
  /** `HTTP/1.0`, `HTTP/1.1`, `HTTP/2.0`. @default - any */
  readonly validHttpVersions?: readonly string[];
  /** @default 'GET' */
  readonly method?: string;
  /** Headers to send, no secrets among them. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose value is a secret, such as `X-Api-Key`. @default - none */
  readonly secretHeaders?: Readonly<Record<string, SecretKey>>;
  /** @default - none */
  readonly body?: string;
  /** @default true */
  readonly followRedirects?: boolean;
  /** @default true */
  readonly enableHttp2?: boolean;
  /** @default false */
  readonly failIfSsl?: boolean;
  /** @default false */
  readonly failIfNotSsl?: boolean;
  /** RE2, not anchored; the probe fails if one matches. @default - none */
  readonly failIfBodyMatchesRegexp?: readonly string[];
  /** RE2, not anchored; the probe fails if one does not match. @default - none */
  readonly failIfBodyNotMatchesRegexp?: readonly string[];
  /** @default - none */
  readonly failIfHeaderMatches?: readonly HeaderMatch[];
  /** @default - none */
  readonly failIfHeaderNotMatches?: readonly HeaderMatch[];
  /** How the body of the answer is packed: `gzip`, `br`, `deflate` or `identity`. @default - as it comes */
  readonly compression?: string;
  /** A longer body fails the probe; `10MB`, a power of 1024. @default - no limit */
  readonly bodySizeLimit?: string;
  /** User and password to send. @default - none */
  readonly basicAuth?: HttpBasicAuth;
  /** Header `Authorization` to send. @default - none */
  readonly authorization?: HttpAuthorization;
  /** @default - the system's authorities, verified */
  readonly tlsConfig?: ProbeTls;
}

/** One step of a talk over TCP: what is awaited, then what is said. */
export interface QueryResponse {
  /** RE2 that a line of the answer must match, not anchored. @default - nothing is awaited */
  readonly expect?: string;
  /** Text that must come next, no line end needed; not together with `expect`. @default - nothing is awaited */
  readonly expectBytes?: string;
  /** Labels of `probe_expect_info` from the groups of `expect`: `{ ssh_version: '${1}' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Line to send, as UTF-8; may use the groups of `expect`. @default - nothing is said */
  readonly send?: string;
  /** Go on in TLS. @default false */
  readonly starttls?: boolean;
}

/** A connection over TCP, and a talk over it. */
export interface TcpProbe extends ProbeAddressFamily {
  /** @default - connecting is enough */
  readonly queryResponse?: readonly QueryResponse[];
  /** @default false */
  readonly tls?: boolean;
  /** With `tls` or a step `starttls`. @default - the system's authorities, verified */
  readonly tlsConfig?: ProbeTls;
}

/**
 * A request to the standard health service of gRPC (`grpc.health.v1.Health`). The exporter sets it no time limit of its
 * own: a server that takes the connection and never answers fails the scrape, not the probe.
 */
export interface GrpcProbe extends ProbeAddressFamily {
  /** Which service's health is asked for. @default - that of the server as a whole */
  readonly service?: string;
  /** @default false */
  readonly tls?: boolean;
  /** With `tls`. @default - the system's authorities, verified */
  readonly tlsConfig?: ProbeTls;
}

/**
 * A way to probe: exactly one of `http`, `tcp` and `grpc`. ICMP is left out, for it needs a capability that the Pod
 * Security level `restricted` forbids.
 */
export interface BlackboxModule {
  /** At most half a second less than the scrape's timeout. @default - half a second less than the scrape's timeout */
  readonly timeout?: string;
  /** @default - another kind is given */
  readonly http?: HttpProbe;
  /** @default - another kind is given */
  readonly tcp?: TcpProbe;
  /** @default - another kind is given */
  readonly grpc?: GrpcProbe;
}

/** Modules by the name that a probe asks for. */
export type BlackboxModules = Readonly<Record<string, BlackboxModule>>;

/** Upstream's names of the ways to probe. */
export type Prober = 'http' | 'tcp' | 'grpc';

/** How a module probes. */
export function proberOf({ http, tcp }: BlackboxModule): Prober {
  if (http) return 'http';
  return tcp ? 'tcp' : 'grpc';
}
