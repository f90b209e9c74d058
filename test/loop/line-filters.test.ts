import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LogKeep, LogLevel, type LogRoute } from '../../lib/model/log-route';
import type { BulkDocument } from '../tools/bulk-server';
import { itWithTools, type Tool } from '../tools/tool';
import { fluentBitNode } from './fluent-bit-loop';
import { fluentdAgentNode } from './fluentd-loop';

const keep: LogKeep = {
  field: 'http.status',
  values: ['200', '2', 'ü"\\', 'true', '5.50', '1e+15', '9007199254740991'],
};
const routes: readonly LogRoute[] = [
  { namespaces: ['warn'], dataset: 'warn', minLevel: LogLevel.WARN },
  { namespaces: ['keep'], dataset: 'keep', keep },
  { namespaces: ['both'], dataset: 'both', minLevel: LogLevel.ERROR, keep },
];

/** Lines of the containers of each namespace, with what becomes of them. */
const LINES: Readonly<Record<string, { readonly stay: readonly string[]; readonly go: readonly string[] }>> = {
  warn: {
    stay: [
      'plain',
      '{"n":1}',
      '{"level":"error","severity":"info"}',
      '{"level":"WARNING"}',
      '{"level":"DPanic","log":{"level":"debug"}}',
      '{"level":40}',
      '{"level":"40"}',
      '{"level":45.5,"severity":"debug"}',
      '{"level":"unheard of"}',
      '{"level":7}',
      '{"level":9,"severity":"err"}',
      '{"level":{"level":"debug"}}',
      '{"level":["debug"]}',
      '{"level":"ünheard of","severity":"fatal"}',
      '{"level":"0x1e"}',
      '{"level":" debug"}',
      '{"log":{"level":"crit"},"log.level":"error"}',
      '{"level":""}',
      '{"level":false}',
      '["level","debug"]',
    ],
    go: [
      '{"level":"debug"}',
      '{"level":"Info","severity":"error"}',
      '{"log.level":"debug"}',
      '{"log":{"level":"debug"}}',
      '{"level":"unheard of","severity":"notice"}',
      '{"level":null,"severity":"debug"}',
      '{"level":7,"severity":"dbg"}',
      '{"level":30}',
      '{"level":39.9}',
      '{"level":10.0}',
      '{"level":"30"}',
      '{"level":"20.5"}',
      '{"log.level":"info","log":{"level":"error"}}',
    ],
  },
  keep: {
    stay: [
      '{"http.status":200}',
      '{"http":{"status":200}}',
      '{"http":{"status":"200"}}',
      '{"http":{"status":2.0}}',
      '{"http":{"status":2e2}}',
      '{"http.status":"ü\\"\\\\"}',
      '{"http.status":true}',
      '{"http.status":"true"}',
      '{"http.status":5.5}',
      '{"http.status":"5.50"}',
      '{"http.status":1000000000000000.0}',
      '{"http.status":9007199254740991}',
      '{"http.status":2,"http":{"status":3}}',
      '{"http.status":null,"http":{"status":200}}',
    ],
    go: [
      'plain',
      '{"n":1}',
      '{"http":200}',
      '{"http":{"status":"2.0"}}',
      '{"http":{"status":201}}',
      '{"http":{"status":20}}',
      '{"http":{"status":[200]}}',
      '{"http":{"status":{"status":200}}}',
      '{"http":{"status":null}}',
      '{"http.status":3,"http":{"status":2}}',
      '{"http.status":false}',
      '{"http.status":"TRUE"}',
      '{"http.status":"5.5"}',
      '{"http.status":9007199254740990}',
      '{"http.status":9007199254740992}',
      '{"http.status":-2}',
      '{"http.status":"200 "}',
    ],
  },
  both: {
    stay: ['{"level":"error","http.status":200}', '{"http":{"status":"2"}}', '{"level":"50","http":{"status":2}}'],
    go: ['{"level":"warn","http.status":200}', '{"level":"error","http.status":201}', '{"level":"error"}'],
  },
};

const UID = '01234567-89ab-cdef-0123-456789abcdef';
const ENTRIES = Object.entries(LINES).map(([namespace, { stay, go }]) => ({
  namespace,
  lines: [...stay, ...go],
  stay: [...stay],
}));
const COUNT = ENTRIES.flatMap(({ stay }) => stay).length;

const linesOf = (documents: readonly BulkDocument[], dataset: string) =>
  documents.filter(({ index }) => index.startsWith(`${dataset}-20`)).map(({ source }) => String(source?.log));

/** What arrives of all lines in each dataset. */
async function throughFluentBit(tool: Tool): Promise<readonly BulkDocument[]> {
  const node = await fluentBitNode(tool, { routes });
  try {
    for (const { namespace, lines } of ENTRIES) node.log({ namespace, pod: 'api-1', container: 'api' }, ...lines);
    node.start();
    return await node.documents(COUNT);
  } finally {
    await node.remove();
  }
}

async function throughFluentd(tool: Tool): Promise<readonly BulkDocument[]> {
  const node = await fluentdAgentNode(tool, { routes });
  try {
    for (const { namespace, lines } of ENTRIES) {
      const file = join(node.logs, `${namespace}_api-1_${UID}`, 'api', '0.log');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, lines.map((line) => `${new Date().toISOString()} stdout F ${line}\n`).join(''));
    }
    await node.start();
    return await node.documents(COUNT);
  } finally {
    await node.remove();
  }
}

itWithTools(
  ['fluent-bit', 'fluentd'],
  'both agents drop the same lines of a target, and keep the same',
  async (fluentBit, fluentd) => {
    const arrived = [await throughFluentBit(fluentBit as Tool), await throughFluentd(fluentd as Tool)];
    for (const documents of arrived) {
      for (const { namespace, stay } of ENTRIES) expect(linesOf(documents, namespace).sort()).toEqual(stay.sort());
      expect(documents).toHaveLength(COUNT);
    }
  },
  120_000,
);
