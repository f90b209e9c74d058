/**
 * The kinds of integrations of Alertmanager 0.34, each with its fields that are secret and have a twin `<field>_file`
 * that names a file to read them from.
 */
export const INTEGRATION_SECRETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['discord_configs', ['webhook_url']],
  ['email_configs', ['auth_password', 'auth_secret']],
  ['incidentio_configs', ['alert_source_token']],
  ['jira_configs', []],
  ['mattermost_configs', ['webhook_url']],
  ['msteams_configs', ['webhook_url']],
  ['msteamsv2_configs', ['webhook_url']],
  ['opsgenie_configs', ['api_key']],
  ['pagerduty_configs', ['routing_key', 'service_key']],
  ['pushover_configs', ['token', 'user_key']],
  ['rocketchat_configs', ['token', 'token_id']],
  ['slack_configs', ['api_url', 'app_token']],
  ['sns_configs', []],
  ['telegram_configs', ['bot_token']],
  ['victorops_configs', ['api_key']],
  ['webex_configs', []],
  ['webhook_configs', []],
  ['wechat_configs', ['api_secret']],
]);

/** The secret fields of the section `global`; each has a twin `<field>_file`. */
export const GLOBAL_SECRETS: readonly string[] = [
  'mattermost_webhook_url',
  'opsgenie_api_key',
  'rocketchat_token',
  'rocketchat_token_id',
  'slack_api_url',
  'slack_app_token',
  'smtp_auth_password',
  'smtp_auth_secret',
  'telegram_bot_token',
  'victorops_api_key',
  'wechat_api_secret',
];

/** All fields of the section `global`. */
export const GLOBAL_SETTINGS: readonly string[] = [
  ...GLOBAL_SECRETS.flatMap((field) => [field, `${field}_file`]),
  'http_config',
  'jira_api_url',
  'opsgenie_api_url',
  'pagerduty_url',
  'resolve_timeout',
  'rocketchat_api_url',
  'slack_app_url',
  'smtp_auth_identity',
  'smtp_auth_username',
  'smtp_force_implicit_tls',
  'smtp_from',
  'smtp_hello',
  'smtp_require_tls',
  'smtp_smarthost',
  'smtp_tls_config',
  'telegram_api_url',
  'victorops_api_url',
  'webex_api_url',
  'wechat_api_corp_id',
  'wechat_api_url',
];

/**
 * Secret fields of the HTTP and TLS settings that integrations and `global` share, wherever they are nested, with the
 * field to use instead.
 */
export const SHARED_SECRETS: ReadonlyMap<string, string> = new Map([
  ['http_config.basic_auth.password', 'password_file'],
  ['http_config.authorization.credentials', 'credentials_file'],
  ['http_config.bearer_token', 'bearer_token_file'],
  ['http_config.oauth2.client_secret', 'client_secret_file'],
  ['http_config.oauth2.client_certificate_key', 'client_certificate_key_file'],
  ['tls_config.key', 'key_file'],
  ['sigv4.secret_key', "the pod's own role or a 'profile'"],
]);
