import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFileSidecarProps } from '../../lib/logging/log-files/log-file-sidecar-props';
import { logFileSidecar } from '../logging/log-files/log-file-app';
import { eventually, freePorts } from '../tools/program';
import type { Tool } from '../tools/tool';

/** A pod on this machine: the folder that an app writes files into, and the sidecar. */
export interface LogFilePod {
  write(file: string, ...lines: readonly (string | Buffer)[]): void;
  /** As an app does that begins a new file. */
  rename(file: string, to: string): void;
  /** As logrotate does for an app that keeps its file open. */
  copyAndTruncate(file: string, to: string): void;
  delete(file: string): void;
  start(): void;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Reads no more of what the sidecar prints, or goes on. */
  listen(yes: boolean): void;
  /** Waits until so many lines are printed, and a little longer for more than that. */
  lines(count: number): Promise<readonly string[]>;
  printed(): Buffer;
  /** The chunks that the other side refused for good. */
  rejected(): string;
  /** What the program has said of itself. */
  said(): string;
  remove(): Promise<void>;
}

/** The very configuration of the sidecar's ConfigMap, but for paths, port and how long it waits for a retry. */
export async function logFilePod(
  tool: Tool,
  props: Partial<LogFileSidecarProps> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<LogFilePod> {
  const folder = mkdtempSync(join(tmpdir(), 'log-files-'));
  const [port = 0] = await freePorts(1);
  for (const name of ['app', 'state']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'fluent-bit.yaml'),
    logFileSidecar(props)
      .config.replaceAll('/var/log/app', join(folder, 'app'))
      .replaceAll('/fluent-bit/state', join(folder, 'state'))
      .replace('http_port: 2021', `http_port: ${port}`)
      .replace('scheduler.base: 5', 'scheduler.base: 1')
      .replace('scheduler.cap: 60', 'scheduler.cap: 2'),
  );
  // As container runtimes have it; Node's own would be sockets, which nobody can open by their path.
  const fifo = join(folder, 'stdout');
  execFileSync('mkfifo', [fifo]);
  const stdout = new Socket({ fd: openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
  const end = openSync(fifo, constants.O_WRONLY);
  const at = (file: string) => join(folder, 'app', file);
  const printed: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  let program: ChildProcess | undefined;
  let said = '';
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const running = program;
    program = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('close', resolve));
    stdout.resume();
    running.kill(signal);
    const hard = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(hard);
  };
  const lines = () => Buffer.concat(printed).toString().split('\n').slice(0, -1);
  return {
    write: (file, ...lines) =>
      appendFileSync(
        at(file),
        Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))),
      ),
    rename: (file, to) => renameSync(at(file), at(to)),
    copyAndTruncate: (file, to) => {
      copyFileSync(at(file), at(to));
      truncateSync(at(file), 0);
    },
    delete: (file) => rmSync(at(file)),
    start: () => {
      program = spawn(tool.path, ['-q', '-c', join(folder, 'fluent-bit.yaml')], {
        env: { ...process.env, POD_NAMESPACE: 'shop', POD_NAME: 'shop-1', NODE_NAME: 'node-1', ...env },
        stdio: ['ignore', end, 'pipe'],
      });
      program.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    },
    stop,
    listen: (yes) => (yes ? stdout.resume() : stdout.pause()),
    lines: async (count) => {
      await eventually(`${count} lines`, () => lines().length >= count, {
        seconds: 40,
        evidence: () => `${lines().length} are there\n${said.slice(-3000)}`,
      });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return lines();
    },
    printed: () => Buffer.concat(printed),
    rejected: () => {
      const rejected = join(folder, 'state', 'chunks', 'rejected');
      return existsSync(rejected)
        ? readdirSync(rejected)
            .map((name) => readFileSync(join(rejected, name), 'latin1'))
            .join('')
        : '';
    },
    said: () => said,
    remove: async () => {
      await stop('SIGKILL');
      closeSync(end);
      stdout.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
