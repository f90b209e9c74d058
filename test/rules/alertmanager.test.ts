import { alertmanagerRules } from '../../lib/rules/alertmanager';
import { type RuleCase, testRules } from './rule-test';

const of = (metric: string, instance: string, more = '') =>
  `${metric}{job="alertmanager", namespace="m", cluster="c", instance="${instance}"${more}}`;
const each = (metric: string, values: readonly string[], more = '') =>
  Object.fromEntries(values.map((value, i) => [of(metric, `${i}`, more), value]));

const CLUSTER = { job: 'alertmanager', namespace: 'm', cluster: 'c' };
const ONE = { ...CLUSTER, instance: '0' };
const SLACK = ', integration="slack"';

/** Notifications of each instance: one a minute, of which every n-th fails (0: none). */
const notifications = (failing: readonly number[], integration = 'slack') => {
  const more = `, integration="${integration}"`;
  return {
    ...each(
      'alertmanager_notifications_total',
      failing.map(() => '0+100x40'),
      more,
    ),
    ...each(
      'alertmanager_notifications_failed_total',
      failing.map((percent) => `0+${percent}x40`),
      `${more}, reason="other"`,
    ),
    ...each(
      'alertmanager_notifications_failed_total',
      failing.map(() => '0x40'),
      `${more}, reason="authError"`,
    ),
  };
};

const always: RuleCase[] = [
  {
    name: 'a refused configuration',
    alert: 'AlertmanagerFailedReload',
    series: each('alertmanager_config_last_reload_successful', ['0x40', '1x40']),
    fires: [ONE],
  },
  {
    name: 'a configuration refused for a moment',
    alert: 'AlertmanagerFailedReload',
    series: each('alertmanager_config_last_reload_successful', ['1x20 0 0 1x20']),
    at: '23m',
    fires: [],
  },
  {
    name: 'a credential that one of two lacks',
    alert: 'AlertmanagerCredentialMissing',
    series: {
      'alertmanager_credential_file_present{job="alertmanager-credentials", namespace="m", instance="0", secret="s", key="k", purpose="p"}':
        '0x40',
      'alertmanager_credential_file_present{job="alertmanager-credentials", namespace="m", instance="1", secret="s", key="k", purpose="p"}':
        '1x40',
      'alertmanager_credential_file_present{job="alertmanager-credentials", namespace="m", instance="1", secret="s", key="l", purpose="p"}':
        '1x40',
    },
    at: '2m',
    fires: [{ namespace: 'm', secret: 's', key: 'k', purpose: 'p' }],
  },
  {
    name: 'a credential that came within a minute',
    alert: 'AlertmanagerCredentialMissing',
    series: {
      'alertmanager_credential_file_present{job="alertmanager-credentials", secret="s", key="k", purpose="p"}':
        '0 1x40',
    },
    at: '2m',
    fires: [],
  },
  { name: 'one of two down', alert: 'AlertmanagerClusterDown', series: each('up', ['0x40', '1x40']), fires: [CLUSTER] },
  {
    name: 'one of three down',
    alert: 'AlertmanagerClusterDown',
    series: each('up', ['0x40', '1x40', '1x40']),
    fires: [],
  },
  { name: 'the only one down', alert: 'AlertmanagerClusterDown', series: each('up', ['0x40']), fires: [CLUSTER] },
  {
    name: 'starts every minute',
    alert: 'AlertmanagerClusterCrashlooping',
    series: each('process_start_time_seconds', ['0+60x40']),
    fires: [CLUSTER],
  },
  {
    name: 'started twice',
    alert: 'AlertmanagerClusterCrashlooping',
    series: each('process_start_time_seconds', ['1x25 2x3 3x20']),
    fires: [],
  },
  {
    name: 'all instances fail',
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    series: notifications([100, 5]),
    fires: [{ ...CLUSTER, integration: 'slack' }],
  },
  {
    name: 'the only instance that sends fails',
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    series: { ...notifications([100]), [of('alertmanager_notifications_total', '1', SLACK)]: '7x40' },
    fires: [{ ...CLUSTER, integration: 'slack' }],
  },
  {
    name: 'one of two instances fails',
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    series: notifications([100, 0]),
    fires: [],
  },
];

