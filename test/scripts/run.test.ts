import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type AppFolder, appFolder, repository } from '../tools/app-folder';

const app = (body: string) => `
import { App, Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-27';
import { refuse } from './lib/model/problem';
export { config, refuse };
const app = new App();
const config = (name: string, value: string) =>
  new ConfigMap(new Chart(app, name), 'Config', { metadata: { name }, data: { value } });
${body}
app.synth();
`;

const configMap = (name: string, value: string) =>
  `apiVersion: v1\ndata:\n  value: ${value}\nimmutable: false\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

const manifests = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}.k8s.yaml`, configMap(name, value)]));

const sorted = (files: Record<string, string> | undefined) =>
  files && Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.split('\n').sort().join('\n')]));

describe('cdk8s synth', () => {
  let folder: AppFolder;
  afterEach(() => folder.remove());

  const good = app(`config('one', 'a'); config('two', 'b');`);
  const holds = (values: Record<string, string>) =>
    expect(sorted(folder.read('dist'))).toEqual(sorted(manifests(values)));

  it('writes dist/, and a later run replaces it: changed charts change, removed charts vanish', () => {
    folder = appFolder(good);
    expect(folder.cdk8sSynth().status).toBe(0);
    holds({ one: 'a', two: 'b' });
    folder.write('dist/nested/left-over.yaml', 'a: 1');
    folder.write('main.ts', app(`config('one', 'a'); config('three', 'c');`));
    const { status, stderr } = folder.cdk8sSynth();
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'dist: wrote three.k8s.yaml; removed nested/left-over.yaml, two.k8s.yaml; 1 unchanged\n',
    });
    holds({ one: 'a', three: 'c' });
  });

  it('leaves dist/ whole when the app fails', () => {
    folder = appFolder(app(`config('one', 'changed'); refuse('one/Stack', [{ what: "'x' is 1", fix: 'use 2' }]);`));
    folder.write('dist/one.k8s.yaml', configMap('one', 'a'));
    folder.write('dist/two.k8s.yaml', configMap('two', 'b'));
    const { status, stderr } = folder.cdk8sSynth();
    expect(status).toBe(1);
    expect(stderr.split('\n')[0]).toBe("one/Stack: 'x' is 1; use 2");
    holds({ one: 'a', two: 'b' });
  });

  it('writes to the folder that --output names and leaves dist/ alone', () => {
    folder = appFolder(good);
    folder.cdk8sSynth();
    folder.write('main.ts', app(`config('three', 'c');`));
    expect(folder.cdk8sSynth(['--output', 'elsewhere']).status).toBe(0);
    expect(sorted(folder.read('elsewhere'))).toEqual(sorted(manifests({ three: 'c' })));
    holds({ one: 'a', two: 'b' });
  });
});

describe('the launcher', () => {
  const args = ['main.ts', '--staging', '.cache/dist', '--publish', 'dist'];
  let folder: AppFolder;
  afterEach(() => folder.remove());

  it.each([
    ['a constructor throws', `throw new Error('broken');`, 'Error: broken\n    at Object.<anonymous> (main.ts:9:7)\n'],
    ['the sources do not parse', 'const = 1;', 'main.ts:9:7: Expected identifier but found "="\n'],
    ['a module is missing', `require('./lib/nowhere');`, 'main.ts:9:9: Could not resolve "./lib/nowhere"\n'],
    ['a promise is rejected', `void Promise.reject(new Error('late'));`, 'Error: late\n'],
    [
      'a validation fails',
      `new Chart(app, 'bad').node.addValidation({ validate: () => ["'y' is not set; set it"] });`,
      "Validation failed with the following errors:\n  [bad] 'y' is not set; set it\n",
    ],
    ['the app exits by itself', 'process.exit(3);', ''],
    ['the app never synthesizes', 'process.exit(0);', 'Error: the app wrote no file to .cache/dist; does it call'],
  ])('leaves dist/ as it is and says why when %s', (_, body, message) => {
    folder = appFolder(app(body));
    folder.write('dist/one.k8s.yaml', configMap('one', 'a'));
    const { status, stderr } = folder.script('run.mjs', args);
    expect(status).not.toBe(0);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(folder.read('dist')).toEqual(manifests({ one: 'a' }));
  });

  it('prints refusals without a stack, and the stack with DEBUG=1', () => {
    folder = appFolder(app(`refuse('one/Stack', [{ what: 'a', fix: 'b' }, { what: 'c', fix: 'd' }]);`));
    const quiet = folder.script('run.mjs', args);
    expect(quiet.stderr).toBe('one/Stack: a; b\none/Stack: c; d\n(DEBUG=1 shows the stack)\n');
    const loud = folder.script('run.mjs', args, { DEBUG: '1' });
    expect(loud.stderr.split('\n').slice(0, 4)).toEqual([
      'InvalidInputError: one/Stack: a; b',
      'one/Stack: c; d',
      expect.stringMatching(/^ {4}at refuse \(.*lib\/model\/problem\.ts:\d+:\d+\)$/),
      '    at Object.<anonymous> (main.ts:9:1)',
    ]);
  });

  it('publishes without the CLI too, and runs a changed source at once', () => {
    folder = appFolder(app(`config('one', 'a');`));
    folder.write('.cache/dist/stale.yaml', 'a: 1');
    expect(folder.script('run.mjs', args).status).toBe(0);
    expect(sorted(folder.read('dist'))).toEqual(sorted(manifests({ one: 'a' })));
    folder.write('main.ts', app(`config('one', 'b');`));
    expect(folder.script('run.mjs', args).status).toBe(0);
    expect(sorted(folder.read('dist'))).toEqual(sorted(manifests({ one: 'b' })));
  });
});

