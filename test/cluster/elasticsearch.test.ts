import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../tools/program';
import { isReady, kubectl, podsOf, restartsOf, tryKubectl } from './cluster';
import { requireDisposableCluster, slow } from './stack';

const NAMESPACE = 'logging-c';
const SHOP = 'logging-c-shop';
const MEMBERS = ['elasticsearch-0', 'elasticsearch-1', 'elasticsearch-2'];
/** Members of a cluster do not start with less. */
const OPEN_FILES = 65535;

/** Runs a script in the pod of a client. */
const inClient = (script: string, client = 'client', namespace = NAMESPACE) =>
  tryKubectl(['--namespace', namespace, 'exec', `deployment/${client}`, '--', '/bin/bash', '-c', script]);

interface Request {
  readonly user?: string;
  /** A member in place of whichever is ready. */
  readonly member?: string;
  readonly options?: string;
}

/** curl with the certificate's authority and a password from the Secrets. */
const curl = (name: string, path: string, { user = 'elastic', member, options = '' }: Request = {}) =>
  [
    `curl --silent --show-error --max-time 20 --cacert /secrets/${name}/ca.crt`,
    `--user "${user}:$(cat /secrets/${name}/password)" --header 'content-type: application/json' ${options}`,
    `'https://${member === undefined ? name : `${member}.${name}-headless`}.${NAMESPACE}.svc:9200${path}'`,
  ].join(' ');

