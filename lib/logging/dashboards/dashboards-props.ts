import type { ComponentProps } from '../../kubernetes/component';
import type { Exposure } from '../../kubernetes/exposure';
import type { PodPeer } from '../../model/pod-peer';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { CertificateIssuer } from '../elasticsearch/certificates';

/** What Kibana and OpenSearch Dashboards can both be told. */
export interface DashboardsProps extends ComponentProps {
  /** Name of the Service, of the other objects and of the scrape job. @default - the program's own name */
  readonly name?: string;
  /** Where the documents are. */
  readonly search: ISearchEndpoint;
  /** Pods; several share the sessions of all. @default 1 */
  readonly replicas?: number;
  /** Address that people open: `https://kibana.example.com`, with a path if it is below one. @default - links in reports and alerts have none */
  readonly publicBaseUrl?: string;
  /** How people reach it. @default - from within the cluster only */
  readonly exposure?: Exposure;
  /**
   * Secret with `tls.crt`, `tls.key` and `ca.crt` for its Service, to be served over TLS. Pods read it when they start: one
   * that was renewed is shown after `kubectl rollout restart`.
   * @default - plain HTTP, for a proxy in front
   */
  readonly tlsSecretName?: string;
  /** Has that certificate, the Secret `tlsSecretName`, made by cert-manager. @default - somebody makes the Secret, such as `npm run secrets` */
  readonly issuer?: CertificateIssuer;
  /** Other pods that may connect, such as a proxy that logs people in. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** More settings by their full names, over those that are set here. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
  /** The rule that tells when no pod is available, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
}
