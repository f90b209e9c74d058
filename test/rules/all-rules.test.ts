import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import type { RuleGroup } from '../../lib/model/rules';
import { alertmanagerRules } from '../../lib/rules/alertmanager';
import { blackboxRules } from '../../lib/rules/blackbox';
import { configReloaderRules } from '../../lib/rules/config-reloader';
import { elasticsearchRules } from '../../lib/rules/elasticsearch';
import { fluentBitRules } from '../../lib/rules/fluent-bit';
import { fluentdRules } from '../../lib/rules/fluentd';
import { generalRules } from '../../lib/rules/general';
import { kibanaRules } from '../../lib/rules/kibana';
import { kubeStateMetricsRules } from '../../lib/rules/kube-state-metrics';
import { logFileRules } from '../../lib/rules/log-files';
import { loggingBootstrapRules } from '../../lib/rules/logging-bootstrap';
import { nginxRules } from '../../lib/rules/nginx';
import { prometheusRules } from '../../lib/rules/prometheus';
import { pushgatewayRules } from '../../lib/rules/pushgateway';
import type { RunbookOptions } from '../../lib/rules/runbook';

const shards = {
  completeJobs: [
    'prometheus',
    'alertmanager',
    'alertmanager-credentials',
    'kube-state-metrics-self',
    'elasticsearch-exporter',
    'fluent-bit',
    'fluentd',
    'kibana',
  ],
};

/** All of them, with each option that adds an alert. */
const rulesOf = (options: RunbookOptions = {}, sharded = false): RuleGroup[] => [
  ...generalRules({ ...options, sharded }),
  ...prometheusRules(options),
  ...alertmanagerRules({
    ...options,
    replicas: 3,
    criticalIntegrations: 'slack',
    defaultReceiver: 'a',
    heartbeatReceiver: 'b',
  }),
  ...configReloaderRules(options),
  ...nginxRules(options),
  ...blackboxRules(options),
  ...elasticsearchRules(options),
  ...fluentBitRules(options),
  ...fluentdRules({ ...options, daemonSetSelector: 'daemonset="fluentd"' }),
  ...kibanaRules(options),
  ...kubeStateMetricsRules({ ...options, shards: 2 }),
  ...logFileRules(options),
  ...loggingBootstrapRules({ ...options, namespace: 'logging', name: 'a', jobName: 'a-0123456789' }),
  ...pushgatewayRules({ ...options, jobStaleAfterSeconds: 3600 }),
];

describe('the rules of a stack', () => {
  const groups = rulesOf({}, true);

  it('are right on shards that scrape whole what they join', () => {
    expect(validateRuleGroups(groups, { shards })).toEqual([]);
  });

  it('are wrong on shards that do not', () => {
    const problems = validateRuleGroups(groups, { shards: { completeJobs: [] } });
    expect(problems.some(({ what }) => what.includes("alert 'AlertmanagerClusterDown'"))).toBe(true);
    expect(problems.some(({ what }) => what.includes("alert 'Watchdog'"))).toBe(true);
    expect(problems.some(({ what }) => what.includes("alert 'KubeStateMetricsShardsMissing'"))).toBe(true);
  });

  it('include some that a sharded Prometheus must leave out', () => {
    const [problem, ...more] = validateRuleGroups(generalRules(), { shards });
    expect(problem?.what).toContain("alert 'InfoInhibitor'");
    expect(more.map(({ what }) => what.includes("alert 'TargetDown'"))).toContain(true);
  });

  it('point at runbooks in lower case, wherever they are', () => {
    const base = 'https://wiki.example.com/alerts/';
    const moved = rulesOf({ runbookBaseUrl: base }).flatMap(({ alerts = [] }) =>
      alerts.map(({ runbookUrl }) => runbookUrl),
    );
    const form =
      /^https:\/\/wiki\.example\.com\/alerts\/(?:general|prometheus|alertmanager|prometheus-operator|nginx|blackbox|elasticsearch|fluent-bit|fluentd|kibana|kube-state-metrics|log-files|logging-bootstrap|pushgateway)\/[a-z]+$/;
    expect(moved.filter((url) => !form.test(url))).toEqual([]);
  });

  it.each([
    ['nginx', nginxRules],
    ['blackbox', blackboxRules],
    ['elasticsearch', elasticsearchRules],
    ['fluent-bit', fluentBitRules],
    ['fluentd', fluentdRules],
    ['kibana', kibanaRules],
    ['pushgateway', pushgatewayRules],
  ])('of %s point at public pages that exist, or at their own ones elsewhere', (group, rules) => {
    const pages = (options: RunbookOptions) =>
      rules(options).flatMap(({ alerts = [] }) => alerts.map(({ alert, runbookUrl }) => [alert, runbookUrl]));
    expect(pages({}).map(([, url]) => url)).toEqual(
      pages({}).map(() => 'https://runbooks.prometheus-operator.dev/runbooks/general/targetdown'),
    );
    const runbookBaseUrl = 'https://wiki.example.com';
    expect(pages({ runbookBaseUrl }).map(([, url]) => url)).toEqual(
      pages({}).map(([alert = '']) => `${runbookBaseUrl}/${group}/${alert.toLowerCase()}`),
    );
  });
});
