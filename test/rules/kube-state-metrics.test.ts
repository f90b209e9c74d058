import { kubeStateMetricsRules } from '../../lib/rules/kube-state-metrics';
import { type RuleCase, testRules } from './rule-test';

const JOB = { job: 'kube-state-metrics-self', namespace: 'm', cluster: 'c' };
const of = (metric: string, labels: Record<string, string> = {}) =>
  `${metric}{${Object.entries({ ...JOB, ...labels })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;
const requests = (verb: string, resource: string, success: string, error?: string, instance = '0') => ({
  [of(`kube_state_metrics_${verb}_total`, { resource, instance, result: 'success' })]: success,
  ...(error === undefined
    ? {}
    : { [of(`kube_state_metrics_${verb}_total`, { resource, instance, result: 'error' })]: error }),
});
const shards = (...ordinals: readonly number[]) =>
  Object.fromEntries(
    ordinals.map((n) => [
      of('kube_state_metrics_shard_ordinal', { instance: `${n}`, shard_ordinal: `${n}` }),
      `${n}x60`,
    ]),
  );
const total = (...counts: readonly number[]) =>
  Object.fromEntries(
    counts.map((count, n) => [of('kube_state_metrics_total_shards', { instance: `${n}` }), `${count}x60`]),
  );

const failing = (verb: string, alert: string): RuleCase[] => [
  {
    name: `a kind that it may not ${verb}, others well`,
    alert,
    series: { ...requests(verb, '*v1.Node', '1x60', '1+2x60'), ...requests(verb, '*v1.Pod', '1+1x60') },
    fires: [{ ...JOB, resource: '*v1.Node' }],
  },
  {
    name: `a ${verb} that fails now and then on one of two shards`,
    alert,
    series: {
      ...requests(verb, '*v1.Pod', '1+1x60', '1+0x20 2+0x40'),
      ...requests(verb, '*v1.Pod', '1+1x60', undefined, '1'),
    },
    fires: [],
  },
  {
    name: `a ${verb} that failed for a while and then was served`,
    alert,
    series: requests(verb, '*v1.Pod', '1+1x60', '1+1x15 16x60'),
    at: '40m',
    fires: [],
  },
];
const always = [...failing('list', 'KubeStateMetricsListErrors'), ...failing('watch', 'KubeStateMetricsWatchErrors')];

describe('kubeStateMetricsRules of one pod', () => {
  testRules(kubeStateMetricsRules(), always);
});

describe('kubeStateMetricsRules of several shards', () => {
  testRules(kubeStateMetricsRules({ shards: 3 }), [
    ...always,
    {
      name: 'one that was not told of the third',
      alert: 'KubeStateMetricsShardingMismatch',
      series: total(3, 3, 2),
      fires: [JOB],
    },
    { name: 'three of three', alert: 'KubeStateMetricsShardingMismatch', series: total(3, 3, 3), fires: [] },
    {
      name: 'one of three is gone',
      alert: 'KubeStateMetricsShardsMissing',
      series: { ...total(3, 3), ...shards(0, 2) },
      fires: [JOB],
    },
    {
      name: 'two with one number',
      alert: 'KubeStateMetricsShardsMissing',
      series: {
        ...total(2, 2),
        ...shards(0),
        [of('kube_state_metrics_shard_ordinal', { instance: '1', shard_ordinal: '0' })]: '0x60',
      },
      fires: [JOB],
    },
    {
      name: 'all three are there',
      alert: 'KubeStateMetricsShardsMissing',
      series: { ...total(3, 3, 3), ...shards(0, 1, 2) },
      fires: [],
    },
  ]);
});

it('tells of the shards only where there are several', () => {
  const names = (count: number) =>
    kubeStateMetricsRules({ shards: count })[0]?.alerts?.map(({ alert }) => alert.replace('KubeStateMetrics', ''));
  expect(names(1)).toEqual(['ListErrors', 'WatchErrors']);
  expect(names(2)).toEqual(['ListErrors', 'WatchErrors', 'ShardingMismatch', 'ShardsMissing']);
});
