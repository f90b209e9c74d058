import type { ExpectedSecret } from '../../model/expected-secret';
import type { SecretKey } from '../../model/secret-key';
import type { PrometheusConfig } from './model';

/** Where Prometheus' container has the keys of a Secret as files: one folder a Secret under this one. */
export const PROMETHEUS_SECRETS_FOLDER = '/etc/prometheus/secrets';

/** The file that `prometheus.yml` reads a credential from; whoever runs Prometheus mounts the Secret there. */
export function prometheusSecretFile({ name, key }: SecretKey): string {
  return `${PROMETHEUS_SECRETS_FOLDER}/${name}/${key}`;
}

/** The Secret keys whose files the written config refers to, each once, with all that it is for. */
export function secretsOf({ jobs, remoteWrite = [] }: PrometheusConfig): ExpectedSecret[] {
  const uses = [
    ...jobs.flatMap(({ name, basicAuth, authorization }) => [
      use(basicAuth?.password, `password to scrape job '${name}'`),
      use(authorization?.credentials, `credentials to scrape job '${name}'`),
    ]),
    ...remoteWrite.flatMap(({ name, url, authorization, basicAuth, clientCertificate, clientKey }) => {
      const where = `remote write ${name === undefined ? url : `'${name}'`}`;
      return [
        use(authorization?.credentials, `credentials of ${where}`),
        use(basicAuth?.password, `password of ${where}`),
        use(clientCertificate, `client certificate of ${where} (PEM)`),
        use(clientKey, `private key of the client certificate of ${where} (PEM)`),
      ];
    }),
  ];
  const byFile = new Map<string, ExpectedSecret>();
  for (const each of uses.flat()) {
    const file = prometheusSecretFile(each.secret);
    const known = byFile.get(file);
    byFile.set(file, known ? { ...known, purpose: `${known.purpose}; ${each.purpose}` } : each);
  }
  return [...byFile.values()];
}

function use(secret: SecretKey | undefined, purpose: string): ExpectedSecret[] {
  return secret ? [{ secret, purpose }] : [];
}
