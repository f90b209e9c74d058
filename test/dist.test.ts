import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './tools/app-folder';

const filesOf = (folder: string) =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

/** How the first differing line of a file reads on both sides. */
function firstDifference(committed: string, synthesized: string): string {
  const [ours, theirs] = [committed.split('\n'), synthesized.split('\n')];
  const line = ours.findIndex((text, index) => text !== theirs[index]);
  const at = line < 0 ? ours.length : line;
  return `line ${at + 1}: committed '${ours[at] ?? ''}', synthesized '${theirs[at] ?? ''}'`;
}

function differences(committed: Map<string, string>, synthesized: Map<string, string>): string[] {
  return [...new Set([...committed.keys(), ...synthesized.keys()])].sort().flatMap((name) => {
    const [ours, theirs] = [committed.get(name), synthesized.get(name)];
    if (ours === theirs) return [];
    if (ours === undefined) return [`dist/${name} is not committed`];
    return [
      theirs === undefined ? `dist/${name} is no longer synthesized` : `dist/${name} ${firstDifference(ours, theirs)}`,
    ];
  });
}

test('dist/ is what main.ts synthesizes; if not, run: npm run synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'main.ts'], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: folder },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const found = differences(filesOf(join(repository, 'dist')), filesOf(folder));
    expect(found.length > 0 ? [...found, 'run: npm run synth'] : []).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the comparison names files that are missing, superfluous and different', () => {
  const committed = new Map([
    ['a', 'x\ny'],
    ['b', ''],
    ['same', 'z'],
  ]);
  const synthesized = new Map([
    ['a', 'x\nw'],
    ['c', ''],
    ['same', 'z'],
  ]);
  expect(differences(committed, synthesized)).toEqual([
    "dist/a line 2: committed 'y', synthesized 'w'",
    'dist/b is no longer synthesized',
    'dist/c is not committed',
  ]);
});
