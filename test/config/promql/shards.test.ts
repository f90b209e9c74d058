import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateForShards } from '../../../lib/config/promql';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool, type Tool } from '../../tools/tool';

const options = { completeJobs: ['prometheus'] };

/** Right on shards. */
const ALLOWED = [
  'up == 0',
  'x > 3',
  'rate(c[5m]) * 60',
  '-x + 2',
  'abs(x - 3)',
  'time() - x > 100',
  'vector(1)',
  'hour() > 25',
  'max_over_time(rate(c[5m])[20m:5m])',
  'absent(nope{job="prometheus"})',
  'scalar(sum(x{job="prometheus"})) * x',
  'sum by (job, instance) (x)',
  'sum without (pod) (x)',
  'avg by (instance) (x{job="web"})',
  'topk by (job, instance) (1, x)',
  'count_values by (job, instance) ("v", x)',
  'sum by (instance) (x{job="web"}) / on (instance) sum by (instance) (y{job="web"})',
  'sum(x{job="prometheus"})',
  'count(up{job="prometheus"} == 1)',
  'x / y',
  'x / on (job, instance, pod) y',
  'sum by (job, instance) (x) / on (job, instance) sum by (job, instance) (y)',
  'x / ignoring (zone) group_left y',
  'x and on (job, instance) y > 4',
  'x unless y > 4',
  'x > 5 or y',
  'x{job="web"} / on (instance, pod) y{job="web"}',
  'x and on () sum(up{job="prometheus"}) > 0',
  'x unless on (zone) y{job="prometheus"} > 100',
  'sum by (zone) (x{job="prometheus"}) and on (zone) x{job="web"}',
  'sum by (zone) (x{job="prometheus"}) or x',
  'x * on (zone) group_left sum by (zone) (x{job="prometheus"})',
  'sum by (zone) (x{job="prometheus"}) * on (zone) group_right x',
  'histogram_quantile(0.5, b_bucket)',
  'histogram_quantile(0.5, sum by (le, job, instance) (b_bucket))',
  'label_replace(x, "short", "$1", "instance", "(.)")',
  'm:rec > 2',
  'sum by (job, instance) (x @ start())',
  'sum by (job, instance) (x{job="web"} * on (zone) group_left sum by (zone) (x{job="prometheus"}))',
  'group by (cluster) (up{job="prometheus"})',
];

/** Wrong on shards, each shown to yield something else there. */
const WRONG = [
  'sum(x)',
  'count by (job) (up)',
  'sum by (instance) (x)',
  'sum without (instance, zone) (x)',
  'topk(1, x{job!="prometheus"})',
  'count_values("v", up)',
  'quantile(0.5, x)',
  'absent(x{instance="a", job="web"})',
  'absent_over_time(x{instance="a", job="web"}[5m])',
  'scalar(x{job="web", instance="a", pod="p"}) + vector(1)',
  'x{job="web", pod="p"} / on (instance) y{job="db", pod="p"}',
  'x{job="web"} and on (instance) y{job="db"}',
  'x{job="web"} unless on (instance) y{job="db"}',
  'x{job="web"} or on (instance) y{job="db"}',
  'x{job="web"} unless on (zone) y{job="db"} > 7',
  'sum by (zone) (x{job="prometheus"}) unless on (zone) x{job="web"}',
  'x{job="web"} or on (zone) sum by (zone) (x{job="prometheus"})',
  'sum by (zone) (x{job="prometheus"} or x)',
  'histogram_quantile(0.2, sum by (le) (b_bucket))',
  'sum by (job, instance) (label_replace(x, "instance", "all", "", ""))',
  'sum by (job, instance) (label_replace(x, "job", "all", "", ""))',
  'sum by (job, instance) (m:rec)',
  'sum by (zone) (x) > 3',
  'count_values by (job, instance) ("instance", x) > 1 or sum(x)',
  'max_over_time(sum(x)[10m:1m])',
];

/** Refused because nothing says that they are right. */
const IN_DOUBT = [
  'sum by (job, instance) (ALERTS)',
  'sum by (job, instance) ({__name__=~"x|y"})',
  'sum by (job, instance) (recorded_without_colon)',
  'sum(x{job=~"prometheus"})',
  'info(x)',
  'histogram_quantile(0.5, label_replace(b_bucket, "instance", "all", "", ""))',
];

