import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BootstrapRequest } from '../../lib/logging/bootstrap/request';
import { eventually } from '../tools/program';
import { isReady, kubectl, podsOf, restartsOf, tryKubectl } from './cluster';
import { type LogWriter, nodePod, WRITERS, writerPods } from './log-writers';
import { requireDisposableCluster, slow } from './stack';

const STORE = 'logs-store';
const AGENTS = 'logs-agents';
const NAMESPACES = [STORE, AGENTS, 'logs-shop', 'logs-other'];
/** What the server of these tests does not know. */
const UNKNOWN = /^\/_(ilm|security|ingest)\/|_settings(\?|$)/;

const list = (items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));

/** Asks the store from within, where the password is. */
function ask<T>(path: string, body?: object, method = body ? 'POST' : 'GET'): T {
  const curl = [
    'curl --silent --show-error --max-time 60 --cacert /etc/elasticsearch/http/ca.crt',
    '--user "elastic:$(cat /etc/elasticsearch-passwords/elastic)" --header "content-type: application/json"',
    `--request ${method} ${body ? '--data-binary @-' : ''} 'https://localhost:9200${path}'`,
  ].join(' ');
  const exec = ['--namespace', STORE, 'exec', '--stdin', 'elasticsearch-0', '--', '/bin/bash', '-c', curl];
  const answer = JSON.parse(kubectl(exec, body && JSON.stringify(body))) as T & { error?: unknown };
  if (answer.error) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
  return answer;
}

interface LogDocument {
  readonly _index: string;
  readonly _source: {
    readonly log: string;
    readonly node?: string;
    readonly parsed?: Readonly<Record<string, unknown>>;
    readonly kubernetes: Readonly<Record<string, unknown>>;
  };
}

const by = ({ namespace, pod, container }: LogWriter) => ({
  bool: {
    filter: Object.entries({ namespace_name: namespace, pod_name: pod, container_name: container }).map(
      ([field, value]) => ({ term: { [`kubernetes.${field}`]: value } }),
    ),
  },
});

/** All documents of a container, in whatever index. */
function fetchDocuments(writer: LogWriter): LogDocument[] {
  interface Page {
    readonly _scroll_id: string;
    readonly hits: { readonly hits: readonly LogDocument[] };
  }
  const found: LogDocument[] = [];
  let page = ask<Page>('/_search?scroll=1m&size=1000', { query: by(writer), sort: ['_doc'] });
  while (page.hits.hits.length > 0) {
    found.push(...page.hits.hits);
    page = ask<Page>('/_search/scroll', { scroll: '1m', scroll_id: page._scroll_id });
  }
  return found;
}

/** Those of all containers, once everything is there. */
const delivered = new Map<LogWriter, readonly LogDocument[]>();

const countOf = (query: object) => ask<{ count: number }>('/_count', { query }).count;

/** How often each line is there, less how often it was written. */
function differences(writer: LogWriter, documents: readonly LogDocument[]) {
  const counts = new Map<string, number>();
  const count = (text: string, by: number) => {
    for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + by);
  };
  for (let n = 1; n <= writer.records; n++) count(writer.text(n), -1);
  for (const { _source } of documents) count(_source.log, 1);
  const lines = (isIt: (by: number) => boolean) =>
    [...counts].filter(([, by]) => isIt(by)).map(([line]) => line.slice(0, 60));
  const [missing, tooMany] = [lines((by) => by < 0), lines((by) => by > 0)];
  return { missing: missing.length, tooMany: tooMany.length, examples: [missing.slice(0, 5), tooMany.slice(0, 5)] };
}

const agentPods = () => podsOf(AGENTS).filter(({ metadata }) => metadata.labels?.['fluent-bit'] === 'logs-agent');
const agentPod = () => {
  const [pod] = agentPods();
  if (!pod) throw new Error('no agent runs');
  return pod;
};
const agentReady = () => {
  const pods = agentPods();
  return pods.length === 1 && pods.every(isReady);
};
const storeReady = () => podsOf(STORE).some((pod) => isReady(pod));
const inNode = (script: string) =>
  kubectl(['--namespace', AGENTS, 'exec', 'node', '--', '/bin/busybox', 'sh', '-c', script]);

