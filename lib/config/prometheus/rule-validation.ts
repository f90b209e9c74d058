import { type Problem, within } from '../../model/problem';
import type { AlertingRule, RecordingRule, RuleGroup } from '../../model/rules';
import { Severity } from '../../model/rules';
import { validateDuration, validateUrl } from '../../model/units';
import { validatePrometheusTemplate } from '../go-template/prometheus-template';
import { type ShardedPromqlOptions, validateForShards, validateRuleExpr } from '../promql';
import { droppedLabels } from './rule-templates';

/** What the rules are checked against. */
export interface RuleValidationOptions {
  /** Names of groups that the Prometheus has already. @default - none */
  readonly taken?: ReadonlySet<string>;
  /** Whether the rules run on several shards of a Prometheus. @default - on one server that has all series */
  readonly shards?: Pick<ShardedPromqlOptions, 'completeJobs'>;
  /**
   * Whether the groups are of several owners: theirs may be the same alert about different things.
   * @default false
   */
  readonly severalOwners?: boolean;
}

const LABEL_NAME = /^[a-zA-Z_]\w*$/;
const METRIC_NAME = /^[a-zA-Z_:][\w:]*$/;
const ALERT_NAME = /^[^\s{}](?:[^\n\r\t{}]*[^\s{}])?$/;
const TYPED_ANNOTATIONS: Readonly<Record<string, string>> = {
  summary: 'summary',
  description: 'description',
  runbook_url: 'runbookUrl',
};

/** Checks groups of rules, alone and among each other; every problem names its group, its rule and the place in it. */
export function validateRuleGroups(groups: readonly RuleGroup[], options: RuleValidationOptions = {}): Problem[] {
  const recorded = new Set(groups.flatMap(({ records = [] }) => records.map(({ record }) => record)));
  const check = exprCheck(options.shards && { ...options.shards, recorded });
  return [
    ...groupNames(groups, options.taken ?? new Set()),
    ...groups.flatMap((group) =>
      within(`group '${group.name}'`, [
        ...validateDuration('interval', group.interval),
        ...ruleCount(group),
        ...(group.records ?? []).flatMap((rule) => within(`record '${rule.record}'`, validateRecord(rule, check))),
        ...(group.alerts ?? []).flatMap((rule) => within(`alert '${rule.alert}'`, validateAlert(rule, check))),
      ]),
    ),
    ...(options.severalOwners ? [] : duplicateRules(groups)),
  ];
}

function groupNames(groups: readonly RuleGroup[], taken: ReadonlySet<string>): Problem[] {
  const seen = new Set(taken);
  const problems: Problem[] = [];
  for (const { name } of groups) {
    if (isBlank(name)) {
      problems.push({ what: "a group's 'name' is empty", fix: "name it after its subject, such as 'node-exporter'" });
    } else if (seen.has(name)) {
      problems.push({ what: `group '${name}' is there already`, fix: 'give each group of a Prometheus its own name' });
    }
    seen.add(name);
  }
  return problems;
}

function ruleCount({ records = [], alerts = [] }: RuleGroup): Problem[] {
  if (records.length + alerts.length > 0) return [];
  return [{ what: 'the group has no rule', fix: "give it 'alerts' or 'records', or leave it out" }];
}

function validateRecord({ record, expr, labels }: RecordingRule, check: ExprCheck): Problem[] {
  const problems = METRIC_NAME.test(record)
    ? []
    : [
        {
          what: `'record' is '${record}', which is no name of a metric`,
          fix: "use letters, digits, '_' and ':', such as 'instance:node_cpu:rate5m'",
        },
      ];
  return [...problems, ...check(expr), ...validateNames('labels', labels, ['__name__'])];
}

