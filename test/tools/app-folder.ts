import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The folder of this repository. */
export const repository = resolve(__dirname, '..', '..');

/** A temporary folder laid out as this repository, with a main.ts of the test's own. */
export interface AppFolder {
  readonly path: string;
  write(file: string, content: string): void;
  /** The files of a folder with their text; undefined if there is no such folder. */
  read(folder: string): Record<string, string> | undefined;
  /** `cdk8s synth`, the real one. */
  cdk8sSynth(args?: readonly string[], env?: NodeJS.ProcessEnv): SpawnSyncReturns<string>;
  /** A script of scripts/. */
  script(name: string, args?: readonly string[], env?: NodeJS.ProcessEnv): SpawnSyncReturns<string>;
  remove(): void;
}

/** Makes an {@link AppFolder} that uses this repository's cdk8s.yaml, scripts, lib and packages. */
export function appFolder(main: string): AppFolder {
  const path = mkdtempSync(join(tmpdir(), 'app-'));
  for (const shared of ['node_modules', 'lib', 'scripts']) symlinkSync(join(repository, shared), join(path, shared));
  for (const copied of ['cdk8s.yaml', 'package.json', 'tsconfig.json']) {
    cpSync(join(repository, copied), join(path, copied));
  }
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), content);
  };
  write('main.ts', main);
  const run = (script: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, [script, ...args], { cwd: path, env: { ...process.env, ...env }, encoding: 'utf8' });
  return {
    path,
    write,
    read: (folder) => readAll(join(path, folder)),
    cdk8sSynth: (args = [], env = {}) =>
      run(join('node_modules', '.bin', 'cdk8s'), ['synth', '--no-check-upgrade', ...args], env),
    script: (name, args = [], env = {}) => run(join('scripts', name), args, env),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function readAll(folder: string): Record<string, string> | undefined {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
    return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
  } catch {
    return undefined;
  }
}
