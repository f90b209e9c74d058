import { createHash } from 'node:crypto';
import { LONGEST_NAME } from '../model/units';
import type { StorageProps } from './storage';

/** What other choices than a class, and further shards, put behind a name. */
const TAKEN = /^(?:existing|ephemeral|shard-\d+)$/;

/**
 * The name of a StatefulSet that keeps its data there: the workload's own with claims of the default class, else with
 * the choice behind it. Two choices never share a name, as nobody can turn the one StatefulSet or claim into the other.
 */
export function nameWithStorage(name: string, storage: StorageProps): string {
  const choice = choiceOf(storage);
  if (choice === undefined) return name;
  const whole = `${name}-${choice}`;
  if (whole.length <= LONGEST_NAME) return whole;
  const hash = shortHash(whole);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

function choiceOf({ existingClaim, ephemeralStorage, storageClassName }: StorageProps): string | undefined {
  if (ephemeralStorage) return 'ephemeral';
  if (existingClaim !== undefined) return 'existing';
  if (storageClassName === undefined) return undefined;
  const readable = storageClassName.replaceAll('.', '-');
  return readable === storageClassName && !TAKEN.test(readable)
    ? readable
    : `${readable}-${shortHash(storageClassName)}`;
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);
