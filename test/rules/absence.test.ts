import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import { Severity } from '../../lib/model/rules';
import type { ScrapeJob } from '../../lib/model/scrape-job';
import { type AbsenceRulesOptions, absenceRules } from '../../lib/rules/absence';
import { testRules } from './rule-test';

const web: ScrapeJob = { name: 'web-shop', pods: { port: 'web' } };
const three: ScrapeJob = { ...web, absence: { targets: 3 } };
const optIn: ScrapeJob = { name: 'kubernetes-pods', annotatedPods: { dropNamespaces: ['x'] } };
const up = 'up{job="web-shop", instance="a"}';
const discovered = (pod: string) =>
  `prometheus_sd_discovered_targets{job="prometheus", instance="${pod}", name="scrape", config="kubernetes-pods"}`;
const pool = (pod: string) =>
  `prometheus_target_scrape_pool_targets{job="prometheus", instance="${pod}", scrape_job="web-shop"}`;

const optInCases = [
  {
    name: 'no pod is seen',
    alert: 'KubernetesPodsDown',
    series: { [discovered('a')]: '0x60' },
    fires: [{ job: 'kubernetes-pods' }],
  },
  { name: 'nobody tells', alert: 'KubernetesPodsDown', series: {}, fires: [{ job: 'kubernetes-pods' }] },
  {
    name: 'pods are seen, none opted in',
    alert: 'KubernetesPodsDown',
    series: { [discovered('a')]: '9x60' },
    fires: [],
  },
];

describe('absenceRules', () => {
  testRules(absenceRules([web, optIn]), [
    { name: 'no target', alert: 'WebShopDown', series: { 'up{job="x"}': '1x60' }, fires: [{ job: 'web-shop' }] },
    { name: 'the target went', alert: 'WebShopDown', series: { [up]: '1x10' }, fires: [{ job: 'web-shop' }] },
    { name: 'a target that is down', alert: 'WebShopDown', series: { [up]: '0x60' }, fires: [] },
    { name: 'a target that went just now', alert: 'WebShopDown', series: { [up]: '1x20' }, fires: [] },
    ...optInCases,
  ]);
});

describe('absenceRules of a job that shares its label with others', () => {
  testRules(absenceRules([{ ...web, jobLabel: 'web' }]), [
    {
      name: 'only the others have targets',
      alert: 'WebShopDown',
      series: { [pool('a')]: '0x60', 'up{job="web", metrics_path="/other"}': '1x60' },
      fires: [{ job: 'web' }],
    },
    { name: 'it has one', alert: 'WebShopDown', series: { [pool('a')]: '1x60' }, fires: [] },
  ]);
});

describe('absenceRules of shards', () => {
  testRules(absenceRules([web, optIn], { sharded: true, cluster: 'c' }), [
    {
      name: 'no shard has a target',
      alert: 'WebShopDown',
      series: { [pool('a')]: '0x60', [pool('b')]: '0x60' },
      fires: [{ job: 'web-shop', cluster: 'c' }],
    },
    { name: 'nobody tells', alert: 'WebShopDown', series: {}, fires: [{ job: 'web-shop', cluster: 'c' }] },
    { name: 'one shard has', alert: 'WebShopDown', series: { [pool('a')]: '0x60', [pool('b')]: '1x60' }, fires: [] },
    ...optInCases.map((row) => ({ ...row, fires: row.fires.map((labels) => ({ ...labels, cluster: 'c' })) })),
  ]);

  it('asks for the targets themselves of a job that every shard scrapes whole', () => {
    const [group] = absenceRules([{ ...web, onEveryShard: true }], { sharded: true });
    expect(group?.alerts?.[0]?.expr).toBe('absent(up{job="web-shop"})');
  });

  it('is right on shards', () => {
    const jobs = [
      web,
      { ...three, name: 'three' },
      optIn,
      { ...web, name: 'prometheus', onEveryShard: true, absence: { targets: 4 } },
    ];
    const shards = { completeJobs: ['prometheus'] };
    expect(validateRuleGroups(absenceRules(jobs, { sharded: true }), { shards })).toEqual([]);
    expect(validateRuleGroups(absenceRules(jobs), { shards })).not.toEqual([]);
  });
});

const ups = (...instances: string[]) =>
  Object.fromEntries(instances.map((instance) => [`up{job="web-shop", instance="${instance}"}`, '0x60']));

