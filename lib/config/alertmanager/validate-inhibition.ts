import { type Problem, within } from '../../model/problem';
import { validateLabelNames } from './label-names';
import { LabelSet } from './label-set';
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
  const matchers = { source_matchers: read(rule.source_matchers), target_matchers: read(rule.target_matchers) };
  const source = LabelSet.ALL.and(matchers.source_matchers);
  const target = LabelSet.ALL.and(matchers.target_matchers);
  if (!source || !target) {
    const side = source ? 'target_matchers' : 'source_matchers';
    return [
      { what: `'${side}' contradict each other, so it silences nothing`, fix: 'mend them or leave the rule out' },
    ];
  }
  if (source.isWithin(matchers.target_matchers) && target.isWithin(matchers.source_matchers)) {
    return [
      {
        what: 'source and target take the same alerts, which then silence nothing',
        fix: `make them differ, such as 'severity="critical"' as the source and 'severity=~"warning|info"' as the target`,
      },
    ];
  }
  const all = [...matchers.source_matchers, ...matchers.target_matchers];
  return (rule.equal ?? [])
    .filter((label) => LabelSet.ALL.and(all.filter(({ name }) => name === label)) === undefined)
    .map((label) => ({
      what: `'equal' has '${label}', in which source and target never agree`,
      fix: `leave '${label}' out of 'equal'`,
    }));
}
