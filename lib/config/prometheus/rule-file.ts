import type { AlertingRule, RecordingRule, RuleGroup } from '../../model/rules';
import { toYaml } from '../yaml';

export { duplicateRules, type RuleValidationOptions, validateRuleGroups } from './rule-validation';

/** A rule of Prometheus, spelled as upstream spells it. */
export interface RuleConfig {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A group of rules of Prometheus, spelled as upstream spells it; PrometheusRule objects take the same. */
export interface RuleGroupConfig {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly RuleConfig[];
}

/** The text of a rule file. Several lines of PromQL stay several lines. */
export function writeRuleFile(groups: readonly RuleGroup[]): string {
  return toYaml({ groups: groups.map(ruleGroupConfig) });
}

/** A group as upstream spells it, the recording rules first. */
function ruleGroupConfig({ name, interval, records = [], alerts = [] }: RuleGroup): RuleGroupConfig {
  return { name, interval, rules: [...records.map(recordConfig), ...alerts.map(alertConfig)] };
}

function recordConfig({ record, expr, labels }: RecordingRule): RuleConfig {
  return { record, expr: block(expr), labels: labels && Object.keys(labels).length > 0 ? { ...labels } : undefined };
}

function alertConfig(rule: AlertingRule): RuleConfig {
  return {
    alert: rule.alert,
    expr: block(rule.expr),
    for: rule.for,
    keep_firing_for: rule.keepFiringFor,
    labels: { ...rule.labels, severity: rule.severity },
    annotations: {
      summary: block(rule.summary),
      description: block(rule.description),
      runbook_url: rule.runbookUrl,
      ...rule.annotations,
    },
  };
}

/**
 * Text without the indentation that its lines share and without blank ends: what is written indented inside source code
 * comes out as a literal block of YAML instead of one quoted line.
 */
function block(text: string): string {
  const lines = text
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const shared = lines.length === 1 ? (indents[0] ?? 0) : Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}
