import { Severity } from '../../lib';
import { refuses, rules, stack, unchecked } from './tools';

const alert = {
  alert: 'ShopDown',
  expr: 'up == 0',
  severity: Severity.CRITICAL,
  summary: 'Down.',
  description: 'Look.',
  runbookUrl: 'https://runbooks.example.com/shop',
};

describe('addRules and ruleOverrides refuse', () => {
  refuses([
    [
      'PromQL that does not parse',
      rules({ name: 'shop', alerts: [{ ...alert, expr: 'sum(up' }] }),
      "chart/Prometheus: group 'shop': alert 'ShopDown': 'expr': syntax error at line 1, column 7: 'sum(up>>>'; correct the PromQL at the mark '>>>' (the mistake may be just before it)",
    ],
    [
      'an alert without a name',
      rules({ name: 'shop', alerts: [{ ...alert, alert: '' }] }),
      "chart/Prometheus: group 'shop': alert '': 'alert' is '', which is no name of an alert; use one line without braces and blank ends, such as 'KubePodCrashLooping'",
    ],
    [
      'an unknown severity',
      rules({ name: 'shop', alerts: [{ ...alert, severity: unchecked('page') }] }),
      "chart/Prometheus: group 'shop': 'alerts[0].severity' is 'page', which is unknown; use one of 'critical', 'warning', 'info', 'none'",
    ],
    [
      'an alert without a runbook',
      rules({ name: 'shop', alerts: [unchecked({ ...alert, runbookUrl: undefined })] }),
      "chart/Prometheus: group 'shop': 'alerts[0].runbookUrl' is not set; set it, such as 'https://runbooks.example.com/shop'",
    ],
    [
      'an alert that says nothing',
      rules({ name: 'shop', alerts: [{ ...alert, summary: ' ' }] }),
      "chart/Prometheus: group 'shop': alert 'ShopDown': 'summary' is empty; tell whoever is woken what is wrong and where",
    ],
    [
      'a label name with a dash, of an alert',
      rules({ name: 'shop', alerts: [{ ...alert, labels: { 'data-center': 'eu' } }] }),
      "chart/Prometheus: group 'shop': alert 'ShopDown': 'labels' has the name 'data-center'; use letters, digits and '_', such as 'team'",
    ],
    [
      'a broken template',
      rules({ name: 'shop', alerts: [{ ...alert, summary: '{{ $labels.pod }' }] }),
      "chart/Prometheus: group 'shop': alert 'ShopDown': 'summary', line 1: '}' has no place in an action; close the action with '}}'",
    ],
    [
      'a hold time in words',
      rules({ name: 'shop', alerts: [{ ...alert, for: '5 minutes' }] }),
      "chart/Prometheus: group 'shop': alert 'ShopDown': 'for' is '5 minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a hold time as a number',
      rules({ name: 'shop', alerts: [{ ...alert, for: unchecked(300) }] }),
      "chart/Prometheus: group 'shop': 'alerts[0].for' is 300, which is no text; use a text such as '5m'",
    ],
    [
      'a rule as upstream spells it',
      rules({ name: 'shop', alerts: [unchecked({ ...alert, keep_firing_for: '5m' })] }),
      "chart/Prometheus: group 'shop': 'alerts[0].keep_firing_for' is no setting; write 'keepFiringFor'",
    ],
    [
      'an undefined rule',
      rules({ name: 'shop', alerts: [unchecked(undefined)] }),
      "chart/Prometheus: group 'shop': 'alerts[0]' is not set; set it, such as { alert: 'ShopOrdersFailing', expr: 'up == 0', severity: 'critical', summary: 'Orders fail in {{ $labels.namespace }}.', description: 'Customers cannot order. Look at the log of the shop.', runbookUrl: 'https://runbooks.example.com/shop' }",
    ],
    [
      'a group without rules',
      rules({ name: 'shop' }),
      "chart/Prometheus: group 'shop': the group has no rule; give it 'alerts' or 'records', or leave it out",
    ],
    [
      'a group twice',
      rules({ name: 'shop', alerts: [alert] }, { name: 'shop', alerts: [{ ...alert, alert: 'Other' }] }),
      "chart/Prometheus: group 'shop' is there already; give each group of a Prometheus its own name",
    ],
    [
      'a series with a dash',
      rules({ name: 'shop', records: [{ record: 'shop-orders', expr: 'up' }] }),
      "chart/Prometheus: group 'shop': record 'shop-orders': 'record' is 'shop-orders', which is no name of a metric; use letters, digits, '_' and ':', such as 'instance:node_cpu:rate5m'",
    ],
    [
      'the interval of a group in words',
      rules({ name: 'shop', interval: 'often', alerts: [alert] }),
      "chart/Prometheus: group 'shop': 'interval' is 'often', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a change of an alert that is not there',
      stack({ ruleOverrides: { TargetDwn: { enabled: false } } }),
      "Validation failed with the following errors:\n  [chart/Monitoring/Prometheus] there is no alert 'TargetDwn' to change; write 'TargetDown', or leave it out",
    ],
    [
      'a change to an unknown severity',
      stack({ ruleOverrides: { TargetDown: { severity: unchecked('page') } } }),
      "chart/Monitoring: 'ruleOverrides.TargetDown.severity' is 'page', which is unknown; use one of 'critical', 'warning', 'info', 'none'",
    ],
    [
      'a change that is no object',
      stack({ ruleOverrides: { TargetDown: unchecked(false) } }),
      "chart/Monitoring: 'ruleOverrides.TargetDown' is false, which is no object; give one such as { enabled: true }",
    ],
    [
      'a change to broken PromQL',
      stack({ ruleOverrides: { TargetDown: { expr: 'up ==' } } }),
      "Validation failed with the following errors:\n  [chart/Monitoring/Prometheus] group 'general.rules': alert 'TargetDown': 'expr': syntax error at line 1, column 6: 'up ==>>>'; correct the PromQL at the mark '>>>' (the mistake may be just before it)",
    ],
    [
      'an unknown setting of a change',
      stack({ ruleOverrides: { TargetDown: unchecked({ disabled: true }) } }),
      "chart/Monitoring: 'ruleOverrides.TargetDown.disabled' is no setting; use one of 'enabled', 'expr', 'for', 'keepFiringFor', 'severity', 'summary', 'description', 'runbookUrl', 'labels', 'annotations'",
    ],
  ]);
});
