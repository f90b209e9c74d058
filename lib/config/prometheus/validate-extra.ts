import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';

/** The top-level sections that are written from the typed props. */
const OWN_SECTIONS = ['global', 'rule_files', 'alerting', 'scrape_configs', 'remote_write'];
/** Those that Prometheus knows beside them. */
const OTHER_SECTIONS = ['otlp', 'remote_read', 'runtime', 'scrape_config_files', 'storage', 'tracing'];

/** Settings that hold a credential; each has a twin `<name>_file`. */
const SECRETS = ['password', 'credentials', 'bearer_token', 'client_secret', 'secret_key'];
/** A user, or a user and a password, before the host of a URL. */
const CREDENTIALS_IN_URL = /^\s*[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i;

/** Checks raw sections: that Prometheus knows them, that no prop writes them, and that they hold no credential. */
export function validateExtra(extra: Readonly<Record<string, unknown>> = {}): Problem[] {
  return Object.entries(extra).flatMap(([section, value]) => {
    if (OWN_SECTIONS.includes(section)) {
      return [
        {
          what: `'extra' holds '${section}', which is written from the typed props`,
          fix: 'use those, and leave it out here',
        },
      ];
    }
    if (!OTHER_SECTIONS.includes(section)) {
      const meant = nearest(section, OTHER_SECTIONS);
      return [
        {
          what: `'extra' holds '${section}', which Prometheus does not know`,
          fix: meant ? `write '${meant}'` : `use one of ${OTHER_SECTIONS.map((each) => `'${each}'`).join(', ')}`,
        },
      ];
    }
    return validateNoSecrets(`extra.${section}`, value);
  });
}

/** The configuration is a ConfigMap, and in Git. No message repeats a credential. */
function validateNoSecrets(place: string, value: unknown): Problem[] {
  if (typeof value === 'string' && CREDENTIALS_IN_URL.test(value)) {
    return [
      {
        what: `'${place}' holds a user or a password in its URL`,
        fix: "leave them out, and use 'basic_auth' with 'password_file'",
      },
    ];
  }
  if (typeof value === 'string' && value.includes('PRIVATE KEY-----')) {
    return [{ what: `'${place}' holds a private key`, fix: "use 'key_file', the path of a mounted file" }];
  }
  if (Array.isArray(value)) return value.flatMap((each, i) => validateNoSecrets(`${place}[${i}]`, each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    SECRETS.includes(name) && typeof inner === 'string'
      ? [
          {
            what: `'${place}.${name}' holds a literal credential`,
            fix: `use '${name}_file', the path of a mounted file`,
          },
        ]
      : validateNoSecrets(`${place}.${name}`, inner),
  );
}
