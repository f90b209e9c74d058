import { resultLabels } from '../../../lib/config/promql';

const ANY = undefined;

describe('resultLabels', () => {
  test.each<[string, string[] | undefined]>([
    ['up', ANY],
    ['up{job="a"} == 0', ANY],
    ['rate(x[5m]) * 2', ANY],
    ['sum(x)', []],
    ['sum by (a, b) (x)', ['a', 'b']],
    ['sum by (a) (sum by (b) (x))', []],
    ['sum without (a) (x)', ANY],
    ['sum without (a) (sum by (a, b) (x))', ['b']],
    ['2 * -(max by (a) (x))', ['a']],
    ['topk(5, x)', ANY],
    ['topk(5, sum by (a) (x))', ['a']],
    ['topk by (b) (5, sum by (a) (x))', ['a']],
    ['count_values("version", x)', ['version']],
    ['count_values by (a) ("version", x)', ['a', 'version']],
    ['vector(1)', []],
    ['1', []],
    ['hour()', []],
    ['absent(up{job="a", instance=~"b"})', ['job']],
    ['absent_over_time(up{job="a"}[5m] offset 1h)', ['job']],
    ['absent(sum by (a) (up))', []],
    ['label_replace(sum(x), "a", "$1", "b", "(.*)")', ['a']],
    ['label_join(sum by (b) (x), "a", ",", "b")', ['b', 'a']],
    ['histogram_quantile(0.9, sum by (le, a) (x))', ['le', 'a']],
    ['max_over_time(sum by (a) (x)[1h:5m])', ['a']],
    ['a / on (x) b', ['x']],
    ['sum by (y) (a) / on (x) b', []],
    ['a / on (x) group_left b', ANY],
    ['sum by (x) (a) / on (x) group_left (y) b', ['x', 'y']],
    ['sum by (x) (a) / on (x) group_left (y) sum by (x) (b)', ['x']],
    ['sum by (x) (b) / on (x) group_right (y) sum by (x, z) (a)', ['x', 'z']],
    ['sum by (x, y) (a) / ignoring (y) sum by (x) (b)', ['x']],
    ['sum by (a, b) (x) / y', ['a', 'b']],
    ['y / sum by (a, b) (x)', ['a', 'b']],
    ['sum by (a) (x) and on (a) y', ['a']],
    ['x and sum by (a) (y)', ['a']],
    ['x and on (a) sum by (a) (y)', ANY],
    ['sum by (a) (x) unless y', ['a']],
    ['x unless sum by (a) (y)', ANY],
    ['sum by (a) (x) or sum by (b) (y)', ['a', 'b']],
    ['sum by (a) (x) or y', ANY],
    ['not PromQL', ANY],
  ])('of %s', (expr, atMost) => {
    expect(resultLabels(expr).atMost).toEqual(atMost);
  });

  test.each([
    ['sum without (pod) (x)', 'pod', false],
    ['sum without (pod) (x)', 'namespace', true],
    ['x{pod=""}', 'pod', false],
    ['x{pod!=""}', 'pod', true],
    ['label_replace(sum without (pod) (x), "pod", "a", "", "")', 'pod', true],
    ['sum without (pod) (x) or y', 'pod', true],
    ['sum without (pod) (x) or sum without (pod) (y)', 'pod', false],
    ['a / ignoring (pod) b', 'pod', false],
    ['a * ignoring (pod) group_left b', 'pod', true],
    ['a * on (x) group_left (pod) sum without (pod) (b)', 'pod', false],
    ['x and sum without (pod) (y)', 'pod', false],
  ])('of %s may include %s: %s', (expr, label, may) => {
    expect(resultLabels(expr).mayHave(label)).toBe(may);
  });
});
