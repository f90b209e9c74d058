// `npm run synth`: the type check and `cdk8s synth` side by side. dist/ is replaced only when both are content.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { publish, summary } from './publish.mjs';

const published = 'dist';
// Not cdk8s.yaml's own staging folder: the launcher would publish from that one without waiting for the type check.
const staging = join('.cache', 'unchecked');
const cliPostscript = /^Error: command ".*" at .* returned a non-zero exit code \d+\n(\s+at .*\n?)*/m;

/** Runs a program of node_modules to its end; resolves to its exit code and what it said. */
function run(name, args) {
  return new Promise((done, failed) => {
    const child = spawn(join('node_modules', '.bin', name), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', failed);
    child.on('close', (code) => done({ ok: code === 0, stdout, stderr }));
  });
}

const [types, app] = await Promise.all([
  run('tsc', ['--pretty', String(Boolean(process.stderr.isTTY))]),
  run('cdk8s', ['synth', '--no-check-upgrade', '--output', staging, ...process.argv.slice(2)]),
]);
if (!types.ok) process.stderr.write(types.stdout + types.stderr);
process.stderr.write(app.stderr.replace(cliPostscript, ''));
if (types.ok && app.ok) {
  process.stdout.write(`${summary(published, publish(staging, published))}\n`);
} else {
  process.stderr.write(`${published}: left as it was\n`);
  process.exitCode = 1;
}
rmSync(staging, { recursive: true, force: true });