function validateAlert(rule: AlertingRule, check: ExprCheck): Problem[] {
  const problems: Problem[] = [];
  if (!ALERT_NAME.test(String(rule.alert ?? ''))) {
    problems.push({
      what: `'alert' is '${rule.alert}', which is no name of an alert`,
      fix: "use one line without braces and blank ends, such as 'KubePodCrashLooping'",
    });
  }
  problems.push(
    ...check(rule.expr),
    ...validateDuration('for', rule.for, { min: '0s' }),
    ...validateDuration('keepFiringFor', rule.keepFiringFor, { min: '0s' }),
    ...validateNames('labels', rule.labels, ['alertname', 'severity', '__name__']),
    ...validateNames('annotations', rule.annotations, Object.keys(TYPED_ANNOTATIONS)),
  );
  const severities: readonly string[] = Object.values(Severity);
  if (!severities.includes(rule.severity)) {
    problems.push({ what: `'severity' is '${rule.severity}'`, fix: `use one of ${severities.join(', ')}` });
  }
  for (const prop of ['summary', 'description'] as const) {
    if (isBlank(rule[prop])) {
      problems.push({ what: `'${prop}' is empty`, fix: 'tell whoever is woken what is wrong and where' });
    }
  }
  if (isBlank(rule.runbookUrl)) {
    problems.push({ what: "'runbookUrl' is empty", fix: 'give the URL of the page that says what to do' });
  } else {
    problems.push(...validateUrl('runbookUrl', rule.runbookUrl));
  }
  return [...problems, ...validateTexts(rule)];
}

/** Everything of an alert that Prometheus expands. */
function validateTexts(rule: AlertingRule): Problem[] {
  const { summary, description, labels = {}, annotations = {} } = rule;
  const texts: Record<string, unknown> = { summary, description };
  for (const [name, text] of Object.entries(labels)) texts[`labels.${name}`] = text;
  for (const [name, text] of Object.entries(annotations)) texts[`annotations.${name}`] = text;
  return Object.entries(texts).flatMap(([prop, text]) => {
    if (typeof text !== 'string' || !text.includes('{{')) return [];
    const problems = validatePrometheusTemplate(prop, text);
    return problems.length > 0 ? problems : droppedLabels(prop, text, String(rule.expr ?? ''));
  });
}

const isBlank = (text: string | undefined) => String(text ?? '').trim() === '';

type ExprCheck = (expr: string) => Problem[];

function exprCheck(shards: ShardedPromqlOptions | undefined): ExprCheck {
  return (given) => {
    const expr = String(given ?? '');
    const problems = validateRuleExpr(expr);
    return within("'expr'", problems.length === 0 && shards ? validateForShards(expr, shards) : problems);
  };
}

function validateNames(
  prop: string,
  map: Readonly<Record<string, string>> | undefined,
  reserved: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(map ?? {})) {
    if (!LABEL_NAME.test(name)) {
      problems.push({
        what: `'${prop}' has the name '${name}'`,
        fix: "use letters, digits and '_', such as 'team'",
      });
    } else if (reserved.includes(name)) {
      const typed = TYPED_ANNOTATIONS[name] ?? name;
      const fix = name.startsWith('__') || name === 'alertname' ? "it is the rule's own name; leave it out" : '';
      problems.push({ what: `'${prop}' sets '${name}'`, fix: fix || `set the rule's '${typed}' instead` });
    }
    if (typeof value !== 'string') {
      problems.push({ what: `'${prop}.${name}' is no text but ${value}`, fix: `write it in quotes: '${value}'` });
    }
  }
  return problems;
}

/** Two rules that write the same series (or the same alert with the same labels) overwrite each other in silence. */
export function duplicateRules(groups: readonly RuleGroup[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  const note = (group: string, what: string, name: string, labels: Readonly<Record<string, string>>) => {
    const key = JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, group);
      return;
    }
    const where = first === group ? 'twice' : `in group '${first}' as well`;
    problems.push({
      what: `group '${group}': ${what} '${name}' is there ${where}, with the same labels`,
      fix: 'remove one, or tell them apart by a label or their severity',
    });
  };
  for (const { name, records = [], alerts = [] } of groups) {
    for (const { record, labels = {} } of records) note(name, 'record', record, labels);
    for (const { alert, severity, labels = {} } of alerts) note(name, 'alert', alert, { ...labels, severity });
  }
  return problems;
}
