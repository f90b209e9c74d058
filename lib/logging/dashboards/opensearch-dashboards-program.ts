import { ImageName } from '../../kubernetes/images';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { DashboardsProduct } from '../dashboards-endpoint';
import { type DashboardsProgram, reference, serverSettings } from './dashboards-program';

/** What OpenSearch Dashboards is told. */
export interface OpenSearchDashboardsSettings {
  readonly name: string;
  readonly search: ISearchEndpoint;
  readonly user: HttpBasicAuth;
  readonly cookiePassword: SecretKey;
  readonly publicBaseUrl?: string;
}

/** OpenSearch Dashboards with its security plugin, as its image comes. */
export function openSearchDashboardsProgram(settings: OpenSearchDashboardsSettings): DashboardsProgram {
  const { search, user, cookiePassword, publicBaseUrl } = settings;
  return {
    product: DashboardsProduct.OPENSEARCH_DASHBOARDS,
    title: 'OpenSearch Dashboards',
    image: ImageName.OPENSEARCH_DASHBOARDS,
    home: '/usr/share/opensearch-dashboards',
    configFile: 'config/opensearch_dashboards.yml',
    metric: 'opensearch_dashboards_up',
    secrets: [
      {
        variable: 'SECRET_PASSWORD',
        secret: user.password,
        purpose: `password of user ${user.username} of OpenSearch, as it was installed with`,
        random: false,
      },
      {
        variable: 'SECRET_COOKIE',
        secret: cookiePassword,
        purpose: 'key of 32 characters or more by which OpenSearch Dashboards encrypts cookies',
        random: true,
      },
    ],
    settings: (files) => ({
      ...serverSettings(settings, files),
      'opensearch.hosts': [`${search.url}${search.path ?? ''}`],
      'opensearch.username': user.username,
      'opensearch.password': reference('SECRET_PASSWORD'),
      'opensearch.ssl.verificationMode': 'full',
      ...(files.ca === undefined ? {} : { 'opensearch.ssl.certificateAuthorities': [files.ca] }),
      'opensearch.requestHeadersAllowlist': ['authorization', 'securitytenant'],
      'opensearch_security.multitenancy.enabled': true,
      // Where everybody sees what the bootstrap makes.
      'opensearch_security.multitenancy.tenants.preferred': ['Global', 'Private'],
      'opensearch_security.cookie.password': reference('SECRET_COOKIE'),
      'opensearch_security.cookie.secure': publicBaseUrl?.startsWith('https:') ?? false,
      // For probes, which have no login.
      'opensearch_security.auth.unauthenticated_routes': ['/api/status'],
    }),
  };
}
