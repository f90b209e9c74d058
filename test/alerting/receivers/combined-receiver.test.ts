import { CombinedReceiver } from '../../../lib/alerting/receivers/combined-receiver';
import { DiscordReceiver } from '../../../lib/alerting/receivers/discord-receiver';
import { NullReceiver } from '../../../lib/alerting/receivers/null-receiver';
import { WebhookReceiver } from '../../../lib/alerting/receivers/webhook-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal } from './judge';

const webhook = (name: string) => new WebhookReceiver(name, { url: { name, key: 'url' } });
const discord = new DiscordReceiver('discord', {
  webhookUrl: { name: 'discord', key: 'url' },
  title: 't',
  message: 'm',
});
const combined = new CombinedReceiver('oncall', [webhook('a'), discord, webhook('b')]);

it('puts the integrations of all under one name', () => {
  expect(toYaml(combined.bind().config)).toMatchInlineSnapshot(`
"name: oncall
webhook_configs:
  - send_resolved: true
    url_file: /etc/alertmanager/secrets/a/url
  - send_resolved: true
    url_file: /etc/alertmanager/secrets/b/url
discord_configs:
  - send_resolved: true
    webhook_url_file: /etc/alertmanager/secrets/discord/url
    title: t
    message: m
"
`);
  expect(combined.bind().credentials.map(({ secret }) => secret.name)).toEqual(['a', 'discord', 'b']);
});

it('refuses to combine nothing, and hands on what is wrong with its parts', () => {
  expect(problemsOf(new CombinedReceiver('oncall', []))).toEqual([
    "receiver 'oncall': it combines no receivers; give it at least one",
  ]);
  const bad = new WebhookReceiver('hook', { url: { name: 'a', key: 'b' }, maxAlerts: -1 });
  expect(problemsOf(new CombinedReceiver('oncall', [discord, bad]))).toEqual([
    "receiver 'oncall': receiver 'hook': 'maxAlerts' is -1; use a whole number of 0 or more",
  ]);
});

it('is nothing but a name where there is nothing to send', () => {
  expect(new NullReceiver().bind().config).toEqual({ name: 'null' });
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, combined)).toBe('');
  expect(refusal(amtool, new NullReceiver())).toBe('');
});
