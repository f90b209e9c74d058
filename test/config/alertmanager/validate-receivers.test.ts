import { GLOBAL_SECRETS, INTEGRATION_SECRETS } from '../../../lib/config/alertmanager/integrations';
import type { IntegrationConfig, ReceiverConfig } from '../../../lib/config/alertmanager/model';
import { validateAlertmanagerConfig } from '../../../lib/config/alertmanager/validate';
import { itWithTool } from '../../tools/tool';
import { configWith, verdicts } from './judge';
import { itAccepts, itRefuses, type Refusal } from './refusals';

const receiver = (integrations: Omit<ReceiverConfig, 'name'>) => ({
  receivers: [{ name: 'default', ...integrations }],
});
const webhook = (integration: IntegrationConfig) => receiver({ webhook_configs: [integration] });
const literal = (place: string, field: string, instead: string) =>
  `${place}: '${field}' holds a literal credential; use '${instead}', the path of a mounted Secret`;
const inWebhook = "receiver 'default': webhook_configs 1";

/** One integration with a literal credential a row; the settings beside it are what Alertmanager needs to load it. */
const secret = (kind: `${string}_configs`, field: string, others: IntegrationConfig = {}): Refusal => [
  `a literal ${field} in ${kind}`,
  receiver({ [kind]: [{ [field]: field.endsWith('url') ? 'https://example.com/s3cret' : 's3cret', ...others }] }),
  [literal(`receiver 'default': ${kind} 1`, field, `${field}_file`)],
  'amtool takes it',
];
const http = (field: string, http_config: object, instead: string): Refusal => [
  `a literal ${field}`,
  webhook({ url: 'https://example.com', http_config }),
  [literal(inWebhook, `http_config.${field}`, instead)],
  'amtool takes it',
];

const MAIL = { to: 'a@example.com', from: 'b@example.com', smarthost: 'mail.example.com:587' };

