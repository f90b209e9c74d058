import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../lib/config/yaml';
import { LokiOutput } from '../../lib/logging/outputs/loki-output';
import { eventually, freePorts, startProgram } from '../tools/program';
import { itWithTools, type Tool } from '../tools/tool';
import { fluentBitNode } from './fluent-bit-loop';

interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  /** Time and line. */
  readonly values: readonly (readonly [string, string])[];
}

/** A Loki of several tenants, with its own limits but for how long it waits for others. */
async function startLoki(tool: Tool) {
  const folder = mkdtempSync(join(tmpdir(), 'loki-'));
  const [http_listen_port = 0, grpc_listen_port = 0] = await freePorts(2);
  const address = '127.0.0.1';
  const config = {
    auth_enabled: true,
    server: {
      http_listen_address: address,
      http_listen_port,
      grpc_listen_address: address,
      grpc_listen_port,
      log_level: 'warn',
    },
    common: {
      instance_addr: address,
      path_prefix: folder,
      storage: { filesystem: { chunks_directory: `${folder}/chunks`, rules_directory: `${folder}/rules` } },
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
    },
    ingester: { lifecycler: { min_ready_duration: '0s' } },
    schema_config: {
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    analytics: { reporting_enabled: false },
  };
  writeFileSync(join(folder, 'loki.yaml'), toYaml(config));
  const program = startProgram(tool.path, [`-config.file=${join(folder, 'loki.yaml')}`]);
  const url = `http://${address}:${http_listen_port}`;
  const ready = async () => (await fetch(`${url}/ready`)).ok;
  await eventually('a start of Loki', ready, { seconds: 60, evidence: program.output });
  return {
    url,
    /** What a tenant finds, in the order of Loki. */
    find: async (tenant: string, query: string): Promise<readonly Stream[]> => {
      const what = new URLSearchParams({ query, limit: '5000', direction: 'forward', since: '1h' });
      const answer = await fetch(`${url}/loki/api/v1/query_range?${what}`, { headers: { 'X-Scope-OrgID': tenant } });
      return ((await answer.json()) as { data: { result: Stream[] } }).data.result;
    },
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe('the way of a line to Loki', () => {
  itWithTools(
    ['fluent-bit', 'loki'],
    'ends in a stream of its dataset, namespace and container, in its order, once, for the tenant alone',
    async (...found) => {
      const [fluentBit, tool] = found as [Tool, Tool];
      const loki = await startLoki(tool);
      const output = new LokiOutput('loki', { url: loki.url, tenantId: 'shop', labels: { cluster: 'eu' } });
      const node = await fluentBitNode(fluentBit, { output });
      const container = { namespace: 'shop', pod: 'web.1-a', container: 'app' };
      const second = new Date().toISOString().slice(0, 19);
      const write = (from: number, to: number) => {
        const lines = Array.from({ length: to - from }, (_, i) => {
          const nanoseconds = String(100_000_000 + from + i);
          return `${second}.${nanoseconds}Z stdout F ${JSON.stringify({ n: from + i })}\n`;
        });
        node.raw(container, lines.join(''));
      };
      const all = () => loki.find('shop', '{namespace="shop", container="app", dataset="kubernetes", cluster="eu"}');
      const arrived = async (count: number) =>
        eventually(
          `${count} lines`,
          async () => {
            const streams = await all();
            return streams.flatMap(({ values }) => values).length >= count && streams;
          },
          { seconds: 40, evidence: node.output },
        );
      try {
        node.start();
        write(0, 3_000);
        await arrived(3_000);
        await node.stop();
        write(3_000, 3_100);
        node.start();
        const streams = await arrived(3_100);
        expect(streams.map(({ stream }) => stream)).toMatchObject([{ job: 'fluent-bit', pod: 'web.1-a' }]);
        const numbers = streams.flatMap(({ values }) => values.map(([, line]) => JSON.parse(line).parsed.n));
        expect(numbers).toEqual(Array.from({ length: 3_100 }, (_, i) => i));

        // Its own limit of a line; what comes with it is taken.
        node.log(container, 'x'.repeat(300_000), 'after');
        const after = await eventually(
          'the line after',
          async () => {
            const lines = (await all()).flatMap(({ values }) => values.map(([, line]) => JSON.parse(line).log));
            return lines.length > 3_100 && lines.slice(3_100);
          },
          { seconds: 40, evidence: node.output },
        );
        expect(after).toEqual(['after']);
        expect(await loki.find('other', '{namespace="shop"}')).toEqual([]);
      } finally {
        await node.remove();
        await loki.stop();
      }
    },
    150_000,
  );
});
