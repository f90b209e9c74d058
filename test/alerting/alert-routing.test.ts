import { App, Chart, Testing } from 'cdk8s';
import { AlertRouting } from '../../lib/alerting/alert-routing';
import { CombinedReceiver } from '../../lib/alerting/receivers/combined-receiver';
import { NullReceiver } from '../../lib/alerting/receivers/null-receiver';
import { PagerDutyReceiver } from '../../lib/alerting/receivers/pager-duty-receiver';
import { SlackReceiver } from '../../lib/alerting/receivers/slack-receiver';
import type { Route } from '../../lib/alerting/route';
import { itWithTool } from '../tools/tool';
import { checkConfig } from './amtool';
import { heartbeat, routingOf, slack, webhook } from './routing-app';

const secretOf = (routing: AlertRouting) => Testing.synth(Chart.of(routing))[0];
const decoded = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
const weekend = { name: 'weekend', timeIntervals: [{ weekdays: ['saturday', 'sunday'], location: 'Europe/Berlin' }] };

it('is one Secret, whose name others know', () => {
  const { data, ...secret } = secretOf(routingOf());
  expect(secret).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'alertmanager-config', namespace: 'monitoring' },
    type: 'Opaque',
  });
  expect(Object.keys(data)).toEqual(['alertmanager.yaml']);
});

it('sends Watchdog to the heartbeat, InfoInhibitor nowhere and the rest to the default receiver', () => {
  expect(routingOf().files['alertmanager.yaml']).toMatchInlineSnapshot(`
"global:
  resolve_timeout: 5m
route:
  receiver: slack
  group_by:
    - alertname
    - cluster
    - job
    - namespace
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h
  routes:
    - receiver: heartbeat
      matchers:
        - alertname="Watchdog"
        - severity="none"
      group_wait: 0s
      group_interval: 30s
      repeat_interval: 30s
    - receiver: 'null'
      matchers:
        - alertname="InfoInhibitor"
        - severity="none"
inhibit_rules:
  - source_matchers:
      - severity="critical"
    target_matchers:
      - severity=~"warning|info"
    equal:
      - cluster
      - namespace
      - alertname
  - source_matchers:
      - severity="warning"
    target_matchers:
      - severity="info"
    equal:
      - cluster
      - namespace
      - alertname
  - source_matchers:
      - alertname="InfoInhibitor"
    target_matchers:
      - severity="info"
    equal:
      - cluster
      - namespace
  - source_matchers:
      - alertname="InstanceDown"
    target_matchers:
      - alertname="TargetDown"
    equal:
      - cluster
      - job
      - namespace
  - source_matchers:
      - explains_down="true"
    target_matchers:
      - alertname="InstanceDown"
    equal:
      - cluster
      - job
      - instance
  - source_matchers:
      - stops_heartbeat="true"
    target_matchers:
      - alertname="Watchdog"
      - severity="none"
    equal:
      - cluster
receivers:
  - name: slack
    slack_configs:
      - send_resolved: true
        api_url_file: /etc/alertmanager/secrets/slack/url
        color: good
        title: title
        text: text
        fallback: title
  - name: heartbeat
    webhook_configs:
      - send_resolved: false
        url_file: /etc/alertmanager/secrets/heartbeat/url
        max_alerts: 1
        timeout: 10s
  - name: 'null'
"
`);
});

describe('resolve', () => {
  const team = webhook('team');
  const audit = webhook('audit');
  const routing = routingOf({
    routes: [
      {
        matchers: ['team="shop"'],
        receiver: team,
        routes: [{ matchers: ['severity="info"'], receiver: new NullReceiver() }],
      },
      { matchers: ['namespace=~"prod-.*"'], receiver: audit, continue: true },
    ],
  });
  it.each([
    [{ alertname: 'Watchdog', severity: 'none' }, ['heartbeat']],
    [{ alertname: 'Watchdog', severity: 'critical' }, ['slack']],
    [{ alertname: 'InfoInhibitor', severity: 'none' }, ['null']],
    [{ alertname: 'A', severity: 'critical' }, ['slack']],
    [{ alertname: 'A', severity: 'critical', team: 'shop' }, ['team']],
    [{ alertname: 'A', severity: 'info', team: 'shop' }, ['null']],
    [{ alertname: 'A', namespace: 'prod-a' }, ['audit']],
    [{}, ['slack']],
  ])('says that %j reaches %j', (labels, receivers) => {
    expect(routing.resolve(labels)).toEqual(receivers);
  });
});

