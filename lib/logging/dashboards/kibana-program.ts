import { ImageName } from '../../kubernetes/images';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { DashboardsProduct } from '../dashboards-endpoint';
import { type DashboardsProgram, type DashboardsSecret, reference, serverSettings } from './dashboards-program';

/** The built-in user that Kibana logs in as; it refuses the superuser. */
const KIBANA_USER = 'kibana_system';

/** What Kibana is told. */
export interface KibanaSettings {
  readonly name: string;
  readonly search: ISearchEndpoint;
  readonly password: SecretKey;
  readonly encryptionSecretName: string;
  readonly publicBaseUrl?: string;
  /** Namespaces that random values are made in. */
  homes(): { readonly password?: string; readonly encryption?: string };
}

/**
 * Kibana. Its settings are a file, not the variables that the image turns into arguments: those can be seen by whoever
 * lists processes. What is secret comes in by variables that the file refers to.
 */
export function kibanaProgram(settings: KibanaSettings): DashboardsProgram {
  const { search, password, encryptionSecretName, publicBaseUrl } = settings;
  const key = (variable: string, key: string, what: string): DashboardsSecret => ({
    variable,
    secret: { name: encryptionSecretName, key },
    purpose: `key of 32 characters or more by which Kibana encrypts ${what}`,
    random: true,
    home: () => settings.homes().encryption,
  });
  return {
    product: DashboardsProduct.KIBANA,
    title: 'Kibana',
    image: ImageName.KIBANA,
    home: '/usr/share/kibana',
    configFile: 'config/kibana.yml',
    metric: 'kibana_up',
    secrets: [
      {
        variable: 'SECRET_PASSWORD',
        secret: password,
        purpose: `password of Kibana's user ${KIBANA_USER}`,
        // Where a bootstrap may set it, any does.
        random: search.admin !== undefined,
        home: () => settings.homes().password,
      },
      key('SECRET_SESSION_KEY', 'security', 'sessions'),
      key('SECRET_OBJECTS_KEY', 'saved-objects', 'saved objects; another one makes what is stored unreadable'),
      key('SECRET_REPORTING_KEY', 'reporting', 'reports'),
    ],
    settings: (files) => ({
      ...serverSettings(settings, files),
      ...(publicBaseUrl === undefined ? {} : { 'server.publicBaseUrl': publicBaseUrl.replace(/\/+$/, '') }),
      'elasticsearch.hosts': [`${search.url}${search.path ?? ''}`],
      'elasticsearch.username': KIBANA_USER,
      'elasticsearch.password': reference('SECRET_PASSWORD'),
      ...(files.ca === undefined ? {} : { 'elasticsearch.ssl.certificateAuthorities': [files.ca] }),
      'xpack.security.encryptionKey': reference('SECRET_SESSION_KEY'),
      'xpack.encryptedSavedObjects.encryptionKey': reference('SECRET_OBJECTS_KEY'),
      'xpack.reporting.encryptionKey': reference('SECRET_REPORTING_KEY'),
      // Nothing outside can be reached, and nothing is sent there.
      'telemetry.optIn': false,
      'newsfeed.enabled': false,
      'map.includeElasticMapsService': false,
      'xpack.fleet.isAirGapped': true,
    }),
  };
}
