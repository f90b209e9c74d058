import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit/fluent-bit-props';
import { LogLevel } from '../../lib/model/log-route';
import { fluentBitRules } from '../../lib/rules/fluent-bit';
import type { BulkDocument } from '../tools/bulk-server';
import { eventually } from '../tools/program';
import { itWithTool, type Tool } from '../tools/tool';
import { type FluentBitNode, fluentBitNode, type LoggingContainer } from './fluent-bit-loop';
import { STACK_TRACES, TRACE_LANGUAGES } from './stack-traces';

const web: LoggingContainer = { namespace: 'shop', pod: 'web-1', container: 'web' };
const api: LoggingContainer = { namespace: 'numbers', pod: 'numbers-api-7d9-x', container: 'api' };
const other: LoggingContainer = { namespace: 'numbers', pod: 'worker-1', container: 'worker' };
const dns: LoggingContainer = { namespace: 'kube-system', pod: 'dns-node.one', container: 'coredns' };
const own: LoggingContainer = { namespace: 'node-agents', pod: 'fluent-bit-abc', container: 'fluent-bit' };

const day = () => new Date().toISOString().slice(0, 10).replaceAll('-', '.');
const lineOf = ({ source }: BulkDocument) => String(source?.log);
const byIndex = (documents: readonly BulkDocument[]) =>
  Object.fromEntries(
    [...new Set(documents.map(({ index }) => index))]
      .sort()
      .map((index) => [index, documents.filter((each) => each.index === index).map(lineOf)]),
  );
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

const TRACES: Partial<FluentBitProps> = { stackTraces: ['java', 'go', 'ruby'] };
const EVERY_TRACE: Partial<FluentBitProps> = { stackTraces: TRACE_LANGUAGES };
/** A trace in one of these languages. */
const traceOf = (id: string, i: number): readonly string[] =>
  [
    [`java.lang.IllegalStateException: ${id}`, `    at shop.Main.run(Main.java:7) ${id}`, '    ... 2 more'],
    [`panic: ${id}`, '', 'goroutine 4 [running]:', 'main.main()', '  main.go:6 +0x39'],
    [`/app/a.rb:6:in \`/': ${id} (ZeroDivisionError)`, "\tfrom /app/a.rb:10:in `run'"],
  ][i % 3] ?? [];

/** Runs a test on a node of its own. */
function onNode(title: string, props: Partial<FluentBitProps>, body: (node: FluentBitNode) => Promise<void>): void {
  itWithTool(
    'fluent-bit',
    title,
    async (tool: Tool) => {
      const node = await fluentBitNode(tool, props);
      try {
        await body(node);
      } finally {
        await node.remove();
      }
    },
    90_000,
  );
}

/** Names of metrics that a real agent was seen to have, after a line that was too long. */
const RECORDED = readFileSync(join(__dirname, 'fixtures', 'fluent-bit-metrics.txt'), 'utf8')
  .trim()
  .split('\n');
const namesIn = (metrics: string) => [...new Set(metrics.match(/^[a-z_0-9]+/gm))].sort();

describe('the rules about agents', () => {
  it('read metrics that a real agent has', () => {
    const exprs = fluentBitRules().flatMap(({ alerts = [] }) => alerts.map(({ expr }) => expr));
    const read = exprs.flatMap((expr) => expr.match(/fluentbit_\w+/g) ?? []);
    expect(read.length).toBeGreaterThan(7);
    expect(read.filter((name) => !RECORDED.includes(name))).toEqual([]);
  });
});

