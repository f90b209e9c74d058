import { validateRuleGroups } from '../../../lib/config/prometheus/rule-file';
import { type AlertingRule, type RuleGroup, Severity } from '../../../lib/model/rules';

const alert: AlertingRule = {
  alert: 'WebDown',
  expr: 'up{job="web"} == 0',
  severity: Severity.WARNING,
  summary: 'Web is down.',
  description: '{{ $labels.instance }} does not answer.',
  runbookUrl: 'https://example.com/webdown',
};

const withAlert = (change: Partial<AlertingRule>): RuleGroup[] => [{ name: 'g', alerts: [{ ...alert, ...change }] }];
const whats = (groups: readonly RuleGroup[], options?: Parameters<typeof validateRuleGroups>[1]) =>
  validateRuleGroups(groups, options).map(({ what }) => what);

describe('validateRuleGroups', () => {
  it('takes right rules', () => {
    const groups: RuleGroup[] = [
      { name: 'g', interval: '30s', alerts: [alert, { ...alert, severity: Severity.CRITICAL, for: '0s' }] },
      {
        name: 'h',
        records: [
          { record: 'a:b', expr: 'up' },
          { record: 'a:b', expr: 'up', labels: { x: '1' } },
        ],
      },
    ];
    expect(validateRuleGroups(groups)).toEqual([]);
  });

  test.each<[Partial<AlertingRule>, string]>([
    [{ alert: '' }, "'alert' is '', which is no name of an alert"],
    [{ alert: ' a' }, "'alert' is ' a', which is no name of an alert"],
    [{ alert: 'a{{x}}' }, "'alert' is 'a{{x}}', which is no name of an alert"],
    [{ for: '5 minutes' }, "'for' is '5 minutes', which is no duration"],
    [{ keepFiringFor: '-5m' }, "'keepFiringFor' is '-5m', which is no duration"],
    [{ severity: 'page' as Severity }, "'severity' is 'page'"],
    [{ severity: undefined as unknown as Severity }, "'severity' is 'undefined'"],
    [{ summary: ' ' }, "'summary' is empty"],
    [{ description: '' }, "'description' is empty"],
    [{ runbookUrl: '' }, "'runbookUrl' is empty"],
    [{ runbookUrl: 'wiki/webdown' }, "'runbookUrl' is 'wiki/webdown', which is no URL"],
    [{ labels: { 'on-call': 'x' } }, "'labels' has the name 'on-call'"],
    [{ labels: { alertname: 'x' } }, "'labels' sets 'alertname'"],
    [{ labels: { severity: 'x' } }, "'labels' sets 'severity'"],
    [{ labels: { x: 5 as unknown as string } }, "'labels.x' is no text but 5"],
    [{ annotations: { summary: 'x' } }, "'annotations' sets 'summary'"],
    [{ annotations: { 'a b': 'x' } }, "'annotations' has the name 'a b'"],
    [{ expr: '' }, "'expr': the expression is empty"],
    [{ expr: undefined as unknown as string }, "'expr': the expression is empty"],
    [{ expr: 'up ==' }, "'expr': syntax error at line 1, column 6: 'up ==>>>'"],
    [
      { expr: 'up[5m]', description: 'd' },
      "'expr': the expression yields a range vector, of which a rule can make nothing: 'up[5m]'",
    ],
    [{ expr: 'sum by (job) (up) == 0' }, "'description' reads the label 'instance', which the expression drops"],
    [
      { labels: { at: '{{ $labels.pod }}' }, expr: 'sum without (pod) (up)' },
      "'labels.at' reads the label 'pod', which the expression drops",
    ],
  ])('refuses an alert with %j', (change, what) => {
    const name = 'alert' in change ? change.alert : 'WebDown';
    expect(whats(withAlert(change))).toEqual([`group 'g': alert '${name}': ${what}`]);
  });

  it('refuses broken templates wherever Prometheus expands them', () => {
    const broken = '{{ $labels.instance';
    const problems = whats(withAlert({ summary: broken, labels: { x: broken }, annotations: { y: broken } }));
    expect(problems.map((what) => /alert 'WebDown': '([^']*)'/.exec(what)?.[1])).toEqual([
      'summary',
      'labels.x',
      'annotations.y',
    ]);
  });

  it('says which labels are left', () => {
    const [problem, ...more] = validateRuleGroups(withAlert({ expr: 'sum by (job, pod) (up) == 0' }));
    expect(more).toEqual([]);
    expect(problem?.fix).toBe(
      "keep 'instance' in the expression (such as in 'by'), or read what is left: 'job', 'pod'",
    );
  });

  test.each([
    [{ record: 'a b', expr: 'up' }, "'record' is 'a b', which is no name of a metric"],
    [{ record: '1a', expr: 'up' }, "'record' is '1a', which is no name of a metric"],
    [{ record: 'a', expr: '"x"' }, `'expr': the expression yields a string, of which a rule can make nothing: '"x"'`],
    [{ record: 'a', expr: 'up', labels: { __name__: 'b' } }, "'labels' sets '__name__'"],
  ])('refuses the record %j', (record, what) => {
    expect(whats([{ name: 'g', records: [record] }])).toEqual([`group 'g': record '${record.record}': ${what}`]);
  });

  test.each<[RuleGroup, string]>([
    [{ name: 'g' }, "group 'g': the group has no rule"],
    [{ name: 'g', alerts: [alert], interval: '0s' }, "group 'g': 'interval' is '0s'"],
    [{ name: ' ', alerts: [alert] }, "a group's 'name' is empty"],
  ])('refuses the group %j', (group, what) => {
    expect(whats([group])).toEqual([what]);
  });

  it('refuses names of groups that are taken', () => {
    const other = { ...alert, alert: 'Other' };
    const groups: RuleGroup[] = [
      { name: 'g', alerts: [alert] },
      { name: 'g', alerts: [other] },
      { name: 'h', alerts: [{ ...alert, alert: 'Third' }] },
    ];
    expect(whats(groups, { taken: new Set(['h']) })).toEqual([
      "group 'g' is there already",
      "group 'h' is there already",
    ]);
  });

  it('refuses rules that are there twice, in one group or in two', () => {
    const record = { record: 'a:b', expr: 'up', labels: { x: '1', y: '2' } };
    const groups: RuleGroup[] = [
      { name: 'g', alerts: [alert, { ...alert, expr: 'up < 1' }], records: [record] },
      { name: 'h', records: [{ ...record, labels: { y: '2', x: '1' } }] },
    ];
    expect(whats(groups)).toEqual([
      "group 'g': alert 'WebDown' is there twice, with the same labels",
      "group 'h': record 'a:b' is there in group 'g' as well, with the same labels",
    ]);
  });

  it('refuses on shards what needs the series of several', () => {
    const groups: RuleGroup[] = [
      {
        name: 'g',
        records: [{ record: 'total', expr: 'up + 1' }],
        alerts: [{ ...alert, expr: 'sum by (job, instance) (total) > 9' }],
      },
      { name: 'h', alerts: [{ ...alert, alert: 'B', expr: 'sum by (job, instance) (up) > 9' }] },
    ];
    expect(whats(groups)).toEqual([]);
    expect(whats(groups, { shards: { completeJobs: [] } })).toEqual([
      "group 'g': alert 'WebDown': 'expr': 'sum' joins series of several targets, which a shard of Prometheus sees a part of: 'sum by (job, instance) (total)'",
    ]);
  });

  it('reports everything at once', () => {
    expect(
      whats(withAlert({ expr: 'up ==', for: 'x', summary: '', runbookUrl: 'x', severity: 'x' as Severity })),
    ).toHaveLength(5);
  });
});