/** Ends the agent as the kernel does that lacks memory: no signal that it could hear. */
function killAgent(): void {
  const { uid } = agentPod().metadata;
  const killed = inNode(
    `for each in /proc/[0-9]*; do
       grep -qs ${uid} $each/cgroup && [ "$(cat $each/comm)" != pause ] && kill -9 "\${each#/proc/}" && echo $each
     done; true`,
  );
  expect(killed).not.toBe('');
}

/** Mebibytes that the agent has of memory. */
function agentMemory(): number {
  interface Summary {
    readonly pods: readonly {
      readonly podRef: { readonly namespace: string };
      readonly containers?: readonly { readonly name: string; readonly memory?: { workingSetBytes?: number } }[];
    }[];
  }
  const { pods } = kubectlRaw<Summary>('/api/v1/nodes/node-1/proxy/stats/summary');
  const containers = pods
    .filter(({ podRef }) => podRef.namespace === AGENTS)
    .flatMap(({ containers = [] }) => containers);
  return (
    Math.max(
      0,
      ...containers.filter(({ name }) => name === 'fluent-bit').map(({ memory }) => memory?.workingSetBytes ?? 0),
    ) /
    2 ** 20
  );
}

const kubectlRaw = <T>(path: string) => JSON.parse(kubectl(['get', '--raw', path])) as T;

/** The pod that forgets what an agent of an earlier run has left on the node. */
function forgetState(): void {
  kubectl(['apply', '--filename', '-'], list([nodePod(AGENTS)]));
  kubectl(['--namespace', AGENTS, 'wait', '--for=condition=Ready', 'pod/node', '--timeout=60s']);
  inNode(`rm -rf /var/lib/logs-agent.${AGENTS}`);
}

const hasProgram = process.env.FLUENT_BIT !== undefined;
if (!hasProgram)
  process.stderr.write('FLUENT_BIT names no fluent-bit: nothing of logs on the real cluster is tested\n');

