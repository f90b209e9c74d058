import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ForwardOutput, ForwardPeer } from '../../lib/logging/outputs/forward-output';
import { IndexNaming } from '../../lib/logging/outputs/search-options';
import { LogLevel } from '../../lib/model/log-route';
import { certificate } from '../tools/certificate';
import { itWithTool } from '../tools/tool';
import { fluentdAgentNode, fluentdNode, SHARED_KEY } from './fluentd-loop';

const UID = '01234567-89ab-cdef-0123-456789abcdef';
const cri = (line: string, flag = 'F') =>
  `${new Date().toISOString().replace('Z', '123456Z')} stdout ${flag} ${line}\n`;

/** The log of a container, whose folder is made. */
function logFile(logs: string, pod: string, namespace: string, container: string, uid = UID): string {
  const file = join(logs, `${namespace}_${pod}_${uid}`, container, '0.log');
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

/** As the kubelet does it: what was rotated before is compressed. */
function rotate(file: string, time: string, before?: string): void {
  if (before !== undefined) {
    writeFileSync(`${file}.${before}.tmp`, gzipSync(readFileSync(`${file}.${before}`)));
    renameSync(`${file}.${before}.tmp`, `${file}.${before}.gz`);
    rmSync(`${file}.${before}`);
  }
  renameSync(file, `${file}.${time}`);
}

itWithTool(
  'fluentd',
  'an agent brings each line once to the place of its route, over rotation, outages and kills',
  async (fluentd) => {
    const agent = await fluentdAgentNode(fluentd, {
      routes: [
        { namespaces: ['shop'], containers: ['api'], dataset: 'shop-api', minLevel: LogLevel.WARN },
        { namespaces: ['shop'], pods: ['cron*'], dataset: 'cron', keep: { field: 'http.code', values: ['5.0', '2'] } },
        { namespaces: ['shop', 'tools'], dataset: 'shop' },
      ],
    });
    const file = (pod: string, namespace: string, container: string) => logFile(agent.logs, pod, namespace, container);
    const [api, cron, web, other] = [
      file('api-1', 'shop', 'api'),
      file('cron.v1', 'shop', 'job'),
      file('web-1', 'shop', 'web'),
      // A static pod, whose author chose.
      logFile(agent.logs, 'x.y', 'default', 'main', 'Own-uid'),
    ] as const;
    try {
      writeFileSync(
        api,
        ['{"level":"debug","n":1}', '{"level":30}', '{"level":"error","n":3}', 'plain']
          .map((line) => cri(line))
          .join(''),
      );
      writeFileSync(
        cron,
        ['{"http":{"code":2}}', '{"http":{"code":"5.0"}}', '{"http":{"code":"5x0"}}', 'plain']
          .map((line) => cri(line))
          .join(''),
      );
      writeFileSync(web, cri('part one, ', 'P') + cri('part two, ', 'P') + cri('the end'));
      writeFileSync(other, cri('{"time":"not ours","msg":"hello"}'));
      await agent.start();
      await agent.documents(6);
      agent.server.always(503);
      const lines = Array.from({ length: 300 }, (_, i) => `line ${String(i).padStart(4, '0')}`);
      const write = (from: number, to: number) =>
        appendFileSync(
          web,
          lines
            .slice(from, to)
            .map((line) => cri(line))
            .join(''),
        );
      write(0, 100);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      rotate(web, '20260102-030405');
      write(100, 200);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await agent.stop('SIGKILL');
      write(200, 300);
      await agent.start();
      agent.server.always(200);
      const documents = await agent.documents(306);
      const of = (dataset: string) =>
        documents.filter(({ index }) => index.startsWith(`${dataset}-20`)).map(({ source }) => String(source?.log));
      expect(of('shop-api')).toEqual(['{"level":"error","n":3}', 'plain']);
      expect(of('cron')).toEqual(['{"http":{"code":2}}', '{"http":{"code":"5.0"}}']);
      expect(of('shop').sort()).toEqual([...lines, 'part one, part two, the end'].sort());
      const [hello] = documents.filter(({ index }) => index.startsWith('logstash-'));
      expect(hello?.source).toMatchObject({
        log: '{"time":"not ours","msg":"hello"}',
        parsed: { time: 'not ours', msg: 'hello' },
        kubernetes: { pod_name: 'x.y', namespace_name: 'default', container_name: 'main', pod_id: 'Own-uid' },
        stream: 'stdout',
        node: 'node-1',
        dataset: 'logstash',
      });
      expect(hello?.source?.['@timestamp']).toMatch(/123456Z$/);
      expect(Object.keys(hello?.source ?? {}).sort()).toEqual(
        ['@timestamp', 'dataset', 'kubernetes', 'line_id', 'log', 'node', 'parsed', 'stream'].sort(),
      );
      expect(documents).toHaveLength(306);
    } finally {
      await agent.remove();
    }
  },
  120_000,
);

itWithTool(
  'fluentd',
  'an agent reads each line once of files that are rotated and compressed while it runs and while it does not',
  async (fluentd) => {
    const agent = await fluentdAgentNode(fluentd, { otherLogs: { dataset: 'all' } }, { eachReading: true });
    const [log, quiet, gone] = ['busy', 'quiet', 'gone'].map((pod) => logFile(agent.logs, pod, 'shop', 'api')) as [
      string,
      string,
      string,
    ];
    const lines: string[] = [];
    const write = (file: string, count: number) => {
      const more = Array.from({ length: count }, (_, i) => `line ${lines.length + i}`);
      lines.push(...more);
      appendFileSync(file, more.map((line) => cri(line)).join(''));
    };
    const time = (n: number) => `20260102-03040${n}`;
    const arrived = async () => {
      const documents = await agent.documents(lines.length);
      expect(documents.map(({ source }) => source?.log).sort()).toEqual([...lines].sort());
    };
    try {
      write(quiet, 3);
      const longAgo = new Date(Date.now() - 5 * 86_400_000);
      utimesSync(quiet, longAgo, longAgo);
      write(log, 2_000);
      await agent.start();
      await arrived();
      write(log, 100);
      rotate(log, time(1));
      // The runtime has it open for another moment.
      write(`${log}.${time(1)}`, 100);
      write(log, 100);
      await arrived();
      write(log, 100);
      rotate(log, time(2), time(1));
      write(log, 100);
      write(gone, 100);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      write(gone, 100);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      rmSync(dirname(dirname(gone)), { recursive: true });
      await arrived();

      await agent.stop();
      write(log, 100);
      rotate(log, time(3), time(2));
      write(log, 100);
      await agent.start();
      await arrived();
      write(quiet, 3);
      await arrived();

      await agent.stop('SIGKILL');
      write(log, 100);
      appendFileSync(log, cri('one half, ', 'P'));
      rotate(log, time(4), time(3));
      appendFileSync(log, cri('and the other'));
      lines.push('one half, and the other');
      write(log, 100);
      await agent.start();
      await arrived();
      await agent.stop('SIGKILL');
      await agent.start();
      write(log, 1);
      await arrived();
    } finally {
      await agent.remove();
    }
  },
  180_000,
);

itWithTool(
  'fluentd',
  'an agent hands lines over TLS to an aggregator that it checks, and keeps them while that one is away',
  async (fluentd) => {
    const key = (name: string) => ({ name: 'fluentd-tls', key: name });
    const aggregator = await fluentdNode(fluentd, {
      tls: { certificate: key('tls.crt'), privateKey: key('tls.key'), ca: key('ca.crt') },
    });
    process.env.AGGREGATOR_SHARED_KEY = SHARED_KEY;
    const agent = await fluentdAgentNode(fluentd, {
      output: new ForwardOutput('aggregator', {
        host: 'localhost',
        port: aggregator.port,
        peer: ForwardPeer.FLUENTD,
        sharedKey: { name: 'fluentd-shared-key', key: 'shared-key' },
        tls: true,
        ca: key('ca.crt'),
      }),
      otherLogs: { dataset: 'all' },
    });
    const { cert, key: privateKey, ca } = certificate();
    for (const { folder } of [agent, aggregator]) {
      mkdirSync(join(folder, 'secrets', 'fluentd-tls'), { recursive: true });
      writeFileSync(join(folder, 'secrets', 'fluentd-tls', 'tls.crt'), cert);
      writeFileSync(join(folder, 'secrets', 'fluentd-tls', 'tls.key'), privateKey);
      writeFileSync(join(folder, 'secrets', 'fluentd-tls', 'ca.crt'), ca);
    }
    const log = logFile(agent.logs, 'api-1', 'shop', 'api');
    const lines = Array.from({ length: 200 }, (_, i) => `line ${String(i).padStart(4, '0')}`);
    const write = (from: number, to: number) =>
      appendFileSync(
        log,
        lines
          .slice(from, to)
          .map((line) => cri(line))
          .join(''),
      );
    try {
      await agent.start();
      write(0, 50);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      await aggregator.start();
      write(50, 100);
      await aggregator.documents(100);
      await aggregator.stop('SIGKILL');
      write(100, 150);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await aggregator.start();
      write(150, 200);
      const documents = await aggregator.documents(200);
      expect(documents.map(({ source }) => source?.log).sort()).toEqual(lines);
      expect(documents.every(({ index }) => index.startsWith('all-20'))).toBe(true);
    } finally {
      await agent.remove();
      await aggregator.remove();
    }
  },
  180_000,
);

itWithTool(
  'fluentd',
  'an agent puts what is refused where rejected lines are looked for, however other lines are kept',
  async (fluentd) => {
    const routes = [{ namespaces: ['shop'], index: 'sys' }];
    const agent = await fluentdAgentNode(fluentd, { routes }, { naming: IndexNaming.DATA_STREAM });
    try {
      agent.server.always(({ source, index }) =>
        !index.startsWith('rejected') && source?.log === 'refused' ? 400 : 201,
      );
      for (const namespace of ['shop', 'tools'])
        writeFileSync(logFile(agent.logs, 'api-1', namespace, 'api'), cri('refused') + cri('taken'));
      await agent.start();
      const documents = await agent.documents(4);
      const day = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
      expect(documents.map(({ index }) => index).sort()).toEqual([
        'logs-kubernetes-default',
        `rejected-logs-${day}`,
        `rejected-logs-${day}`,
        'sys',
      ]);
    } finally {
      await agent.remove();
    }
  },
  60_000,
);

itWithTool(
  'fluentd',
  'an agent counts the lines that it reads from the start on, and has no series for each file',
  async (fluentd) => {
    const agent = await fluentdAgentNode(fluentd, { otherLogs: { dataset: 'all' } });
    const counted = async () => /^fluentd_input_status_num_records_total (\S+)$/m.exec(await agent.metrics())?.[1];
    try {
      await agent.start();
      expect(await counted()).toBe('0.0');
      for (let i = 0; i < 3; i += 1)
        writeFileSync(logFile(agent.logs, `pod-${i}`, 'shop', 'api'), cri('one') + cri('two'));
      await agent.documents(6);
      expect(await counted()).toBe('6.0');
      expect(await agent.metrics()).not.toContain('pod-1');
    } finally {
      await agent.remove();
    }
  },
  120_000,
);
