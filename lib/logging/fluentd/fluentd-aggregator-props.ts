import type { ComponentProps } from '../../kubernetes/component';
import type { ContainerResources } from '../../kubernetes/resources';
import type { StorageProps } from '../../kubernetes/storage';
import type { PodPeer } from '../../model/pod-peer';
import type { SecretKey } from '../../model/secret-key';
import type { IFluentdOutput } from '../outputs/fluentd-delivery';

/** The certificate that an aggregator shows. Fluentd reads it when it starts: restart it before one that was renewed runs out. */
export interface FluentdTls {
  /** Certificate, with those between it and the authority, for the name of the Service: `fluentd.logging.svc`. */
  readonly certificate: SecretKey;
  readonly privateKey: SecretKey;
  /** Certificate of the authority that signed it, in the namespace of the agents. */
  readonly ca: SecretKey;
}

export interface FluentdAggregatorProps extends ComponentProps, StorageProps {
  /** Where all lines go. */
  readonly output: IFluentdOutput;
  /** Name of the Service, of the other objects and of the scrape job. @default 'fluentd' */
  readonly name?: string;
  /** From two on, agents go on sending while one is replaced. @default 2 */
  readonly replicas?: number;
  /** Volume of each replica; what waits takes at most four fifths of it. @default '10Gi' */
  readonly storageSize?: string;
  /** What agents and aggregators prove to know, in both namespaces. @default - key `shared-key` of Secret `<name>-shared-key` */
  readonly sharedKey?: SecretKey;
  /** Speak TLS. @default - what agents send can be read on its way by who listens in the network */
  readonly tls?: FluentdTls;
  /** Other pods that send; those of agents with {@link FluentdAggregator.agentOutput} are known. @default - none */
  readonly forwardFrom?: readonly PodPeer[];
  /** The rules about it, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default - 100m CPU, 256Mi memory, 768Mi at most */
  readonly resources?: ContainerResources;
}
