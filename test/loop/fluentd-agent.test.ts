import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel } from '../../lib/model/log-route';
import { itWithTool } from '../tools/tool';
import { fluentdAgentNode } from './fluentd-loop';

const ID = '0123456789abcdef'.repeat(4);
const cri = (line: string, flag = 'F') =>
  `${new Date().toISOString().replace('Z', '123456Z')} stdout ${flag} ${line}\n`;

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
    const file = (pod: string, namespace: string, container: string) =>
      join(agent.logs, `${pod}_${namespace}_${container}-${ID}.log`);
    const [api, cron, web, other] = [
      file('api-1', 'shop', 'api'),
      file('cron.v1', 'shop', 'job'),
      file('web-1', 'shop', 'web'),
      file('x.y', 'default', 'main'),
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
      renameSync(web, join(agent.logs, '..', 'web.rotated'));
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
        kubernetes: { pod_name: 'x.y', namespace_name: 'default', container_name: 'main', docker_id: ID },
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
