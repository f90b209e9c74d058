import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, repository } from './tools/app-folder';

const main = readFileSync(join(repository, 'main.ts'), 'utf8');
const switches = [...main.matchAll(/^const (\w+)(?:: boolean)? = (true|false);$/gm)].map(
  ([line = '', name = '', value]) => [name, line, value] as const,
);

it('finds the switches', () => {
  expect(switches.map(([name]) => name)).toEqual(expect.arrayContaining(['verifyKubelets', 'withDemo']));
});

it.each(switches)('main.ts synthesizes with %s the other way, too', (_, line, value) => {
  const other = line.replace(` = ${value}`, ` = ${value !== 'true'}`);
  const app = appFolder(main.replace(line, other));
  try {
    const { status, stderr } = app.script('run.mjs', ['main.ts'], { CDK8S_OUTDIR: join(app.path, 'out') });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(app.read('out') ?? {})).toContain('monitoring.k8s.yaml');
  } finally {
    app.remove();
  }
});
