import { SearchEngine } from '../../lib/model/search-endpoint';
import { elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { startBulkServer } from '../tools/bulk-server';
import { eventually } from '../tools/program';
import { itWithTool } from '../tools/tool';
import { fluentBitNode } from './fluent-bit-loop';

itWithTool(
  'fluent-bit',
  'each line is once at its route and once at what gets copies, which may be away for a while',
  async (tool) => {
    const archive = await startBulkServer();
    const endpoint = { engine: SearchEngine.ELASTICSEARCH, url: archive.url };
    const node = await fluentBitNode(tool, {
      copies: [elasticsearch({ endpoint }, 'archive')],
      routes: [{ namespaces: ['shop'], dataset: 'shop' }],
    });
    const [shop, other] = ['shop', 'other'].map((namespace) => ({ namespace, pod: 'web-1', container: 'web' })) as [
      Parameters<typeof node.log>[0],
      Parameters<typeof node.log>[0],
    ];
    const lines = Array.from({ length: 300 }, (_, i) => `line ${i}`);
    try {
      archive.always(503);
      node.log(shop, ...lines.slice(0, 100));
      node.log(other, ...lines.slice(100, 200));
      node.start();
      await node.documents(200);
      await node.stop('SIGKILL');
      node.log(shop, ...lines.slice(200));
      node.start();
      await node.documents(300);
      archive.always(200);
      await eventually('the arrival of all copies', () => archive.documents().length >= 300, {
        evidence: () => `${archive.documents().length} are there\n${node.output().slice(-3000)}`,
      });
      for (const documents of [await node.documents(300), archive.documents()]) {
        expect(documents.map(({ source }) => source?.log).sort()).toEqual([...lines].sort());
        expect(documents.filter(({ index }) => index.startsWith('shop-'))).toHaveLength(200);
      }
    } finally {
      await node.remove();
      await archive.stop();
    }
  },
  90_000,
);

itWithTool(
  'fluent-bit',
  'what gets copies and stays away costs no line elsewhere once its room is used up',
  async (tool) => {
    const archive = await startBulkServer();
    const endpoint = { engine: SearchEngine.ELASTICSEARCH, url: archive.url };
    const node = await fluentBitNode(tool, { copies: [elasticsearch({ endpoint }, 'archive')] }, {}, (text) =>
      text.replace(/(alias: archive\n[\s\S]*storage\.total_limit_size: )\S+/, '$14M'),
    );
    const shop = { namespace: 'shop', pod: 'web-1', container: 'web' };
    const lines = Array.from({ length: 9_000 }, (_, i) => `line ${i} ${'x'.repeat(1_000)}`);
    const dropped = async () =>
      Number(/^fluentbit_output_dropped_records_total\{name="archive"\} (\d+)/m.exec(await node.metrics())?.[1]);
    try {
      archive.always(503);
      node.start();
      for (let at = 0; at < lines.length; at += 1_000) {
        node.log(shop, ...lines.slice(at, at + 1_000));
        await node.documents(at + 1_000);
      }
      expect((await node.documents(lines.length)).map(({ source }) => source?.log).sort()).toEqual([...lines].sort());
      expect(await dropped()).toBeGreaterThan(0);
    } finally {
      await node.remove();
      await archive.stop();
    }
  },
  120_000,
);
