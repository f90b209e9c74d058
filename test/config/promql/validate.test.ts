import { validatePromql, validateRuleExpr } from '../../../lib/config/promql';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { ACCEPTED, REFUSED } from './expressions';

describe('validatePromql', () => {
  test.each(ACCEPTED)('accepts %s', (expr) => {
    expect(validatePromql(expr)).toEqual([]);
  });

  test.each(REFUSED)('refuses %s', (expr) => {
    expect(validatePromql(expr)).not.toEqual([]);
  });

  itWithTool('promtool', 'agrees with promtool about every expression of the table', (promtool) => {
    const all = [...ACCEPTED, ...REFUSED];
    const rules = all.map((expr, i) => ({ record: `r${i}`, expr: expr === '' ? ' ' : expr }));
    const { stderr } = promtool.run(['check', 'rules'], toYaml({ groups: [{ name: 'g', rules }] }));
    const refused = [...stderr.matchAll(/rule (\d+), "r\d+"/g)].map((match) => all[Number(match[1]) - 1]);
    expect([...new Set(refused)]).toEqual(REFUSED);
  });

  it('shows the place of a syntax error', () => {
    expect(validatePromql('sum by (job) (\n  rate(x[5m])\n) / on(job) foo bar')).toEqual([
      {
        what: "syntax error at line 3, column 17: '... (job) ( rate(x[5m]) ) / on(job) foo >>>bar'",
        fix: "correct the PromQL at the mark '>>>' (the mistake may be just before it)",
      },
    ]);
  });

  it('names an unknown function and the nearest known one', () => {
    expect(validatePromql('sum(raet(x[5m]))')).toEqual([
      {
        what: "unknown function 'raet' at line 1, column 5: 'sum(>>>raet(x[5m]))'",
        fix: "write 'rate' or another function of PromQL",
      },
    ]);
  });

  it('says that a function is behind a flag', () => {
    expect(validatePromql('mad_over_time(x[5m])')).toEqual([
      {
        what: "the function 'mad_over_time' is experimental, at line 1, column 1: '>>>mad_over_time(x[5m])'",
        fix: 'write it without: a Prometheus without a feature flag refuses the whole file',
      },
    ]);
  });

  it('says which argument has the wrong kind', () => {
    expect(validatePromql('sum(rate(x))')).toEqual([
      {
        what: "'rate' takes a range vector, and 'x' is an instant vector, at line 1, column 10: 'sum(rate(>>>x))'",
        fix: "give a range, such as 'x[5m]'",
      },
    ]);
  });

  it('reports everything at once', () => {
    expect(validatePromql('rate(x) + x{a=~"("} + {}')).toHaveLength(3);
  });
});

describe('validateRuleExpr', () => {
  test.each(['up == 0', 'vector(1)', '1', 'rate(x[5m])', 'scalar(x)'])('accepts %s', (expr) => {
    expect(validateRuleExpr(expr)).toEqual([]);
  });

  test.each([
    ['x[5m]', 'a range vector'],
    ['x[5m:1m]', 'a range vector'],
    ['(x[5m] offset 1h)', 'a range vector'],
    ['"text"', 'a string'],
  ])('refuses %s, which promtool lets pass', (expr, kind) => {
    expect(validateRuleExpr(expr)).toEqual([
      {
        what: `the expression yields ${kind}, of which a rule can make nothing: '${expr}'`,
        fix: "make it an instant vector, such as 'rate(x[5m])' of 'x[5m]'",
      },
    ]);
  });
});
