// The packages that package.json names, as one script with V8's compiled form of it: loading them so takes a third of what
// it takes Node.js to find, read and compile hundreds of files.
//
// Kept in node_modules, with which it goes, and used only while all that it was made from is as it was. An app that imports
// anything else gets all of its packages from Node.js: one that came to it both ways would be there twice.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keep, readKept, settledMilliseconds } from './keep.mjs';
import { compile } from './script.mjs';

const stateOf = (path) => {
  const { size, ctimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return { path, size, ctimeMs };
};

const unchanged = (state) => {
  const { size, ctimeMs } = stateOf(state.path);
  return size === state.size && ctimeMs === state.ctimeMs;
};

const isFresh = ({ node, states }) => node === process.version && states.every(unchanged);

/** The folder above a file in which Node.js looks for packages first. */
function rootOf(file) {
  const folder = dirname(file);
  return folder === file || existsSync(join(folder, 'node_modules')) ? folder : rootOf(folder);
}

const namesIn = (root) => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...peerDependencies }).sort();
};

/** In a bundle all files are in one folder: those that look for their neighbours are told where they were. */
const ownFolders = {
  name: 'own-folders',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!/\b__(dirname|filename)\b/.test(text)) return undefined;
      const contents = text
        .replace(/\b__dirname\b/g, JSON.stringify(dirname(path)))
        .replace(/\b__filename\b/g, JSON.stringify(path));
      return { contents };
    });
  },
};

async function build(root) {
  const start = Date.now();
  const entry = namesIn(root)
    .map((name) => JSON.stringify(name))
    .map((name) => `${name}: () => require(${name}),\n`);
  const { outputFiles, metafile } = await createRequire(import.meta.url)('esbuild').build({
    stdin: { contents: `module.exports = {\n${entry.join('')}};`, resolveDir: root },
    absWorkingDir: root,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    logLevel: 'silent',
    plugins: [ownFolders],
  });
  const files = Object.keys(metafile.inputs).filter((path) => path !== '<stdin>');
  const told = [fileURLToPath(import.meta.url), 'package.json', join('node_modules', '.package-lock.json'), ...files];
  const states = told.map((path) => stateOf(resolve(root, path)));
  const settled = states.every(({ ctimeMs = 0 }) => ctimeMs < start - settledMilliseconds);
  return { node: process.version, states, settled, code: outputFiles[0].text };
}

const ifBundling = (error) => {
  if (!Array.isArray(error.errors)) throw error;
};

/**
 * The packages for the app in `main`: their `names`, `require` for one of them, and `keep`, to be called when the app has
 * run. Undefined where they cannot be bundled.
 */
export async function packages(main) {
  const root = rootOf(main);
  if (!existsSync(join(root, 'package.json'))) return undefined;
  const path = join(root, 'node_modules', '.cache', 'cdk8s-observability', 'packages');
  // What esbuild cannot bundle, Node.js may well load.
  const kept = readKept(path, isFresh) ?? (await build(root).catch(ifBundling));
  if (kept === undefined) return undefined;
  const { code, compiled } = kept;
  const filename = join(root, 'node_modules', 'packages.js');
  const { script, run } = compile(code, { filename, compiled });
  const module = { exports: {} };
  run(module, createRequire(filename));
  return {
    names: Object.keys(module.exports),
    require: (name) => module.exports[name](),
    keep() {
      if (kept.settled && (!compiled || script.cachedDataRejected))
        keep(path, { ...kept, compiled: script.createCachedData() });
    },
  };
}