describe('validateForShards', () => {
  test.each(ALLOWED)('allows %s', (expr) => {
    expect(validateForShards(expr, options)).toEqual([]);
  });

  test.each([...WRONG, ...IN_DOUBT])('refuses %s', (expr) => {
    const recorded = new Set(['recorded_without_colon']);
    expect(validateForShards(expr, { ...options, recorded })).not.toEqual([]);
  });

  itWithTool('promtool', 'allows what yields the same on shards, and refuses what does not', (promtool) => {
    const targets = Object.entries({
      'web/a': 1,
      'db/c': 1,
      'web/b': 2,
      'db/a': 2,
      'prometheus/p': 0,
      'prometheus/q': 0,
    });
    const seriesOf = (shard?: number) =>
      targets
        .map(([target, of], i) => (shard === undefined || of === 0 || of === shard ? series(target, i) : {}))
        .reduce((all, some) => Object.assign(all, some), {});
    const exprs = [...ALLOWED, ...WRONG];
    const [whole, one, two] = [seriesOf(), seriesOf(1), seriesOf(2)].map((input) => evaluate(promtool, input, exprs));
    const same = exprs.filter((expr) => {
      const shards = new Set([...(one?.get(expr) ?? []), ...(two?.get(expr) ?? [])]);
      return JSON.stringify([...shards].sort()) === JSON.stringify([...new Set(whole?.get(expr) ?? [])].sort());
    });
    expect(same).toEqual(ALLOWED);
    // The comparison means something only where the expressions yield something.
    expect(ALLOWED.filter((expr) => !whole?.has(expr))).toEqual(['hour() > 25']);
  });

  it('names the part and the remedy', () => {
    expect(validateForShards('x > 0 and on (job) sum by (job, zone) (rate(c[5m])) > 1', options)).toEqual([
      {
        what: "'sum' joins series of several targets, which a shard of Prometheus sees a part of: 'sum by (job, zone) (rate(c[5m]))'",
        fix:
          'keep the target: by (job, zone, instance), or read only jobs that every shard scrapes whole (onEveryShard), ' +
          'each named by a matcher job="..."',
      },
    ]);
  });

  it('says nothing about what is no PromQL', () => {
    expect(validateForShards('sum(', options)).toEqual([]);
  });
});

/** Series of one target, with values of its own. */
function series(target: string, i: number): Record<string, string> {
  const [job, instance] = target.split('/');
  const labels = `job="${job}", instance="${instance}", zone="${instance === 'a' || instance === 'p' ? 'n' : 's'}"`;
  return {
    [`up{job="${job}", instance="${instance}"}`]: `${i % 3 === 0 ? 0 : 1}x30`,
    [`x{${labels}, pod="p"}`]: `${i + 1}x30`,
    [`x{${labels}, pod="q"}`]: `${i + 3}x30`,
    [`y{${labels}, pod="p"}`]: `${2 * i + 1}x30`,
    [`y{${labels}, pod="q"}`]: `${2 * i + 4}x30`,
    [`c{${labels}}`]: `0+${60 * (i + 1)}x30`,
    [`b_bucket{${labels}, le="1"}`]: `${i}x30`,
    [`b_bucket{${labels}, le="+Inf"}`]: `${2 * i + 1}x30`,
    [`b_bucket{${labels}, le="${i + 2}"}`]: `${2 * i}x30`,
    [`m:rec{zone="${instance}"}`]: `${i}x30`,
  };
}

/** What promtool finds each expression to yield: it says so when it had expected nothing. */
function evaluate(promtool: Tool, input: Record<string, string>, exprs: readonly string[]): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shards-'));
  try {
    const file = join(folder, 'tests.yml');
    const test = {
      interval: '1m',
      input_series: Object.entries(input).map(([metric, values]) => ({ series: metric, values })),
      promql_expr_test: exprs.map((expr) => ({ expr, eval_time: '20m', exp_samples: [] })),
    };
    writeFileSync(file, toYaml({ evaluation_interval: '1m', tests: [test] }));
    const { stdout, stderr } = promtool.run(['test', 'rules', file]);
    const found = [...`${stdout}${stderr}`.matchAll(/expr: (".*"), time: 20m,\s+exp: nil\s+got: (.*)/g)];
    return new Map(
      found.map(([, expr, got]) => [JSON.parse(expr ?? '""') as string, (got ?? '').split(/(?<=E[+-]\d\d), /)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
