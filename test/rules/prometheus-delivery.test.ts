import { prometheusRules } from '../../lib/rules/prometheus';
import { of, pair, SERVER } from './prometheus-cases';
import { type RuleCase, testRules } from './rule-test';

const A = { alertmanager: 'http://a' };
const B = { alertmanager: 'http://b' };
const TO = { remote_name: 'rw', url: 'http://rw' };

/** What was sent, and what failed, to each Alertmanager. */
const sends = (to: Record<string, string>, sent: string, failed: string) => ({
  [of('prometheus_notifications_sent_total', to)]: sent,
  [of('prometheus_notifications_errors_total', to)]: failed,
});
const SOME = 'PrometheusErrorSendingAlertsToSomeAlertmanagers';
const ANY = 'PrometheusErrorSendingAlertsToAnyAlertmanager';
const oneFails = { ...sends(A, '0+10x60', '0+1x60'), ...sends(B, '0+10x60', '0x60') };
const allDown = { ...sends(A, '0x60', '0+10x60'), ...sends(B, '0x60', '0+10x60') };
const idle = { ...sends(A, '0x60', '0x60'), ...sends(B, '0x60', '0x60') };

const alertmanager: RuleCase[] = [
  { name: 'one fails', alert: SOME, series: oneFails, fires: [{ ...SERVER, ...A }] },
  {
    name: 'all down',
    alert: SOME,
    series: allDown,
    fires: [
      { ...SERVER, ...A },
      { ...SERVER, ...B },
    ],
  },
  { name: 'nothing to send', alert: SOME, series: idle, fires: [] },
  { name: 'all down', alert: ANY, series: allDown, fires: [SERVER] },
  { name: 'one fails', alert: ANY, series: oneFails, fires: [] },
  { name: 'nothing to send', alert: ANY, series: idle, fires: [] },
  ...pair('PrometheusNotConnectedToAlertmanagers', 'prometheus_notifications_alertmanagers_discovered', {
    fires: '0x60',
    quiet: '1x36 0x2 1x20',
  }),
  {
    name: 'one queue grows',
    alert: 'PrometheusNotificationQueueRunningFull',
    series: {
      [of('prometheus_notifications_queue_length', A)]: '0+300x60',
      [of('prometheus_notifications_queue_length', B)]: '0x60',
      [of('prometheus_notifications_queue_capacity')]: '10000x60',
    },
    fires: [{ ...SERVER, ...A }],
  },
  {
    name: 'a queue that is long and does not grow',
    alert: 'PrometheusNotificationQueueRunningFull',
    series: {
      [of('prometheus_notifications_queue_length', A)]: '5000x60',
      [of('prometheus_notifications_queue_capacity')]: '10000x60',
    },
    fires: [],
  },
];

const remoteWrite: RuleCase[] = [
  ...[5, 1].map((failed) => ({
    name: `${failed} of 100 samples fail`,
    alert: 'PrometheusRemoteStorageFailures',
    series: {
      [of('prometheus_remote_storage_samples_failed_total', TO)]: `0+${failed}x60`,
      [of('prometheus_remote_storage_samples_total', TO)]: '0+100x60',
    },
    fires: failed > 1 ? [{ ...SERVER, ...TO }] : [],
  })),
  ...[180, 60].map((seconds) => ({
    name: `${seconds} s behind`,
    alert: 'PrometheusRemoteWriteBehind',
    series: {
      [of('prometheus_remote_storage_queue_highest_timestamp_seconds', TO)]: '1000+60x60',
      [of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', TO)]: `${1000 - seconds}+60x60`,
    },
    fires: seconds > 120 ? [{ ...SERVER, ...TO }] : [],
  })),
  ...[60, 50].map((desired) => ({
    name: `${desired} senders wanted`,
    alert: 'PrometheusRemoteWriteDesiredShards',
    series: {
      [of('prometheus_remote_storage_shards_desired', TO)]: `${desired}x60`,
      [of('prometheus_remote_storage_shards_max', TO)]: '50x60',
    },
    fires: desired > 50 ? [{ ...SERVER, ...TO }] : [],
  })),
];

describe('prometheusRules about what it hands on', () => {
  const names = new Set([...alertmanager, ...remoteWrite].map(({ alert }) => alert));
  testRules(
    prometheusRules().map((group) => ({ ...group, alerts: group.alerts?.filter(({ alert }) => names.has(alert)) })),
    [...alertmanager, ...remoteWrite],
  );

  it('has the 23 standard alerts', () => {
    const all = prometheusRules().flatMap(({ alerts = [] }) => alerts);
    expect(new Set(all.map(({ alert }) => alert)).size).toBe(23);
  });

  it('leaves the alerts on sending out where there is no Alertmanager', () => {
    const all = prometheusRules({ alertmanager: false }).flatMap(({ alerts = [] }) => alerts);
    const sending = new Set(alertmanager.map(({ alert }) => alert));
    expect(all).toHaveLength(19);
    expect(all.filter(({ alert }) => sending.has(alert))).toEqual([]);
  });

  it('reads the series that the selector chooses', () => {
    const [group] = prometheusRules({ selector: 'job="prom", team="x"' });
    const exprs = group?.alerts?.map(({ expr }) => expr) ?? [];
    expect(exprs.filter((expr) => !expr.includes('{job="prom", team="x"}'))).toEqual([]);
  });
});
