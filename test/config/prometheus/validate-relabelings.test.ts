import { relabelRegex } from '../../../lib/config/prometheus/regex';
import { validateRelabelings } from '../../../lib/config/prometheus/validate-relabelings';
import { RelabelAction, type Relabeling } from '../../../lib/model/relabeling';
import { itWithTool } from '../../tools/tool';
import { configWith, jobWith } from './configs';
import { accepted } from './judge';

const { KEEP, DROP, KEEP_EQUAL, DROP_EQUAL, HASHMOD, LABELMAP, LABELDROP, LABELKEEP, LOWERCASE, UPPERCASE } =
  RelabelAction;
const a = ['a'];

const GOOD: readonly Relabeling[] = [
  { sourceLabels: a, targetLabel: 'b' },
  { targetLabel: 'b', replacement: 'constant' },
  { targetLabel: 'b', replacement: '' },
  { targetLabel: 'b', replacement: 'costs $$5' },
  { sourceLabels: ['a', 'b'], separator: '', regex: '(.+);(.+)', targetLabel: 'c', replacement: '${2}x$1' },
  { sourceLabels: a, regex: '(?P<host>.+):\\d+', targetLabel: 'b', replacement: '${host}' },
  { sourceLabels: a, regex: '(.+)', targetLabel: 'label_$1', replacement: 'x' },
  { sourceLabels: a, regex: 'x', targetLabel: 'b', replacement: '$0' },
  { sourceLabels: a, regex: 'x', action: KEEP },
  { sourceLabels: a, separator: '/', regex: 'x', action: DROP },
  { sourceLabels: a, targetLabel: 'b', action: KEEP_EQUAL },
  { sourceLabels: a, targetLabel: 'b', action: DROP_EQUAL },
  { sourceLabels: a, targetLabel: 'b', modulus: 8, action: HASHMOD },
  { regex: '__meta_kubernetes_node_label_(.+)', action: LABELMAP },
  { regex: 'x_(.+)', replacement: 'y_${1}', action: LABELMAP },
  { regex: 'x|y', action: LABELDROP },
  { regex: '__.*|x', action: LABELKEEP },
  { sourceLabels: a, targetLabel: 'b', action: LOWERCASE },
  { sourceLabels: a, separator: '-', targetLabel: 'b', action: UPPERCASE },
];

/** What we say, the step, and whether Prometheus refuses it, too; else it does something nobody wants (1.5 is cut to 1). */
const BAD: readonly (readonly [what: string, step: Relabeling, alsoRefused: boolean])[] = [
  ["'action' is 'delete'", { action: 'delete' as RelabelAction }, true],
  ["action 'replace' needs 'targetLabel'", { replacement: 'x' }, true],
  ["action 'replace' needs 'targetLabel'", { replacement: 'x', targetLabel: '' }, true],
  ['there is nothing to copy from', { targetLabel: 'b' }, false],
  ["action 'replace' does not read 'modulus'", { sourceLabels: a, targetLabel: 'b', modulus: 2 }, false],
  ["action 'keep' needs 'regex'", { sourceLabels: a, action: KEEP }, false],
  ["action 'drop' needs 'sourceLabels'", { regex: '.*', action: DROP }, false],
  ["action 'drop' does not read 'targetLabel'", { sourceLabels: a, regex: 'x', targetLabel: 'b', action: DROP }, false],
  ["action 'keepequal' needs 'targetLabel'", { sourceLabels: a, action: KEEP_EQUAL }, true],
  [
    "action 'dropequal' does not read 'regex'",
    { sourceLabels: a, targetLabel: 'b', regex: 'x', action: DROP_EQUAL },
    true,
  ],
  ["action 'hashmod' needs 'modulus'", { sourceLabels: a, targetLabel: 'b', action: HASHMOD }, true],
  ["action 'hashmod' needs 'targetLabel'", { sourceLabels: a, modulus: 2, action: HASHMOD }, true],
  ["'modulus' is 0", { sourceLabels: a, targetLabel: 'b', modulus: 0, action: HASHMOD }, true],
  ["'modulus' is 1.5", { sourceLabels: a, targetLabel: 'b', modulus: 1.5, action: HASHMOD }, false],
  ["action 'labelmap' does not read 'sourceLabels'", { sourceLabels: a, regex: '(.+)', action: LABELMAP }, false],
  ["action 'labelmap' needs 'regex'", { action: LABELMAP }, false],
  [
    "'replacement' is 'a-$1', which is no name of a label",
    { regex: '(.+)', replacement: 'a-$1', action: LABELMAP },
    false,
  ],
  ["action 'labeldrop' does not read 'sourceLabels'", { sourceLabels: a, regex: 'x', action: LABELDROP }, true],
  [
    "action 'lowercase' does not read 'replacement'",
    { sourceLabels: a, targetLabel: 'b', replacement: 'x', action: LOWERCASE },
    true,
  ],
  ["'sourceLabels' is empty, which matches the empty text only", { sourceLabels: [], targetLabel: 'b' }, false],
  [
    "'sourceLabels' holds '__meta_kubernetes_pod_label_app.kubernetes.io/name', which is no name of a label",
    { sourceLabels: ['__meta_kubernetes_pod_label_app.kubernetes.io/name'], targetLabel: 'b' },
    false,
  ],
  ["'targetLabel' is 'a-b', which is no name of a label", { sourceLabels: a, targetLabel: 'a-b' }, false],
  [
    "'targetLabel' is '$1', which is no name of a label",
    { sourceLabels: a, targetLabel: '$1', modulus: 2, action: HASHMOD },
    false,
  ],
  [
    "'replacement' refers to '$2', a group that 'regex' does not have",
    { sourceLabels: a, targetLabel: 'b', replacement: '$2' },
    false,
  ],
  [
    "'replacement' refers to '$1x', a group that 'regex' does not have",
    { sourceLabels: a, regex: '(.+)', targetLabel: 'b', replacement: '$1x' },
    false,
  ],
  [
    "'replacement' is not given, so it refers to '$1', a group that 'regex' does not have",
    { sourceLabels: a, regex: 'x', targetLabel: 'b' },
    false,
  ],
  [
    "'replacement' refers to '${name}', a group that 'regex' does not have",
    { sourceLabels: a, regex: '(?P<nam>.+)', targetLabel: 'b', replacement: '${name}' },
    false,
  ],
  ["'replacement' is '5 $', with a lone dollar sign", { targetLabel: 'b', replacement: '5 $' }, false],
  ["'regex' '.*' takes away '__address__' with the rest", { regex: '.*', action: LABELDROP }, true],
  ["'regex' 'a|b' takes away '__address__' with the rest", { regex: 'a|b', action: LABELKEEP }, true],
];

