import { pushgatewayRules } from '../../lib/rules/pushgateway';
import { type RuleCase, testRules } from './rule-test';

const GROUP = { job: 'backup', cluster: 'c' };
const pushed = (time: string, failure: string, instance = '') => ({
  [`push_time_seconds{job="backup", cluster="c", instance="${instance}"}`]: time,
  [`push_failure_time_seconds{job="backup", cluster="c", instance="${instance}"}`]: failure,
});

const failing: RuleCase[] = [
  {
    name: 'a push that was refused after one that was taken',
    alert: 'PushgatewayPushFailing',
    series: { ...pushed('100x60', '0x10 700x50'), ...pushed('100x60', '0x60', 'a') },
    fires: [GROUP],
  },
  {
    name: 'a job whose every push was refused',
    alert: 'PushgatewayPushFailing',
    series: pushed('0x60', '100x60', 'a'),
    fires: [{ ...GROUP, instance: 'a' }],
  },
  {
    name: 'a push that was refused before one that was taken',
    alert: 'PushgatewayPushFailing',
    series: pushed('100x12 800x50', '0x10 700x50'),
    fires: [],
  },
];

describe('pushgatewayRules', () => {
  testRules(pushgatewayRules(), failing);
});

describe('pushgatewayRules with a time after which jobs are stale', () => {
  testRules(pushgatewayRules({ jobStaleAfterSeconds: 600 }), [
    ...failing,
    {
      name: 'the last push is 20 minutes old',
      alert: 'PushgatewayJobStale',
      series: { ...pushed('600x60', '0x60'), ...pushed('1300x60', '0x60', 'a') },
      fires: [GROUP],
    },
    { name: 'the last push is new', alert: 'PushgatewayJobStale', series: pushed('1300x60', '0x60'), fires: [] },
    { name: 'no push succeeded yet', alert: 'PushgatewayJobStale', series: pushed('0x60', '60x60'), fires: [] },
  ]);
});

it('reads all groups, or those that are chosen', () => {
  const expr = (selector?: string) => pushgatewayRules({ selector })[0]?.alerts?.[0]?.expr;
  expect(expr()).toBe('push_failure_time_seconds > push_time_seconds');
  expect(expr('job=~"backup.*"')).toBe(
    'push_failure_time_seconds{job=~"backup.*"} > push_time_seconds{job=~"backup.*"}',
  );
});
