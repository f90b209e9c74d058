// Runs a cdk8s app written in TypeScript, without a type check: `node scripts/run.mjs main.ts [--staging DIR --publish DIR]`.
//
// With --publish, what the app wrote to the staging folder replaces the contents of the published folder after the app
// ended well. When the environment's CDK8S_OUTDIR is another folder (`cdk8s synth --output foo`), nothing is published.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { bundle, keepBundle } from './bundle.mjs';
import { explain } from './explain.mjs';
import { publish, summary } from './publish.mjs';

// Functions are optimized once they have run fifteen times as much bytecode as by default. Optimizing for an app that is over in
// half a second is a third of what it costs; what runs for seconds is optimized all the same. Node.js 22 does not know the
// option, and its V8 optimizes in smaller steps by itself.
if (Number.parseInt(process.versions.v8, 10) < 12) v8.setFlagsFromString('--interrupt-budget=1000000');

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
let bundled;
let script;

function fail(error) {
  process.exitCode = 1;
  process.stderr.write(`${explain(error, { main, map: bundled?.map, debug: Boolean(process.env.DEBUG) })}\n`);
}

function runAsMain() {
  const require = createRequire(main);
  const module = { exports: {}, filename: main, id: '.', loaded: false, paths: [], children: [] };
  require.main = module;
  process.argv = [process.argv[0], main];
  script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {\n${bundled.code}\n})`, {
    filename: main,
    lineOffset: -1,
    cachedData: bundled.compiled,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  script.runInThisContext().call(module.exports, module.exports, require, module, main, dirname(main));
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
    if (script && (!bundled.compiled || script.cachedDataRejected))
      keepBundle(main, bundled, script.createCachedData());
  } catch (error) {
    fail(error);
  }
});

try {
  bundled = await bundle(main);
  runAsMain();
} catch (error) {
  fail(error);
}
