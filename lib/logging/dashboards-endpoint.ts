import type { HttpBasicAuth } from '../model/http-auth';
import type { PodPeer } from '../model/pod-peer';
import type { SecretKey } from '../model/secret-key';

/** The web page beside a search engine: the two differ in how saved objects are made. */
export enum DashboardsProduct {
  KIBANA = 'kibana',
  OPENSEARCH_DASHBOARDS = 'opensearch-dashboards',
}

/** Where logs are looked at: our own Kibana or OpenSearch Dashboards, or one of others. */
export interface IDashboardsEndpoint {
  readonly product: DashboardsProduct;
  /** Address without a path: `http://kibana.logging.svc:5601`. */
  readonly url: string;
  /** Path in front of all its pages. @default '/' */
  readonly path?: string;
  /** Certificate of the authority that signed its certificate, in the namespace of the reader. @default - those of the reader's image */
  readonly ca?: SecretKey;
  /** User that may make saved objects: for bootstrap Jobs alone. @default - there is none: nothing is set up */
  readonly admin?: HttpBasicAuth;
  /** Namespace of the server that knows the password of `admin`. @default - somebody else knows it */
  readonly adminHome?: string;
  /** Name before the date of the indices with rejected documents in the search engine behind it. @default 'rejected-logs' */
  readonly rejectedPrefix?: string;
  /** Its pods, for NetworkPolicies. @default - outside the cluster: any address on the port */
  readonly pods?: PodPeer;
  /** Address ranges in CIDR notation that it is reached at, for NetworkPolicies. @default - any address on the port */
  readonly egressCidrs?: readonly string[];
  /** Lets pods of others reach it, where NetworkPolicies are ours. @default - nothing has to be opened */
  allowFrom?(peer: PodPeer): void;
}
