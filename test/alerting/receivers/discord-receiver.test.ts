import { DiscordReceiver } from '../../../lib/alerting/receivers/discord-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, textOf } from './judge';
import { render, TWO_FIRING } from './render';

const webhookUrl = { name: 'discord', key: 'url' };
const discord = new DiscordReceiver('discord', { webhookUrl });
const full = new DiscordReceiver('discord', {
  webhookUrl,
  title: 't',
  message: 'm',
  content: '<@&123>',
  username: 'alerts',
  avatarUrl: 'https://example.com/a.png',
});

it('writes what is given', () => {
  expect(toYaml(full.bind().config)).toMatchInlineSnapshot(`
"name: discord
discord_configs:
  - send_resolved: true
    webhook_url_file: /etc/alertmanager/secrets/discord/url
    title: t
    message: m
    content: <@&123>
    username: alerts
    avatar_url: https://example.com/a.png
"
`);
  expect([...problemsOf(full), ...problemsOf(discord)]).toEqual([]);
});

it('refuses a picture that is no URL', () => {
  expect(problemsOf(new DiscordReceiver('discord', { webhookUrl, avatarUrl: 'a.png' }))).toEqual([
    "receiver 'discord': 'avatarUrl' is 'a.png', which is no URL; use a URL such as 'https://example.com/path'",
  ]);
});

itWithTool('amtool', 'writes a message that reads well', (amtool) => {
  expect(render(amtool, textOf(discord, 'message'), TWO_FIRING)).toMatchInlineSnapshot(`
"**Container cart of shop/cart-0 keeps crashing**
It restarted 5 times in 10 minutes & waits in CrashLoopBackOff.
\`container=cart, pod=cart-0\`

**Container pay of shop/pay-1 keeps crashing**
It restarted 9 times in 10 minutes & waits in CrashLoopBackOff.
\`container=pay, pod=pay-1\`

\`cluster=prod, job=kube-state-metrics, namespace=shop\`
[Runbook](https://runbooks.example.com/KubePodCrashLooping) · [Graph](https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&g0.tab=1) · [Silence](https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22cart%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22cart-0%22%2C%20severity%3D%22critical%22%7D)"
`);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect([refusal(amtool, discord), refusal(amtool, full)]).toEqual(['', '']);
});
