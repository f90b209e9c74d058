import type { HttpAuthorization, HttpBasicAuth } from '../../model/http-auth';
import type { Relabeling } from '../../model/relabeling';
import type { ScrapeTls } from '../../model/scrape-job';
import type { SecretKey } from '../../model/secret-key';

/**
 * A place that all samples are sent to as well. At most one way to authenticate: `authorization`, `basicAuth` or
 * `sigv4`.
 */
export interface RemoteWrite {
  /** Where to send them, such as `https://mimir.example.com/api/v1/push`. */
  readonly url: string;
  /** Tells it apart in Prometheus' own metrics and logs; unique. @default - a hash of the settings */
  readonly name?: string;
  /** @default '30s' */
  readonly remoteTimeout?: string;
  /** Headers to add; not for credentials. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Header `Authorization` to send; over plain http only to a Service of the cluster (`*.svc`). @default - none */
  readonly authorization?: HttpAuthorization;
  /** User and password to send; over plain http only to a Service of the cluster (`*.svc`). @default - none */
  readonly basicAuth?: HttpBasicAuth;
  /** Sign with AWS' Signature Version 4, as Amazon Managed Prometheus wants it. @default - none */
  readonly sigv4?: SigV4;
  /** @default - the certificate is verified by the system's authorities */
  readonly tls?: ScrapeTls;
  /** Certificate that Prometheus shows, with `clientKey`. @default - none */
  readonly clientCertificate?: SecretKey;
  /** Private key of `clientCertificate`. @default - none */
  readonly clientKey?: SecretKey;
  /** Steps on each sample, after external labels were added; a dropped one is not sent. @default - all are sent */
  readonly writeRelabelings?: readonly Relabeling[];
  /** @default false */
  readonly sendExemplars?: boolean;
  /** @default false */
  readonly sendNativeHistograms?: boolean;
  /** @default - upstream's: 50 connections at most, 2000 samples a request */
  readonly queue?: RemoteWriteQueue;
  /**
   * TCP port that it is reached at, for the NetworkPolicy: behind a Service that of the pods, which may be another.
   * @default - that of the URL
   */
  readonly egressPort?: number;
  /** Address ranges in CIDR notation that it is reached at, for the NetworkPolicy. @default - any address on `egressPort`, or the one in the URL */
  readonly egressCidrs?: readonly string[];
}

/** Credentials come from AWS' chain (the role of the ServiceAccount, the node's role); none are given here. */
export interface SigV4 {
  /** @default - the region of AWS' default configuration */
  readonly region?: string;
  /** ARN of a role to assume. @default - the role that the pod has */
  readonly roleArn?: string;
}

/** How samples wait and travel. Raise `maxShards` if PrometheusRemoteWriteDesiredShards fires. */
export interface RemoteWriteQueue {
  /** Samples buffered for each connection. @default 10000 */
  readonly capacity?: number;
  /** Connections at most. @default 50 */
  readonly maxShards?: number;
  /** Connections at least. @default 1 */
  readonly minShards?: number;
  /** @default 2000 */
  readonly maxSamplesPerSend?: number;
  /** How long samples wait for a request to fill up. @default '5s' */
  readonly batchSendDeadline?: string;
  /** First pause before a request is repeated; doubled each time. @default '30ms' */
  readonly minBackoff?: string;
  /** @default '5s' */
  readonly maxBackoff?: string;
  /** Repeat requests that were refused by HTTP status 429. @default false */
  readonly retryOnRateLimit?: boolean;
  /** Samples older than this are not sent any more. @default - all are */
  readonly sampleAgeLimit?: string;
}
