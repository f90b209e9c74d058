import { App, Chart } from 'cdk8s';
import { AlertRouting, type AlertRoutingProps } from '../../lib/alerting/alert-routing';
import { EmailReceiver } from '../../lib/alerting/receivers/email-receiver';
import { NullReceiver } from '../../lib/alerting/receivers/null-receiver';
import type { IReceiver } from '../../lib/alerting/receivers/receiver';
import { SlackReceiver } from '../../lib/alerting/receivers/slack-receiver';
import { heartbeat, refusalOf, routingOf, slack, webhook } from './routing-app';

const refused = (props: Partial<AlertRoutingProps>) => refusalOf(() => routingOf(props));
const apiUrl = { name: 'slack', key: 'url' };
const nothing = undefined as unknown as IReceiver;
const snitch = "new DeadMansSnitchReceiver('heartbeat', { … })";

describe('the constructor refuses', () => {
  it.each<[string, Partial<AlertRoutingProps>, string]>([
    [
      'no heartbeat',
      { heartbeat: nothing },
      `'heartbeat' is not set: nobody would learn when alerting itself is down; give a receiver, such as ${snitch}`,
    ],
    [
      'a heartbeat into nothing',
      { heartbeat: new NullReceiver() },
      `'heartbeat' is 'null', which sends nothing; use something outside that speaks up when messages stop, such as ${snitch}`,
    ],
    [
      'a heartbeat to people',
      { heartbeat: slack },
      "'heartbeat' and 'defaultReceiver' are both 'slack', so Watchdog would be sent to people; give 'heartbeat' a receiver of its own",
    ],
    [
      'no default receiver',
      { defaultReceiver: nothing },
      "'defaultReceiver' is not set; give a receiver, such as new SlackReceiver('slack', { … })",
    ],
    [
      'a receiver by its name',
      { routes: [{ matchers: ['a="b"'], receiver: 'slack' as unknown as IReceiver }] },
      "'routes[0].receiver' is 'slack', which is no receiver; give one, such as new SlackReceiver('slack', { … })",
    ],
    [
      'two receivers of one name',
      { routes: [{ matchers: ['a="b"'], receiver: webhook('slack') }] },
      "two receivers with different settings are named 'slack'; give one of them another name",
    ],
    [
      'a receiver with the name of the one that drops',
      { routes: [{ matchers: ['a="b"'], receiver: webhook('null') }] },
      "two receivers with different settings are named 'null'; give one of them another name",
    ],
    [
      'a duration that is none',
      { groupWait: '5 minutes' },
      "'groupWait' is '5 minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a repetition that comes too late',
      { repeatInterval: '1m' },
      "'repeatInterval' (1m) is below 'groupInterval' (5m); set 'repeatInterval' to '5m' or more, or 'groupInterval' to '1m' or less",
    ],
    [
      'a timeout that is none',
      { resolveTimeout: 'x' },
      "'resolveTimeout' is 'x', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    ['a heartbeat without pause', { heartbeatInterval: '1s' }, "'heartbeatInterval' is '1s'; use '2s' or more"],
    [
      'labels in one text',
      { groupBy: ['alertname, job'] },
      `'groupBy' has "alertname, job", which is no name of a label; give each label an entry of its own, such as 'alertname'`,
    ],
    [
      'all labels and one',
      { groupBy: ['...', 'job'] },
      "'groupBy' has '...' beside other entries (..., job); use '...' alone, which groups by all labels, or only names of labels",
    ],
    [
      'a bad matcher',
      { routes: [{ matchers: ['a == b'] }] },
      `route 1 (a == b): 'matchers': "a == b" is no matcher; write one '=', as in 'team="payments"'`,
    ],
    [
      'a bad regex',
      { routes: [{ matchers: ['a=~"("'] }] },
      `route 1 (a=~"("): 'matchers': "a=~\\"(\\"" is no RE2 expression: missing closing ): \`(\`; write RE2, as in 'namespace=~"prod-.*|staging"'; it has no look-around and no back-references`,
    ],
    [
      'a bad duration of a route',
      { routes: [{ matchers: ['a="b"'] }, { matchers: ['a="c"'], groupInterval: '0s' }] },
      `route 2 (a="c"): 'groupInterval' is '0s'; use '1ms' or more`,
    ],
    [
      'a bad time',
      {
        routes: [
          {
            matchers: ['a="b"'],
            muteTimeIntervals: [{ name: 'n', timeIntervals: [{ times: [{ startTime: '9:00', endTime: '10:00' }] }] }],
          },
        ],
      },
      "time interval 'n': range 1: 'startTime' is '9:00'; use a time from '00:00' to '24:00', such as '09:00'",
    ],
    [
      'a bad time zone',
      {
        routes: [
          {
            matchers: ['a="b"'],
            activeTimeIntervals: [{ name: 'n', timeIntervals: [{ weekdays: ['monday'], location: 'Berlin' }] }],
          },
        ],
      },
      "time interval 'n': range 1: 'location' is 'Berlin', which is no time zone; use a name of the IANA database, such as 'Europe/Berlin'",
    ],
    [
      'a rule that silences everything',
      { inhibitRules: [{ sourceMatchers: ['a="b"'], targetMatchers: [] }] },
      `inhibit rule 1: 'targetMatchers' is empty, which takes every alert; narrow it, such as 'severity="critical"', or say that you mean every alert: 'alertname!=""'`,
    ],
    [
      'a literal credential',
      { global: { slack_api_url: 'https://hooks.slack.com/x' } },
      "global: 'slack_api_url' holds a literal credential; use 'slack_api_url_file', the path of a mounted Secret",
    ],
    [
      'a literal credential among raw settings',
      { defaultReceiver: new SlackReceiver('slack', { apiUrl, rawConfig: { app_token: 'xoxb' } }) },
      "receiver 'slack': slack_configs 1: 'app_token' holds a literal credential; use 'app_token_file', the path of a mounted Secret",
    ],
    [
      'a literal credential of the heartbeat',
      { heartbeat: new SlackReceiver('h', { apiUrl, rawConfig: { app_token: 'xoxb' } }) },
      "receiver 'h': slack_configs 1: 'app_token' holds a literal credential; use 'app_token_file', the path of a mounted Secret",
    ],
    [
      'a broken template',
      { defaultReceiver: new SlackReceiver('slack', { apiUrl, title: '{{ .Status }' }) },
      "receiver 'slack': 'title', line 1: '}' has no place in an action; close the action with '}}'",
    ],
    [
      'a template that is not defined',
      { defaultReceiver: new SlackReceiver('slack', { apiUrl, title: '{{ template "x" . }}' }) },
      `receiver 'slack': 'title', line 1: template "x" is not defined; define it in a template file, or name one that is defined`,
    ],
    [
      'a broken template file',
      { templates: { 'a.tmpl': '{{ define "a" }}' } },
      "template file 'a.tmpl', line 1: 'define' is not closed; close it with '{{ end }}'",
    ],
    [
      'a template file of another name',
      { templates: { 'a.txt': '' } },
      "'templates' has a file 'a.txt'; name it with letters, digits, '-', '_', '.' and the ending '.tmpl', such as 'team.tmpl'",
    ],
    [
      'a bad name of the Secret',
      { secretName: 'Alert Config' },
      "'secretName' is 'Alert Config', which is no name of a Secret; use 'a-z', '0-9', '-' and '.', such as 'alertmanager-config'",
    ],
    [
      'a bad namespace',
      { namespace: 'Monitoring' },
      "'namespace' is 'Monitoring', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a bad receiver',
      {
        routes: [{ matchers: ['a="b"'], receiver: new EmailReceiver('mail', { to: 'a', from: 'b', smarthost: 'c' }) }],
      },
      "receiver 'mail': 'smarthost' is 'c'; use host and port, such as 'smtp.example.com:587'",
    ],
  ])('%s', (_, props, problem) => {
    expect(refused(props)).toBe(`alerting/Routing: ${problem}`);
  });

  it('all of it at once', () => {
    const message = refused({
      groupWait: 'x',
      secretName: 'X',
      heartbeat: new NullReceiver(),
      routes: [{ matchers: ['='] }],
    });
    expect(message.split('\n').map((line) => line.split(';')[0])).toEqual([
      "alerting/Routing: 'secretName' is 'X', which is no name of a Secret",
      "alerting/Routing: 'heartbeat' is 'null', which sends nothing",
      "alerting/Routing: 'groupWait' is 'x', which is no duration",
      `alerting/Routing: route 1 (=): 'matchers': "=" is no matcher`,
    ]);
  });

  it('a missing namespace', () => {
    const chart = new Chart(new App(), 'alerting');
    expect(() => new AlertRouting(chart, 'Routing', { defaultReceiver: slack, heartbeat })).toThrow(
      "alerting/Routing: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

it('refuses a bad route that is added later, and forgets it', () => {
  const routing = routingOf();
  expect(() => routing.addRoute({ matchers: ['a == b'] })).toThrow(
    `alerting/Routing: route 1 (a == b): 'matchers': "a == b" is no matcher; write one '=', as in 'team="payments"'`,
  );
  expect(routing.config.route.routes).toHaveLength(2);
});

describe('synth refuses', () => {
  it.each<[string, Partial<AlertRoutingProps>, RegExp]>([
    [
      'a shadowed route',
      {
        routes: [
          { matchers: ['a="b"'], receiver: webhook('x') },
          { matchers: ['a="b"', 'c="d"'], receiver: webhook('y') },
        ],
      },
      /route 2 \(a="b", c="d"\): no alert can reach it, because route 1 \(a="b"\)/,
    ],
    [
      'urgent alerts that end in null',
      { routes: [{ matchers: ['a="b"'], receiver: new NullReceiver() }] },
      /an alert of severity critical or warning can end in 'null'/,
    ],
    [
      'a default receiver that drops',
      { defaultReceiver: new NullReceiver() },
      /the default receiver 'null' drops its alerts/,
    ],
    [
      'other alerts that keep the heartbeat going',
      { routes: [{ matchers: ['a="b"'], receiver: heartbeat }] },
      /other alerts than Watchdog can reach the heartbeat receiver 'heartbeat'/,
    ],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toMatch(message);
  });
});
