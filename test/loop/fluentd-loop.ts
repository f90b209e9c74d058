import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FluentdAgent } from '../../lib/logging/fluentd/fluentd-agent';
import type { FluentdAgentProps } from '../../lib/logging/fluentd/fluentd-agent-props';
import { FluentdAggregator } from '../../lib/logging/fluentd/fluentd-aggregator';
import type { FluentdAggregatorProps } from '../../lib/logging/fluentd/fluentd-aggregator-props';
import { ElasticsearchOutput } from '../../lib/logging/outputs/elasticsearch-output';
import { IndexNaming } from '../../lib/logging/outputs/search-options';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { type BulkDocument, type BulkServer, startBulkServer } from '../tools/bulk-server';
import { eventually, freePorts } from '../tools/program';
import { newChart, only, synth } from '../tools/synth';
import type { Tool } from '../tools/tool';

/** What both sides share. */
export const SHARED_KEY = 'a "key" of both #{1}';

/** An aggregator of its own on this machine, and what it sends to. */
export interface FluentdNode {
  readonly server: BulkServer;
  /** Where agents send to. */
  readonly port: number;
  start(): Promise<void>;
  /** Ends it as the kubelet does, or hard. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Waits until so many documents are there, and a little longer for more than that. */
  documents(count: number): Promise<readonly BulkDocument[]>;
  metrics(): Promise<string>;
  output(): string;
  /** Its files: Secrets are below `secrets`. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** The very configuration of an aggregator's ConfigMap, but for paths and ports, and that it sends each second. */
export function fluentdNode(tool: Tool, props: Partial<FluentdAggregatorProps> = {}): Promise<FluentdNode> {
  return run(tool, (output) => {
    const chart = newChart('logging');
    new FluentdAggregator(chart, 'Fluentd', { output, ...props });
    return only(synth(chart), 'ConfigMap').data['fluentd.yaml'];
  });
}

/**
 * The same of an agent, with the folder that it reads logs from: what the kubelet keeps of each pod. With `eachReading` a
 * line that is read twice is two documents.
 */
export async function fluentdAgentNode(
  tool: Tool,
  props: Partial<FluentdAgentProps>,
  { eachReading = false, naming = IndexNaming.DAILY } = {},
): Promise<FluentdNode & { readonly logs: string }> {
  const node = await run(
    tool,
    (output) => {
      const chart = newChart('node-agents');
      new FluentdAgent(chart, 'Fluentd', { output, ...props });
      const text: string = only(synth(chart), 'ConfigMap').data['fluentd.yaml'];
      return eachReading ? text.replaceAll(/(use_record_as_seed|use_entire_record): true/g, '$1: false') : text;
    },
    naming,
  );
  const logs = join(node.folder, 'logs');
  mkdirSync(logs);
  return { ...node, logs };
}

async function run(
  tool: Tool,
  textOf: (output: ElasticsearchOutput) => string,
  naming = IndexNaming.DAILY,
): Promise<FluentdNode> {
  const folder = mkdtempSync(join(tmpdir(), 'fluentd-'));
  const server = await startBulkServer();
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const text = textOf(
    new ElasticsearchOutput('elasticsearch', {
      endpoint: { engine: SearchEngine.ELASTICSEARCH, url: server.url },
      naming,
    }),
  );
  const file = join(folder, 'fluentd.yaml');
  mkdirSync(join(folder, 'tmp'), { mode: 0o700 });
  writeFileSync(
    file,
    text
      .replaceAll('"/buffers', `"${join(folder, 'buffers')}`)
      .replaceAll('/fluentd/secrets', join(folder, 'secrets'))
      .replaceAll('/var/log/pods', join(folder, 'logs'))
      .replaceAll('/var/lib/fluentd.node-agents', join(folder, 'state'))
      .replaceAll('refresh_interval: "5s"', 'refresh_interval: "1s"')
      .replaceAll('rotate_wait: "15s"', 'rotate_wait: "3s"')
      .replaceAll('pos_file_compaction_interval: "1h"', 'pos_file_compaction_interval: "2s"')
      .replaceAll('flush_interval: "10s"', 'flush_interval: "2s"')
      .replace('port: 24224', `port: ${port}`)
      .replace('port: 24231', `port: ${metricsPort}`)
      .replaceAll('0.0.0.0', '127.0.0.1')
      .replaceAll('flush_interval: "5s"', 'flush_interval: "1s"')
      .replaceAll('retry_max_interval: "30s"', 'retry_max_interval: "2s"'),
  );
  let program: ChildProcess | undefined;
  let said = '';
  const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const running = program;
    program = undefined;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const { pid } = running;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // A container's end is that of all its processes; they are a group of their own here.
    if (signal === 'SIGKILL') process.kill(-pid, signal);
    else running.kill(signal);
    const hard = setTimeout(() => process.kill(-pid, 'SIGKILL'), 15_000);
    await ended;
    clearTimeout(hard);
  };
  return {
    folder,
    server,
    port,
    start: async () => {
      program = spawn(tool.path, ['--config', file], {
        detached: true,
        env: {
          ...process.env,
          TMPDIR: join(folder, 'tmp'),
          POD_NAME: 'fluentd-0',
          FLUENTD_SHARED_KEY: SHARED_KEY,
          NODE_NAME: 'node-1',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [program.stdout, program.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      await eventually('the start of Fluentd', async () => (await metrics()) !== '', {
        seconds: 40,
        evidence: () => said.slice(-3000),
      });
    },
    stop,
    documents: async (count) => {
      await eventually(`the arrival of ${count} documents`, () => server.documents().length >= count, {
        seconds: 60,
        evidence: () => `${server.documents().length} are there\n${said.slice(-3000)}`,
      });
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      return server.documents();
    },
    metrics,
    output: () => said,
    remove: async () => {
      await stop('SIGKILL');
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
