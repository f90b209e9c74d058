import type { Problem } from '../../model/problem';
import type { ScrapeTls } from '../../model/scrape-job';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';

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

/** Checks that user and password come together, the latter as a reference. */
export function validateBasicAuth(from: { readonly username?: string; readonly password?: SecretKey }): Problem[] {
  const { username, password } = from;
  return [
    ...validateSecretKey('password', password),
    ...(username === '' ? [{ what: "'username' is empty", fix: 'give the user, or leave it out' }] : []),
    ...(username !== undefined && password === undefined
      ? [{ what: "'username' is given without 'password'", fix: "give 'password', a key of a Secret" }]
      : []),
    ...(username === undefined && password !== undefined
      ? [{ what: "'password' is given without 'username'", fix: "give 'username'" }]
      : []),
  ];
}
