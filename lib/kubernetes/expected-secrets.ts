import type { Construct, IConstruct } from 'constructs';
import type { ExpectedSecret } from '../model/expected-secret';
import { type AppProblem, addAppCheck } from './app-check';

const METADATA_TYPE = 'observability:expected-secret';

/** An expected Secret, and the namespace it is read in. */
export interface NamespacedSecret extends ExpectedSecret {
  readonly namespace: string;
}

/**
 * Notes that a construct's pods read Secrets, so that {@link expectedSecrets} lists them; asked when all is known. Two
 * constructs that want different values of one key are refused at synth.
 */
export function expectSecrets(construct: Construct, namespace: string, secrets: () => readonly ExpectedSecret[]): void {
  construct.node.addMetadata(METADATA_TYPE, () => secrets().map((expected) => ({ ...expected, namespace })));
  addAppCheck(construct, contradictions);
}

/** All Secrets that the stacks below a scope expect, each key once, sorted. */
export function expectedSecrets(scope: IConstruct): NamespacedSecret[] {
  const readers = readersByPlace(scope);
  return [...readers.keys()].sort().map((place) => {
    const [first, ...others] = (readers.get(place) ?? []).map(({ expected }) => withoutOwnCopy(expected));
    return others.reduce(merge, first as NamespacedSecret);
  });
}

interface Reader {
  readonly at: IConstruct;
  readonly expected: NamespacedSecret;
}

function readersByPlace(scope: IConstruct): Map<string, Reader[]> {
  const readers = new Map<string, Reader[]>();
  for (const at of scope.node.findAll()) {
    for (const { type, data } of at.node.metadata) {
      if (type !== METADATA_TYPE) continue;
      for (const expected of (data as () => NamespacedSecret[])()) {
        const place = [expected.namespace, expected.secret.name, expected.secret.key].join('\t');
        readers.set(place, [...(readers.get(place) ?? []), { at, expected }]);
      }
    }
  }
  return readers;
}

/** What is there already needs no copy. */
function withoutOwnCopy({ copyFrom, ...expected }: NamespacedSecret): NamespacedSecret {
  return copyFrom === undefined || copyFrom === expected.namespace ? expected : { ...expected, copyFrom };
}

/** Namespace that the value is made in, if the reader does not take any. */
const madeIn = ({ namespace, certificateFor, certManager, copyFrom }: NamespacedSecret): string | undefined =>
  copyFrom ?? (certificateFor || certManager !== undefined ? namespace : undefined);

/** Readers of one key whose values are made in different places: one of them would get the other's. */
function contradictions(root: IConstruct): AppProblem[] {
  return [...readersByPlace(root).values()].flatMap((readers) => {
    const first = readers.find(({ expected }) => madeIn(expected) !== undefined);
    const other = readers.find(
      ({ expected }) => ![undefined, first && madeIn(first.expected)].includes(madeIn(expected)),
    );
    if (first === undefined || other === undefined) return [];
    const { namespace, secret } = first.expected;
    const wanted = ({ at, expected }: Reader) => `${at.node.path} wants the one of namespace '${madeIn(expected)}'`;
    return [
      {
        at: other.at,
        what: `key '${secret.key}' of Secret '${secret.name}' in namespace '${namespace}' has one value, and ${wanted(first)}, ${wanted(other)}`,
        fix: 'give them Secrets of different names, or namespaces of their own',
      },
    ];
  });
}

/**
 * Two readers of one key: a random value serves only if it serves both. That it is a certificate for certain names, or a
 * copy, the one knows that says so.
 */
const merge = (a: NamespacedSecret, b: NamespacedSecret): NamespacedSecret => ({
  ...a,
  purpose: [...new Set([...a.purpose.split('; '), b.purpose])].join('; '),
  random: Boolean(a.random && b.random),
  certificateFor: bothNames(a.certificateFor, b.certificateFor),
  certManager: a.certManager ?? b.certManager,
  copyFrom: a.copyFrom ?? b.copyFrom,
});

const bothNames = (a?: readonly string[], b?: readonly string[]) => (a && b ? [...new Set([...a, ...b])] : (a ?? b));

/** What the table says on where the value comes from. */
function provisionOf({ random, certificateFor, certManager, copyFrom }: ExpectedSecret): string {
  if (certManager !== undefined) return `cert-manager ${certManager}`;
  if (certificateFor) return `certificate ${certificateFor.join(',')}`;
  if (copyFrom !== undefined) return `copy ${copyFrom}`;
  return random ? 'random' : 'value';
}

/**
 * The list of expected Secrets as tab-separated text with a header line: namespace, secret, key, provision (`random`:
 * any random value serves, `certificate` with DNS names: one part of a certificate for them, `cert-manager` with the name of
 * a Certificate: made by that, `copy` with a namespace: the value that the same Secret has there, `value`: somebody has to
 * give it) and purpose.
 */
export function secretsTable(scope: IConstruct): string {
  const rows = expectedSecrets(scope).map((expected) => {
    const { namespace, secret, purpose } = expected;
    return [namespace, secret.name, secret.key, provisionOf(expected), purpose.replace(/\s+/g, ' ')].join('\t');
  });
  return ['namespace\tsecret\tkey\tprovision\tpurpose', ...rows, ''].join('\n');
}
