import { metricNames, resultKind, selectors } from '../../../lib/config/promql';

describe('selectors', () => {
  it('gives every selector with its matchers unquoted', () => {
    const expr = `rate(x_total{job="a", code=~'5..'}[5m]) / on (job) {__name__="y", p!="\\"q\\n"} + {"z.z", 'a b'!~\`c\\d\`}`;
    expect(selectors(expr).map(({ metric, matchers }) => [metric, matchers.map(({ from, ...rest }) => rest)])).toEqual([
      [
        'x_total',
        [
          { label: 'job', op: '=', value: 'a' },
          { label: 'code', op: '=~', value: '5..' },
        ],
      ],
      ['y', [{ label: 'p', op: '!=', value: '"q\n' }]],
      ['z.z', [{ label: 'a b', op: '!~', value: 'c\\d' }]],
    ]);
  });

  it('has no name where a pattern chooses the metric', () => {
    expect(selectors('{__name__=~"a.+"}')).toEqual([{ metric: undefined, matchers: [] }]);
  });

  it('finds them in every kind of expression', () => {
    const expr = 'max_over_time(-(a offset 1h)[1h:]) > bool b unless count_values("v", topk(2, c @ 5)) or absent(d)';
    expect(metricNames(expr)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('metricNames', () => {
  it('names each metric once, those with unusual names too', () => {
    expect(metricNames('sum + sum + {"http.requests"} + job:x:rate5m + {__name__=~"q"}')).toEqual([
      'sum',
      'http.requests',
      'job:x:rate5m',
    ]);
  });

  it('gives nothing for what is no PromQL', () => {
    expect(metricNames('sum(')).toEqual([]);
  });
});

describe('resultKind', () => {
  test.each([
    ['up', 'vector'],
    ['sum(up)', 'vector'],
    ['up offset 5m', 'vector'],
    ['up[5m]', 'range'],
    ['up[5m] offset 1h', 'range'],
    ['up[5m:1m]', 'range'],
    ['1 + 2', 'scalar'],
    ['-(time())', 'scalar'],
    ['1 + up', 'vector'],
    ['vector(1)', 'vector'],
    ['scalar(up)', 'scalar'],
    ['("a")', 'string'],
    ['up ==', undefined],
  ])('of %s is %s', (expr, kind) => {
    expect(resultKind(expr)).toBe(kind);
  });
});
