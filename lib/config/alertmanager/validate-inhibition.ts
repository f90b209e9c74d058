import { type Problem, within } from '../../model/problem';
import { validateLabelNames } from './label-names';
import { contradict, imply } from './label-sets';
import { type Matcher, parseMatcher } from './matcher';
import type { InhibitRuleConfig } from './model';
import { validateMatcherTexts } from './validate-route';

/** Checks the rules by which alerts silence others; also that each of them can ever silence anything. */
export function validateInhibition(rules: readonly InhibitRuleConfig[] = []): Problem[] {
  return rules.flatMap((rule, i) => within(`inhibit rule ${i + 1}`, validateRule(rule)));
}

function validateRule(rule: InhibitRuleConfig): Problem[] {
  const sides = ['source_matchers', 'target_matchers'] as const;
  const problems = [
    ...sides
      .filter((side) => rule[side].length === 0)
      .map((side) => ({
        what: `'${side}' is empty, which takes every alert`,
        fix: `narrow it, such as 'severity="critical"', or say that you mean every alert: 'alertname!=""'`,
      })),
    ...sides.flatMap((side) => validateMatcherTexts(side, rule[side])),
    ...validateLabelNames('equal', rule.equal),
  ];
  return problems.length > 0 ? problems : validateEffect(rule);
}

const read = (texts: readonly string[]): Matcher[] => texts.flatMap((text) => parseMatcher(text) ?? []);

/** An alert on both sides is not silenced by another such alert, so equal sides silence nothing. */
function validateEffect(rule: InhibitRuleConfig): Problem[] {
  const source = read(rule.source_matchers);
  const target = read(rule.target_matchers);
  for (const [side, matchers] of Object.entries({ source_matchers: source, target_matchers: target })) {
    if (contradict(matchers)) {
      return [
        { what: `'${side}' contradict each other, so it silences nothing`, fix: 'mend them or leave the rule out' },
      ];
    }
  }
  if (imply(source, target) && imply(target, source)) {
    return [
      {
        what: 'source and target take the same alerts, which then silence nothing',
        fix: 'make them differ, such as \'severity="critical"\' as the source and \'severity=~"warning|info"\' as the target',
      },
    ];
  }
  const of = (matchers: readonly Matcher[], label: string) => matchers.filter(({ name }) => name === label);
  return (rule.equal ?? [])
    .filter((label) => contradict([...of(source, label), ...of(target, label)]))
    .map((label) => ({
      what: `'equal' has '${label}', in which source and target never agree`,
      fix: `leave '${label}' out of 'equal'`,
    }));
}
