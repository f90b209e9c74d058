import { OpsgenieReceiver, type OpsgenieReceiverProps } from '../../../lib/alerting/receivers/opsgenie-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, textOf } from './judge';
import { ALL_RESOLVED, render, TWO_FIRING } from './render';

const apiKey = { name: 'opsgenie', key: 'key' };
const opsgenie = (props: Partial<OpsgenieReceiverProps> = {}) => new OpsgenieReceiver('opsgenie', { apiKey, ...props });

it('writes what is given', () => {
  const receiver = opsgenie({
    apiUrl: 'https://api.eu.opsgenie.com/',
    message: 'm',
    description: 'd',
    source: 's',
    priority: 'P2',
    details: { team: 'a' },
    responders: [{ type: 'team', name: 'ops' }],
    tags: 'a,b',
    note: 'n',
    entity: 'e',
    actions: 'x',
    updateAlerts: true,
  });
  expect(toYaml(receiver.bind().config)).toMatchInlineSnapshot(`
"name: opsgenie
opsgenie_configs:
  - send_resolved: true
    api_key_file: /etc/alertmanager/secrets/opsgenie/key
    api_url: https://api.eu.opsgenie.com/
    message: m
    description: d
    source: s
    priority: P2
    details:
      team: a
    responders:
      - type: team
        name: ops
    tags: a,b
    note: 'n'
    entity: e
    actions: x
    update_alerts: true
"
`);
  expect([...problemsOf(receiver), ...problemsOf(opsgenie())]).toEqual([]);
});

it.each<[string, Partial<OpsgenieReceiverProps>, string]>([
  ['a priority that is none', { priority: 'high' }, "'priority' is 'high'; use 'P1' to 'P5'"],
  [
    'a responder of no known type',
    { responders: [{ type: 'group', name: 'a' }] },
    "'responders.0.type' is 'group'; use one of team, teams, user, escalation, schedule",
  ],
  [
    'a responder without a name',
    { responders: [{ type: 'user' }] },
    "'responders.0' names nobody; set its 'id', 'name' or 'username'",
  ],
  [
    'a server that is no URL',
    { apiUrl: 'api.opsgenie.com' },
    "'apiUrl' is 'api.opsgenie.com', which is no URL; use a URL such as 'https://example.com/path'",
  ],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(opsgenie(props))).toEqual([`receiver 'opsgenie': ${problem}`]);
});

itWithTool('amtool', 'takes over the severity as the priority', (amtool) => {
  const priority = (severity: string) =>
    render(amtool, textOf(opsgenie(), 'priority'), [{ status: 'firing', labels: { severity }, annotations: {} }]);
  expect(['critical', 'warning', 'info', 'page'].map(priority)).toEqual(['P1', 'P3', 'P5', 'P3']);
});

itWithTool('amtool', 'writes a message within 130 characters, and a description that reads well', (amtool) => {
  expect(render(amtool, textOf(opsgenie(), 'message'), TWO_FIRING)).toBe(
    '[FIRING:2] KubePodCrashLooping (critical) in prod/shop',
  );
  expect(render(amtool, textOf(opsgenie(), 'description'), ALL_RESOLVED)).toMatchInlineSnapshot(`
"Resolved: Container cart of shop/cart-0 keeps crashing
container=cart, pod=cart-0
Resolved: Container pay of shop/pay-1 keeps crashing
container=pay, pod=pay-1
cluster=prod, job=kube-state-metrics, namespace=shop
"
`);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, opsgenie())).toBe('');
  expect(
    refusal(
      amtool,
      opsgenie({ responders: [{ type: 'teams', name: 'a,b' }], updateAlerts: true, details: { a: 'b' } }),
    ),
  ).toBe('');
});
