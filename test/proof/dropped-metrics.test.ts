import type { Relabeling } from '../../lib/model/relabeling';
import { RelabelAction } from '../../lib/model/relabeling';
import type { RuleGroup } from '../../lib/model/rules';
import type { ScrapeJob } from '../../lib/model/scrape-job';
import { validateDroppedMetrics } from '../../lib/proof/dropped-metrics';

const { DROP, KEEP, LABELMAP, LABELDROP, DROP_EQUAL } = RelabelAction;
const drop = (regex: string, ...sourceLabels: string[]): Relabeling => ({
  sourceLabels: ['__name__', ...sourceLabels],
  regex,
  action: DROP,
});
const keep = (regex: string): Relabeling => ({ sourceLabels: ['__name__'], regex, action: KEEP });
const job = (name: string, ...metricRelabelings: Relabeling[]): ScrapeJob => ({
  name,
  statics: { addresses: ['x:1'] },
  metricRelabelings,
});
const cadvisor = (...steps: Relabeling[]): ScrapeJob => ({
  ...job('kubelet-cadvisor', ...steps),
  jobLabel: 'kubelet',
  path: '/metrics/cadvisor',
});
const kubelet = (...steps: Relabeling[]): ScrapeJob => ({ ...job('kubelet', ...steps), jobLabel: 'kubelet' });
const records = (...exprs: string[]): RuleGroup[] => [
  { name: 'g', records: exprs.map((expr, i) => ({ record: `level:r${i}`, expr })) },
];
/** What is told of rules with these expressions. */
const told = (jobs: ScrapeJob[], ...exprs: string[]) =>
  validateDroppedMetrics(jobs, records(...exprs)).map(({ what }) => what);

describe('what peers of this library ship, and nobody can see', () => {
  it('a record on swap, dropped at the kubelet', () => {
    const problems = validateDroppedMetrics(
      [
        kubelet(),
        cadvisor(
          drop('container_cpu_(load_average_10s|user_seconds_total)'),
          drop('container_memory_(mapped_file|swap)'),
        ),
      ],
      [
        {
          name: 'k8s.rules.container_memory_swap',
          records: [
            {
              record: 'node_namespace_pod_container:container_memory_swap',
              expr: 'container_memory_swap{job="kubelet", metrics_path="/metrics/cadvisor", image!=""} * on (namespace, pod) group_left(node) topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info{node!=""}))',
            },
          ],
        },
      ],
    );
    expect(problems).toEqual([
      {
        what: "record 'node_namespace_pod_container:container_memory_swap' reads 'container_memory_swap', which job 'kubelet-cadvisor' drops ('metricRelabelings[1]')",
        fix: 'take it out of the drop list, or let the rule read another job (job="…") or be left out',
      },
    ]);
  });

  it('the same where the rule does not say which path', () => {
    const jobs = [kubelet(), cadvisor(drop('container_memory_swap')), job('shop')];
    expect(told(jobs, 'container_memory_swap{job="kubelet"}')).toHaveLength(1);
    expect(told(jobs, 'container_memory_swap')).toHaveLength(1);
  });

  it('operations on volumes, dropped as deprecated', () => {
    const list = drop('reflector_.+|storage_operation_(errors_total|status_count)');
    const expr = 'sum(rate(storage_operation_errors_total{job="kubelet", metrics_path="/metrics"}[5m]))';
    expect(told([kubelet(list), cadvisor(), job('apiserver', list)], expr)).toHaveLength(1);
  });

  it('error budgets on buckets that are dropped whole, or at the bounds they are counted at', () => {
    const expr = 'sum(rate(apiserver_request_sli_duration_seconds_bucket{job="apiserver", le=~"30(\\\\.0)?"}[1d]))';
    const bucket = 'apiserver_request_sli_duration_seconds_bucket';
    expect(told([job('apiserver', drop(bucket))], expr)).toHaveLength(1);
    const at = (le: string) => `sum(rate(${bucket}{job="apiserver", le="${le}"}[1d]))`;
    const bounds = job('apiserver', drop(`${bucket};(0\\.15|3|30|50)(\\.0)?`, 'le'));
    expect(told([bounds], at('30.0'), at('60.0'))).toEqual([
      `record 'level:r0' reads '${bucket}{le="30.0"}', which job 'apiserver' drops ('metricRelabelings[0]')`,
    ]);
    // What Prometheus 3 calls 30.0 a list of whole numbers does not name.
    expect(told([job('apiserver', drop(`${bucket};(3|30|50)`, 'le'))], at('30.0'))).toEqual([]);
  });

  it('metrics that are not on a list of those to keep', () => {
    const jobs = [job('kube-state-metrics', keep('kube_(pod_info|node_info)'))];
    expect(told(jobs, 'kube_pod_status_ready{job="kube-state-metrics"} == 0', 'kube_pod_info')).toEqual([
      "record 'level:r0' reads 'kube_pod_status_ready', which job 'kube-state-metrics' drops ('metricRelabelings[0]')",
    ]);
  });
});

