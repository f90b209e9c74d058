import type { Construct } from 'constructs';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { SecretKey } from '../../model/secret-key';
import { DashboardsProduct } from '../dashboards-endpoint';
import type { DashboardsProps } from './dashboards-props';
import { DashboardsServer } from './dashboards-server';
import { openSearchDashboardsProgram } from './opensearch-dashboards-program';
import { validateOpenSearchDashboards } from './validate-dashboards';

export interface OpenSearchDashboardsProps extends DashboardsProps {
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
export class OpenSearchDashboards extends DashboardsServer<OpenSearchDashboardsProps> {
  constructor(scope: Construct, id: string, props: OpenSearchDashboardsProps) {
    super(scope, id, props, {
      product: DashboardsProduct.OPENSEARCH_DASHBOARDS,
      validate: validateOpenSearchDashboards,
      program: ({ search, publicBaseUrl, user, cookiePassword }, name) =>
        openSearchDashboardsProgram({
          name,
          search,
          publicBaseUrl,
          user: user ?? { username: 'kibanaserver', password: { name: `${name}-users`, key: 'kibanaserver' } },
          cookiePassword: cookiePassword ?? { name: `${name}-cookie`, key: 'password' },
        }),
    });
  }
}
