import { alertmanagerRules } from '../../lib/rules/alertmanager';
import type { AlertmanagerRulesOptions } from '../../lib/rules/alertmanager-options';
import { type RuleCase, testRules } from './rule-test';

const CLUSTER = { job: 'alertmanager', namespace: 'm', cluster: 'c' };
/** Of those that the metrics tell apart when the receiver's name is among the labels. */
const SLACK = { integration: 'slack', receiver_name: 'on-call' };
const TEAM = { integration: 'slack', receiver_name: 'team' };
const BEAT = { integration: 'webhook', receiver_name: 'heartbeat' };
const FOREVER = 500;

const series = (metric: string, labels: object) =>
  `${metric}{${Object.entries({ ...CLUSTER, ...labels })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;

/** What one instance counts: values, one a minute, of all notifications and of those that failed. */
const counts = (receiver: typeof SLACK, all: string, failed: string, instance = '0') => {
  const labels = { ...receiver, instance };
  return {
    [series('alertmanager_notifications_total', labels)]: all,
    [series('alertmanager_notification_requests_total', labels)]: all,
    [series('alertmanager_notification_requests_failed_total', labels)]: failed,
    [series('alertmanager_notifications_failed_total', { ...labels, reason: 'other' })]: failed,
    [series('alertmanager_notifications_failed_total', { ...labels, reason: 'authError' })]: `0x${FOREVER}`,
  };
};
/** A hundred notifications a minute of each instance, of which some fail. */
const rates = (failing: readonly number[], receiver = SLACK) =>
  Object.assign({}, ...failing.map((percent, i) => counts(receiver, '0+100x40', `0+${percent}x40`, `${i}`)));

/** Counter values of events at these minutes. */
const at = (...minutes: readonly number[]) =>
  Array.from({ length: FOREVER }, (_, minute) => minutes.filter((when) => when <= minute).length).join(' ');
const every = (minutes: number, from: number, to = FOREVER) =>
  Array.from({ length: Math.floor((to - from) / minutes) + 1 }, (_, i) => from + i * minutes);

/** Quiet at each minute at which it could fire. */
const quiet = (name: string, alerts: readonly string[], input: RuleCase['series'], minutes: readonly number[]) =>
  alerts.flatMap((alert) =>
    minutes.map((minute) => ({ name: `${name} (${minute}m)`, alert, series: input, at: `${minute}m`, fires: [] })),
  );

const all = 'AlertmanagerClusterFailedToSendAlerts';
const mostly = 'AlertmanagerDefaultReceiverFailing';
const beat = 'AlertmanagerHeartbeatFailing';
const NAMES = { defaultReceiver: 'on-call', heartbeatReceiver: 'heartbeat' };
const failing = (receiver: typeof SLACK) => ({ ...CLUSTER, receiver_name: receiver.receiver_name });

const deliveryOf = (options: AlertmanagerRulesOptions) =>
  alertmanagerRules(options).map(({ name, alerts = [] }) => ({
    name,
    alerts: alerts.filter(({ alert }) => /FailedToSend|Failing$/.test(alert)),
  }));

const allFail: RuleCase[] = [
  { name: 'all instances fail', alert: all, series: rates([100, 5]), fires: [{ ...CLUSTER, ...SLACK }] },
  { name: 'a receiver of a team fails', alert: all, series: rates([100], TEAM), fires: [{ ...CLUSTER, ...TEAM }] },
  {
    name: 'the only instance that sends fails',
    alert: all,
    series: { ...rates([100]), ...counts(SLACK, '7x40', '0x40', '1') },
    fires: [{ ...CLUSTER, ...SLACK }],
  },
  { name: 'one of two instances fails', alert: all, series: rates([100, 0]), fires: [] },
];

describe('alerts on delivery', () => {
  testRules(deliveryOf(NAMES), [
    ...allFail,
    { name: 'all fail', alert: mostly, series: rates([100, 100]), fires: [failing(SLACK)] },
    { name: 'most fail', alert: mostly, series: rates([55]), fires: [failing(SLACK)] },
    { name: 'fails for 9 minutes', alert: mostly, series: rates([100]), at: '9m', fires: [] },
    { name: 'another instance delivers', alert: mostly, series: rates([100, 0]), fires: [] },
    { name: 'another receiver fails', alert: mostly, series: { ...rates([100], TEAM), ...rates([0]) }, fires: [] },
    { name: 'the heartbeat fails', alert: mostly, series: { ...rates([100], BEAT), ...rates([0]) }, fires: [] },
    {
      name: 'one alert tried again every 5 minutes in vain',
      alert: mostly,
      series: counts(SLACK, at(...every(5, 5)), at(...every(5, 5))),
      fires: [failing(SLACK)],
    },
    {
      name: 'one message an hour, and none arrives',
      alert: mostly,
      series: counts(SLACK, at(...every(60, 30)), at(...every(60, 30))),
      at: '105m',
      fires: [failing(SLACK)],
    },
    {
      name: 'one message an hour, each tried for the whole hour',
      alert: mostly,
      series: {
        ...counts(SLACK, at(...every(60, 30)), at(...every(60, 90))),
        [series('alertmanager_notification_requests_total', { ...SLACK, instance: '0' })]: at(...every(1, 30)),
        [series('alertmanager_notification_requests_failed_total', { ...SLACK, instance: '0' })]: at(...every(1, 30)),
      },
      at: '200m',
      fires: [failing(SLACK)],
    },
    ...quiet(
      'one message an hour, one of which is lost',
      [mostly],
      counts(SLACK, at(...every(60, 30)), at(210)),
      [215, 219, 220, 221, 225, 260, 269, 275, 330],
    ),
    ...quiet('a single message, lost', [mostly], counts(SLACK, at(60), at(60)), [65, 69, 70, 71, 75, 120, 239]),
    ...quiet(
      'a message that each of three instances failed to send',
      [mostly],
      {
        ...counts(SLACK, at(60), at(60)),
        ...counts(SLACK, at(60), at(61), '1'),
        ...counts(SLACK, at(61), at(61), '2'),
      },
      [69, 70, 71, 72, 75, 120, 239],
    ),
    ...quiet(
      'works again after an hour',
      [mostly],
      counts(SLACK, at(...every(5, 60)), at(...every(5, 60, 120))),
      [140, 150, 180, 240],
    ),

    { name: 'no check-in arrives', alert: beat, series: rates([100], BEAT), fires: [failing(BEAT)] },
    { name: 'a third of the check-ins is lost', alert: beat, series: rates([33], BEAT), fires: [] },
    { name: 'the default receiver fails', alert: beat, series: { ...rates([100]), ...rates([0], BEAT) }, fires: [] },
    ...quiet(
      'a single check-in a minute lost',
      [all, mostly, beat],
      counts(BEAT, at(...every(1, 1)), at(30)),
      [31, 34, 35, 36, 40, 41, 45],
    ),
    { name: 'no check-in arrives', alert: all, series: rates([100], BEAT), fires: [] },
  ]);
});

describe('alerts on delivery of several instances', () => {
  const one = 'AlertmanagerFailedToSendAlerts';
  testRules(deliveryOf({ replicas: 3 }), [
    ...allFail,
    {
      name: 'one of two instances fails',
      alert: one,
      series: rates([2, 0]),
      fires: [{ ...CLUSTER, ...SLACK, instance: '0' }],
    },
    { name: 'one in 200 fails', alert: one, series: rates([0.5]), fires: [] },
  ]);
  testRulesOfHeartbeat(one);
});

function testRulesOfHeartbeat(one: string) {
  describe('that send a heartbeat', () => {
    const rules = deliveryOf({ replicas: 3, heartbeatReceiver: 'heartbeat' }).map(({ name, alerts }) => ({
      name,
      alerts: alerts.filter(({ alert }) => alert === one),
    }));
    testRules(rules, [
      {
        name: 'a receiver of people fails, too',
        alert: one,
        series: { ...rates([2, 0]), ...rates([100], BEAT) },
        fires: [{ ...CLUSTER, ...SLACK, instance: '0' }],
      },
      { name: 'check-ins fail', alert: one, series: rates([100], BEAT), fires: [] },
    ]);
  });
}

describe('alerts on delivery with integrations that nobody relies on', () => {
  const webhook = { integration: 'webhook', receiver_name: 'team' };
  testRules(deliveryOf({ criticalIntegrations: 'slack|pagerduty' }), [
    {
      name: 'one of each kind fails',
      alert: all,
      series: { ...rates([50]), ...rates([50], webhook) },
      fires: [
        { ...CLUSTER, ...SLACK, severity: 'critical' },
        { ...CLUSTER, ...webhook, severity: 'warning' },
      ],
    },
    { name: 'none fails', alert: all, series: { ...rates([0]), ...rates([0], webhook) }, fires: [] },
  ]);
});

describe('names of receivers', () => {
  const odd = 'a "b" \\ $& {{ c }} é';
  const named = (receiver_name: string) => ({
    integration: 'webhook',
    receiver_name: JSON.stringify(receiver_name).slice(1, -1),
  });
  testRules(deliveryOf({ defaultReceiver: odd, heartbeatReceiver: `${odd}2` }), [
    { name: 'odd', alert: mostly, series: rates([100], named(odd)), fires: [failing(named(odd))] },
    { name: 'another', alert: mostly, series: rates([100], named(`${odd}3`)), fires: [] },
    { name: 'odd', alert: beat, series: rates([100], named(`${odd}2`)), fires: [failing(named(`${odd}2`))] },
    { name: 'another', alert: beat, series: rates([100], named(odd)), fires: [] },
    { name: 'odd', alert: all, series: rates([100], named(odd)), fires: [{ ...CLUSTER, ...named(odd) }] },
    { name: 'the heartbeat', alert: all, series: rates([100], named(`${odd}2`)), fires: [] },
  ]);
});

describe('stops_heartbeat', () => {
  it('is on the alerts that say that the default receiver gets nothing', () => {
    const labelled = (options: AlertmanagerRulesOptions) =>
      alertmanagerRules(options)
        .flatMap(({ alerts = [] }) => alerts)
        .filter(({ labels }) => labels?.stops_heartbeat === 'true')
        .map(({ alert, severity }) => `${alert} ${severity}`);
    const expected = ['AlertmanagerCredentialMissing critical', 'AlertmanagerDefaultReceiverFailing critical'];
    expect(labelled(NAMES)).toEqual(expected);
    expect(labelled({ ...NAMES, replicas: 3 })).toEqual(expected);
    expect(labelled({ ...NAMES, criticalIntegrations: 'slack' })).toEqual(expected);
    expect(labelled({})).toEqual(expected.slice(0, 1));
  });
});