function ask<T>(name: string, path: string, request?: Request): T {
  const { status, stdout, stderr } = inClient(curl(name, path, request));
  if (status !== 0) throw new Error(`${path}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
}

const statusOf = (name: string, path: string, request: Request = {}) =>
  inClient(curl(name, path, { ...request, options: `${request.options ?? ''} -o /dev/null -w '%{http_code}'` })).stdout;

const health = (name: string) => ask<{ status: string; number_of_nodes: number }>(name, '/_cluster/health');
const uuidOf = (member: string) =>
  ask<{ metadata: { cluster_uuid: string } }>('elasticsearch', '/_cluster/state/metadata', { member }).metadata
    .cluster_uuid;

/** Writes numbered documents, each until it is taken, and notes those that are. */
const writer = `
  n=0
  while [ ! -f /tmp/stop ]; do
    status=$(${curl('elasticsearch', '/lines/_create/NUMBER', { options: `-X PUT -d '{"line": 1}' -o /dev/null -w '%{http_code}'` }).replace("NUMBER'", "'$n")} 2>/dev/null)
    case $status in
      201 | 409) echo $n >>/tmp/taken; n=$((n + 1)) ;;
      *) sleep 0.2 ;;
    esac
  done
  touch /tmp/stopped`;
const taken = () => inClient('cat /tmp/taken').stdout.trim().split('\n');

const searchMembers = () =>
  podsOf(NAMESPACE).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'elasticsearch');
const allReady = (pods = searchMembers()) => pods.length === 4 && pods.every(isReady);

// One story on one cluster: each step starts from what the one before it left.
describe('Elasticsearch on a real cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elasticsearch-'));
  const dist = join(folder, 'dist');
  const library = join(folder, 'open-files.so');
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  const synth = (env: NodeJS.ProcessEnv = {}) =>
    run(['scripts/run.mjs', 'test/cluster/elasticsearch-app.ts'], { CDK8S_OUTDIR: dist, ...claim, ...env });
  let claim: NodeJS.ProcessEnv = {};

  beforeAll(() => {
    requireDisposableCluster();
    const limit = spawnSync('/bin/sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim();
    if (limit !== 'unlimited' && Number(limit) < OPEN_FILES) {
      const source = 'test/cluster/open-files.c';
      const { status, stderr } = spawnSync('gcc', ['-shared', '-fPIC', '-o', library, source], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      claim = { OPEN_FILES: library };
    }
    kubectl(['delete', 'namespace', NAMESPACE, SHOP, '--ignore-not-found', '--timeout=110s']);
    synth();
    kubectl(['apply', '--filename', join(dist, '00-namespaces.k8s.yaml')]);
    run(['scripts/secrets.mjs', '--list', join(dist, 'secrets.tsv')]);
  });

  afterAll(() => {
    kubectl(['delete', 'namespace', NAMESPACE, SHOP, '--ignore-not-found', '--wait=false']);
    rmSync(folder, { recursive: true });
  });

  it('comes up from one apply: alone, and three as one cluster', async () => {
    expect(tryKubectl(['apply', '--filename', dist])).toMatchObject({ status: 0, stderr: '' });
    await eventually('every member ready', allReady, slow);
    expect(health('single')).toMatchObject({ status: 'green', number_of_nodes: 1 });
    expect(health('elasticsearch')).toMatchObject({ status: 'green', number_of_nodes: 3 });
    expect(new Set(MEMBERS.map(uuidOf)).size).toBe(1);
    expect(searchMembers().map(restartsOf)).toEqual([0, 0, 0, 0]);
  });

  it('changes nothing when it is applied again', () => {
    const again = kubectl(['apply', '--filename', dist]).trim().split('\n');
    // kubectl patches a disruption budget at every apply, whatever is in it: its selector is marked to be replaced.
    expect(again.filter((line) => !/ unchanged$|^poddisruptionbudget/.test(line))).toEqual([]);
  });

  it('lets in whom the Secrets name, over verified TLS', () => {
    expect(statusOf('elasticsearch', '/_cluster/health')).toBe('200');
    expect(statusOf('elasticsearch', '/_cluster/health', { user: 'nobody' })).toBe('401');
    expect(statusOf('elasticsearch', '/_cluster/health', { user: 'monitor' })).toBe('401');
    const foreign = curl('elasticsearch', '/').replace('--cacert /secrets/elasticsearch', '--cacert /secrets/single');
    expect(inClient(foreign).stderr).toContain('certificate');
  });

  it('lets an app in as a writer, to its own indices, and no other pod', () => {
    const add = (index: string) =>
      curl('single', `/${index}/_doc`, {
        user: 'shop',
        options: `-X POST -d '{"@timestamp": "2030-01-31T00:00:00Z"}' -o /dev/null -w '%{http_code}'`,
      });
    const inShop = (script: string) => inClient(script, 'shop', SHOP).stdout;
    expect(inShop(add('orders-2030.01.31'))).toBe('201');
    expect(inShop(add('audit-2030.01.31'))).toBe('403');
    expect(inShop(curl('single', '/orders-2030.01.31/_search', { user: 'shop' }))).toContain('security_exception');
    const refused = inClient(`${add('orders-2030.01.31')} --connect-timeout 3`, 'other', SHOP);
    expect(refused).toMatchObject({ status: 28, stdout: '000' });
  });

  it('keeps its data over a rollout, in which the cluster goes on to take documents', async () => {
    const index = (name: string, replicas: number) =>
      ask(name, '/lines', { options: `-X PUT -d '{"settings": {"number_of_replicas": ${replicas}}}'` });
    expect([index('single', 0), index('elasticsearch', 1)]).toMatchObject([
      { acknowledged: true },
      { acknowledged: true },
    ]);
    expect(statusOf('single', '/lines/_create/1?refresh=true', { options: `-X PUT -d '{"line": 1}'` })).toBe('201');
    expect(inClient(`(${writer}) >/dev/null 2>&1 </dev/null &`).status).toBe(0);

    const before = searchMembers().map(({ metadata }) => metadata.uid);
    synth({ ANOTHER_SETTING: 'yes' });
    kubectl(['apply', '--filename', dist]);
    let fewestReady = 4;
    await eventually(
      'every member replaced',
      () => {
        const pods = searchMembers();
        const three = pods.filter(({ metadata }) => MEMBERS.includes(metadata.name));
        fewestReady = Math.min(fewestReady, three.filter(isReady).length);
        return allReady(pods) && pods.every(({ metadata }) => !before.includes(metadata.uid));
      },
      { ...slow, every: 1000 },
    );
    expect(fewestReady).toBe(2);
    expect(ask('single', '/lines/_doc/1')).toMatchObject({ found: true });
    expect(health('elasticsearch')).toMatchObject({ status: 'green', number_of_nodes: 3 });
    expect(taken().length).toBeGreaterThan(50);
  });

  it('loses no acknowledged document when a member is killed and its volume with it, and takes it back', async () => {
    const shards = ask<{ prirep: string; node: string }[]>('elasticsearch', '/_cat/shards/lines?format=json');
    const victim = shards.find(({ prirep }) => prirep === 'p')?.node as string;
    const uuid = uuidOf(victim);
    const { uid } = searchMembers().find(({ metadata }) => metadata.name === victim)?.metadata ?? {};
    const inVictim = ['--namespace', NAMESPACE, 'exec', victim, '--', '/bin/bash', '-c'];
    tryKubectl([...inVictim, 'rm -rf /usr/share/elasticsearch/data/* & sleep 0.1; kill -KILL $(pgrep java)']);
    kubectl(['--namespace', NAMESPACE, 'delete', 'pod', victim, '--grace-period=0', '--force']);
    const after = taken().length;
    await eventually(
      `${victim} back`,
      () => allReady() && searchMembers().every(({ metadata }) => metadata.uid !== uid),
      slow,
    );
    expect(health('elasticsearch')).toMatchObject({ status: 'green', number_of_nodes: 3 });
    expect(new Set(MEMBERS.map(uuidOf))).toEqual(new Set([uuid]));

    inClient('touch /tmp/stop');
    await eventually('the writer stopped', () => inClient('test -f /tmp/stopped').status === 0, slow);
    const numbers = taken();
    expect(numbers.length).toBeGreaterThan(after);
    expect(statusOf('elasticsearch', '/lines/_refresh', { options: '-X POST' })).toBe('200');
    const { hits } = ask<{ hits: { hits: { _id: string }[] } }>(
      'elasticsearch',
      '/lines/_search?size=10000&_source=false&filter_path=hits.hits._id',
    );
    const found = new Set(hits.hits.map(({ _id }) => _id));
    expect(numbers.filter((number) => !found.has(number))).toEqual([]);
    process.stderr.write(`documents taken: ${numbers.length}, found: ${found.size}\n`);
  });
});