it('writes all settings of a route', () => {
  const route: Route = {
    matchers: ['team="shop"', 'severity=~"critical|warning"'],
    receiver: webhook('team'),
    groupBy: ['...'],
    groupWait: '0s',
    groupInterval: '1m',
    repeatInterval: '5m',
    continue: true,
    muteTimeIntervals: [weekend],
    activeTimeIntervals: [
      {
        name: 'days',
        timeIntervals: [
          {
            times: [{ startTime: '08:00', endTime: '24:00' }],
            daysOfMonth: ['1:15', '-1'],
            months: ['1:6'],
            years: ['2030'],
          },
        ],
      },
    ],
    routes: [{ matchers: ['a="b"'] }],
  };
  const { config } = routingOf({ routes: [route] });
  expect(config.route.routes?.[2]).toEqual({
    receiver: 'team',
    matchers: ['team="shop"', 'severity=~"critical|warning"'],
    group_by: ['...'],
    group_wait: '0s',
    group_interval: '1m',
    repeat_interval: '5m',
    continue: true,
    mute_time_intervals: ['weekend'],
    active_time_intervals: ['days'],
    routes: [{ matchers: ['a="b"'] }],
  });
  expect(config.time_intervals).toEqual([
    { name: 'weekend', time_intervals: [{ weekdays: ['saturday', 'sunday'], location: 'Europe/Berlin' }] },
    {
      name: 'days',
      time_intervals: [
        {
          times: [{ start_time: '08:00', end_time: '24:00' }],
          days_of_month: ['1:15', '-1'],
          months: ['1:6'],
          years: ['2030'],
        },
      ],
    },
  ]);
});

it('takes a later route as if it had been given at once', () => {
  const route = { matchers: ['team="shop"'], receiver: webhook('team') };
  const later = routingOf();
  later.addRoute(route);
  const secret = secretOf(later);
  expect(secret).toEqual(secretOf(routingOf({ routes: [route] })));
  expect(decoded(secret.data)).toEqual(later.files);
  expect(later.credentials.map(({ secret: { name } }) => name)).toEqual(['slack', 'heartbeat', 'team']);
});

it('counts the credentials of the default receiver as essential', () => {
  const shared = new SlackReceiver('shared', { apiUrl: { name: 'slack', key: 'url' } });
  const pager = new PagerDutyReceiver('pager', { routingKey: { name: 'pagerduty', key: 'key' } });
  const { credentials } = routingOf({
    defaultReceiver: new CombinedReceiver('oncall', [slack, pager]),
    routes: [
      { matchers: ['team="shop"'], receiver: webhook('team') },
      { matchers: ['team="bank"'], receiver: shared },
    ],
  });
  expect(credentials.map(({ secret: { name }, essential }) => [name, essential])).toEqual([
    ['slack', true],
    ['pagerduty', true],
    ['heartbeat', false],
    ['team', false],
    ['slack', true],
  ]);
});

it('counts a credential as essential without which nobody learns that it is missing', () => {
  const pager = new PagerDutyReceiver('pager', { routingKey: { name: 'pagerduty', key: 'key' } });
  const critical = { matchers: ['severity="critical"'], receiver: pager };
  const essential = (...routes: Route[]) =>
    routingOf({ routes })
      .credentials.filter((each) => each.essential)
      .map(({ secret: { name } }) => name);
  expect(essential(critical)).toEqual(['slack', 'pagerduty']);
  expect(essential({ ...critical, continue: true }, { matchers: ['severity="critical"'], receiver: slack })).toEqual([
    'slack',
  ]);
  const ofAlertmanager = { matchers: ['alertname="AlertmanagerCredentialMissing"'], receiver: webhook('admins') };
  expect(essential(ofAlertmanager, critical)).toEqual(['slack', 'admins']);
});

