// `npm run bench`: what synthesis costs. Rounds interleave the commands, so that a busy moment of the machine hits all.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { median, peakMemory, time } from './measure.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '11' } } });
const rounds = Math.max(1, Number.parseInt(values.rounds, 10) || 1);
const memoryRounds = 3;
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const { app } = load(readFileSync('cdk8s.yaml', 'utf8'));
const outside = { CDK8S_OUTDIR: join(folder, 'app') };

const bareNode = 'bare node';
const loading = 'node, loading cdk8s-plus-27';
const synth = "the app's synth (cdk8s.yaml: app)";
const commands = new Map([
  [bareNode, { command: ['node', '-e', '0'] }],
  [loading, { command: ['node', '-e', "require('cdk8s-plus-27')"] }],
  [synth, { command: app.split(' '), env: outside }],
  ['npm run synth', { command: ['npm', 'run', 'synth'] }],
]);

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  process.stdout.write(`${rows.map((row) => line(row).join('  ')).join('\n')}\n\n`);
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(3)} s`;
const megabytes = (kibibytes) => (kibibytes === undefined ? '-' : `${(kibibytes / 1024).toFixed(0)} MiB`);

async function commandTable() {
  const times = new Map([...commands.keys()].map((name) => [name, []]));
  const memory = new Map([...commands.keys()].map((name) => [name, []]));
  for (const { command, env } of commands.values()) time(command, env);
  for (let round = 0; round < rounds; round++) {
    for (const [name, { command, env }] of commands) times.get(name).push(time(command, env).milliseconds);
  }
  for (let round = 0; round < memoryRounds; round++) {
    for (const [name, { command, env }] of commands) memory.get(name).push(await peakMemory(command, env));
  }
  const base = median(times.get(loading));
  const rows = [...commands.keys()].map((name) => {
    const middle = median(times.get(name));
    const peaks = memory.get(name);
    const peak = peaks.includes(undefined) ? undefined : median(peaks);
    return [name, seconds(middle), seconds(Math.min(...times.get(name))), megabytes(peak), (middle / base).toFixed(2)];
  });
  print([['command', 'median', 'best', 'peak memory', `x '${loading}'`], ...rows]);
}

function copiesTable() {
  const copies = [10, 100];
  const perStack = new Map(copies.map((count) => [count, []]));
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    for (const count of copies) {
      const env = { CDK8S_OUTDIR: join(folder, `copies-${count}`), COPIES: String(count) };
      const { stdout } = time(['node', 'scripts/run.mjs', 'scripts/bench-copies.ts'], env);
      perStack.get(count).push(Number(stdout) / count);
    }
  }
  const [few, many] = copies.map((count) => median(perStack.get(count)));
  print([
    ['copies of the stack in one app', 'per stack', 'in all'],
    ...copies.map((count) => [
      String(count),
      seconds(median(perStack.get(count))),
      seconds(median(perStack.get(count)) * count),
    ]),
    ['ratio of time per stack, 100 to 10', (many / few).toFixed(2), ''],
  ]);
}

function routesTable(agent) {
  const counts = [200, 2000];
  const perRoute = new Map(counts.map((count) => [count, []]));
  for (let round = 0; round < Math.ceil(rounds / 4); round++) {
    const env = { CDK8S_OUTDIR: join(folder, 'routes'), AGENT: agent, ROUTES: counts.join(' ') };
    const { stdout } = time(['node', 'scripts/run.mjs', 'scripts/bench-log-routes.ts'], env);
    for (const { routes, ms } of JSON.parse(stdout)) perRoute.get(routes).push(ms / routes);
  }
  const [few, many] = counts.map((count) => median(perRoute.get(count)));
  print([
    [`routes of one ${agent}, checked, proved and written`, 'per route', 'in all'],
    ...counts.map((count) => [
      String(count),
      `${median(perRoute.get(count)).toFixed(2)} ms`,
      seconds(median(perRoute.get(count)) * count),
    ]),
    ['ratio of time per route, 2000 to 200', (many / few).toFixed(2), ''],
  ]);
}

try {
  process.stdout.write(`node ${process.version}, ${rounds} rounds; memory: all processes of a command together\n\n`);
  await commandTable();
  copiesTable();
  routesTable('FluentBit');
  routesTable('FluentdAgent');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
