import { writeRuleFile } from '../../../lib/config/prometheus/rule-file';
import { type RuleGroup, Severity } from '../../../lib/model/rules';
import { itWithTool } from '../../tools/tool';

const groups: RuleGroup[] = [
  {
    name: 'web',
    interval: '1m',
    alerts: [
      {
        alert: 'WebErrors',
        expr: `
          sum by (job) (rate(errors_total[5m]))
            /
          sum by (job) (rate(requests_total[5m])) > 0.05
        `,
        for: '10m',
        keepFiringFor: '5m',
        severity: Severity.CRITICAL,
        summary: 'Errors: {{ $labels.job }}',
        description: 'More than "5%" of the requests of {{ $labels.job }} fail.',
        runbookUrl: 'https://example.com/runbooks/weberrors',
        labels: { team: 'web', on_call: 'yes' },
        annotations: { dashboard: 'https://example.com/d/web' },
      },
    ],
    records: [
      { record: 'job:requests:rate5m', expr: 'sum by (job) (rate(requests_total[5m]))' },
      { record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))', labels: { source: '1' } },
    ],
  },
  { name: 'empty labels', records: [{ record: 'up:copy', expr: 'up', labels: {} }] },
];

const TEXT = `groups:
  - name: web
    interval: 1m
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total[5m]))
      - record: job:errors:rate5m
        expr: sum by (job) (rate(errors_total[5m]))
        labels:
          source: '1'
      - alert: WebErrors
        expr: |-
          sum by (job) (rate(errors_total[5m]))
            /
          sum by (job) (rate(requests_total[5m])) > 0.05
        for: 10m
        keep_firing_for: 5m
        labels:
          team: web
          on_call: 'yes'
          severity: critical
        annotations:
          summary: 'Errors: {{ $labels.job }}'
          description: More than "5%" of the requests of {{ $labels.job }} fail.
          runbook_url: https://example.com/runbooks/weberrors
          dashboard: https://example.com/d/web
  - name: empty labels
    rules:
      - record: up:copy
        expr: up
`;

describe('writeRuleFile', () => {
  it('writes records before alerts, in the words of Prometheus', () => {
    expect(writeRuleFile(groups)).toBe(TEXT);
  });

  it('writes the same text for the same rules', () => {
    expect(writeRuleFile(structuredClone(groups))).toBe(writeRuleFile(groups));
  });

  it('writes a file without rules', () => {
    expect(writeRuleFile([])).toBe('groups: []\n');
  });

  it('takes the indentation of source code from the lines of an expression', () => {
    const expr = '\n\n      a\n        + b   \n\n      + c\n    ';
    expect(writeRuleFile([{ name: 'g', records: [{ record: 'r', expr }] }])).toBe(
      'groups:\n  - name: g\n    rules:\n      - record: r\n        expr: |-\n          a\n            + b\n\n          + c\n',
    );
  });

  itWithTool('promtool', 'is taken by promtool with its strictest lint', (promtool) => {
    const said = promtool.ok(['check', 'rules', '--lint=all', '--lint-fatal'], writeRuleFile(groups));
    expect(said).toContain('SUCCESS: 4 rules found');
  });
});
