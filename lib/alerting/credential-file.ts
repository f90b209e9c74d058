import type { SecretKey } from '../model/secret-key';

/** Where Secrets with credentials are mounted in Alertmanager's pod, one folder a Secret; the Prometheus Operator's own choice too. */
export const CREDENTIALS_FOLDER = '/etc/alertmanager/secrets';

/** Where the Secret with the configuration and the template files is mounted; the Prometheus Operator's own choice too. */
export const CONFIG_FOLDER = '/etc/alertmanager/config';

/** Path of the file, in Alertmanager's pod, that holds a credential. */
export function credentialFile(secret: SecretKey): string {
  return `${CREDENTIALS_FOLDER}/${secret.name}/${secret.key}`;
}