describe('receivers', () => {
  itRefuses([
    secret('slack_configs', 'api_url'),
    secret('slack_configs', 'app_token'),
    secret('discord_configs', 'webhook_url'),
    secret('msteams_configs', 'webhook_url'),
    secret('msteamsv2_configs', 'webhook_url'),
    secret('mattermost_configs', 'webhook_url'),
    secret('email_configs', 'auth_password', MAIL),
    secret('email_configs', 'auth_secret', MAIL),
    secret('pagerduty_configs', 'routing_key'),
    secret('pagerduty_configs', 'service_key'),
    secret('opsgenie_configs', 'api_key'),
    secret('victorops_configs', 'api_key', { routing_key: 'team' }),
    secret('telegram_configs', 'bot_token', { chat_id: 1 }),
    secret('pushover_configs', 'token', { user_key_file: '/u' }),
    secret('pushover_configs', 'user_key', { token_file: '/t' }),
    secret('rocketchat_configs', 'token', { token_id_file: '/i' }),
    secret('rocketchat_configs', 'token_id', { token_file: '/t' }),
    secret('wechat_configs', 'api_secret', { corp_id: 'c' }),
    secret('incidentio_configs', 'alert_source_token', { url: 'https://example.com' }),
    http('basic_auth.password', { basic_auth: { username: 'u', password: 'p' } }, 'password_file'),
    http('authorization.credentials', { authorization: { credentials: 'c' } }, 'credentials_file'),
    http('bearer_token', { bearer_token: 'b' }, 'bearer_token_file'),
    http(
      'oauth2.client_secret',
      { oauth2: { client_id: 'i', client_secret: 's', token_url: 'https://example.com' } },
      'client_secret_file',
    ),
    http('tls_config.key', { tls_config: { cert: 'c', key: 'k' } }, 'key_file'),
    http(
      'oauth2.tls_config.key',
      {
        oauth2: {
          client_id: 'i',
          client_secret_file: '/s',
          token_url: 'https://example.com',
          tls_config: { cert: 'c', key: 'k' },
        },
      },
      'key_file',
    ),
    [
      'a secret HTTP header',
      webhook({ url: 'https://example.com', http_config: { http_headers: { 'X-Key': { secrets: ['s'] } } } }),
      [
        `${inWebhook}: 'http_config.http_headers.X-Key.secrets' holds a literal credential; use 'files', a list of paths of mounted Secrets`,
      ],
      'amtool takes it',
    ],
    [
      'a literal key of AWS',
      receiver({ sns_configs: [{ topic_arn: 'a', sigv4: { region: 'r', access_key: 'k', secret_key: 's' } }] }),
      [
        "receiver 'default': sns_configs 1: 'sigv4.secret_key' holds a literal credential; use the pod's own role or a 'profile'",
      ],
      'amtool takes it',
    ],
    [
      'a user and a password in URLs, also deep inside',
      webhook({ url: 'https://u:p@example.com/x', http_config: { proxy_url: 'http://token@proxy:3128' } }),
      [
        `${inWebhook}: 'url' holds a user or a password in its URL; leave them out of the URL, and use 'http_config' with files, or 'url_file' where there is one`,
        `${inWebhook}: 'http_config.proxy_url' holds a user or a password in its URL; leave them out of the URL, and use 'http_config' with files, or 'url_file' where there is one`,
      ],
      'amtool takes it',
    ],
    [
      'credentials in the global section',
      {
        global: {
          slack_api_url: 'https://example.com/s3cret',
          smtp_auth_password: 'p',
          smtp_tls_config: { cert: 'c', key: 'k' },
          http_config: { basic_auth: { username: 'u', password: 'p' } },
        },
      },
      [
        literal('global', 'slack_api_url', 'slack_api_url_file'),
        literal('global', 'smtp_auth_password', 'smtp_auth_password_file'),
        literal('global', 'smtp_tls_config.key', 'key_file'),
        literal('global', 'http_config.basic_auth.password', 'password_file'),
      ],
      'amtool takes it',
    ],
    [
      'integrations that Alertmanager does not know',
      receiver({ slak_configs: [{ channel: '#a' }] }),
      [
        `receiver 'default': 'slak_configs' is no kind of integration; use one of ${[...INTEGRATION_SECRETS.keys()].map((kind) => `'${kind}'`).join(', ')}`,
      ],
      'amtool refuses',
    ],
    [
      'a receiver whose integrations are missing',
      receiver({ slack_configs: [] }),
      [
        "receiver 'default': 'slack_configs' is empty; fill it; leave it out only in a receiver that is meant to drop its alerts",
      ],
      'amtool takes it',
    ],
    [
      'a receiver without a name',
      { route: { receiver: '' }, receivers: [{ name: '' }] },
      ["receiver '': has no name; name it, such as 'default'"],
      'amtool refuses',
    ],
  ]);

  itAccepts([
    [
      'credentials in files',
      receiver({
        slack_configs: [{ api_url_file: '/s/url', channel: '#a' }],
        email_configs: [{ ...MAIL, auth_password_file: '/m/p' }],
      }),
    ],
    ['a plain URL, and addresses with an at sign elsewhere', webhook({ url: 'https://example.com/@team?to=a@b' })],
    [
      'settings that only look like credentials in another place',
      receiver({
        opsgenie_configs: [
          { api_url: 'https://api.eu.opsgenie.com/', api_key_file: '/k', details: { token: 'x', key: 'y' } },
        ],
        telegram_configs: [{ bot_token_file: '/t', chat_id: 1, api_url: 'https://api.telegram.org' }],
      }),
    ],
    [
      'credentials of the HTTP settings in files',
      webhook({
        url_file: '/w/url',
        http_config: {
          basic_auth: { username: 'u', password_file: '/p' },
          tls_config: { cert_file: '/c', key_file: '/k' },
        },
      }),
    ],
    ['a receiver that is meant to drop its alerts', receiver({})],
  ]);

  it('never repeats a credential in a message', () => {
    const config = configWith({
      global: Object.fromEntries(GLOBAL_SECRETS.map((field) => [field, 's3cret'])),
      ...receiver(
        Object.fromEntries(
          [...INTEGRATION_SECRETS].map(([kind, fields]) => [
            kind,
            [
              {
                ...Object.fromEntries(fields.map((field) => [field, 's3cret'])),
                url: 'https://u:s3cret@example.com',
                http_config: { authorization: { credentials: 's3cret' }, http_headers: { a: { secrets: ['s3cret'] } } },
              },
            ],
          ]),
        ),
      ),
    });
    const problems = validateAlertmanagerConfig(config);
    expect(problems.length).toBeGreaterThan(60);
    expect(problems.filter((problem) => JSON.stringify(problem).includes('s3cret'))).toEqual([]);
  });

  itWithTool('amtool', 'names only fields and kinds that Alertmanager has', async (amtool) => {
    // a field of the wrong type is told from one that is unknown
    const globals = GLOBAL_SECRETS.flatMap((field) => [field, `${field}_file`]).map((field) => ({
      global: { [field]: [] },
    }));
    const fields = [...INTEGRATION_SECRETS].flatMap(([kind, secrets]) =>
      [...secrets, ...secrets.map((field) => `${field}_file`), 'http_config'].map((field) => ({ kind, field })),
    );
    const integrations = fields
      .filter(({ kind, field }) => kind !== 'email_configs' || field !== 'http_config')
      .map(({ kind, field }) => receiver({ [kind]: [{ [field]: ['x'] }] }));
    const said = await verdicts(amtool, [...globals, ...integrations].map(configWith));
    expect(said.filter((verdict) => verdict === '' || verdict.includes('not found in type'))).toEqual([]);
  });
});
