import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRuleFile } from '../../lib/config/prometheus/rule-file';
import { validateRuleGroups } from '../../lib/config/prometheus/rule-validation';
import { toYaml } from '../../lib/config/yaml';
import type { RuleGroup } from '../../lib/model/rules';
import { itWithTool } from '../tools/tool';

/** One row: series as promtool writes them, a time, and the alerts of one name that must fire then. */
export interface RuleCase {
  /** What the row shows. */
  readonly name: string;
  readonly alert: string;
  /** Series and their values, one a minute: `{ 'up{job="x"}': '1 0x15' }`. */
  readonly series: Readonly<Record<string, string>>;
  /** When to look. @default '30m' */
  readonly at?: string;
  /** Labels of each alert expected, all but `severity` and those of the rule itself; `[]` if none may fire. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

/**
 * Lets promtool judge rules: the file is clean by its strictest lint, and every row of the table holds. One run of
 * promtool takes all rows; a row that fails names itself.
 */
export function testRules(groups: readonly RuleGroup[], cases: readonly RuleCase[]): void {
  const alerts = groups.flatMap((group) => group.alerts ?? []);

  it('has no problem that synth finds', () => {
    expect(validateRuleGroups(groups)).toEqual([]);
  });

  it('has for each alert a row in which it fires and one in which it stays quiet', () => {
    const lacking = alerts.flatMap(({ alert }) => {
      const rows = cases.filter((row) => row.alert === alert);
      const fires = rows.some((row) => row.fires.length > 0);
      return fires && rows.some((row) => row.fires.length === 0) ? [] : [alert];
    });
    expect(lacking).toEqual([]);
  });

  itWithTool('promtool', 'is clean by promtool lint', (promtool) => {
    const { status, stdout, stderr } = promtool.run(
      ['check', 'rules', '--lint=all', '--lint-fatal'],
      writeRuleFile(groups),
    );
    expect(`${stdout}${stderr}`).toMatch(/SUCCESS/);
    expect(status).toBe(0);
  });

  itWithTool('promtool', 'fires and stays quiet as its table says', (promtool) => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      writeFileSync(join(folder, 'rules.yml'), writeRuleFile(groups));
      const judge = (tests: readonly object[]) => {
        const file = join(folder, 'tests.yml');
        writeFileSync(file, toYaml({ rule_files: ['rules.yml'], evaluation_interval: '1m', tests }));
        const { status, stdout, stderr } = promtool.run(['test', 'rules', file]);
        return { status, said: `${stdout}\n${stderr}` };
      };
      const { status, said } = judge(cases.map((row) => testOf(row, alerts)));
      if (status !== 0) throw new Error(said);

      // Expecting no alert makes promtool print those there are, with the texts that people would get.
      const firing = cases.filter(({ fires }) => fires.length > 0);
      const texts = judge(firing.map((row) => textsOf(row))).said;
      expect(texts.match(/Annotations:\{/g)?.length).toBeGreaterThanOrEqual(firing.length);
      expect(texts.match(/.*(?:error expanding|no value|%!|Above all:\.).*/g)).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

type Alerts = NonNullable<RuleGroup['alerts']>;

/** Compares labels alone: what the texts say is left to those who read them. */
function testOf({ name, alert, series, at = '30m', fires }: RuleCase, alerts: Alerts): object {
  const rules = alerts.filter((rule) => rule.alert === alert);
  if (rules.length === 0) throw new Error(`row '${name}' is about '${alert}', of which there is no rule`);
  const expected = fires.map((labels) => {
    const rule = rules.find(({ severity }) => severity === (labels.severity ?? severity));
    const all = { ...rule?.labels, severity: rule?.severity, ...labels };
    const matchers = Object.entries({ alertname: alert, alertstate: 'firing', ...all })
      .map(([label, value]) => `${label}="${value}"`)
      .join(', ');
    return { labels: `ALERTS{${matchers}}`, value: 1 };
  });
  return {
    ...inputOf(name, series),
    promql_expr_test: [
      { expr: `ALERTS{alertname="${alert}", alertstate="firing"}`, eval_time: at, exp_samples: expected },
    ],
  };
}

const textsOf = ({ name, alert, series, at = '30m' }: RuleCase) => ({
  ...inputOf(name, series),
  alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: [] }],
});

const inputOf = (name: string, series: RuleCase['series']) => ({
  name,
  interval: '1m',
  input_series: Object.entries(series).map(([metric, values]) => ({ series: metric, values })),
});