describe('absenceRules of a job that must have several targets', () => {
  testRules(absenceRules([three]), [
    { name: 'one is missing', alert: 'WebShopDown', series: ups('a', 'b'), fires: [{ job: 'web-shop' }] },
    { name: 'none is there', alert: 'WebShopDown', series: {}, fires: [{ job: 'web-shop' }] },
    {
      name: 'one went',
      alert: 'WebShopDown',
      series: { ...ups('a', 'b'), 'up{job="web-shop", instance="c"}': '1x10' },
      fires: [{ job: 'web-shop' }],
    },
    { name: 'all are there, though down', alert: 'WebShopDown', series: ups('a', 'b', 'c'), fires: [] },
    { name: 'more are there', alert: 'WebShopDown', series: ups('a', 'b', 'c', 'd'), fires: [] },
    {
      name: 'one went just now',
      alert: 'WebShopDown',
      series: { ...ups('a', 'b'), 'up{job="web-shop", instance="c"}': '1x20' },
      fires: [],
    },
  ]);

  const counted = (pods: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(pods).map(([pod, targets]) => [
        `prometheus_target_scrape_pool_targets{job="prometheus", pod="${pod}", scrape_job="web-shop"}`,
        `${targets}x60`,
      ]),
    );

  describe('on shards with two replicas each', () => {
    testRules(absenceRules([three], { sharded: true }), [
      {
        name: 'one is missing',
        alert: 'WebShopDown',
        series: counted({ 'p-0': 2, 'p-1': 2, 'p-shard-1-0': 0, 'p-shard-1-1': 0 }),
        fires: [{ job: 'web-shop' }],
      },
      { name: 'nobody tells', alert: 'WebShopDown', series: {}, fires: [{ job: 'web-shop' }] },
      {
        name: 'all are there',
        alert: 'WebShopDown',
        series: counted({ 'p-0': 1, 'p-1': 1, 'p-shard-1-0': 2, 'p-shard-1-1': 2 }),
        fires: [],
      },
      {
        name: 'a replica is gone, its shard is not',
        alert: 'WebShopDown',
        series: counted({ 'p-0': 1, 'p-shard-1-0': 2, 'p-shard-1-1': 2 }),
        fires: [],
      },
    ]);
  });

  it('says how many are expected', () => {
    expect(absenceRules([three])[0]?.alerts?.[0]).toMatchObject({
      expr: '(count(up{job="web-shop"}) or vector(0)) < 3',
      summary: 'Job web-shop has {{ $value }} of at least 3 targets.',
    });
  });

  it('counts the annotated pods of a job that says how many there are', () => {
    const job = { ...optIn, absence: { targets: 2 } };
    expect(absenceRules([job])[0]?.alerts?.[0]?.expr).toBe('(count(up{job="kubernetes-pods"}) or vector(0)) < 2');
  });
});

describe('the alert on an absent job', () => {
  const alertOf = (job: ScrapeJob, options?: AbsenceRulesOptions) => absenceRules([job], options)[0]?.alerts?.[0];

  it('has the defaults of every job', () => {
    expect(alertOf({ ...web, name: 'kube-state_metrics.v2' })).toMatchObject({
      alert: 'KubeStateMetricsV2Down',
      for: '10m',
      severity: 'critical',
      labels: { job: 'kube-state_metrics.v2' },
      runbookUrl: 'https://runbooks.prometheus-operator.dev/runbooks/general/targetdown',
    });
  });

  it('takes what the job says', () => {
    const absence = { alert: 'KubeAPIDown', for: '15m', severity: Severity.WARNING, runbookUrl: 'https://x.org/a' };
    expect(alertOf({ ...web, absence })).toMatchObject(absence);
  });

  test.each([
    [{ keepNamespaces: ['a'] }, 'absent(up{job="kubernetes-pods"})'],
    [{ optOutNamespaces: ['a'] }, 'absent(up{job="kubernetes-pods"})'],
  ])('of annotated pods with %j asks for targets', (annotatedPods, expr) => {
    expect(alertOf({ ...optIn, annotatedPods })?.expr).toBe(expr);
  });

  it('reads the series of the Prometheus that is named', () => {
    expect(alertOf(optIn, { prometheusSelector: 'job="p"' })?.expr).toBe(
      '(min(prometheus_sd_discovered_targets{job="p", name="scrape", config="kubernetes-pods"}) or vector(0)) == 0',
    );
  });

  it('is not there without jobs', () => {
    expect(absenceRules([])).toEqual([]);
  });
});
