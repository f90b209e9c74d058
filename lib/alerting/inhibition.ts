import type { InhibitRuleConfig } from '../config/alertmanager/model';
import { STOPS_HEARTBEAT } from '../rules/alertmanager-options';
import { EXPLAINS_DOWN } from '../rules/explains-down';
import { WATCHDOG_MATCHERS } from './heartbeat-route';

/** While an alert that meets the source matchers fires, those that meet the target matchers are not sent. */
export interface InhibitRule {
  /** Matchers of the alert that silences. */
  readonly sourceMatchers: readonly string[];
  /** Matchers of the alerts that are silenced. */
  readonly targetMatchers: readonly string[];
  /** Labels in which both must agree; a label that both lack agrees. @default - none */
  readonly equal?: readonly string[];
}

/**
 * What is not sent by default: the lesser severities of an alert that fires, infos where nothing worse fires in the
 * namespace (InfoInhibitor says so), the share of targets that are down while one of them is named, and a target that is down while
 * an alert says it in better words. All within a cluster.
 */
export const DEFAULT_INHIBIT_RULES: readonly InhibitRule[] = [
  {
    sourceMatchers: ['severity="critical"'],
    targetMatchers: ['severity=~"warning|info"'],
    equal: ['cluster', 'namespace', 'alertname'],
  },
  {
    sourceMatchers: ['severity="warning"'],
    targetMatchers: ['severity="info"'],
    equal: ['cluster', 'namespace', 'alertname'],
  },
  {
    sourceMatchers: ['alertname="InfoInhibitor"'],
    targetMatchers: ['severity="info"'],
    equal: ['cluster', 'namespace'],
  },
  {
    sourceMatchers: ['alertname="InstanceDown"'],
    targetMatchers: ['alertname="TargetDown"'],
    equal: ['cluster', 'job', 'namespace'],
  },
  // What is held back holds back others all the same: TargetDown needs no rule of its own.
  {
    sourceMatchers: [`${EXPLAINS_DOWN}="true"`],
    targetMatchers: ['alertname="InstanceDown"'],
    equal: ['cluster', 'job', 'instance'],
  },
];

/** The heartbeat is not sent while an alert of its cluster says that alerts do not reach people. */
export const HEARTBEAT_INHIBIT_RULE: InhibitRule = {
  sourceMatchers: [`${STOPS_HEARTBEAT}="true"`],
  targetMatchers: WATCHDOG_MATCHERS,
  equal: ['cluster'],
};

/** The rule as Alertmanager spells it. */
export function inhibitRuleConfig(rule: InhibitRule): InhibitRuleConfig {
  return {
    source_matchers: [...rule.sourceMatchers],
    target_matchers: [...rule.targetMatchers],
    ...(rule.equal && rule.equal.length > 0 ? { equal: [...rule.equal] } : {}),
  };
}
