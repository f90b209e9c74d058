import type { HttpAuthorization, HttpBasicAuth } from '../../model/http-auth';
import type { ScrapeTls } from '../../model/scrape-job';
import type { SecretKey } from '../../model/secret-key';
import { prometheusSecretFile } from './secrets';

/** Basic authentication as upstream spells it. */
export function basicAuthConfig(auth: HttpBasicAuth | undefined): object | undefined {
  return auth && { username: auth.username, password_file: prometheusSecretFile(auth.password) };
}

/** The header `Authorization` as upstream spells it. */
export function authorizationConfig(auth: HttpAuthorization | undefined): object | undefined {
  return auth && { type: auth.type ?? 'Bearer', credentials_file: prometheusSecretFile(auth.credentials) };
}

/** TLS settings as upstream spells them; undefined where there are none. */
export function tlsConfig(
  tls: ScrapeTls | undefined,
  client: { readonly clientCertificate?: SecretKey; readonly clientKey?: SecretKey } = {},
): object | undefined {
  const { clientCertificate, clientKey } = client;
  if (!tls && !clientCertificate && !clientKey) return undefined;
  return {
    ca_file: tls?.caFile,
    cert_file: clientCertificate && prometheusSecretFile(clientCertificate),
    key_file: clientKey && prometheusSecretFile(clientKey),
    server_name: tls?.serverName,
    insecure_skip_verify: tls?.insecureSkipVerify,
  };
}