describe('which jobs a rule means', () => {
  const [noisy, other] = [job('noisy', drop('(go|jvm)_.+')), job('other')];

  it.each([
    ['all', 'go_goroutines > 10000', 0],
    ['all by a pattern', 'go_goroutines{job=~".+"}', 0],
    ['those that a pattern is like', 'go_goroutines{job=~"(noisy|other)"}', 0],
    ['one', 'go_goroutines{job="noisy"}', 1],
    ['one of several', 'go_goroutines{job=~"other|noisy"}', 1],
    ['another', 'go_goroutines{job="other"}', 0],
    ['another by what it is not', 'go_goroutines{job!="other"}', 1],
    ['another by a pattern of what it is not', 'go_goroutines{job!~"oth.*"}', 1],
    ['one that is not there', 'go_goroutines{job="elsewhere"}', 0],
  ])('%s: %s', (_, expr, count) => {
    expect(told([noisy, other], expr)).toHaveLength(count);
  });

  it('is blind without a job only if all jobs drop it', () => {
    expect(told([noisy, { ...noisy, name: 'second' }], 'go_goroutines')).toHaveLength(1);
  });

  it('takes what another path of the program still sends', () => {
    const expr = 'process_cpu_seconds_total{job="kubelet"}';
    expect(told([kubelet(), cadvisor(drop('process_.+'))], expr)).toEqual([]);
    expect(told([kubelet(drop('process_.+')), cadvisor(drop('process_.+'))], expr)).toHaveLength(1);
  });

  it('knows the path that a job says it has', () => {
    const own: ScrapeJob = {
      ...job('cadvisor', drop('container_memory_swap')),
      jobLabel: 'kubelet',
      relabelings: [{ targetLabel: 'metrics_path', replacement: '/metrics/cadvisor' }],
    };
    expect(told([kubelet(), own], 'container_memory_swap{metrics_path="/metrics/cadvisor"}')).toHaveLength(1);
    expect(told([kubelet(), own], 'container_memory_swap{metrics_path="/metrics"}')).toEqual([]);
  });

  it('leaves alone a job whose label is not the same for all its targets', () => {
    const varied: ScrapeJob = { ...noisy, relabelings: [{ sourceLabels: ['__meta_x'], targetLabel: 'job' }] };
    expect(told([varied, other], 'go_goroutines{job="noisy"}')).toEqual([]);
  });

  it('takes such a job for one of several, not for the only one', () => {
    const federate: ScrapeJob = { ...job('federate', drop('go_goroutines')), path: '/federate' };
    expect(told([federate, other], 'go_goroutines')).toEqual([]);
    expect(told([federate, noisy], 'go_goroutines{job="noisy"}')).toHaveLength(1);
  });
});

