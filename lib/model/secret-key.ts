import type { Problem } from './problem';

/**
 * A reference to one key of a Kubernetes Secret: the only way to hand a credential to this library.
 *
 * The Secret lives in the namespace of the workload that reads it. Nothing here ever holds the value.
 */
export interface SecretKey {
  /** Name of the Secret. */
  readonly name: string;
  /** Key inside the Secret's data. */
  readonly key: string;
}

const NAME = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Checks a reference to a Secret; catches a literal credential that was passed as its name or key. */
export function validateSecretKey(prop: string, value: SecretKey | undefined): Problem[] {
  if (value === undefined) return [];
  const fix = "give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }";
  if (typeof value !== 'object' || value === null) return [{ what: `'${prop}' is no reference to a Secret`, fix }];
  const problems: Problem[] = [];
  if (typeof value.name !== 'string' || !NAME.test(value.name))
    problems.push({ what: `'${prop}.name' is no name of a Secret`, fix });
  if (typeof value.key !== 'string' || !KEY.test(value.key) || value.key.startsWith('..')) {
    problems.push({ what: `'${prop}.key' is no key of a Secret`, fix });
  }
  return problems;
}