// One story on one cluster: each step starts from what the one before it left.
(hasProgram ? describe : describe.skip)('the way of logs on a real cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logging-'));
  const dist = join(folder, 'dist');
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  const synth = (env: NodeJS.ProcessEnv = {}) =>
    run(['scripts/run.mjs', 'test/cluster/logging-app.ts'], { CDK8S_OUTDIR: dist, ...env });
  const remove = (...options: string[]) =>
    kubectl(['delete', 'namespace', ...NAMESPACES, '--ignore-not-found', ...options]);

  beforeAll(() => {
    requireDisposableCluster();
    remove('--timeout=110s');
    synth();
    kubectl(['apply', '--filename', join(dist, '00-namespaces.k8s.yaml')]);
    run(['scripts/secrets.mjs', '--list', join(dist, 'secrets.tsv')]);
    forgetState();
  });

  afterAll(() => {
    kubectl(['--namespace', AGENTS, 'delete', 'daemonset', 'logs-agent', '--ignore-not-found', '--timeout=110s']);
    forgetState();
    kubectl(['delete', '--filename', dist, '--ignore-not-found', '--wait=false']);
    remove('--wait=false');
    rmSync(folder, { recursive: true });
  });

  it('comes up, the agents once the store has its templates', async () => {
    const apply = (...more: string[]) => tryKubectl(['apply', '--filename', dist, ...more]);
    expect(apply('--selector', 'app.kubernetes.io/name!=fluent-bit')).toMatchObject({ status: 0, stderr: '' });
    await eventually('the store ready', storeReady, slow);
    const requests = JSON.parse(readFileSync(join(dist, 'requests.txt'), 'utf8')) as BootstrapRequest[];
    for (const { path, body } of requests.filter(({ method, path }) => method === 'PUT' && !UNKNOWN.test(path))) {
      const { template, ...rest } = body as { template: { settings: { index: object } } };
      const { lifecycle: _, default_pipeline: __, ...index } = template.settings.index as Record<string, object>;
      ask(path, { ...rest, template: { ...template, settings: { index } } }, 'PUT');
    }
    expect(apply()).toMatchObject({ status: 0, stderr: '' });
    await eventually('the agent ready', agentReady, slow);
    expect(agentPods().map(restartsOf)).toEqual([0]);
  });

  it('changes nothing when it is applied again', () => {
    const again = kubectl(['apply', '--filename', dist]).trim().split('\n');
    expect(again.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    expect(tryKubectl(['diff', '--filename', dist])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('keeps each line, through restarts, rotations and a minute without the store', async () => {
    const memory: number[] = [];
    const during = async (count: number) => {
      for (let each = 0; each < count; each += 5) {
        await seconds(5);
        memory.push(agentMemory());
      }
    };
    kubectl(['apply', '--filename', '-'], list(writerPods()));
    await during(10);
    const first = agentPod().metadata.uid;
    synth({ MAX_OUTAGE: '20m' });
    kubectl(['apply', '--filename', dist]);
    const isNew = () => agentReady() && agentPod().metadata.uid !== first;
    await eventually('an agent with the other configuration', isNew, slow);
    await during(10);

    const scale = (replicas: number) =>
      kubectl(['--namespace', STORE, 'scale', 'statefulset/elasticsearch', `--replicas=${replicas}`]);
    scale(0);
    await eventually('the store gone', () => podsOf(STORE).length === 0, slow);
    await during(10);
    killAgent();
    await during(10);
    await eventually('the agent back', () => agentReady() && restartsOf(agentPod()) === 1, slow);
    const second = agentPod().metadata.name;
    kubectl(['--namespace', AGENTS, 'delete', 'pod', second, '--wait=false']);
    await during(40);
    scale(1);
    await eventually('the store back', storeReady, slow);
    await eventually('all written', () => ['logs-shop', 'logs-other'].flatMap(podsOf).every(isReady), slow);
    const rotated = inNode('ls /var/log/pods/logs-other_long_*/app').trim().split('\n');
    process.stderr.write(`memory of the agent in MiB: ${memory.map(Math.round).join(' ')}\n`);
    const limit = /\n +memory: (\d+)Mi\n/.exec(
      kubectl(['--namespace', AGENTS, 'get', 'daemonset', 'logs-agent', '-o', 'yaml']),
    );
    expect(Math.max(...memory)).toBeLessThan(0.8 * Number(limit?.[1]));
    expect(rotated.length).toBeGreaterThan(2);

    const counts = () => WRITERS.map((writer) => countOf(by(writer)));
    const wanted = WRITERS.map((writer) => writer.records * writer.text(0).split('\n').length);
    await eventually('all delivered', () => counts().every((count, i) => count >= (wanted[i] as number)), {
      seconds: 60,
      every: 3000,
      evidence: () => `${counts()} of ${wanted}`,
    });
    for (const writer of WRITERS) delivered.set(writer, fetchDocuments(writer));
    const found = WRITERS.map((writer) => [
      `${writer.pod}/${writer.container}`,
      differences(writer, delivered.get(writer) ?? []),
    ]);
    process.stderr.write(`lines written: ${wanted.reduce((a, b) => a + b)}, rotated files: ${rotated.length - 1}\n`);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(found.map(([name]) => [name, { missing: 0, tooMany: 0, examples: [[], []] }])),
    );
  });

  it('has them in the index of their route, with who wrote them', () => {
    for (const writer of WRITERS) {
      const { namespace, pod, container } = writer;
      const documents = delivered.get(writer) ?? [];
      const indices = [...new Set(documents.map(({ _index }) => _index.replace(/-\d{4}\.\d\d\.\d\d$/, '-DATE')))];
      expect(indices).toEqual([
        container === 'audit' ? 'audit' : namespace === 'logs-shop' ? 'shop-DATE' : 'logstash-DATE',
      ]);
      const whose = new Set(
        documents.map(({ _source: { node, kubernetes } }) => {
          const { namespace_name, pod_name, container_name, host, labels } = kubernetes;
          return JSON.stringify({ node, namespace_name, pod_name, container_name, host, labels });
        }),
      );
      expect([...whose].map((text) => JSON.parse(text))).toEqual([
        {
          node: 'node-1',
          namespace_name: namespace,
          pod_name: pod,
          container_name: container,
          host: 'node-1',
          labels: { app: pod, 'app.kubernetes.io/name': pod },
        },
      ]);
    }
  });

  it('has labels and fields as they are searched for', () => {
    const [orders, audit] = WRITERS as [LogWriter, LogWriter];
    expect(countOf({ term: { 'kubernetes.labels.app.kubernetes.io/name': 'orders' } })).toBe(
      orders.records + audit.records,
    );
    expect(countOf({ term: { 'parsed.n': 77 } })).toBe(1);
    expect(countOf({ term: { 'parsed.user': 'u77' } })).toBe(1);
    expect(countOf({ range: { 'parsed.user.id': { lte: 10 } } })).toBe(10);
  });
});
