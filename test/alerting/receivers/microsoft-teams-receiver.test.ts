import { MicrosoftTeamsApi, MicrosoftTeamsReceiver } from '../../../lib/alerting/receivers/microsoft-teams-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, textOf } from './judge';
import { ONE_RESOLVED, render } from './render';

const webhookUrl = { name: 'teams', key: 'url' };
const teams = new MicrosoftTeamsReceiver('teams', { webhookUrl });
const workflow = new MicrosoftTeamsReceiver('teams', { webhookUrl, title: 'headline', text: 'body' });
const connector = new MicrosoftTeamsReceiver('teams', {
  webhookUrl,
  title: 'headline',
  text: 'body',
  api: MicrosoftTeamsApi.CONNECTORS,
});

it('sends to a workflow, or to a connector where that is wanted', () => {
  expect(toYaml([workflow.bind().config, connector.bind().config])).toMatchInlineSnapshot(`
"- name: teams
  msteamsv2_configs:
    - send_resolved: true
      webhook_url_file: /etc/alertmanager/secrets/teams/url
      title: headline
      text: body
- name: teams
  msteams_configs:
    - send_resolved: true
      webhook_url_file: /etc/alertmanager/secrets/teams/url
      title: headline
      summary: headline
      text: body
"
`);
  expect(problemsOf(teams)).toEqual([]);
});

itWithTool('amtool', 'writes a message that reads well', (amtool) => {
  expect(render(amtool, textOf(teams, 'text'), ONE_RESOLVED)).toMatchInlineSnapshot(`
"**Container cart of shop/cart-0 keeps crashing**

It restarted 5 times in 10 minutes & waits in CrashLoopBackOff.

container=cart, pod=cart-0

[Runbook](https://runbooks.example.com/KubePodCrashLooping) · [Graph](https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&g0.tab=1) · [Silence](https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22cart%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22cart-0%22%2C%20severity%3D%22critical%22%7D)

Resolved: Container pay of shop/pay-1 keeps crashing

container=pay, pod=pay-1

cluster=prod, job=kube-state-metrics, namespace=shop

"
`);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect([teams, workflow, connector].map((each) => refusal(amtool, each))).toEqual(['', '', '']);
});
