import type { ExpectedSecret } from '../../model/expected-secret';
import type { SecretKey } from '../../model/secret-key';
import type { BlackboxModule, BlackboxModules } from './model';

/** Where the exporter's container has the keys of a Secret as files: one folder a Secret under this one. */
export const BLACKBOX_SECRETS_FOLDER = '/etc/blackbox_exporter/secrets';

/** The file that `blackbox.yml` reads a credential from; whoever runs the exporter mounts the Secret there. */
export function blackboxSecretFile({ name, key }: SecretKey): string {
  return `${BLACKBOX_SECRETS_FOLDER}/${name}/${key}`;
}

/** The Secret keys whose files the modules refer to, each once, with all that it is for. */
export function secretsOfModules(modules: BlackboxModules): ExpectedSecret[] {
  const byFile = new Map<string, ExpectedSecret>();
  for (const [name, module] of Object.entries(modules)) {
    for (const [what, secret] of usesOf(module)) {
      if (!secret) continue;
      const purpose = `${what} of blackbox module '${name}'`;
      const known = byFile.get(blackboxSecretFile(secret));
      byFile.set(blackboxSecretFile(secret), { secret, purpose: known ? `${known.purpose}; ${purpose}` : purpose });
    }
  }
  return [...byFile.values()];
}

function usesOf({ http, tcp, grpc }: BlackboxModule): [string, SecretKey | undefined][] {
  const tls = (http ?? tcp ?? grpc)?.tlsConfig;
  return [
    ['password', http?.basicAuth?.password],
    ['credentials', http?.authorization?.credentials],
    ...Object.entries(http?.secretHeaders ?? {}).map(([header, secret]): [string, SecretKey] => [
      `header ${header}`,
      secret,
    ]),
    ['certificate of the authority (PEM)', tls?.ca],
    ['client certificate (PEM)', tls?.clientCertificate],
    ['private key of the client certificate (PEM)', tls?.clientKey],
  ];
}
