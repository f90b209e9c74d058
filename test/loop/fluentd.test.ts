import { aggregatorDataset } from '../../lib/logging/fluentd/fluentd-aggregator-config';
import { ForwardOutput, ForwardPeer } from '../../lib/logging/outputs/forward-output';
import type { OutputFiles } from '../../lib/logging/outputs/log-output';
import type { LogRoute, LogTarget } from '../../lib/model/log-route';
import type { BulkDocument } from '../tools/bulk-server';
import { eventually } from '../tools/program';
import { itWithTools } from '../tools/tool';
import { type FluentBitNode, fluentBitNode } from './fluent-bit-loop';
import { type FluentdNode, fluentdNode, SHARED_KEY } from './fluentd-loop';

const shop = { namespace: 'shop', pod: 'api-7d9f-x2x4v', container: 'api' };
const other = { namespace: 'tools', pod: 'cron.v1-1', container: 'job' };
const routes: readonly LogRoute[] = [
  { namespaces: ['shop'], containers: ['audit'], index: 'audit.v1' },
  { namespaces: ['shop'], dataset: 'shop' },
];

/** The way to an aggregator, but for its address. */
class LocalAggregator extends ForwardOutput {
  override validateTarget() {
    return [];
  }

  override fluentBit(target: LogTarget, files: OutputFiles) {
    return { ...super.fluentBit(target, files), dataset: aggregatorDataset(target) };
  }
}

const lines = (from: number, to: number, prefix = 'line') =>
  Array.from({ length: to - from }, (_, i) => `${prefix} ${String(from + i).padStart(5, '0')}`);
const logsOf = (documents: readonly BulkDocument[]) => documents.map(({ source }) => String(source?.log)).sort();

/** An agent and an aggregator, as they are after everything is up. */
function withBoth(
  title: string,
  body: (agent: FluentBitNode, aggregator: FluentdNode) => Promise<void>,
  plugin: Partial<{ sharedKey: string }> = {},
): void {
  itWithTools(
    ['fluent-bit', 'fluentd'],
    title,
    async (fluentBit, fluentd) => {
      if (!fluentBit || !fluentd) throw new Error('itWithTools hands over the tools it was asked for');
      const aggregator = await fluentdNode(fluentd);
      process.env.AGGREGATOR_SHARED_KEY = plugin.sharedKey ?? SHARED_KEY;
      const agent = await fluentBitNode(fluentBit, {
        routes,
        output: new LocalAggregator('aggregator', {
          host: '127.0.0.1',
          port: aggregator.port,
          peer: ForwardPeer.FLUENTD,
          sharedKey: { name: 'fluentd-shared-key', key: 'shared-key' },
        }),
      });
      try {
        await aggregator.start();
        agent.start();
        await body(agent, aggregator);
      } finally {
        await agent.remove();
        await aggregator.remove();
      }
    },
    180_000,
  );
}

describe('a Fluent Bit that sends to a Fluentd', () => {
  withBoth('brings each line once into the index of its route, with who wrote it', async (agent, aggregator) => {
    agent.log(shop, ...lines(0, 100), '{"level":"info","message":"ünï \\"quoted\\""}', 'x'.repeat(40_000));
    agent.log(other, ...lines(0, 50, 'other'));
    agent.log({ ...shop, container: 'audit' }, ...lines(0, 20, 'audit'), ...lines(0, 20, 'audit'));
    const documents = await aggregator.documents(192);
    expect(documents).toHaveLength(192);
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
    const indices = documents.map(({ index }) => index);
    expect(indices.filter((index) => index === `shop-${day}`)).toHaveLength(102);
    expect(indices.filter((index) => index === `kubernetes-${day}`)).toHaveLength(50);
    const audited = documents.filter(({ index }) => index === 'audit.v1');
    expect(audited).toHaveLength(40);
    expect(audited[0]?.source).toMatchObject({ dataset: 'audit.v1', kubernetes: { container_name: 'audit' } });
    const source = documents.find(({ index }) => index.startsWith('shop'))?.source;
    expect(source).toMatchObject({
      dataset: 'shop',
      kubernetes: { namespace_name: 'shop', pod_name: shop.pod, container_name: 'api' },
      node: 'node-1',
    });
    expect(source?.['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(Object.keys(source ?? {}).filter((key) => key.startsWith('_'))).toEqual([]);
    expect(await aggregator.metrics()).toContain('fluentd_output_status_buffer_available_space_ratio');
  });

  withBoth('loses nothing while the store is away and both are killed', async (agent, aggregator) => {
    aggregator.server.always(503);
    agent.log(shop, ...lines(0, 300));
    await eventually('the aggregator tries', () => aggregator.server.requests.length > 0, {
      seconds: 30,
      evidence: aggregator.output,
    });
    await aggregator.stop('SIGKILL');
    agent.log(shop, ...lines(300, 600));
    await agent.stop('SIGKILL');
    await aggregator.start();
    agent.log(shop, ...lines(600, 900));
    agent.start();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await aggregator.stop('SIGTERM');
    await aggregator.start();
    aggregator.server.always(200);
    const documents = await aggregator.documents(900);
    expect([...new Set(logsOf(documents))]).toEqual(lines(0, 900));
    // A line whose acknowledgement was lost has the same id when it comes again.
    expect(documents).toHaveLength(900);
  });

  withBoth('sends again what an overloaded store refused, and no more than that', async (agent, aggregator) => {
    let refused = 0;
    aggregator.server.always(({ source }) => {
      const later = String(source?.log).endsWith('7') && refused < 20;
      if (later) refused += 1;
      return later ? 429 : 201;
    });
    agent.log(shop, ...lines(0, 200));
    expect(logsOf(await aggregator.documents(200))).toEqual(lines(0, 200));
    expect(refused).toBe(20);
  });

  withBoth(
    'counts what the store refuses for good, and stores it as a text where it is looked for',
    async (agent, aggregator) => {
      aggregator.server.always(({ source, index }) =>
        !index.startsWith('rejected') && String(source?.log).endsWith('5') ? 400 : 201,
      );
      const before = Date.now();
      agent.log(shop, ...lines(0, 100));
      const documents = await aggregator.documents(100);
      const rejected = documents.filter(({ index }) => /^rejected-logs-\d{4}\.\d\d\.\d\d$/.test(index));
      expect(rejected).toHaveLength(10);
      const { log, rejected: why, ...rest } = rejected[0]?.source ?? {};
      expect(JSON.parse(String(log))).toMatchObject({ dataset: 'shop', node: 'node-1' });
      expect(Object.keys(rest).sort()).toEqual(['@timestamp', 'dataset', 'line_id', 'tag']);
      expect(why).toEqual({ at: expect.any(String), reason: expect.stringContaining('the log of Fluentd says why') });
      // The date that the mapping and the page of rejected lines read.
      const { at } = why as { at: string };
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
      expect(await aggregator.metrics()).toMatch(/^fluentd_rejected_records_total 10\.0$/m);
    },
  );

  withBoth(
    'lets nobody in who does not know the key',
    async (agent, aggregator) => {
      agent.log(shop, ...lines(0, 10));
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      expect(aggregator.server.requests).toEqual([]);
    },
    { sharedKey: 'another' },
  );
});