it('writes a receiver once, however often it is used', () => {
  const team = webhook('team');
  const { config, credentials, egress } = routingOf({
    routes: [
      { matchers: ['a="1"'], receiver: team },
      { matchers: ['a="2"'], receiver: team },
    ],
  });
  expect(config.receivers.map(({ name }) => name)).toEqual(['slack', 'heartbeat', 'null', 'team']);
  expect(credentials).toHaveLength(3);
  expect(egress).toEqual([{ port: 443 }]);
});

it('has template files beside the configuration, for the texts of receivers', () => {
  const templates = { 'team.tmpl': '{{ define "team.title" }}{{ .Status }}{{ end }}' };
  const pager = new PagerDutyReceiver('pager', {
    routingKey: { name: 'pagerduty', key: 'key' },
    description: '{{ template "team.title" . }}',
  });
  const routing = routingOf({ defaultReceiver: pager, templates });
  expect(routing.config.templates).toEqual(['/etc/alertmanager/config/team.tmpl']);
  expect(decoded(secretOf(routing).data)['team.tmpl']).toBe(templates['team.tmpl']);
});

it('lets global settings through, and other rules of inhibition in place of its own but for the heartbeat', () => {
  const { config } = routingOf({
    global: { http_config: { follow_redirects: false } },
    resolveTimeout: '1m',
    defaultInhibitRules: false,
    inhibitRules: [
      { sourceMatchers: ['alertname="NodeDown"'], targetMatchers: ['alertname="PodDown"'], equal: ['node'] },
    ],
  });
  expect(config.global).toEqual({ resolve_timeout: '1m', http_config: { follow_redirects: false } });
  expect(config.inhibit_rules).toEqual([
    {
      source_matchers: ['stops_heartbeat="true"'],
      target_matchers: ['alertname="Watchdog"', 'severity="none"'],
      equal: ['cluster'],
    },
    { source_matchers: ['alertname="NodeDown"'], target_matchers: ['alertname="PodDown"'], equal: ['node'] },
  ]);
});

it('can live twice in one chart', () => {
  const chart = new Chart(new App(), 'alerting', { namespace: 'monitoring' });
  new AlertRouting(chart, 'A', { defaultReceiver: slack, heartbeat });
  new AlertRouting(chart, 'B', { defaultReceiver: slack, heartbeat, secretName: 'other', namespace: 'other' });
  expect(Testing.synth(chart).map(({ metadata }) => metadata)).toEqual([
    { name: 'alertmanager-config', namespace: 'monitoring' },
    { name: 'other', namespace: 'other' },
  ]);
});

itWithTool('amtool', 'is taken by Alertmanager with everything in it', (amtool) => {
  const pager = new PagerDutyReceiver('pager', { routingKey: { name: 'pagerduty', key: 'key' } });
  const oncall = new CombinedReceiver('oncall', [slack, pager]);
  const routing = routingOf({
    defaultReceiver: oncall,
    templates: { 'team.tmpl': '{{ define "team.title" }}{{ .Status }}{{ end }}' },
    groupBy: ['...'],
    global: { http_config: { follow_redirects: false } },
    inhibitRules: [{ sourceMatchers: ['a="b"'], targetMatchers: ['a="c"'] }],
    routes: [
      {
        matchers: ['team="shop"'],
        muteTimeIntervals: [weekend],
        routes: [{ matchers: ['x=~"y.*"'], receiver: webhook('hook'), continue: true }],
      },
    ],
  });
  const { status, stdout, stderr } = checkConfig(amtool, routing.files);
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  expect(stdout).toMatch(/ - 7 inhibit rules\n - 4 receivers\n - 1 templates/);
});
