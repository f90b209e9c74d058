import type { Construct } from 'constructs';
import type { SecretKey } from '../../model/secret-key';
import { DashboardsProduct } from '../dashboards-endpoint';
import { kibanaHomes, shareKibanaSecrets } from '../kibana-secrets';
import type { DashboardsProps } from './dashboards-props';
import { DashboardsServer } from './dashboards-server';
import { kibanaProgram } from './kibana-program';
import { validateKibana } from './validate-dashboards';

export interface KibanaProps extends DashboardsProps {
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
export class Kibana extends DashboardsServer<KibanaProps> {
  /** What SearchBootstrap gives to `kibana_system`. */
  readonly password: SecretKey;

  constructor(scope: Construct, id: string, props: KibanaProps) {
    super(scope, id, props, {
      product: DashboardsProduct.KIBANA,
      validate: validateKibana,
      program: ({ search, publicBaseUrl, encryptionSecretName }, name) =>
        kibanaProgram({
          name,
          search,
          publicBaseUrl,
          password: kibanaPassword(props),
          encryptionSecretName: encryptionSecretName ?? `${name}-encryption`,
          homes: () => kibanaHomes(this, search),
        }),
    });
    this.password = kibanaPassword(props);
    const { search, encryptionSecretName = `${this.serviceName}-encryption` } = props;
    shareKibanaSecrets(this, { search, namespace: this.namespace, password: this.password, encryptionSecretName });
  }
}

/** The password of a Kibana of these props. */
export const kibanaPassword = ({ name = DashboardsProduct.KIBANA, password }: KibanaProps): SecretKey =>
  password ?? { name: `${name}-users`, key: 'kibana_system' };
