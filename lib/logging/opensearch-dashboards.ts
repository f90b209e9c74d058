import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { namespaceOf } from '../kubernetes/namespace';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { HttpBasicAuth } from '../model/http-auth';
import type { PodPeer } from '../model/pod-peer';
import { refuse } from '../model/problem';
import type { SecretKey } from '../model/secret-key';
import { DashboardsProduct, type IDashboardsEndpoint } from './dashboards-endpoint';
import { type DashboardsProps, dashboardsServer } from './dashboards-server';
import { openSearchDashboardsProgram } from './opensearch-dashboards-program';
import { validateOpenSearchDashboards } from './validate-dashboards';

export interface OpenSearchDashboardsProps extends DashboardsProps {
  /** Name of the Service, of the other objects and of the scrape job. @default 'opensearch-dashboards' */
  readonly name?: string;
  /**
   * User that it logs in as, whose password was set where OpenSearch was installed.
   * @default - `kibanaserver`, with key `kibanaserver` of Secret `<name>-users`
   */
  readonly user?: HttpBasicAuth;
  /** Secret with 32 characters or more, by which cookies are encrypted. @default - key `password` of Secret `<name>-cookie` */
  readonly cookiePassword?: SecretKey;
}

/**
 * OpenSearch Dashboards, the page where logs in OpenSearch are looked at. It keeps everything in OpenSearch. Services of
 * clouds bring one of their own.
 */
export class OpenSearchDashboards extends Construct implements IDashboardsEndpoint {
  readonly product = DashboardsProduct.OPENSEARCH_DASHBOARDS;
  readonly url: string;
  readonly path: string;
  /** Its certificate's authority, if it has one. */
  readonly ca?: SecretKey;
  /** The admin of its search engine is one of its own, too. */
  readonly admin?: HttpBasicAuth;
  readonly pods: PodPeer;
  readonly namespace: string;
  /** Name of the Service; port `http`, 5601. */
  readonly serviceName: string;
  readonly deployment: k8s.KubeDeployment;
  private readonly clients: PodPeer[] = [];

  constructor(scope: Construct, id: string, props: OpenSearchDashboardsProps) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateOpenSearchDashboards(props, found));
    requireUniqueObjects(this);
    const { name = 'opensearch-dashboards', search, tlsSecretName, publicBaseUrl } = props;
    const {
      user = { username: 'kibanaserver', password: { name: `${name}-users`, key: 'kibanaserver' } },
      cookiePassword = { name: `${name}-cookie`, key: 'password' },
    } = props;
    this.namespace = found as string;
    this.serviceName = name;
    this.ca = tlsSecretName === undefined ? undefined : { name: tlsSecretName, key: 'ca.crt' };
    this.admin = search.admin;
    const program = openSearchDashboardsProgram({ name, search, user, cookiePassword, publicBaseUrl });
    const server = dashboardsServer(this, { ...props, name, namespace: this.namespace }, program, () => this.clients);
    this.url = server.url;
    this.path = server.path;
    this.pods = server.pods;
    this.deployment = server.deployment;
    this.node.defaultChild = this.deployment;
  }

  allowFrom(peer: PodPeer): void {
    this.clients.push(peer);
  }
}
