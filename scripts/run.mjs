// Runs a cdk8s app written in TypeScript, without a type check: `node scripts/run.mjs main.ts [--staging DIR --publish DIR]`.
//
// With --publish, what the app wrote to the staging folder replaces the contents of the published folder after the app
// ended well. When the environment's CDK8S_OUTDIR is another folder (`cdk8s synth --output foo`), nothing is published.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import { bundle, keepBundle } from './bundle.mjs';
import { explain } from './explain.mjs';
import { packages } from './packages.mjs';
import { publish, summary } from './publish.mjs';
import { compile } from './script.mjs';

// Functions are optimized once they have run fifteen times as much as by default: optimizing for an app that is over in a
// third of a second is a quarter of what it costs, and what runs for seconds is optimized all the same. V8 counts bytecode
// before its version 12 (Node.js 22), calls in that one, and has a cheap optimizer in between since.
const v8Version = Number.parseInt(process.versions.v8, 10);
if (v8Version < 12) v8.setFlagsFromString('--interrupt-budget=1000000');
if (v8Version === 12) v8.setFlagsFromString('--invocation-count-for-turbofan=45000');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { staging: { type: 'string' }, publish: { type: 'string' } },
});
const main = resolve(positionals[0] ?? 'main.ts');
const staging = values.staging && resolve(values.staging);
if (staging && !process.env.CDK8S_OUTDIR) {
  rmSync(staging, { recursive: true, force: true });
  process.env.CDK8S_OUTDIR = values.staging;
}
const publishes = staging && values.publish && resolve(process.env.CDK8S_OUTDIR) === staging;
let packaged;
let bundled;
let script;

function fail(error) {
  process.exitCode = 1;
  process.stderr.write(`${explain(error, { main, map: bundled?.map, debug: Boolean(process.env.DEBUG) })}\n`);
}

const nodes = createRequire(main);
const fromBundle = (name) => (packaged?.names.includes(name) ? packaged.require(name) : nodes(name));

function runAsMain() {
  // One that imports anything else, or by `import()`, gets all of its packages from Node.js.
  const bundles = !bundled.importsLate && bundled.packages.every((name) => packaged?.names.includes(name));
  const require = bundles ? Object.assign(fromBundle, nodes) : nodes;
  const module = { exports: {}, filename: main, id: '.', loaded: false, paths: [], children: [] };
  require.main = module;
  process.argv = [process.argv[0], main];
  const { script: compiled, run } = compile(bundled.code, { filename: main, compiled: bundled.compiled });
  script = compiled;
  run(module, require);
}

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});
process.on('exit', (code) => {
  try {
    if (code === 0 && publishes) {
      process.stderr.write(`${summary(values.publish, publish(values.staging, values.publish))}\n`);
    }
    // At the end, so that the functions that this app calls are among what V8 has compiled.
    if (script && (!bundled.compiled || script.cachedDataRejected)) keepBundle(main, bundled, script);
    packaged?.keep();
  } catch (error) {
    fail(error);
  }
});

try {
  // A stack names the files of packages only where Node.js loads them from there.
  if (!process.env.DEBUG) packaged = await packages(main);
  bundled = await bundle(main, () => fromBundle('cdk8s-plus-27'));
  runAsMain();
} catch (error) {
  fail(error);
}