describe('Fluent Bit with the configuration of the agent', () => {
  onNode(
    'puts each line once into the index of its route, with who wrote it',
    {
      routes: [
        { name: 'app', namespaces: ['numbers'], index: 'test' },
        { name: 'system', namespaces: ['kube-system'], dataset: 'sys' },
      ],
    },
    async (node) => {
      const long = 'x'.repeat(20_000);
      node.log(api, '{"priority":2,"msg":"two","dataset":"elsewhere"}', 'plain');
      node.log(dns, 'a line', long);
      node.log(web, 'bought "a" \\ b', 'ümläut', '{"broken":');
      node.log(own, 'about itself');
      node.start();
      const documents = await node.documents(8);
      expect(byIndex(documents)).toEqual({
        test: ['{"priority":2,"msg":"two","dataset":"elsewhere"}', 'plain'],
        [`sys-${day()}`]: ['a line', long],
        [`logstash-${day()}`]: expect.arrayContaining(['bought "a" \\ b', 'ümläut', '{"broken":', 'about itself']),
      });
      const { '@timestamp': time, offset, ...two } = documents.find(({ index }) => index === 'test')?.source ?? {};
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      expect(offset).toBe(0);
      expect(two).toEqual({
        stream: 'stdout',
        log: '{"priority":2,"msg":"two","dataset":"elsewhere"}',
        parsed: { priority: 2, msg: 'two', dataset: 'elsewhere' },
        kubernetes: {
          namespace_name: 'numbers',
          pod_name: 'numbers-api-7d9-x',
          container_name: 'api',
        },
        dataset: 'test',
        node: 'node-1',
      });
      expect(documents.find(({ index }) => index.startsWith('sys'))?.source?.kubernetes).toMatchObject({
        pod_name: 'dns-node.one',
      });
    },
  );

  onNode(
    'blanks out what a filter of the user is for, before anything is stored',
    {
      filters: [
        {
          name: 'lua',
          match: 'kube.shop.*',
          code: `function hide(tag, timestamp, record)
                   record.log = record.log:gsub("%d%d%d%d%d%d+", "***")
                   return 2, timestamp, record
                 end`,
          call: 'hide',
        },
        { name: 'grep', match: 'kube.kube-system.*', exclude: ['log ^GET /healthz'] },
      ],
    },
    async (node) => {
      node.log(web, 'paid with 4111111111111111');
      node.log(dns, 'GET /healthz 200', 'GET / 200');
      node.log(api, '4111111111111111');
      node.start();
      const documents = await node.documents(3);
      expect(documents.map(lineOf).sort()).toEqual(['4111111111111111', 'GET / 200', 'paid with ***']);
    },
  );

  onNode(
    'drops what a route does not want, and nothing else',
    {
      routes: [
        {
          namespaces: ['numbers'],
          pods: ['numbers-api*'],
          containers: ['api'],
          dataset: 'numbers',
          keep: { field: 'priority', values: ['2', '3', '4'] },
        },
        { namespaces: ['numbers', 'kube-system'], minLevel: LogLevel.WARN, dataset: 'warned' },
      ],
    },
    async (node) => {
      const json = (data: object) => JSON.stringify(data);
      node.log(
        api,
        json({ priority: 1 }),
        json({ priority: 2 }),
        json({ priority: '3' }),
        'plain',
        json({ a: { b: 1 } }),
      );
      const low = [
        { level: 'info' },
        { level: 30 },
        { severity: 'DEBUG' },
        { 'log.level': 'Info' },
        { log: { level: 'trace' } },
      ];
      const high = [
        { level: 'WARN' },
        { level: 40 },
        { severity: 'Critical' },
        { 'log.level': 'error' },
        { log: { level: 'fatal' } },
        { level: '50' },
        { level: 'made up' },
        { level: 3 },
        { level: { deep: 'debug' } },
        { message: 'none' },
      ];
      node.log(dns, ...[...low, ...high].map(json), 'plain');
      node.log(other, json({ level: 20 }), json({ level: 60 }));
      node.log(web, json({ level: 'debug' }));
      node.start();
      expect(byIndex(await node.documents(15))).toEqual({
        [`numbers-${day()}`]: [json({ priority: 2 }), json({ priority: '3' })],
        [`warned-${day()}`]: expect.arrayContaining([...high.map(json), 'plain', json({ level: 60 })]),
        [`logstash-${day()}`]: [json({ level: 'debug' })],
      });
      expect(node.server.documents()).toHaveLength(15);
    },
  );

  onNode(
    'knows numbers of many digits and with a fraction',
    {
      routes: [
        {
          namespaces: ['numbers'],
          dataset: 'numbers',
          keep: {
            field: 'id',
            values: ['9007199254740991', '100000000000000', '-123456789012345', '0.1', '3.14159265358979'],
          },
        },
      ],
    },
    async (node) => {
      const ids = ['9007199254740991', '100000000000000', '-123456789012345', '0.1', '3.14159265358979'];
      const others = ['9007199254740990', '9007199254740993', '100000000000001', '123456789012345', '0.2', '3'];
      const json = (id: string) => `{"id":${id}}`;
      node.log(api, ...others.map(json), ...ids.flatMap((id) => [json(id), `{"id":"${id}"}`]), ...others.map(json));
      node.log(web, 'the last one');
      node.start();
      expect(byIndex(await node.documents(2 * ids.length + 1))).toEqual({
        [`numbers-${day()}`]: ids.flatMap((id) => [json(id), `{"id":"${id}"}`]),
        [`logstash-${day()}`]: ['the last one'],
      });
    },
  );

  onNode(
    'loses no line and delivers none twice over outages, rotations, restarts and kills',
    { routes: [{ namespaces: ['numbers'], index: 'test' }] },
    async (node) => {
      const lines = { web: numbered('web', 1200), api: numbered('api', 1200) };
      const write = (from: number, to: number) => {
        node.log(web, ...lines.web.slice(from, to));
        node.log(api, ...lines.api.slice(from, to));
      };
      write(0, 200);
      node.start();
      await node.documents(400);
      node.server.always(503);
      write(200, 400);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      node.rotate(web);
      write(400, 600);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await node.stop('SIGKILL');
      write(600, 700);
      // While nobody reads.
      node.rotate(web);
      write(700, 800);
      node.start();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await node.stop('SIGTERM');
      write(800, 900);
      node.rotate(api);
      write(900, 1000);
      node.start();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      node.server.always('hang');
      write(1000, 1200);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await node.stop('SIGKILL');
      node.server.always(200);
      node.start();
      const documents = await node.documents(2400);
      const found = byIndex(documents);
      expect(found.test?.sort()).toEqual([...lines.api].sort());
      expect(found[`logstash-${day()}`]?.sort()).toEqual([...lines.web].sort());
    },
  );

  onNode('loses no line that waits long, where stack traces are joined', { stackTraces: ['java'] }, async (node) => {
    node.server.always(503);
    const lines = numbered('long', 4_000).map((line) => `${line} ${'x'.repeat(16_000)}`);
    node.start();
    for (let each = 0; each < lines.length; each += 500) {
      node.log(web, ...lines.slice(each, each + 500));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    node.server.always(200);
    const found = (await node.documents(lines.length)).map(({ source }) => source?.log);
    expect(new Set(found)).toEqual(new Set(lines));
    expect(found).toHaveLength(lines.length);
  });

  onNode(
    'tells who wrote a line from its file while the API server is away',
    { metadata: FluentBitMetadata.API_SERVER },
    async (node) => {
      node.log(web, '{"n":1}');
      node.start();
      const [document] = await node.documents(1);
      expect(document?.source).toMatchObject({
        parsed: { n: 1 },
        kubernetes: { namespace_name: 'shop', pod_name: 'web-1', container_name: 'web' },
      });
      expect(document?.source).not.toHaveProperty('kubernetes_tag');
    },
  );

  onNode('joins the stack traces that it is told to', { stackTraces: ['java'] }, async (node) => {
    const trace = [
      'Exception in thread "main" java.lang.IllegalStateException: no',
      '    at shop.Main.run(Main.java:7)',
      '    at shop.Main.main(Main.java:3)',
      'Caused by: java.lang.NullPointerException',
      '    ... 2 more',
    ];
    node.log(web, 'before', ...trace, 'after');
    node.start();
    const documents = await node.documents(3);
    expect(
      documents
        .map(lineOf)
        .map((line) => line.trimEnd())
        .sort(),
    ).toEqual(['before', trace.join('\n'), 'after'].sort());
    expect(new Set(documents.map(({ index }) => index))).toEqual(new Set([`logstash-${day()}`]));
  });

  onNode('reads no file again that was rotated while it ran, however often it ends and starts', {}, async (node) => {
    node.log(web, ...numbered('old', 20));
    node.start();
    await node.documents(20);
    node.rotate(web);
    node.log(web, ...numbered('new', 20));
    await node.documents(40);
    await node.stop();
    expect(node.output()).toContain('service has stopped');
    node.start();
    node.log(web, 'later');
    await node.documents(41);
    await node.stop();
    node.start();
    node.log(web, 'later still');
    await node.documents(42);
    // Each attempt counts, not only what the server keeps.
    const sent = node.server.requests.flatMap(
      ({ body }) => String(body).match(/"log":"(?:old|new|later)[^"]*"/g) ?? [],
    );
    expect(sent).toHaveLength(42);
  });

  onNode('delivers each line of a trace once, over rotations within it and an end', EVERY_TRACE, async (node) => {
    const recordsOf = (language: (typeof TRACE_LANGUAGES)[number], round: string) => [
      `before ${language} ${round}`,
      ...STACK_TRACES[language]
        .map((trace) => trace.join('\n'))
        .flatMap((trace) => [trace, `after ${language} ${round}`, trace]),
      `end of ${language} ${round}`,
    ];
    const rounds = ['first', 'second', 'third'];
    const records = rounds.flatMap((round) => TRACE_LANGUAGES.flatMap((language) => recordsOf(language, round)));
    const write = async (round: string) => {
      for (const language of TRACE_LANGUAGES) {
        const container = { namespace: 'shop', pod: language, container: 'app' };
        const lines = recordsOf(language, round).join('\n').split('\n');
        node.log(container, ...lines.slice(0, 2));
        await new Promise((resolve) => setTimeout(resolve, 200));
        if (round !== 'first') node.rotate(container);
        node.log(container, ...lines.slice(2));
      }
    };
    node.log(own, 'about itself');
    node.start();
    await write('first');
    await write('second');
    await node.documents((records.length / 3) * 2 + 1);
    await node.stop();
    node.start();
    await write('third');
    const found = (await node.documents(records.length + 1)).map((document) => lineOf(document).trimEnd());
    expect(found.sort()).toEqual([...records, 'about itself'].sort());
  });

  onNode('loses nothing but traces that are being written when it ends', TRACES, async (node) => {
    const blocksOf = (prefix: string) =>
      numbered(prefix, 300).map((line, i) => ({ line, json: JSON.stringify({ line }), trace: traceOf(line, i) }));
    const blocks = { web: blocksOf('web'), api: blocksOf('api') };
    node.start();
    for (let at = 0; at < 300; at += 100) {
      for (const [i, { line, trace, json }] of blocks.web.slice(at, at + 100).entries()) {
        const other = blocks.api[at + i];
        node.log(web, line, ...trace, json);
        node.log(api, ...(other === undefined ? [] : [other.line, ...other.trace, other.json]));
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      await node.stop(at === 100 ? 'SIGKILL' : 'SIGTERM');
      node.start();
    }
    const all = [...blocks.web, ...blocks.api];
    const found = (await node.documents(1790)).map(lineOf).map((line) => line.trimEnd());
    const single = all.flatMap(({ line, json }) => [line, json]);
    expect(found.filter((line) => single.includes(line)).sort()).toEqual(single.sort());
    expect(all.filter(({ trace }) => found.includes(trace.join('\n'))).length).toBeGreaterThan(590);
  });

  onNode('waits for the end of a line that is written slowly', {}, async (node) => {
    const part = (stream: string, end: 'P' | 'F', text: string) =>
      node.raw(web, `${new Date().toISOString()} ${stream} ${end} ${text}\n`);
    node.log(web, 'before');
    node.start();
    await node.documents(1);
    for (const text of ['one ', 'two ', 'three ']) {
      part('stdout', 'P', text);
      part('stderr', 'P', text.toUpperCase());
      // Fluent Bit's own parsers wait for four seconds at most, and for less as their clock goes.
      await new Promise((resolve) => setTimeout(resolve, 4_500));
    }
    part('stderr', 'F', 'END');
    part('stdout', 'F', 'end');
    const lines = (await node.documents(3)).map(lineOf);
    expect(lines.sort()).toEqual(['ONE TWO THREE END', 'before', 'one two three end']);
  });

  onNode('tells links that lead nowhere from containers that say nothing', {}, async (node) => {
    const opened = /^fluentbit_input_files_opened_total\{name="containers"\} (\d+)/m;
    const nothing = 'fluentbit_input_records_total{name="containers"} 0';
    node.dangle(web);
    node.start();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const metrics = await node.metrics();
    expect(metrics).toContain(nothing);
    expect(metrics).not.toMatch(opened);
    node.raw(api, '');
    await eventually('the file that is empty', async () => {
      const now = await node.metrics();
      return now.includes(nothing) && opened.exec(now)?.[1] === '1';
    });
  });

  onNode('leaves out a line that is too long, counts it, and reads on', {}, async (node) => {
    // One part, as some runtimes write it.
    node.log(web, 'before');
    node.start();
    await node.documents(1);
    node.raw(web, `${new Date().toISOString()} stdout F ${'y'.repeat(1_500_000)}\n`);
    node.log(web, 'after');
    expect((await node.documents(2)).map(lineOf)).toEqual(['before', 'after']);
    const metrics = await eventually('the count', async () => {
      const text = await node.metrics();
      return /fluentbit_input_long_line_skipped_total\{name="containers"\} 1/.test(text) && text;
    });
    expect(metrics).toContain('fluentbit_output_proc_records_total{name="elasticsearch"} 2');
    expect(namesIn(metrics)).toEqual(expect.arrayContaining(RECORDED));
  });
});
