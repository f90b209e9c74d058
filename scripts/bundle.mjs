// Turns an app's TypeScript into one script, and keeps the last result so that an unchanged app starts at once.
//
// The bundle holds the app and the modules it imports by relative paths; packages stay outside and are required as ever.
// A kept bundle is used only while everything it was made from reads the same, byte by byte: its sources, the names in
// their folders (a new file can change what an import means), package.json, esbuild's version and this file. Where
// the cache cannot be written, as in a read-only checkout, every run bundles anew.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';

const own = fileURLToPath(import.meta.url);
const require = createRequire(own);
const extensions = ['.ts', '.js', '.json'];
/** A file this young may have changed after esbuild read it: clocks of file systems are coarse. */
const settledMilliseconds = 20;

/** A digest of what the files say and which modules the folders hold; undefined if one of them is gone. */
function fingerprint({ files, folders }) {
  const hash = createHash('sha1');
  try {
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
    for (const folder of folders) {
      const names = readdirSync(folder).filter((name) => extensions.some((extension) => name.endsWith(extension)));
      hash.update(`${folder}\0${names.sort().join('\0')}\0`);
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

const changedSince = ({ files, folders }, time) =>
  [...files, ...folders].some((path) => statSync(path).mtimeMs > time - settledMilliseconds);

async function build(main) {
  const start = Date.now();
  const root = dirname(main);
  // Not an import: Node would search all of esbuild for the names it exports.
  const bundling = require('esbuild').build({
    entryPoints: [main],
    outfile: join(root, 'bundle.js'),
    absWorkingDir: root,
    write: false,
    metafile: true,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    resolveExtensions: extensions,
    preserveSymlinks: true,
    tsconfigRaw: {},
    keepNames: true,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
  });
  // A problem of the bundling is reported where it is awaited, also when the next line fails first.
  bundling.catch(() => undefined);
  // esbuild works in a process of its own; meanwhile this one loads what takes longest, and the app needs anyway.
  createRequire(main)('cdk8s-plus-27');
  const { outputFiles, metafile } = await bundling;
  const sources = Object.keys(metafile.inputs).map((path) => resolve(root, path));
  const inputs = {
    files: [own, require.resolve('esbuild/package.json'), join(root, 'package.json'), ...sources].sort(),
    folders: [...new Set(sources.map((path) => dirname(path)))].sort(),
  };
  const text = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text;
  const bundle = { node: process.version, inputs, code: text('.js'), map: text('.map') };
  const key = fingerprint(inputs);
  return { ...bundle, key: key && !changedSince(inputs, start) ? key : undefined };
}

const keptIn = (main) => join('.cache', 'app', createHash('sha1').update(main).digest('hex').slice(0, 12));

function readKept(main) {
  try {
    const kept = deserialize(readFileSync(keptIn(main)));
    return kept.node === process.version && kept.key === fingerprint(kept.inputs) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The bundle of an app: its `code`, the source `map` and, when it was kept by {@link keepBundle}, the `compiled` form that
 * V8 takes as cachedData.
 */
export async function bundle(main) {
  return readKept(main) ?? (await build(main));
}

/** Keeps a bundle for later runs, with V8's compiled form of its code; does nothing where that cannot be written. */
export function keepBundle(main, { key, ...rest }, compiled) {
  if (key === undefined) return;
  const path = keptIn(main);
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, serialize({ key, ...rest, compiled }));
    renameSync(unfinished, path);
  } catch {
    // A checkout that cannot be written to works without.
  }
}
