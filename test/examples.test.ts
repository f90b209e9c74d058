import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import type { AlertmanagerConfig } from '../lib/config/alertmanager/model';
import { resolveRoutes } from '../lib/proof/routes';
import { repository } from './tools/app-folder';
import { checkAlertmanagerConfigs, checkPrometheusConfigs, checkRules } from './tools/config-verdicts';
import { checkFluentBitConfigs, checkFluentdConfigs } from './tools/log-verdicts';
import { strictSchemas } from './tools/schemas';
import type { Manifest } from './tools/synth';
import { itWithTool, itWithTools } from './tools/tool';

const read = (...path: string[]) => readFileSync(join(repository, ...path), 'utf8');
const examples = readdirSync(join(repository, 'examples'));

/** Runs an example as its reader would, and returns what it writes. */
function synthesized(example: string): Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', join('examples', example)], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: folder },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    return files.flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kubernetes' own kinds have short API groups, or ones below `k8s.io`; of others there are no schemas here. */
const isOfKubernetes = ({ apiVersion }: Manifest) => /^[^./]+(?:\/|$)|^[^/]+\.k8s\.io\//.test(apiVersion);

test('there are examples, each one file of less than 60 lines', () => {
  expect(examples).toEqual(expect.arrayContaining(['argo-cd-application.ts', 'team-chart.ts', 'team-routes.ts']));
  expect(examples.filter((example) => !example.endsWith('.ts'))).toEqual([]);
  const long = examples.filter((example) => read('examples', example).split('\n').length > 60);
  expect(long).toEqual([]);
});

describe.each(examples)('examples/%s', (example) => {
  let manifests: Manifest[];
  beforeAll(() => {
    manifests = synthesized(example);
  });

  it.each(['1.27', '1.34'] as const)('writes manifests that Kubernetes %s knows', (release) => {
    expect(manifests.length).toBeGreaterThan(0);
    expect(manifests.filter(isOfKubernetes).flatMap(strictSchemas(release))).toEqual([]);
  });

  itWithTools(['promtool', 'amtool'], 'writes configuration that the real programs take', (promtool, amtool) => {
    if (!promtool || !amtool) throw new Error('itWithTools hands over the tools it was asked for');
    const verdicts = [
      ...checkPrometheusConfigs(promtool, manifests),
      ...checkRules(promtool, manifests),
      ...checkAlertmanagerConfigs(amtool, manifests),
    ];
    const named = (name: string) =>
      manifests.filter(
        ({ kind, metadata }) => kind === 'StatefulSet' && metadata.labels['app.kubernetes.io/name'] === name,
      );
    expect(verdicts).toHaveLength(2 * named('prometheus').length + named('alertmanager').length);
    expect(verdicts.filter(({ complaint }) => complaint !== '')).toEqual([]);
  });

  itWithTool('fluent-bit', 'writes pipelines that Fluent Bit takes', (fluentBit) => {
    expect(checkFluentBitConfigs(fluentBit, manifests).filter(({ complaint }) => complaint !== '')).toEqual([]);
  });

  itWithTool('fluentd', 'writes configuration that Fluentd takes', (fluentd) => {
    expect(checkFluentdConfigs(fluentd, manifests).filter(({ complaint }) => complaint !== '')).toEqual([]);
  });
});

test('examples hold pipelines of both agents, and of an app that writes files', () => {
  const holding = (text: string) => examples.filter((example) => read('examples', example).includes(text));
  for (const text of ['new FluentBit(', 'new FluentdAggregator(', 'new LogFileSidecar(']) {
    expect(holding(text)).not.toEqual([]);
  }
});

test('examples/team-routes.ts sends alerts where it says', () => {
  const secret = synthesized('team-routes.ts').find(({ kind }) => kind === 'Secret');
  const config = load(Buffer.from(secret.data['alertmanager.yaml'], 'base64').toString()) as AlertmanagerConfig;
  const reached = (labels: Record<string, string>) => resolveRoutes(config, { alertname: 'X', ...labels });
  expect(reached({ namespace: 'shop', severity: 'warning' })).toEqual(['shop-alerts']);
  expect(reached({ namespace: 'shop', severity: 'critical' })).toEqual(['platform-oncall', 'shop-alerts']);
  expect(reached({ namespace: 'other', severity: 'critical' })).toEqual(['platform-oncall']);
  expect(reached({ namespace: 'other', severity: 'warning' })).toEqual(['platform-alerts']);
  expect(reached({ namespace: 'shop', severity: 'critical', stage: 'draft' })).toEqual(['platform-alerts']);
});

/** A filter or an output of Fluent Bit. */
type LogPlugin = Readonly<Record<string, string>> & { readonly add?: readonly string[] };

describe('examples/log-routes.ts', () => {
  let config: Record<string, string>;
  let pipeline: { readonly filters: readonly LogPlugin[]; readonly outputs: readonly LogPlugin[] };
  beforeAll(() => {
    config = synthesized('log-routes.ts').find(({ metadata }) => metadata.name === 'fluent-bit-config')?.data;
    ({ pipeline } = load(config['fluent-bit.yaml'] ?? '') as { pipeline: typeof pipeline });
  });

  const takes = (tag: string) => (plugin: LogPlugin) =>
    new RegExp(plugin.match_regex ?? `^${plugin.match?.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(tag);
  /** Where lines of a tag are stored, and the functions that drop some of them. */
  const fate = (tag: string) => {
    const filters = pipeline.filters.filter(takes(tag));
    const [dataset] = filters.flatMap(({ add = [] }) => add.flatMap((each) => /^dataset (.+)/.exec(each)?.[1] ?? []));
    const places = pipeline.outputs.filter(takes(tag)).map(({ index }) => index ?? `${dataset}-YYYY.MM.DD`);
    return { places, dropping: filters.flatMap(({ call }) => call ?? []) };
  };

  it.each([
    ['an app', 'kube.numbers.worker.0123.worker-1', ['test'], []],
    ['its API', 'kube.numbers.api.0123.numbers-api-7d9-x', ['test'], ['keep_1']],
    ['another container of that pod', 'kube.numbers.proxy.0123.numbers-api-7d9-x', ['test'], []],
    ['the system', 'kube.kube-system.coredns.0123.dns-1', ['sys-YYYY.MM.DD'], []],
    ['a noisy namespace', 'kube.ci-7.build.0123.build-1', ['logstash-YYYY.MM.DD'], ['at_least_warn']],
    ['all others', 'kube.shop.web.0123.web-1', ['logstash-YYYY.MM.DD'], []],
    ['the node', 'node.kubelet.service', ['logstash-YYYY.MM.DD'], []],
  ])('stores the lines of %s where it says', (_, tag, places, dropping) => {
    expect(fate(tag)).toEqual({ places, dropping });
  });

  it('keeps of the API what has priority 2, 3 or 4', () => {
    expect(config['lines.lua']).toContain(
      'keep(record, "priority", { ["2"] = true, [2] = true, ["3"] = true, [3] = true, ["4"] = true, [4] = true })',
    );
  });
});

test('the README shows examples/team-chart.ts, as a consumer of the package writes it', () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(read('README.md')) ?? [];
  expect(shown).toBe(read('examples', 'team-chart.ts').replace("'../lib'", "'cdk8s-observability'"));
});

test('a kind that Kubernetes does not have is told from one that it has', () => {
  const versions = ['v1', 'apps/v1', 'networking.k8s.io/v1', 'argoproj.io/v1alpha1', 'monitoring.coreos.com/v1'];
  expect(versions.filter((apiVersion) => isOfKubernetes({ apiVersion }))).toEqual(versions.slice(0, 3));
});
