import { isObject } from '../../model/is-object';
import type { Problem } from '../../model/problem';
import { SHARED_SECRETS } from './integrations';

const IN_A_SECRET = 'the path of a mounted Secret';

/** A user, or a user and a password, before the host of a URL. */
const CREDENTIALS_IN_URL = /^\s*[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i;

type Settings = Readonly<Record<string, unknown>>;

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/**
 * Refuses credentials that stand in the text, in one integration or in `global`: everybody who may read the
 * configuration could read them. No message repeats one.
 *
 * @param secrets fields of these settings that have a twin `<field>_file`
 */
export function validateSecrets(settings: Settings, secrets: readonly string[]): Problem[] {
  return [
    ...secrets
      .filter((field) => isGiven(settings[field]))
      .map((field) => literalSecret(field, `'${field}_file', ${IN_A_SECRET}`)),
    ...nestedSecrets(settings, []),
  ];
}

const literalSecret = (field: string, instead: string): Problem => ({
  what: `'${field}' holds a literal credential`,
  fix: `use ${instead}`,
});

function nestedSecrets(value: unknown, path: readonly string[]): Problem[] {
  const field = path.join('.');
  if (typeof value === 'string') {
    if (!CREDENTIALS_IN_URL.test(value)) return [];
    return [
      {
        what: `'${field}' holds a user or a password in its URL`,
        fix: "leave them out of the URL, and use 'http_config' with files, or 'url_file' where there is one",
      },
    ];
  }
  if (Array.isArray(value)) return value.flatMap((entry, i) => nestedSecrets(entry, [...path, String(i + 1)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = [...path, key];
    const instead = sharedSecret(inside);
    return isGiven(inner) && instead !== undefined
      ? [literalSecret(inside.join('.'), instead)]
      : nestedSecrets(inner, inside);
  });
}

/** What to use in place of the secret at this path, or undefined if none is expected there. */
function sharedSecret(path: readonly string[]): string | undefined {
  // http_config.http_headers.<name>.secrets
  if (path.at(-3) === 'http_headers' && path.at(-1) === 'secrets') return `'files', a list of paths of mounted Secrets`;
  // smtp_tls_config and the tls_config of OAuth 2 are settings of the same kind
  const text = path.join('.').replace(/(^|\.)smtp_tls_config\./, '$1tls_config.');
  for (const [secret, instead] of SHARED_SECRETS) {
    if (text === secret || text.endsWith(`.${secret}`)) {
      return instead.endsWith('_file') ? `'${instead}', ${IN_A_SECRET}` : instead;
    }
  }
  return undefined;
}
