/** Ends of names, without `_` and `-`, as Elasticsearch, Kibana, OpenSearch and services of the web have them. */
const NAMES = [
  /(?:password|passwd|passphrase|secret|token|authorization)$/,
  /(?:encryption|decryptiononly|api|private|secret|access|account|shared|signing|auth|license|insert|ingest|ingestion|subscription)keys?$/,
];

/** More of them that headers and parameters of URLs have. */
const SENT_NAMES = /^x?(?:auth|jwt|pass|pwd|sas|sig)$|(?:cookie|credentials?|sessionid|signature)$/;

/** What holds nothing but credentials, by whatever names. */
const CONTAINERS = /^(?:secrets|apiKey)$/;

/** Elasticsearch's settings that belong into its keystore. */
const KEYSTORE = /^secure_/;

/** Credentials by what they look like: a private key in PEM, or a URL with a password. */
const VALUES = /-----BEGIN [A-Z ]*PRIVATE KEY-----|^[a-z][-+.a-z0-9]*:\/\/[^\s/@]*:[^\s/@]+@/i;

const plain = (name: string) => name.toLowerCase().replace(/[-_]/g, '');

/** Whether a setting of this name, without what is in front of its last dot, is for nobody's eyes. */
const isConfidentialName = (name: string) => KEYSTORE.test(name) || NAMES.some((end) => end.test(plain(name)));

/** Whether a header or a parameter of a URL of this name is a credential. */
export const isCredentialSent = (name: string): boolean => isConfidentialName(name) || SENT_NAMES.test(plain(name));

/** A setting by all parts of its name. */
interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The settings in data where `{ a: { b: 1 } }` and `{ 'a.b': 1 }` are the same one; entries of lists have numbers as names. */
function flatten(value: unknown, path: readonly string[] = []): Setting[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([name, each]) => flatten(each, [...path, ...name.split('.')]));
}

/** The values of settings by their full names, with dots, in whatever way they are written. */
export const settingsByName = (settings: object): Map<string, unknown> =>
  new Map(flatten(settings).map(({ path, value }) => [path.join('.'), value]));

/**
 * The full names of settings whose values are for nobody's eyes.
 *
 * @param reference what a value has in it that is only a reference to such a one
 */
export function confidentialSettings(settings: object, reference?: RegExp): string[] {
  return flatten(settings)
    .filter(({ path, value }) => isConfidential(path, value) && !reference?.test(String(value)))
    .map(({ path }) => path.join('.'));
}

function isConfidential(path: readonly string[], value: unknown): boolean {
  // Switches only say something about credentials.
  if (value === undefined || value === null || value === '' || /^(?:true|false)$/.test(String(value))) return false;
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  return (
    path.slice(0, -1).some((part) => CONTAINERS.test(part)) || isConfidentialName(name) || VALUES.test(String(value))
  );
}
