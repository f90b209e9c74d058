import type { HttpBasicAuth } from './http-auth';
import type { PodPeer } from './pod-peer';
import type { SecretKey } from './secret-key';

/** Whose API it is: the two differ in retention, users and dashboards. */
export enum SearchEngine {
  ELASTICSEARCH = 'elasticsearch',
  OPENSEARCH = 'opensearch',
}

/** Where documents are indexed and searched: our own Elasticsearch, or one of others. */
export interface ISearchEndpoint {
  readonly engine: SearchEngine;
  /** Address without a path: `https://elasticsearch.logging.svc:9200`. */
  readonly url: string;
  /** Path in front of all its APIs, behind a proxy. @default '/' */
  readonly path?: string;
  /** Nodes that hold data; index templates ask for at most one copy less. @default - unknown: one replica */
  readonly dataNodes?: number;
  /** Shards that each of them takes, its `cluster.max_shards_per_node`. @default - unknown: nobody counts what is set up */
  readonly maxShardsPerNode?: number;
  /** Certificate of the authority that signed its certificate, in the namespace of the reader. @default - those of the reader's image */
  readonly ca?: SecretKey;
  /** User that may make users, templates and policies: for bootstrap Jobs alone. @default - there is none: nothing is set up */
  readonly admin?: HttpBasicAuth;
  /** Its pods, for NetworkPolicies. @default - outside the cluster: any address on the port */
  readonly pods?: PodPeer;
  /** Address ranges in CIDR notation that it is reached at, for NetworkPolicies. @default - any address on the port */
  readonly egressCidrs?: readonly string[];
  /**
   * Name before the date of the indices with documents that the mapping would reject, where its rules look for them: a
   * bootstrap puts them there.
   * @default - no rule looks: a bootstrap says where
   */
  readonly rejectedPrefix?: string;
  /** Lets pods of others reach it, where NetworkPolicies are ours. @default - nothing has to be opened */
  allowFrom?(peer: PodPeer): void;
}

/** The address of a store, one for all ways to write it: its path, and no default port. */
export const searchAddress = ({ url, path = '/' }: Pick<ISearchEndpoint, 'url' | 'path'>): string =>
  new URL(path, url).href.replace(/\/+$/, '');
