import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import type { RuleGroup } from '../../lib/model/rules';
import { alertmanagerRules } from '../../lib/rules/alertmanager';
import { configReloaderRules } from '../../lib/rules/config-reloader';
import { generalRules } from '../../lib/rules/general';
import { prometheusRules } from '../../lib/rules/prometheus';

const shards = { completeJobs: ['prometheus', 'alertmanager', 'alertmanager-credentials'] };

describe('the rules of a stack', () => {
  const groups: RuleGroup[] = [
    ...generalRules({ sharded: true }),
    ...prometheusRules(),
    ...alertmanagerRules({ replicas: 3, criticalIntegrations: 'slack', defaultReceiver: 'a', heartbeatReceiver: 'b' }),
    ...configReloaderRules(),
  ];

  it('are right on shards that scrape Prometheus and Alertmanager whole', () => {
    expect(validateRuleGroups(groups, { shards })).toEqual([]);
  });

  it('are wrong on shards that do not', () => {
    const problems = validateRuleGroups(groups, { shards: { completeJobs: [] } });
    expect(problems.some(({ what }) => what.includes("alert 'AlertmanagerClusterDown'"))).toBe(true);
    expect(problems.some(({ what }) => what.includes("alert 'Watchdog'"))).toBe(true);
  });

  it('include some that a sharded Prometheus must leave out', () => {
    const [problem, ...more] = validateRuleGroups(generalRules(), { shards });
    expect(problem?.what).toContain("alert 'InfoInhibitor'");
    expect(more.map(({ what }) => what.includes("alert 'TargetDown'"))).toContain(true);
  });

  it('point at runbooks in lower case, wherever they are', () => {
    const base = 'https://wiki.example.com/alerts/';
    const moved = [
      ...generalRules({ runbookBaseUrl: base }),
      ...prometheusRules({ runbookBaseUrl: base }),
      ...alertmanagerRules({ runbookBaseUrl: base, replicas: 2 }),
      ...configReloaderRules({ runbookBaseUrl: base }),
    ].flatMap(({ alerts = [] }) => alerts.map(({ runbookUrl }) => runbookUrl));
    const form =
      /^https:\/\/wiki\.example\.com\/alerts\/(?:general|prometheus|alertmanager|prometheus-operator)\/[a-z]+$/;
    expect(moved.filter((url) => !form.test(url))).toEqual([]);
  });
});
