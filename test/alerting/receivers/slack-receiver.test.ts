import { SlackLinks, SlackReceiver, type SlackReceiverProps } from '../../../lib/alerting/receivers/slack-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, settingsOf } from './judge';

const apiUrl = { name: 'alertmanager-slack', key: 'url' };
const slack = (props: SlackReceiverProps = { apiUrl }) => new SlackReceiver('slack', props);

it('needs a webhook alone', () => {
  const receiver = slack();
  const { title, fallback, text, color, ...rest } = settingsOf(receiver);
  expect(rest).toEqual({ send_resolved: true, api_url_file: '/etc/alertmanager/secrets/alertmanager-slack/url' });
  expect([title, text, color].map((value) => typeof value)).toEqual(['string', 'string', 'string']);
  expect(fallback).toBe(title);
  expect(problemsOf(receiver)).toEqual([]);
});

it('writes what is given, the channel quoted', () => {
  const receiver = slack({
    apiUrl,
    channel: '#monitoring',
    title: '{{ .Status }}',
    titleLink: 'https://example.com',
    text: 'text',
    pretext: 'pretext',
    color: '#439FE0',
    username: 'alerts',
    iconEmoji: ':fire:',
    footer: 'footer',
    sendResolved: false,
    proxyUrl: 'http://proxy.example.com:3128',
    rawConfig: { short_fields: true },
  });
  expect(toYaml(receiver.bind().config)).toMatchInlineSnapshot(`
"name: slack
slack_configs:
  - send_resolved: false
    api_url_file: /etc/alertmanager/secrets/alertmanager-slack/url
    channel: '#monitoring'
    username: alerts
    icon_emoji: ':fire:'
    color: '#439FE0'
    pretext: pretext
    title: '{{ .Status }}'
    title_link: https://example.com
    text: text
    fallback: '{{ .Status }}'
    footer: footer
    http_config:
      proxy_url: http://proxy.example.com:3128
    short_fields: true
"
`);
  expect(problemsOf(receiver)).toEqual([]);
});

it('takes a bot token, which needs a channel', () => {
  const appToken = { name: 'slack-app', key: 'token' };
  expect(settingsOf(slack({ appToken, channel: 'C012ABCDEF' }))).toMatchObject({
    app_token_file: '/etc/alertmanager/secrets/slack-app/token',
    channel: 'C012ABCDEF',
  });
  expect(problemsOf(slack({ appToken }))).toEqual([
    "receiver 'slack': 'appToken' is set without 'channel'; use '#alerts', '@user' or an ID such as 'C012ABCDEF'",
  ]);
});

it('says which credentials it reads and what it has to reach', () => {
  const { credentials, egress } = slack({
    apiUrl,
    channel: '#alerts',
    caCertificate: { name: 'proxy', key: 'ca.crt' },
    proxyUrl: 'http://proxy.example.com:3128',
    egressCidrs: ['10.1.2.3/32'],
  }).bind();
  expect(credentials).toEqual([
    { secret: apiUrl, purpose: 'incoming webhook URL of Slack for #alerts, receiver slack' },
    { secret: { name: 'proxy', key: 'ca.crt' }, purpose: 'certificate authority of Slack, receiver slack' },
  ]);
  expect(egress).toEqual([{ port: 3128, cidrs: ['10.1.2.3/32'] }]);
  expect(slack().bind().egress).toEqual([{ port: 443 }]);
  expect(slack({ apiUrl, egressPort: 8443 }).bind().egress).toEqual([{ port: 8443 }]);
});

it('links by buttons instead of text', () => {
  expect(settingsOf(slack({ apiUrl, links: SlackLinks.BUTTONS })).actions).toEqual([
    expect.objectContaining({ type: 'button', text: 'Runbook' }),
    expect.objectContaining({ type: 'button', text: 'Graph' }),
    expect.objectContaining({ type: 'button', text: 'Silence' }),
  ]);
  expect(settingsOf(slack({ apiUrl, links: SlackLinks.NONE })).actions).toBeUndefined();
});

