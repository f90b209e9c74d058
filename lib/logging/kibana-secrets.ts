import type { Construct, IConstruct } from 'constructs';
import { type AppProblem, addAppCheck } from '../kubernetes/app-check';
import { type ISearchEndpoint, searchAddress } from '../model/search-endpoint';
import type { SecretKey } from '../model/secret-key';

/** What all who have to do with Kibana have to know alike at one Elasticsearch. */
export interface KibanaSecrets {
  readonly search: Pick<ISearchEndpoint, 'url' | 'path'>;
  readonly namespace: string;
  /** Of user `kibana_system`. */
  readonly password: SecretKey;
  /** The Secret by whose keys a Kibana encrypts what it stores. @default - it is no Kibana, but gives the user its password */
  readonly encryptionSecretName?: string;
}

interface Sharer extends KibanaSecrets {
  readonly at: IConstruct;
}

const SECRETS = new WeakMap<IConstruct, KibanaSecrets>();

/**
 * Refuses at synth two passwords of `kibana_system`, who has one at an Elasticsearch, and two sets of keys for what all its
 * Kibanas keep in one index.
 */
export function shareKibanaSecrets(scope: Construct, secrets: KibanaSecrets): void {
  SECRETS.set(scope, secrets);
  addAppCheck(scope, contradictions);
}

/** Namespaces that random values of a Kibana's Secrets are made in; those of others get copies. Asked when all is known. */
export function kibanaHomes(kibana: Construct, search: KibanaSecrets['search']) {
  const sharers = sharersByStore(kibana.node.root).get(searchAddress(search)) ?? [];
  const [first] = sharers.filter(({ encryptionSecretName }) => encryptionSecretName !== undefined);
  const setter = sharers.find(({ encryptionSecretName }) => encryptionSecretName === undefined);
  return { password: (setter ?? first)?.namespace, encryption: first?.namespace };
}

function sharersByStore(root: IConstruct): Map<string, Sharer[]> {
  const stores = new Map<string, Sharer[]>();
  for (const at of root.node.findAll()) {
    const secrets = SECRETS.get(at);
    if (secrets === undefined) continue;
    const address = searchAddress(secrets.search);
    stores.set(address, [...(stores.get(address) ?? []), { ...secrets, at }]);
  }
  return stores;
}

function contradictions(root: IConstruct): AppProblem[] {
  return [...sharersByStore(root)].flatMap(([address, sharers]) => [
    ...differing(sharers, ({ password: { name, key } }) => `key '${key}' of Secret '${name}'`).map(
      ([one, other, first, second]) => ({
        at: other.at,
        what: `${one.at.node.path} has the password of 'kibana_system' of ${address} in ${first}, and ${other.at.node.path} in ${second}: the user has one`,
        fix: `give both the same, such as { name: '${one.password.name}', key: '${one.password.key}' }`,
      }),
    ),
    ...differing(
      sharers.filter(({ encryptionSecretName }) => encryptionSecretName !== undefined),
      ({ encryptionSecretName }) => `'${encryptionSecretName}'`,
    ).map(([one, other, first, second]) => ({
      at: other.at,
      what: `${one.at.node.path} and ${other.at.node.path} keep what they store in one index of ${address}, and encrypt it by the keys of Secrets ${first} and ${second}: neither reads what the other one wrote`,
      fix: `give both encryptionSecretName: ${first}`,
    })),
  ]);
}

/** Those who say something else than the first, with what both say. */
function differing(
  [first, ...others]: readonly Sharer[],
  said: (sharer: Sharer) => string,
): [one: Sharer, other: Sharer, first: string, second: string][] {
  if (first === undefined) return [];
  return others.flatMap((other) =>
    said(other) === said(first) ? [] : [[first, other, said(first), said(other)] as [Sharer, Sharer, string, string]],
  );
}