describe('the kept bundle', () => {
  const outside = { CDK8S_OUTDIR: 'out' };
  const withoutEsbuild = { ...outside, ESBUILD_BINARY_PATH: '/bin/false' };
  const valueOfPart = `import { value } from './part'; import { App, Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-27';
const app = new App();
new ConfigMap(new Chart(app, 'one'), 'Config', { metadata: { name: 'one' }, data: { value } });
app.synth();
`;
  let folder: AppFolder;
  const part = (value: string) => `export const value: string = '${value}';`;
  const holds = (value: string) => expect(sorted(folder.read('out'))).toEqual(sorted(manifests({ one: value })));
  const run = (env: NodeJS.ProcessEnv = outside) => {
    const { status, stderr } = folder.script('run.mjs', ['main.ts'], env);
    return { status, stderr };
  };
  const good = { status: 0, stderr: '' };

  beforeEach(() => {
    folder = appFolder(valueOfPart);
    folder.write('part/index.ts', part('a'));
    expect(run()).toEqual(good);
  });
  afterEach(() => folder.remove());

  it('serves an unchanged app without esbuild', () => {
    expect(run(withoutEsbuild)).toEqual(good);
    holds('a');
  });

  it('names the places of the sources in errors too', () => {
    folder.write('part/index.ts', `export const value = (undefined as unknown as string[])[0] as string;`);
    const first = run();
    expect(first.stderr.split('\n')[1]).toMatch(/^ {4}at .*\(part\/index\.ts:1:\d+\)$/);
    expect(run(withoutEsbuild)).toEqual(first);
  });

  it.each([
    ['a source changes, even to the same length', () => folder.write('part/index.ts', part('b'))],
    ['a new file takes the place of another', () => folder.write('part.ts', part('b'))],
    [
      'the kept file is damaged',
      () => {
        folder.write('part/index.ts', part('b'));
        for (const name of Object.keys(folder.read('.cache/app') ?? {})) folder.write(`.cache/app/${name}`, 'x');
      },
    ],
  ])('is made anew when %s', (_, change) => {
    change();
    expect(run(withoutEsbuild).status).toBe(1);
    expect(run()).toEqual(good);
    holds('b');
  });

  it('is done without where it cannot be written', () => {
    folder.remove();
    folder = appFolder(valueOfPart);
    folder.write('part.ts', part('a'));
    folder.write('.cache', 'a file, no folder');
    expect([run(), run()]).toEqual([good, good]);
    holds('a');
  });
});