const literal = 'https://hooks.slack.com/services/T0/B0/x' as unknown as typeof apiUrl;
it.each<[string, SlackReceiverProps, string]>([
  ['no credential', {}, "neither 'apiUrl' nor 'appToken' is set; set 'apiUrl' or 'appToken'"],
  [
    'two credentials',
    { apiUrl, appToken: apiUrl, channel: '#a' },
    "'apiUrl' and 'appToken' are set together; keep one of 'apiUrl' or 'appToken'",
  ],
  [
    'a literal',
    { apiUrl: literal },
    "'apiUrl' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
  ],
  [
    'a bare channel',
    { apiUrl, channel: 'alerts' },
    "'channel' is 'alerts'; use '#alerts', '@user' or an ID such as 'C012ABCDEF'",
  ],
  [
    'two icons',
    { apiUrl, iconEmoji: ':x:', iconUrl: 'https://a/b' },
    "'iconEmoji' and 'iconUrl' are set together; keep one of 'iconEmoji' or 'iconUrl'",
  ],
  ['a bare emoji', { apiUrl, iconEmoji: 'fire' }, "'iconEmoji' is 'fire'; write it between colons, such as ':fire:'"],
  [
    'a colour by name',
    { apiUrl, color: 'red' },
    "'color' is 'red'; use 'good', 'warning', 'danger' or a colour such as '#439FE0'",
  ],
  [
    'a plain mention',
    { apiUrl, mentions: { critical: ['@here'] } },
    "'mentions.critical' holds '@here', which mentions nobody; write '<!here>'",
  ],
  [
    'a user by name',
    { apiUrl, mentions: { warning: ['@jane'] } },
    "'mentions.warning' holds '@jane', which mentions nobody; write '<!here>', '<!channel>', '<@U012ABCDEF>' with a member's ID or '<!subteam^S012ABCDEF>' with a user group's",
  ],
  [
    'a plain mention in a text',
    { apiUrl, text: 'hey @channel, {{ .Status }}' },
    "'text' holds '@channel', which Slack shows as mere text; write '<!channel>', or use 'mentions' to choose by severity",
  ],
  [
    'a proxy that is no URL',
    { apiUrl, proxyUrl: 'proxy:3128' },
    "'proxyUrl' is 'proxy:3128'; its scheme must be http or https; use a URL such as 'https://example.com/path'",
  ],
  [
    'exceptions without a proxy',
    { apiUrl, noProxy: 'a' },
    "'noProxy' is set without 'proxyUrl'; set 'proxyUrl', or leave 'noProxy' out",
  ],
  [
    'a bad range',
    { apiUrl, egressCidrs: ['10.0.0.1'] },
    "'egressCidrs' holds '10.0.0.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
  ],
  ['a bad port', { apiUrl, egressPort: 0 }, "'egressPort' is 0; use a whole number from 1 to 65535"],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(slack(props))).toEqual([`receiver 'slack': ${problem}`]);
});

it('checks its templates', () => {
  expect(
    problemsOf(slack({ apiUrl, title: '{{ .Stats }}', rawConfig: { fields: [{ title: '{{ nosuch }}' }] } })),
  ).toEqual([
    "'title', line 1: the data of a message has no field '.Stats'; write '.Status'",
    "'rawConfig.fields.0.title', line 1: function 'nosuch' is not known; use a function of Go's text/template or one that Alertmanager adds",
  ]);
});

it.each(['mail <@U012ABCDEF> or jane@here.example.com', 'ask <!here>', 'someone@channel'])('lets %j pass', (text) => {
  expect(problemsOf(slack({ apiUrl, text }))).toEqual([]);
});

itWithTool('amtool', 'is taken by Alertmanager, with all options', (amtool) => {
  const full = {
    channel: '#a',
    mentions: { critical: ['<!here>'], info: ['<@U012ABCDEF>'] },
    links: SlackLinks.BUTTONS,
  };
  expect(refusal(amtool, slack())).toBe('');
  expect(refusal(amtool, slack({ apiUrl, ...full, caCertificate: apiUrl, proxyUrl: 'http://p:1', noProxy: 'a' }))).toBe(
    '',
  );
  expect(refusal(amtool, slack({ appToken: apiUrl, ...full }))).toBe('');
});
