import type { ExpectedSecret } from '../model/expected-secret';
import type { HttpBasicAuth } from '../model/http-auth';
import type { SecretKey } from '../model/secret-key';

/** What of an endpoint is in Secrets. */
export interface EndpointSecrets {
  readonly url: string;
  readonly ca?: SecretKey;
  readonly admin?: HttpBasicAuth;
  /** Namespace of the server's own Secrets. @default - the server is one of others, whose passwords somebody knows */
  readonly home?: string;
}

/** The Secrets by which a namespace reaches an endpoint: copies of the server's own, where it runs in another one. */
export function endpointSecrets({ url, ca, admin, home }: EndpointSecrets, namespace: string): ExpectedSecret[] {
  const copy = { copyFrom: home };
  return [
    ...(admin
      ? [
          {
            secret: admin.password,
            purpose: `password of user ${admin.username} of ${url}`,
            random: home === namespace,
            ...copy,
          },
        ]
      : []),
    ...(ca ? [{ secret: ca, purpose: `certificate of the authority that signed that of ${url}`, ...copy }] : []),
  ];
}
