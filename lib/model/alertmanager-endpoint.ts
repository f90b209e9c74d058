import type { PodPeer } from './pod-peer';

/** Where alerts are sent: the replicas of one Alertmanager. Give `dnsName` or `addresses`. */
export interface AlertmanagerEndpoint {
  /** DNS name with one A record a replica (a headless Service); all of them get every alert. @default - `addresses` is used */
  readonly dnsName?: string;
  /** `host:port` of each replica. @default - `dnsName` is used */
  readonly addresses?: readonly string[];
  /** Port, with `dnsName`. @default 9093 */
  readonly port?: number;
  /** `http` or `https`. @default 'http' */
  readonly scheme?: string;
  /** Path before `/api/v2/alerts`. @default '/' */
  readonly pathPrefix?: string;
  /** The pods, for NetworkPolicies. @default - outside the cluster or unknown: any address on the ports */
  readonly pods?: PodPeer;
  /**
   * Its routing sends Watchdog to a dead man's switch, which raises a false alarm if no such rule is evaluated: that is
   * refused then.
   * @default false
   */
  readonly heartbeat?: boolean;
  /**
   * TCP port that it is reached at, for NetworkPolicies: behind a Service that of the pods, which may be another.
   * @default - `port`, or those of `addresses`
   */
  readonly egressPort?: number;
  /** Address ranges in CIDR notation that it is reached at, for NetworkPolicies. @default - `pods`, or any address on `egressPort` */
  readonly egressCidrs?: readonly string[];
}
