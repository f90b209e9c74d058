import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json';
import { consumerViolations, libViolations } from './guards/floors';
import { parseSource, sourcesIn } from './guards/source';
import { repository } from './tools/app-folder';

const packages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
const inLib = (file: string, text: string) => libViolations([parseSource(`lib/${file}`, text)], packages);

test('lib/ keeps to the floors', () => {
  const sources = sourcesIn('lib');
  expect(sources.length).toBeGreaterThan(10);
  expect(libViolations(sources, packages)).toEqual([]);
});

test('main.ts and the examples import the package entry only', () => {
  const main = join(repository, 'main.ts');
  const app = existsSync(main) ? [parseSource('main.ts', readFileSync(main, 'utf8'))] : [];
  expect(consumerViolations([...app, ...sourcesIn('examples')], manifest.name)).toEqual([]);
});

describe('the guard', () => {
  it.each([
    [
      'config/prometheus/write.ts',
      `import { a } from '../../kubernetes/labels';`,
      "'../../kubernetes/labels': imports go down only: 'kubernetes' is on floor 3",
    ],
    ['model/x.ts', `import type { A } from '../index';`, "'../index': imports go down only: 'index.ts' is on floor 5"],
    ['model/x.ts', `import type { A } from '..';`, "'..': imports go down only: 'index.ts' is on floor 5"],
    [
      'alerting/x.ts',
      `export * from '../monitoring/stack';`,
      "'../monitoring/stack': folders of floor 4 do not import one another; meet through the interfaces in lib/model",
    ],
    [
      'config/x.ts',
      `import { a } from '../proof/x';`,
      "'../proof/x': folders of floor 2 do not import one another; meet through the interfaces in lib/model",
    ],
    [
      'kubernetes/x.ts',
      `let a: import('../cluster/eks').Eks;`,
      "'../cluster/eks': folders of floor 3 do not import one another; meet through the interfaces in lib/model",
    ],
    [
      'rules/x.ts',
      `const a = () => require('../logging/x');`,
      "'../logging/x': imports go down only: 'logging' is on floor 4",
    ],
    [
      'rules/x.ts',
      `const a = () => import('../logging/x');`,
      "'../logging/x': imports go down only: 'logging' is on floor 4",
    ],
    [
      'logging/outputs/x.ts',
      `import { a } from '../routes/x';`,
      "'../routes/x': within lib/logging imports go down only, in the order outputs, lines, routes, elasticsearch, bootstrap, dashboards, fluent-bit, fluentd, log-files, stack",
    ],
    [
      'logging/x.ts',
      `import { a } from './lines/x';`,
      "'./lines/x': within lib/logging imports go down only, in the order outputs, lines, routes, elasticsearch, bootstrap, dashboards, fluent-bit, fluentd, log-files, stack",
    ],
    [
      'logging/new/x.ts',
      `import { a } from '../outputs/x';`,
      "'../outputs/x': lib/logging/new has no place; give it one in test/guards/floors.ts",
    ],
    [
      'monitoring/x.ts',
      `import { PodMonitor } from '../../imports/monitoring.coreos.com';`,
      "'../../imports/monitoring.coreos.com': only lib/monitoring/prometheus-operator/ imports the generated imports/",
    ],
    [
      'monitoring/x.ts',
      `import { a } from '../../test/tools/tool';`,
      "'../../test/tools/tool': lib/ imports nothing of the repository outside lib/",
    ],
    [
      'rules/x.ts',
      `import type { Construct } from 'constructs';`,
      "'constructs': floors 1 to 2 know no Kubernetes; build objects from floor 3 up",
    ],
    [
      'kubernetes/x.ts',
      `import { build } from 'esbuild';`,
      "'esbuild': 'esbuild' is not among the dependencies that a consumer of the package has",
    ],
    [
      'kubernetes/x.ts',
      `import { readFileSync } from 'fs';`,
      "'fs': lib/ reads no environment, file, clock, network or random number; main.ts does and passes values in",
    ],
    [
      'kubernetes/x.ts',
      `import { createHash, randomBytes } from 'node:crypto';`,
      "'node:crypto': lib/ reads no environment, file, clock, network or random number; main.ts does and passes values in",
    ],
  ])('refuses in %s: %s', (file, text, message) => {
    const floor = / \(floor \d\)/;
    expect(inLib(file, text)).toEqual([expect.stringMatching(floor)]);
    expect(inLib(file, text)[0]?.replace(floor, '')).toBe(`lib/${file} imports ${message}`);
  });

  it.each([
    ['process.env.HOME', 'const home = process.env.HOME;'],
    ['Date.now', 'const now = () => Date.now();'],
    ['new Date()', 'const now = new Date();'],
    ['Math.random', 'const dice = Math.random();'],
    ['fetch', `const page = fetch('http://x');`],
  ])('refuses %s in lib/', (use, text) => {
    expect(inLib('kubernetes/x.ts', text)).toContain(
      `lib/kubernetes/x.ts (floor 3) uses '${use}': lib/ reads no environment, clock, network or random number; take it as a prop`,
    );
  });

  it.each([
    ['new App()', 'const app = new App();'],
    ['new cdk8s.Chart', `const chart = new cdk8s.Chart(app, 'x');`],
    ['extends Chart', 'export class Mine extends Chart {}'],
    ['Testing.chart', 'const chart = Testing.chart();'],
  ])('refuses %s in lib/', (use, text) => {
    expect(inLib('logging/x.ts', text)).toContain(
      `lib/logging/x.ts (floor 4) has '${use}': only main.ts and examples/ make App and Chart; take a scope`,
    );
  });

  it.each([
    ['rules/x.ts', `import { toYaml } from '../config/yaml'; import type { R } from '../model/rules';`],
    ['monitoring/prometheus-operator/x.ts', `import { P } from '../../../imports/monitoring.coreos.com';`],
    [
      'kubernetes/x.ts',
      `import { createHash } from 'node:crypto'; import { Chart } from 'cdk8s'; const c = Chart.of(a);`,
    ],
    [
      'model/x.ts',
      `/** import { App } from 'nowhere'; new App() */ export const at = (text: string) => new Date(text);`,
    ],
    ['index.ts', `export * from './alerting/x'; export * from './model/rules';`],
  ])('is content in %s with: %s', (file, text) => {
    expect(inLib(file, text)).toEqual([]);
  });

  it('refuses a folder that has no floor', () => {
    expect(inLib('helpers/x.ts', `import { a } from '../model/units';`)).toEqual([
      "lib/helpers/x.ts imports '../model/units': lib/helpers has no floor; give it one in test/guards/floors.ts",
    ]);
  });

  it('refuses an example that reaches past the package entry', () => {
    const of = (text: string) => consumerViolations([parseSource('examples/a.ts', text)], 'cdk8s-observability');
    expect(of(`import { A } from '../lib/model/units';`)).toEqual([
      "examples/a.ts imports '../lib/model/units': apps import the entry lib/index, and by its path",
    ]);
    expect(of(`import { A } from 'cdk8s-observability';`)).toEqual([
      "examples/a.ts imports 'cdk8s-observability': apps import the entry lib/index, and by its path",
    ]);
    expect(of(`import { A } from '../lib/index'; import { B } from '../lib'; import { C } from './b';`)).toEqual([]);
  });
});
