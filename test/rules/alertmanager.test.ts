import type { RuleGroup } from '../../lib/model/rules';
import { alertmanagerRules } from '../../lib/rules/alertmanager';
import { type RuleCase, testRules } from './rule-test';

const of = (metric: string, instance: string, more = '') =>
  `${metric}{job="alertmanager", namespace="m", cluster="c", instance="${instance}"${more}}`;
const each = (metric: string, values: readonly string[], more = '') =>
  Object.fromEntries(values.map((value, i) => [of(metric, `${i}`, more), value]));

const CLUSTER = { job: 'alertmanager', namespace: 'm', cluster: 'c' };
const ONE = { ...CLUSTER, instance: '0' };

const credential = (key: string, essential: string, instance: string) =>
  `alertmanager_credential_file_present{job="alertmanager-credentials", namespace="m", instance="${instance}", secret="s", key="${key}", essential="${essential}", purpose="p"}`;

/** The alerts on notifications have a test of their own. */
const withoutDelivery = (groups: readonly RuleGroup[]) =>
  groups.map(({ name, alerts = [] }) => ({ name, alerts: alerts.filter(({ alert }) => !/FailedToSend/.test(alert)) }));

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
    name: 'an essential credential that one of two lacks',
    alert: 'AlertmanagerCredentialMissing',
    series: {
      [credential('k', 'true', '0')]: '0x40',
      [credential('k', 'true', '1')]: '1x40',
      [credential('l', 'true', '1')]: '1x40',
    },
    at: '2m',
    fires: [{ namespace: 'm', secret: 's', key: 'k', purpose: 'p', stops_heartbeat: 'true' }],
  },
  {
    name: 'another credential that is missing',
    alert: 'AlertmanagerCredentialMissing',
    series: { [credential('k', 'false', '0')]: '0x40', [credential('l', 'true', '0')]: '1x40' },
    at: '2m',
    fires: [{ namespace: 'm', secret: 's', key: 'k', purpose: 'p', stops_heartbeat: '' }],
  },
  {
    name: 'a credential that came within a minute',
    alert: 'AlertmanagerCredentialMissing',
    series: { [credential('k', 'true', '0')]: '0 1x40', [credential('l', 'false', '0')]: '0 1x40' },
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
];

describe('alertmanagerRules of one instance', () => {
  testRules(withoutDelivery(alertmanagerRules()), always);
});

describe('alertmanagerRules of several instances', () => {
  testRules(withoutDelivery(alertmanagerRules({ replicas: 3 })), [
    ...always,
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
