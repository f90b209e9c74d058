// Values that outlast a run, in files of V8's own format. Without them everything works, only slower.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** A file this young may have changed after it was read: clocks of file systems are coarse. */
export const settledMilliseconds = 20;

/** The value kept there if it is fresh, else undefined, as when there is none or it is damaged. */
export function readKept(path, isFresh) {
  try {
    const kept = deserialize(readFileSync(path));
    return isFresh(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value; does nothing where that cannot be written. Whoever reads meanwhile sees the old or the new one, whole. */
export function keep(path, value) {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, serialize(value));
    renameSync(unfinished, path);
  } catch {
    // A checkout that cannot be written to works without.
  }
}
