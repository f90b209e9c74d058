import type { ScrapeTls } from '../../model/scrape-job';
import type { SecretKey } from '../../model/secret-key';
import { prometheusSecretFile } from './secrets';

/** Basic authentication as upstream spells it; undefined without a user. */
export function basicAuth(from: { readonly username?: string; readonly password?: SecretKey }): object | undefined {
  if (from.username === undefined) return undefined;
  return { username: from.username, password_file: from.password && prometheusSecretFile(from.password) };
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
