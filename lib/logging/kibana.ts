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
import { kibanaProgram } from './kibana-program';
import { validateKibana } from './validate-dashboards';

export interface KibanaProps extends DashboardsProps {
  /** Name of the Service, of the other objects and of the scrape job. @default 'kibana' */
  readonly name?: string;
  /**
   * Password of its user `kibana_system`, which SearchBootstrap sets; read at the start of each pod.
   * @default - key `kibana_system` of Secret `<name>-users`
   */
  readonly password?: SecretKey;
  /**
   * Secret with keys `security`, `saved-objects` and `reporting`, each of 32 characters or more. They stay for ever: with
   * another one, sessions end and what was stored encrypted is lost.
   * @default '<name>-encryption'
   */
  readonly encryptionSecretName?: string;
}

/**
 * Kibana, the page where logs are looked at, of the version of Elasticsearch beside it. It keeps everything in
 * Elasticsearch. It becomes ready when its user has its password, which SearchBootstrap with `kibanaPassword` sees to.
 */
export class Kibana extends Construct implements IDashboardsEndpoint {
  readonly product = DashboardsProduct.KIBANA;
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
  /** What SearchBootstrap gives to `kibana_system`. */
  readonly password: SecretKey;
  readonly deployment: k8s.KubeDeployment;
  private readonly clients: PodPeer[] = [];

  constructor(scope: Construct, id: string, props: KibanaProps) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateKibana(props, found));
    requireUniqueObjects(this);
    const { name = 'kibana', search, tlsSecretName, publicBaseUrl } = props;
    const { encryptionSecretName = `${name}-encryption` } = props;
    this.namespace = found as string;
    this.serviceName = name;
    this.password = props.password ?? { name: `${name}-users`, key: 'kibana_system' };
    this.ca = tlsSecretName === undefined ? undefined : { name: tlsSecretName, key: 'ca.crt' };
    this.admin = search.admin;
    const program = kibanaProgram({ name, search, password: this.password, encryptionSecretName, publicBaseUrl });
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