describe('what is certain of a step', () => {
  const one = (expr: string, ...steps: Relabeling[]) => told([job('a', ...steps)], expr);

  it.each<[string, string, Relabeling[], number]>([
    ['a label the selector fixes', 'x{code="500"}', [drop('x;5..', 'code')], 1],
    ['a label it fixes to another value', 'x{code="200"}', [drop('x;5..', 'code')], 0],
    ['a label it does not fix', 'x', [drop('x;5..', 'code')], 0],
    ['a label that may have any value', 'x', [drop('x;.*', 'code')], 1],
    ['a label that must be there, and is not', 'x{pod!=""}', [drop('x;', 'pod')], 0],
    ['a label that must be there, and is', 'x{pod!="", container=""}', [drop('x;;.+', 'container', 'pod')], 1],
    ['a label that may be missing', 'x{container=""}', [drop('x;;.+', 'container', 'pod')], 0],
    [
      'a label that a later step writes',
      'x{code="500"}',
      [drop('x;5..', 'code'), { targetLabel: 'code', replacement: '500' }],
      0,
    ],
    [
      'a label that a later step may write',
      'x{code="500"}',
      [drop('x;5..', 'code'), { regex: 'label_(.+)', action: LABELMAP }],
      0,
    ],
    [
      'a label that a later step takes away',
      'x{code=""}',
      [drop('x;', 'code'), { regex: 'code', action: LABELDROP }],
      0,
    ],
    [
      'a name that a later step gives',
      'x',
      [drop('x'), { sourceLabels: ['__name__'], regex: 'y', targetLabel: '__name__', replacement: 'x' }],
      0,
    ],
    [
      'a name that an earlier step gave',
      'x',
      [{ sourceLabels: ['__name__'], regex: 'y', targetLabel: '__name__', replacement: 'x' }, drop('x')],
      1,
    ],
    ['a keep on a label it does not fix', 'x', [{ sourceLabels: ['code'], regex: '5..', action: KEEP }], 0],
    ['a keep on a label it fixes', 'x{code="200"}', [{ sourceLabels: ['code'], regex: '5..', action: KEEP }], 1],
    ['equal labels', 'x{a="1", b="1"}', [{ sourceLabels: ['a'], targetLabel: 'b', action: DROP_EQUAL }], 1],
    ['labels that may be equal', 'x{a="1"}', [{ sourceLabels: ['a'], targetLabel: 'b', action: DROP_EQUAL }], 0],
    ['another separator', 'x{code="500"}', [{ ...drop('x@5..', 'code'), separator: '@' }], 1],
    ['a step after one that keeps it', 'x', [keep('x|y'), drop('z|x')], 1],
    ['what Prometheus itself writes', 'up + scrape_samples_scraped + ALERTS', [drop('.+')], 0],
    ['a name by a pattern', '{__name__=~"x.*"}', [drop('x.+')], 0],
    ['a range below an offset', 'max_over_time(rate(x[5m])[1h:] offset 5m)', [drop('x')], 1],
  ])('%s', (_, expr, steps, count) => {
    expect(one(expr, ...steps)).toHaveLength(count);
  });

  it('takes what a rule records, whatever jobs drop of that name', () => {
    const groups: RuleGroup[] = [
      {
        name: 'g',
        records: [
          { record: 'x', expr: 'y' },
          { record: 'z', expr: 'x{job="a"}' },
        ],
      },
    ];
    expect(validateDroppedMetrics([job('a', drop('x'))], groups)).toEqual([]);
  });
});

describe('branches', () => {
  const jobs = [job('a', drop('old|gone')), job('b')];
  it.each([
    ['one of two names is seen', 'old{job="a"} or new{job="a"}', 0],
    ['neither is seen', 'old{job="a"} or gone{job="a"}', 2],
    ['the other one is a number', 'sum(old{job="a"}) or vector(0)', 1],
    ['the other one is needed, too', 'old{job="a"} and new{job="a"}', 1],
    ['one is below another operator', '(old{job="a"} or new{job="a"}) / gone{job="a"}', 1],
  ])('%s', (_, expr, count) => {
    expect(told(jobs, expr)).toHaveLength(count);
  });
});

it('tells of each rule and metric once', () => {
  const alert = (severity: 'warning' | 'critical') => ({
    alert: 'Full',
    expr: 'x{job="a"} > 1 or x{job="a"} > 2',
    severity: severity as never,
    summary: '',
    description: '',
    runbookUrl: '',
  });
  const groups = [{ name: 'g', alerts: [alert('warning'), alert('critical')] }];
  expect(validateDroppedMetrics([job('a', drop('x'))], groups).map(({ what }) => what)).toEqual([
    "alert 'Full' reads 'x', which job 'a' drops ('metricRelabelings[0]')",
  ]);
});

it('judges 2000 rules on 40 jobs', () => {
  const jobs = Array.from({ length: 40 }, (_, i) =>
    job(`job${i}`, ...Array.from({ length: 10 }, (_, n) => drop(`(a|b|c)_${n}_.+;.*`, 'le'))),
  );
  const exprs = Array.from(
    { length: 2000 },
    (_, i) => `rate(m${i}_total{job=~"job.*"}[5m]) + n${i}{job="job${i % 40}"}`,
  );
  expect(validateDroppedMetrics(jobs, records(...exprs))).toEqual([]);
}, 60_000);
