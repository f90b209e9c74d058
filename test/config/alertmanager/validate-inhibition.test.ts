import type { InhibitRuleConfig } from '../../../lib/config/alertmanager/model';
import { itAccepts, itRefuses } from './refusals';

const rules = (...inhibit_rules: InhibitRuleConfig[]) => ({ inhibit_rules });
const CRITICAL = ['severity="critical"'];
const WARNING = ['severity="warning"'];
const narrow = `narrow it, such as 'severity="critical"', or say that you mean every alert: 'alertname!=""'`;
const differ = `source and target take the same alerts, which then silence nothing; make them differ, such as 'severity="critical"' as the source and 'severity=~"warning|info"' as the target`;

describe('inhibition', () => {
  itRefuses([
    [
      'sides that take every alert',
      rules({ source_matchers: [], target_matchers: [] }),
      [
        `inhibit rule 1: 'source_matchers' is empty, which takes every alert; ${narrow}`,
        `inhibit rule 1: 'target_matchers' is empty, which takes every alert; ${narrow}`,
      ],
      'amtool takes it',
    ],
    [
      'bad matchers on both sides and bad names of labels, in the second rule',
      rules(
        { source_matchers: CRITICAL, target_matchers: WARNING },
        { source_matchers: ['severity'], target_matchers: ['a=~"["'], equal: ['namespace', '', 'namespace'] },
      ),
      [
        `inhibit rule 2: 'source_matchers': "severity" is no matcher; write a label name, one of =, !=, =~, !~, and a value in double quotes, as in 'team="payments"'`,
        `inhibit rule 2: 'target_matchers': "a=~\\"[\\"" is no RE2 expression: missing closing ]: \`[\`; write RE2, as in 'namespace=~"prod-.*|staging"'; it has no look-around and no back-references`,
        `inhibit rule 2: 'equal' has "", which is no name of a label; give each label an entry of its own, such as 'alertname'`,
        `inhibit rule 2: 'equal' has 'namespace' twice; leave one of them out`,
      ],
      'amtool refuses',
    ],
    [
      'the same alerts on both sides',
      rules({ source_matchers: CRITICAL, target_matchers: CRITICAL, equal: ['namespace'] }),
      [`inhibit rule 1: ${differ}`],
      'amtool takes it',
    ],
    [
      'the same alerts in another spelling',
      rules({ source_matchers: ['a=~"x|y"', 'b="z"'], target_matchers: ['b = z', 'a=~"y|x"', 'a!="z"'] }),
      [`inhibit rule 1: ${differ}`],
      'amtool takes it',
    ],
    [
      'a side that no alert can meet',
      rules({ source_matchers: ['severity="critical"', 'severity="warning"'], target_matchers: WARNING }),
      [
        `inhibit rule 1: 'source_matchers' contradict each other, so it silences nothing; mend them or leave the rule out`,
      ],
      'amtool takes it',
    ],
    [
      'a label that must agree and cannot',
      rules({ source_matchers: CRITICAL, target_matchers: WARNING, equal: ['namespace', 'severity'] }),
      [
        `inhibit rule 1: 'equal' has 'severity', in which source and target never agree; leave 'severity' out of 'equal'`,
      ],
      'amtool takes it',
    ],
  ]);

  itAccepts([
    [
      'the usual rules',
      rules(
        { source_matchers: CRITICAL, target_matchers: ['severity=~"warning|info"'], equal: ['namespace', 'alertname'] },
        { source_matchers: ['alertname="InfoInhibitor"'], target_matchers: ['severity="info"'], equal: ['namespace'] },
      ),
    ],
    [
      'a source that is part of the target',
      rules({ source_matchers: ['alertname="ClusterDown"'], target_matchers: ['alertname!=""'], equal: ['cluster'] }),
    ],
    ['sides that differ in a label only', rules({ source_matchers: ['a="x"'], target_matchers: ['a="x"', 'b="y"'] })],
    [
      'a label that can agree',
      rules({ source_matchers: ['a=~"x|y"'], target_matchers: ['a=~"y|z"'], equal: ['a', 'b.c'] }),
    ],
  ]);
});
