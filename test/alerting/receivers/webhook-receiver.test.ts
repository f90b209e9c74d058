import { WebhookReceiver, type WebhookReceiverProps } from '../../../lib/alerting/receivers/webhook-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal } from './judge';

const url = { name: 'alertmanager-webhook', key: 'url' };
const secret = { name: 'webhook', key: 'token' };
const webhook = (props: Partial<WebhookReceiverProps> = {}) => new WebhookReceiver('webhook', { url, ...props });

it('needs a URL alone', () => {
  expect(toYaml(webhook().bind().config)).toMatchInlineSnapshot(`
"name: webhook
webhook_configs:
  - send_resolved: true
    url_file: /etc/alertmanager/secrets/alertmanager-webhook/url
"
`);
  expect(problemsOf(webhook())).toEqual([]);
});

it('proves who it is by a token or a password, from files', () => {
  const yaml = toYaml(
    [
      webhook({ authorization: { credentials: secret } }),
      webhook({ basicAuth: { username: 'am', password: secret } }),
    ].map((each) => each.bind().config.webhook_configs),
  );
  expect(yaml).toMatchInlineSnapshot(`
"- - send_resolved: true
    url_file: /etc/alertmanager/secrets/alertmanager-webhook/url
    http_config:
      authorization:
        type: Bearer
        credentials_file: /etc/alertmanager/secrets/webhook/token
- - send_resolved: true
    url_file: /etc/alertmanager/secrets/alertmanager-webhook/url
    http_config:
      basic_auth:
        username: am
        password_file: /etc/alertmanager/secrets/webhook/token
"
`);
  expect(
    webhook({ authorization: { credentials: secret } })
      .bind()
      .credentials.map((each) => each.secret),
  ).toEqual([url, secret]);
});

it.each<[string, Partial<WebhookReceiverProps>, string]>([
  [
    'no URL',
    { url: undefined },
    "'url' is not set; give the name of a Secret and one of its keys: { name: 'alertmanager', key: 'url' }",
  ],
  [
    'a URL as text',
    { url: 'https://example.com' as unknown as typeof url },
    "'url' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
  ],
  [
    'both ways to log in',
    { authorization: { credentials: secret }, basicAuth: { username: 'a', password: secret } },
    "'authorization' and 'basicAuth' are set together; keep one of them",
  ],
  [
    'a user without a name',
    { basicAuth: { username: '', password: secret } },
    "'basicAuth.username' is empty; set it, such as 'alertmanager'",
  ],
  [
    'basic as a type',
    { authorization: { type: 'Basic', credentials: secret } },
    "'authorization.type' is 'Basic'; use 'basicAuth'",
  ],
  ['half an alert', { maxAlerts: 0.5 }, "'maxAlerts' is 0.5; use a whole number of 0 or more"],
  [
    'a day as timeout',
    { timeout: '1d' },
    "'timeout' is '1d', which is no duration; use hours, minutes and seconds, such as '10s'",
  ],
  ['no time', { timeout: '0s' }, "'timeout' is '0s'; use '1s' or more"],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(webhook(props))).toEqual([`receiver 'webhook': ${problem}`]);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, webhook())).toBe('');
  expect(
    refusal(
      amtool,
      webhook({ authorization: { credentials: secret }, maxAlerts: 5, timeout: '1m30s', sendResolved: false }),
    ),
  ).toBe('');
  expect(
    refusal(
      amtool,
      webhook({ basicAuth: { username: 'a', password: secret }, rawConfig: { payload: { a: '{{ .Status }}' } } }),
    ),
  ).toBe('');
});
