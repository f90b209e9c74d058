import type { Construct, IConstruct } from 'constructs';
import type { ExpectedSecret } from '../model/expected-secret';

const METADATA_TYPE = 'observability:expected-secret';

/** An expected Secret, and the namespace it is read in. */
export interface NamespacedSecret extends ExpectedSecret {
  readonly namespace: string;
}

/** Notes that a construct's pods read Secrets, so that {@link expectedSecrets} lists them; asked when all is known. */
export function expectSecrets(construct: Construct, namespace: string, secrets: () => readonly ExpectedSecret[]): void {
  construct.node.addMetadata(METADATA_TYPE, () =>
    secrets().map(({ copyFrom, ...expected }) => ({
      ...expected,
      namespace,
      // What is there already needs no copy.
      ...(copyFrom === undefined || copyFrom === namespace ? {} : { copyFrom }),
    })),
  );
}

/** All Secrets that the stacks below a scope expect, each key once, sorted. */
export function expectedSecrets(scope: IConstruct): NamespacedSecret[] {
  const byPlace = new Map<string, NamespacedSecret>();
  for (const node of scope.node.findAll()) {
    for (const { type, data } of node.node.metadata) {
      if (type !== METADATA_TYPE) continue;
      for (const expected of (data as () => NamespacedSecret[])()) {
        const place = [expected.namespace, expected.secret.name, expected.secret.key].join('\t');
        const known = byPlace.get(place);
        byPlace.set(place, known ? merge(known, expected) : expected);
      }
    }
  }
  return [...byPlace.keys()].sort().map((place) => byPlace.get(place) as NamespacedSecret);
}

/**
 * Two readers of one key: a random value serves only if it serves both. That it is a certificate for certain names, or a
 * copy, the one knows that says so.
 */
const merge = (a: NamespacedSecret, b: NamespacedSecret): NamespacedSecret => ({
  ...a,
  purpose: [...new Set([...a.purpose.split('; '), b.purpose])].join('; '),
  random: Boolean(a.random && b.random),
  certificateFor: a.certificateFor ?? b.certificateFor,
  copyFrom: a.copyFrom ?? b.copyFrom,
});

/** What the table says on where the value comes from. */
function provisionOf({ random, certificateFor, copyFrom }: ExpectedSecret): string {
  if (certificateFor) return `certificate ${certificateFor.join(',')}`;
  if (copyFrom !== undefined) return `copy ${copyFrom}`;
  return random ? 'random' : 'value';
}

/**
 * The list of expected Secrets as tab-separated text with a header line: namespace, secret, key, provision (`random`:
 * any random value serves, `certificate` with DNS names: one part of a certificate for them, `copy` with a namespace: the
 * value that the same Secret has there, `value`: somebody has to give it) and purpose.
 */
export function secretsTable(scope: IConstruct): string {
  const rows = expectedSecrets(scope).map((expected) => {
    const { namespace, secret, purpose } = expected;
    return [namespace, secret.name, secret.key, provisionOf(expected), purpose.replace(/\s+/g, ' ')].join('\t');
  });
  return ['namespace\tsecret\tkey\tprovision\tpurpose', ...rows, ''].join('\n');
}