describe('the kept packages', () => {
  const withoutEsbuild = { ESBUILD_BINARY_PATH: '/bin/false' };
  let folder: AppFolder;
  const run = (env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = folder.script('run.mjs', ['main.ts'], env);
    return { status, stdout, stderr };
  };
  const says = (stdout: string) => ({ status: 0, stdout, stderr: '' });
  const addPackage = (name: string, source: string) => folder.write(`node_modules/${name}/index.js`, source);
  const kept = () => Object.keys(folder.read('node_modules/.cache') ?? {});

  beforeEach(() => {
    folder = appFolder(`import { hello } from 'greeting';\nprocess.stdout.write(hello);\n`);
    rmSync(join(folder.path, 'node_modules'));
    mkdirSync(join(folder.path, 'node_modules'));
    for (const name of ['cdk8s', 'cdk8s-plus-27', 'constructs', 'esbuild']) {
      symlinkSync(join(repository, 'node_modules', name), join(folder.path, 'node_modules', name));
    }
    folder.write('package.json', JSON.stringify({ dependencies: { greeting: '1', 'cdk8s-plus-27': '2' } }));
    addPackage('greeting', `exports.hello = 'one ';`);
    expect(run()).toEqual(says('one '));
  });
  afterEach(() => folder.remove());

  it('serve a second run without esbuild, and are made anew when a file of a package changes', () => {
    expect(kept()).toHaveLength(1);
    expect(run(withoutEsbuild)).toEqual(says('one '));
    addPackage('greeting', `exports.hello = 'two ';`);
    expect(run()).toEqual(says('two '));
    expect(run(withoutEsbuild)).toEqual(says('two '));
  });

  it('know the folders that they were in', () => {
    addPackage('greeting', `exports.hello = require('node:path').relative('.', __dirname);`);
    expect(run()).toEqual(says('node_modules/greeting'));
  });

  it('stay unused, all of them, by an app that imports one which package.json does not name', () => {
    addPackage('other', `exports.greeting = require('greeting');`);
    folder.write(
      'main.ts',
      `import * as greeting from 'greeting';\nimport { greeting as others } from 'other';\nprocess.stdout.write(String(greeting.hello === others.hello && require.cache !== undefined));\n`,
    );
    addPackage('greeting', `exports.hello = {};`);
    expect([run(), run()]).toEqual([says('true'), says('true')]);
  });

  it('stay unused by an app that imports late, which works in every run', () => {
    folder.write(
      'main.ts',
      `import * as greeting from 'greeting';
void import('greeting').then((late) => process.stdout.write(String(late.hello === greeting.hello)));
`,
    );
    addPackage('greeting', `exports.hello = {};`);
    expect([run(), run(), run()].map(({ status, stdout }) => [status, stdout])).toEqual([
      [0, 'true'],
      [0, 'true'],
      [0, 'true'],
    ]);
  });

  it('are loaded by Node.js with DEBUG=1, whose stacks name their files', () => {
    addPackage('greeting', `Object.defineProperty(exports, 'hello', { get() { throw new Error('no'); } });`);
    expect(run({ DEBUG: '1' }).stderr).toMatch(/node_modules\/greeting\/index\.js:1:\d+/);
  });

  it('are done without where one cannot be bundled, or kept', () => {
    addPackage('greeting', `try { require('./absent.node'); } catch { exports.hello = 'alone '; }`);
    folder.write('node_modules/greeting/absent.node', '');
    expect([run(), run()]).toEqual([says('alone '), says('alone ')]);
  });
});

describe('npm run synth', () => {
  let folder: AppFolder;
  afterEach(() => folder.remove());

  it('leaves dist/ as it is when the types are wrong though the app runs', () => {
    folder = appFolder(app(`config('one', 'changed'); export const wrong: number = 'text';`));
    folder.write('tsconfig.json', JSON.stringify({ extends: `${repository}/tsconfig.json`, include: ['main.ts'] }));
    folder.write('dist/one.k8s.yaml', configMap('one', 'a'));
    const { status, stderr } = folder.script('synth.mjs');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "main.ts(9,40): error TS2322: Type 'string' is not assignable to type 'number'.\ndist: left as it was\n",
    });
    expect(folder.read('dist')).toEqual(manifests({ one: 'a' }));
  });

  it('replaces dist/ when types and app are good, and prints only the refusal when the app refuses', () => {
    folder = appFolder(app(`config('one', 'a');`));
    folder.write('tsconfig.json', JSON.stringify({ extends: `${repository}/tsconfig.json`, include: ['main.ts'] }));
    expect(folder.script('synth.mjs')).toMatchObject({ status: 0, stdout: 'dist: wrote one.k8s.yaml\n', stderr: '' });
    expect(sorted(folder.read('dist'))).toEqual(sorted(manifests({ one: 'a' })));
    folder.write('main.ts', app(`refuse('one/Stack', [{ what: 'a', fix: 'b' }]); config('one', 'b');`));
    const { status, stderr } = folder.script('synth.mjs');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'one/Stack: a; b\n(DEBUG=1 shows the stack)\ndist: left as it was\n',
    });
    expect(sorted(folder.read('dist'))).toEqual(sorted(manifests({ one: 'a' })));
  });
});
