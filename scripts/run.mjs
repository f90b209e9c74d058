// Runs a cdk8s app written in TypeScript: `node scripts/run.mjs main.ts [--staging DIR --publish DIR]`.
//
// The app and lib/ are bundled in memory, with no type check and no cache that could be stale; packages stay outside the
// bundle. esbuild works in a process of its own while this one loads cdk8s-plus, the other slow part of the start, so
// that the bundling costs next to no time.
//
// With --publish, what the app wrote to the staging folder replaces the contents of the published folder after the app
// ended well. When the environment's CDK8S_OUTDIR is another folder (`cdk8s synth --output foo`), nothing is published.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import vm from 'node:vm';
import { build } from 'esbuild';
import { explain } from './explain.mjs';
import { publish, summary } from './publish.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { staging: { type: 'string' }, publish: { type: 'string' } },
});
const main = resolve(positionals[0] ?? 'main.ts');
const require = createRequire(main);
let sourceMap;

function fail(error) {
  process.exitCode = 1;
  process.stderr.write(`${explain(error, { main, sourceMap, debug: Boolean(process.env.DEBUG) })}\n`);
}

async function bundle() {
  const bundling = build({
    entryPoints: [main],
    outfile: main.replace(/\.ts$/, '.js'),
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    keepNames: true,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
  });
  // A problem of the bundling is reported where it is awaited, also when the line after this one fails first.
  bundling.catch(() => undefined);
  require('cdk8s-plus-27');
  const { outputFiles } = await bundling;
  return {
    map: outputFiles.find(({ path }) => path.endsWith('.map')),
    code: outputFiles.find(({ path }) => path.endsWith('.js')),
  };
}

function runAsMain(code) {
  const module = { exports: {}, filename: main, id: '.', loaded: false, paths: [], children: [] };
  require.main = module;
  process.argv = [process.argv[0], main];
  const run = vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: main,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  run.call(module.exports, module.exports, require, module, main, dirname(main));
}

const staging = values.staging && resolve(values.staging);
if (staging && !process.env.CDK8S_OUTDIR) {
  rmSync(staging, { recursive: true, force: true });
  process.env.CDK8S_OUTDIR = values.staging;
}
const publishes = staging && values.publish && resolve(process.env.CDK8S_OUTDIR) === staging;

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});
process.on('exit', (code) => {
  if (code !== 0 || !publishes) return;
  try {
    process.stderr.write(`${summary(values.publish, publish(values.staging, values.publish))}\n`);
  } catch (error) {
    fail(error);
  }
});

try {
  const { code, map } = await bundle();
  sourceMap = () => map.text;
  runAsMain(code.text);
} catch (error) {
  fail(error);
}
