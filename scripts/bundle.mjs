// Turns an app's TypeScript into one script, and keeps the last result so that an unchanged app starts at once.
//
// The bundle holds the app and the modules it imports by relative paths; packages stay outside and are required as ever.
// A kept bundle is used only while everything it was made from reads the same, byte by byte: its sources, the names in
// their folders (a new file can change what an import means), package.json, esbuild's version and this file. Where
// the cache cannot be written, as in a read-only checkout, every run bundles anew.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keep, readKept, settledMilliseconds } from './keep.mjs';

const own = fileURLToPath(import.meta.url);
const require = createRequire(own);
const extensions = ['.ts', '.js', '.json'];

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

async function build(main, meanwhile) {
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
  // esbuild works in a process of its own.
  meanwhile();
  const { outputFiles, metafile } = await bundling;
  const sources = Object.keys(metafile.inputs).map((path) => resolve(root, path));
  const inputs = {
    files: [own, require.resolve('esbuild/package.json'), join(root, 'package.json'), ...sources].sort(),
    folders: [...new Set(sources.map((path) => dirname(path)))].sort(),
  };
  const text = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text;
  const imports = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  const packages = [...new Set(imports.map(({ path }) => path))].filter((name) => !isBuiltin(name));
  const importsLate = imports.some(({ kind }) => kind === 'dynamic-import');
  const bundle = { node: process.version, inputs, packages, importsLate, code: text('.js'), map: text('.map') };
  const key = fingerprint(inputs);
  return { ...bundle, key: key && !changedSince(inputs, start) ? key : undefined };
}

const keptIn = (main) => join('.cache', 'app', createHash('sha1').update(main).digest('hex').slice(0, 12));

/**
 * The bundle of an app: its `code`, the `packages` that it imports, whether it `importsLate` by `import()`, the source `map`
 * and, when it was kept by {@link keepBundle} and can have one, the `compiled` form that V8 takes as cachedData. Calls
 * `meanwhile` while another process makes it.
 */
export async function bundle(main, meanwhile) {
  const isFresh = ({ node, key, inputs }) => node === process.version && key === fingerprint(inputs);
  return readKept(keptIn(main), isFresh) ?? (await build(main, meanwhile));
}

/** Keeps a bundle for later runs, with V8's compiled form of its code, in which `import()` would not work. */
export function keepBundle(main, bundled, script) {
  if (bundled.key === undefined || (bundled.kept && bundled.importsLate)) return;
  const compiled = bundled.importsLate ? undefined : script.createCachedData();
  keep(keptIn(main), { ...bundled, kept: true, compiled });
}