describe('alertmanagerRules of one instance', () => {
  testRules(alertmanagerRules(), always);
});

describe('alertmanagerRules of several instances', () => {
  testRules(alertmanagerRules({ replicas: 3 }), [
    ...always,
    {
      name: 'one of two instances fails',
      alert: 'AlertmanagerFailedToSendAlerts',
      series: notifications([2, 0]),
      fires: [{ ...ONE, integration: 'slack' }],
    },
    { name: 'one in 200 fails', alert: 'AlertmanagerFailedToSendAlerts', series: notifications([0.5]), fires: [] },
    {
      name: 'one sees itself alone',
      alert: 'AlertmanagerMembersInconsistent',
      series: { ...each('up', ['1x40', '1x40']), ...each('alertmanager_cluster_members', ['1x40', '2x40']) },
      fires: [ONE],
    },
    {
      name: 'one is down and the others know',
      alert: 'AlertmanagerMembersInconsistent',
      series: { ...each('up', ['1x40', '1x40', '0x40']), ...each('alertmanager_cluster_members', ['2x40', '2x40']) },
      fires: [],
    },
    {
      name: 'two configurations',
      alert: 'AlertmanagerConfigInconsistent',
      series: each('alertmanager_config_hash', ['1x40', '2x40']),
      fires: [CLUSTER],
    },
    {
      name: 'one configuration',
      alert: 'AlertmanagerConfigInconsistent',
      series: {
        ...each('alertmanager_config_hash', ['1x40', '1x40']),
        'alertmanager_config_hash{job="alertmanager", namespace="other"}': '3x40',
      },
      fires: [],
    },
    {
      name: 'a lost peer',
      alert: 'AlertmanagerClusterFailedPeers',
      series: each('alertmanager_cluster_failed_peers', ['1x40', '0x40']),
      fires: [ONE],
    },
    {
      name: 'no lost peer',
      alert: 'AlertmanagerClusterFailedPeers',
      series: each('alertmanager_cluster_failed_peers', ['0x40']),
      fires: [],
    },
  ]);
});

describe('alertmanagerRules with integrations that nobody relies on', () => {
  const rules = alertmanagerRules({ criticalIntegrations: 'slack|pagerduty' }).map(({ name, alerts = [] }) => ({
    name,
    alerts: alerts.filter(({ alert }) => alert.includes('FailedToSend')),
  }));
  testRules(rules, [
    {
      name: 'one of each kind fails',
      alert: 'AlertmanagerClusterFailedToSendAlerts',
      series: { ...notifications([50]), ...notifications([50], 'webhook') },
      fires: [
        { ...CLUSTER, integration: 'slack', severity: 'critical' },
        { ...CLUSTER, integration: 'webhook', severity: 'warning' },
      ],
    },
    {
      name: 'none fails',
      alert: 'AlertmanagerClusterFailedToSendAlerts',
      series: { ...notifications([0]), ...notifications([0], 'webhook') },
      fires: [],
    },
  ]);
});

describe('stops_heartbeat', () => {
  it('is on the critical alerts that say that nothing is delivered', () => {
    const labelled = (options: Parameters<typeof alertmanagerRules>[0]) =>
      alertmanagerRules(options)
        .flatMap(({ alerts = [] }) => alerts)
        .filter(({ labels }) => labels?.stops_heartbeat === 'true')
        .map(({ alert, severity }) => `${alert} ${severity}`);
    const expected = ['AlertmanagerCredentialMissing critical', 'AlertmanagerClusterFailedToSendAlerts critical'];
    expect(labelled({})).toEqual(expected);
    expect(labelled({ replicas: 3 })).toEqual(expected);
    expect(labelled({ criticalIntegrations: 'slack' })).toEqual(expected);
  });
});
