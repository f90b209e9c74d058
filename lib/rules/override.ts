import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';
import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import { choice, flag, mapOf, type Shape, text } from '../model/shape';

/** What to change of an alert; what is left out stays as it is. */
export interface RuleOverride {
  /** `false` removes the alert. @default true */
  readonly enabled?: boolean;
  /** @default - unchanged */
  readonly expr?: string;
  /** @default - unchanged */
  readonly for?: string;
  /** @default - unchanged */
  readonly keepFiringFor?: string;
  /** @default - unchanged */
  readonly severity?: Severity;
  /** @default - unchanged */
  readonly summary?: string;
  /** @default - unchanged */
  readonly description?: string;
  /** @default - unchanged */
  readonly runbookUrl?: string;
  /** Labels to add or replace. @default - unchanged */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations to add or replace. @default - unchanged */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Changes, by alert. A name means all alerts of that name; `Name/warning` means the one of that severity, where a name
 * has several, and counts after the changes by the name alone.
 */
export type RuleOverrides = Readonly<Record<string, RuleOverride>>;

/** What a change of an alert consists of. */
export const RULE_OVERRIDE: Shape<RuleOverride> = {
  enabled: flag(),
  expr: text('up == 0'),
  for: text('5m'),
  keepFiringFor: text('5m'),
  severity: choice(Severity),
  summary: text('Orders fail.'),
  description: text('Customers cannot order.'),
  runbookUrl: text('https://runbooks.example.com/shop'),
  labels: mapOf(text('payments')),
  annotations: mapOf(text('https://grafana.example.com/d/shop')),
};

const keysOf = ({ alert, severity }: AlertingRule) => [alert, `${alert}/${severity}`];

/**
 * The groups with changed alerts, and the very groups where there are none; a group whose last rule is removed goes as well.
 * Names that no alert has do nothing.
 */
export function tuneRules(groups: readonly RuleGroup[], overrides: RuleOverrides): RuleGroup[] {
  return groups
    .map((group) => {
      const tuned = group.alerts?.map((rule) => tune(rule, overrides));
      if (!tuned || tuned.every((rule, i) => rule === group.alerts?.[i])) return group;
      return { ...group, alerts: tuned.filter((rule) => rule !== undefined) };
    })
    .filter(({ alerts = [], records = [] }, i) => alerts.length + records.length > 0 || isEmpty(groups[i]));
}

/** A group that was empty before is somebody's mistake, for the check of rules to report. */
const isEmpty = (group: RuleGroup | undefined) => (group?.alerts ?? []).length + (group?.records ?? []).length === 0;

function tune(rule: AlertingRule, overrides: RuleOverrides): AlertingRule | undefined {
  let tuned = rule;
  for (const key of keysOf(rule)) {
    if (!Object.hasOwn(overrides, key)) continue;
    const { enabled = true, labels, annotations, ...changes } = overrides[key] ?? {};
    if (!enabled) return undefined;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    tuned = { ...tuned, ...Object.fromEntries(given) };
    if (labels) tuned = { ...tuned, labels: { ...tuned.labels, ...labels } };
    if (annotations) tuned = { ...tuned, annotations: { ...tuned.annotations, ...annotations } };
  }
  return tuned;
}

/** Refuses changes to alerts that are not there; what the changes make of an alert is for the check of rules. */
export function validateOverrides(groups: readonly RuleGroup[], overrides: RuleOverrides): Problem[] {
  const alerts = groups.flatMap((group) => group.alerts ?? []);
  const known = new Set(alerts.flatMap(keysOf));
  const names = new Set(alerts.map(({ alert }) => alert));
  return Object.keys(overrides)
    .filter((key) => !known.has(key))
    .map((key) => {
      const close = nearest(key.replace(/\/[a-z]+$/, ''), names);
      const some = [...names].slice(0, 3).join(', ') || 'none';
      return {
        what: `there is no alert '${key}' to change`,
        fix: close ? `write '${close}', or leave it out` : `name an alert that is there, such as ${some}`,
      };
    });
}