const jobOf = (step: Relabeling) => configWith({ jobs: [jobWith({ relabelings: [step] })] });

describe('validateRelabelings', () => {
  it.each(GOOD)('takes %j', (step) => {
    expect(validateRelabelings('relabelings', [step], 'targets')).toEqual([]);
  });

  it.each(BAD)('says: %s', (what, step) => {
    const problems = validateRelabelings('relabelings', [step], 'targets');
    expect(problems.map((problem) => problem.what)).toEqual([`relabelings[0]: ${what}`]);
  });

  it('takes series for what they are: names in UTF-8, and a metric name to keep', () => {
    const ofSeries = (step: Relabeling) =>
      validateRelabelings('metricRelabelings', [step], 'series').map(({ what }) => what);
    expect(ofSeries({ sourceLabels: ['service.name'], targetLabel: 'service' })).toEqual([]);
    expect(ofSeries({ regex: '__address__|x', action: LABELDROP })).toEqual([]);
    expect(ofSeries({ regex: '__.+', action: LABELDROP })).toEqual([
      "metricRelabelings[0]: 'regex' '__.+' takes away '__name__' with the rest",
    ]);
    expect(ofSeries({ regex: 'job|instance', action: LABELKEEP })).toHaveLength(1);
  });

  itWithTool('promtool', 'takes and refuses what Prometheus does, and more that does no good', (promtool) => {
    expect(accepted(promtool, GOOD.map(jobOf))).toEqual(GOOD.map(() => true));
    const verdicts = accepted(
      promtool,
      BAD.map(([, step]) => jobOf(step)),
    );
    expect(BAD.map(([what], i) => [what, !verdicts[i]])).toEqual(BAD.map(([what, , refused]) => [what, refused]));
  });
});

/** An expression and how many groups it has; undefined if it is none. */
const REGEXES: readonly (readonly [string, number | undefined])[] = [
  ['', 0],
  ['a', 0],
  ['(.*)', 1],
  ['(a|b)-(\\d+)\\.(.+?)', 3],
  ['((a)(b))', 3],
  ['\\(a\\)', 0],
  ['(?:a)(b)', 1],
  ['(?P<x>a)(?i:b)', 1],
  ['[(](a)[)]', 1],
  ['a{2,3}', 0],
  ['\\pL+', 0],
  ['(a)?', 1],
  ['a??', 0],
  ['()', 1],
  ['|', 0],
  ['(|a)*', 1],
  ['a.+b', 0],
  ['(', undefined],
  ['a)', undefined],
  ['*a', undefined],
  ['+', undefined],
  ['(*a)', undefined],
  ['(?a)', undefined],
  ['a**', undefined],
  ['a+*', undefined],
  ['a???', undefined],
  ['a|*', undefined],
  ['(?!a)', undefined],
  ['(?<=a)b', undefined],
  ['(a)\\1', undefined],
  ['[a', undefined],
  ['a{2000}', undefined],
  ['\\', undefined],
  ['\\y', undefined],
];

describe('relabelRegex', () => {
  it.each(REGEXES)('counts the groups of %j: %s', (pattern, groups) => {
    if (groups === undefined) expect(() => relabelRegex(pattern)).toThrow();
    else expect(relabelRegex(pattern).groupCount).toBe(groups);
  });

  it('refuses what only the anchors around it make an expression, for it would match parts of texts', () => {
    expect(() => relabelRegex('a)|(b')).toThrow();
    expect(() => relabelRegex('[a])|(b')).toThrow();
  });

  it('matches whole texts, over lines', () => {
    expect(relabelRegex('a.c').matches('a\nc')).toBe(true);
    expect(relabelRegex('[a].c').matches('a\nc')).toBe(true);
    expect(relabelRegex('a|b').matches('ab')).toBe(false);
    expect(relabelRegex('[a]|b').matches('ab')).toBe(false);
  });

  itWithTool('promtool', 'takes what Prometheus takes for an expression', (promtool) => {
    const configs = REGEXES.map(([regex]) => jobOf({ sourceLabels: a, regex, action: KEEP }));
    expect(accepted(promtool, configs).map((taken, i) => [REGEXES[i]?.[0], taken])).toEqual(
      REGEXES.map(([pattern, groups]) => [pattern, groups !== undefined]),
    );
  });
});
