import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit/fluent-bit-props';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { agentFiles, elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { type BulkDocument, type BulkServer, startBulkServer } from '../tools/bulk-server';
import { eventually, freePorts } from '../tools/program';
import type { Tool } from '../tools/tool';

/** A container whose log the test writes. */
export interface LoggingContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** A node of the agent's own on this machine: its folders, the program and what it sends to. */
export interface FluentBitNode {
  readonly server: BulkServer;
  /** Writes lines as containerd does: parts of at most 16 KiB, the last one marked as the end. */
  log(container: LoggingContainer, ...lines: readonly string[]): void;
  /** Writes into the log as it is. */
  raw(container: LoggingContainer, text: string): void;
  /** Has a link for a log that leads where nothing is. */
  dangle(container: LoggingContainer): void;
  /** Moves the log away and begins a new one, as the kubelet does. */
  rotate(container: LoggingContainer): void;
  start(): void;
  /** Ends it as the kubelet does, or hard. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Waits until so many documents are there, and a little longer for more than that. */
  documents(count: number): Promise<readonly BulkDocument[]>;
  metrics(): Promise<string>;
  /** What the program has said. */
  output(): string;
  remove(): Promise<void>;
}

/** The longest part of a line that container runtimes write at once. */
const PART = 16_384;
const UID = '01234567-89ab-cdef-0123-456789abcdef';

/**
 * The very configuration of the agent's ConfigMap, but for paths, ports and how long it waits: retries after one or two
 * seconds, new files within one.
 *
 * @param env credentials, by the variables that the configuration names
 * @param edit what else is another here
 */
export async function fluentBitNode(
  tool: Tool,
  props: Partial<FluentBitProps> = {},
  env: Readonly<Record<string, string>> = {},
  edit = (text: string) => text,
): Promise<FluentBitNode> {
  const folder = mkdtempSync(join(tmpdir(), 'fluent-bit-'));
  const server = await startBulkServer();
  const [port = 0] = await freePorts(1);
  const files = agentFiles({
    output: elasticsearch({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: server.url } }),
    metadata: FluentBitMetadata.TAG,
    nodeUnits: [],
    ...props,
  });
  const here = (text: string) =>
    text
      .replaceAll('/var/log/pods', join(folder, 'logs'))
      .replaceAll('/var/lib/fluent-bit.node-agents', join(folder, 'state'))
      .replaceAll('/fluent-bit/config', join(folder, 'config'))
      .replace('http_port: 2020', `http_port: ${port}`)
      .replace('scheduler.base: 5', 'scheduler.base: 1')
      .replace('scheduler.cap: 60', 'scheduler.cap: 2')
      .replaceAll('refresh_interval: 5', 'refresh_interval: 1');
  for (const name of ['logs', 'state', 'config']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'config', name), edit(here(text)));

  const pathOf = ({ namespace, pod, container }: LoggingContainer) => {
    const path = join(folder, 'logs', `${namespace}_${pod}_${UID}`, container, '0.log');
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  let program: ChildProcess | undefined;
  let said = '';
  let rotations = 0;
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const running = program;
    program = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    const hard = setTimeout(() => running.kill('SIGKILL'), 8_000);
    await ended;
    clearTimeout(hard);
  };
  return {
    server,
    log: (container, ...lines) => appendFileSync(pathOf(container), lines.map(criLines).join('')),
    raw: (container, text) => appendFileSync(pathOf(container), text),
    dangle: (container) => symlinkSync('/nowhere/at/all.log', pathOf(container)),
    rotate: (container) => {
      rotations += 1;
      renameSync(pathOf(container), `${pathOf(container)}.20300131-${String(rotations).padStart(6, '0')}`);
      writeFileSync(pathOf(container), '');
    },
    start: () => {
      program = spawn(tool.path, ['-c', join(folder, 'config', 'fluent-bit.yaml')], {
        env: { ...process.env, ...env, NODE_NAME: 'node-1', NODE_IP: '127.0.0.1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [program.stdout, program.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
    },
    stop,
    documents: async (count) => {
      await eventually(`the arrival of ${count} documents`, () => server.documents().length >= count, {
        seconds: 40,
        evidence: () => `${server.documents().length} are there\n${said.slice(-3000)}`,
      });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return server.documents();
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/api/v2/metrics/prometheus`)).text(),
    output: () => said,
    remove: async () => {
      await stop('SIGKILL');
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function criLines(line: string): string {
  const parts = line.match(new RegExp(`[^]{1,${PART}}`, 'g')) ?? [''];
  return parts
    .map((part, i) => `${new Date().toISOString()} stdout ${i < parts.length - 1 ? 'P' : 'F'} ${part}\n`)
    .join('');
}
