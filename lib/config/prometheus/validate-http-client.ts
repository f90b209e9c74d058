import type { Problem } from '../../model/problem';
import type { ScrapeJob, ScrapeTls } from '../../model/scrape-job';
import { validateSecretKey } from '../../model/secret-key';

type HttpAuth = Pick<ScrapeJob, 'basicAuth' | 'authorization'>;

const AUTHORIZATION_TYPE = /^[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/;
const SERVICE_NAME = /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\.){2,}svc(?:\.cluster\.local)?\.?$/i;

/** Checks an optional scheme. */
export function validateScheme(prop: string, scheme: string | undefined): Problem[] {
  if (scheme === undefined || scheme === 'http' || scheme === 'https') return [];
  return [{ what: `'${prop}' is '${scheme}'`, fix: "use 'http' or 'https'" }];
}

/** Checks TLS settings, which a connection without TLS would ignore. */
export function validateTls(prop: string, tls: ScrapeTls | undefined, https: boolean): Problem[] {
  if (tls === undefined) return [];
  const { caFile, serverName, insecureSkipVerify } = tls;
  return [
    ...(https ? [] : [{ what: `'${prop}' is given for plain http`, fix: 'use https, or leave it out' }]),
    ...(caFile === undefined || /^\/\S/.test(caFile)
      ? []
      : [
          {
            what: `'${prop}.caFile' is '${caFile}', which is no absolute path`,
            fix: "use the path in Prometheus' container, such as '/etc/prometheus/certs/ca.crt'",
          },
        ]),
    ...(serverName === undefined || /^[^\s:/]+$/.test(serverName)
      ? []
      : [
          {
            what: `'${prop}.serverName' is '${serverName}'`,
            fix: "use the name in the certificate, such as 'kubernetes'",
          },
        ]),
    ...(insecureSkipVerify && (caFile !== undefined || serverName !== undefined)
      ? [
          {
            what: `'${prop}.insecureSkipVerify' makes '${caFile === undefined ? 'serverName' : 'caFile'}' meaningless`,
            fix: 'keep one of them',
          },
        ]
      : []),
  ];
}

/** Checks how requests prove who sends them. */
export function validateHttpAuth({ basicAuth, authorization }: HttpAuth): Problem[] {
  const { type } = authorization ?? {};
  return [
    ...validateSecretKey('basicAuth.password', basicAuth?.password),
    ...(basicAuth?.username === ''
      ? [{ what: "'basicAuth.username' is empty", fix: "give the user, such as 'monitoring'" }]
      : []),
    ...validateSecretKey('authorization.credentials', authorization?.credentials),
    ...(type === undefined || (AUTHORIZATION_TYPE.test(type) && type.toLowerCase() !== 'basic')
      ? []
      : [
          {
            what: `'authorization.type' is '${type}'`,
            fix: type.toLowerCase() === 'basic' ? "use 'basicAuth'" : "use one word, such as 'Bearer'",
          },
        ]),
  ];
}

/** The credential that requests carry in clear text if nothing encrypts them; undefined if there is none. */
export function credentialIn({ basicAuth, authorization }: HttpAuth): string | undefined {
  return authorization ? 'authorization.credentials' : basicAuth && 'basicAuth.password';
}

/**
 * Whether it is the name of a Service of the cluster, or of a pod behind one: what is sent there does not leave the
 * cluster's own network.
 */
export function isServiceName(host: string): boolean {
  return SERVICE_NAME.test(host);
}
