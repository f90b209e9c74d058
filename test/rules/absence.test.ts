import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import { Severity } from '../../lib/model/rules';
import type { ScrapeJob } from '../../lib/model/scrape-job';
import { type AbsenceRulesOptions, absenceRules } from '../../lib/rules/absence';
import { testRules } from './rule-test';

const web: ScrapeJob = { name: 'web-shop', pods: { port: 'web' } };
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
    const jobs = [web, optIn, { ...web, name: 'prometheus', onEveryShard: true }];
    const shards = { completeJobs: ['prometheus'] };
    expect(validateRuleGroups(absenceRules(jobs, { sharded: true }), { shards })).toEqual([]);
    expect(validateRuleGroups(absenceRules(jobs), { shards })).not.toEqual([]);
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
