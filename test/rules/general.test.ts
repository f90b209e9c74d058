import { generalRules, watchdogRules } from '../../lib/rules/general';
import { type RuleCase, testRules } from './rule-test';

const SELF = 'up{job="prometheus", instance="a:9090", cluster="c1"}';
const info = 'ALERTS{alertname="CPUThrottlingHigh", alertstate="firing", severity="info", namespace="shop"}';

const watchdog: RuleCase[] = [
  { name: 'samples are stored', alert: 'Watchdog', series: { [SELF]: '1x30' }, fires: [{ cluster: 'c1' }] },
  {
    name: 'stored without a cluster label',
    alert: 'Watchdog',
    series: { 'up{job="prometheus"}': '0x30' },
    fires: [{}],
  },
  { name: 'no sample stored for 6 minutes', alert: 'Watchdog', series: { [SELF]: '1x24' }, fires: [] },
];

const instanceDown: RuleCase[] = [
  {
    name: 'down for a minute',
    alert: 'InstanceDown',
    series: { 'up{job="web", instance="b:80"}': '1x9 0x20' },
    at: '11m',
    fires: [{ job: 'web', instance: 'b:80' }],
  },
  { name: 'up', alert: 'InstanceDown', series: { 'up{job="web", instance="b:80"}': '1x30' }, fires: [] },
  {
    name: 'down just now',
    alert: 'InstanceDown',
    series: { 'up{job="web", instance="b:80"}': '1x9 0x20' },
    at: '10m',
    fires: [],
  },
];

const worse = 'ALERTS{alertname="KubePodCrashLooping", alertstate="firing", severity="warning", namespace="shop"}';

describe('generalRules', () => {
  testRules(generalRules(), [
    ...watchdog,
    ...instanceDown,
    { name: 'info alone', alert: 'InfoInhibitor', series: { [info]: '1x30' }, fires: [{ namespace: 'shop' }] },
    {
      name: 'two info alerts that differ by name alone',
      alert: 'InfoInhibitor',
      series: { [info]: '1x30', [info.replace('CPUThrottlingHigh', 'KubeQuotaAlmostFull')]: '1x30' },
      fires: [{ namespace: 'shop' }],
    },
    {
      name: 'something worse in another namespace',
      alert: 'InfoInhibitor',
      series: { [info]: '1x30', [worse.replace('shop', 'bank')]: '1x30' },
      fires: [{ namespace: 'shop' }],
    },
    { name: 'something worse', alert: 'InfoInhibitor', series: { [info]: '1x30', [worse]: '1x30' }, fires: [] },
    {
      name: 'something worse is only pending',
      alert: 'InfoInhibitor',
      series: { [info]: '1x30', [worse.replace('firing', 'pending')]: '1x30' },
      fires: [{ namespace: 'shop' }],
    },
    {
      name: 'one of five down',
      alert: 'TargetDown',
      series: {
        'up{job="web", namespace="shop", instance="a"}': '0x30',
        'up{job="web", namespace="shop", instance="b"}': '1x30',
        'up{job="web", namespace="shop", instance="c"}': '1x30',
        'up{job="web", namespace="shop", instance="d"}': '1x30',
        'up{job="db", namespace="shop", instance="d"}': '1x30',
      },
      fires: [{ job: 'web', namespace: 'shop' }],
    },
    {
      name: 'one that flaps',
      alert: 'TargetDown',
      series: { 'up{job="web", instance="a"}': '1 0 1 1 1 0 1 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1' },
      fires: [{ job: 'web' }],
    },
    {
      name: 'an outage that is over',
      alert: 'TargetDown',
      series: { 'up{job="web", instance="a"}': '0x12 1x10' },
      at: '13m',
      fires: [],
    },
    {
      name: 'an outage that is about to be over',
      alert: 'TargetDown',
      series: { 'up{job="web", instance="a"}': '0x12 1x10' },
      at: '12m',
      fires: [{ job: 'web' }],
    },
    {
      name: 'a tenth of the scrapes fails',
      alert: 'TargetDown',
      series: {
        'up{job="web", instance="a"}': '1x30',
        'up{job="web", instance="b"}': '1 0 1 1 1 1 1 0 1 1 1 1 1 0 1x20',
      },
      fires: [],
    },
  ]);
});

describe('watchdogRules', () => {
  testRules(watchdogRules(), watchdog);

  it('are the part of generalRules that can be left out there', () => {
    const rest = generalRules({ watchdog: false }).flatMap(({ alerts = [] }) => alerts);
    const alone = watchdogRules().flatMap(({ alerts = [] }) => alerts);
    expect([...alone, ...rest]).toEqual(generalRules().flatMap(({ alerts = [] }) => alerts));
  });
});

describe('generalRules of shards', () => {
  testRules(generalRules({ sharded: true }), [
    ...watchdog,
    ...instanceDown,
    {
      name: 'two info alerts that differ by name alone',
      alert: 'InfoInhibitor',
      series: { [info]: '1x30', [info.replace('CPUThrottlingHigh', 'KubeQuotaAlmostFull')]: '1x30' },
      fires: [
        { namespace: 'shop', info_alert: 'CPUThrottlingHigh' },
        { namespace: 'shop', info_alert: 'KubeQuotaAlmostFull' },
      ],
    },
    { name: 'no info alert', alert: 'InfoInhibitor', series: { [worse]: '1x30' }, fires: [] },
  ]);
});
