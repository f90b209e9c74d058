import {
  CombinedReceiver,
  DeadMansSnitchReceiver,
  DiscordReceiver,
  EmailReceiver,
  MicrosoftTeamsReceiver,
  NullReceiver,
  OpsgenieReceiver,
  PagerDutyReceiver,
  SlackReceiver,
  TelegramParseMode,
  TelegramReceiver,
  WebhookReceiver,
} from '../../lib';
import { key, receiver, refuses, route, routing, slack, unchecked } from './tools';

describe('receivers refuse', () => {
  refuses([
    [
      'PagerDuty: no key',
      receiver(() => new PagerDutyReceiver('pager', {})),
      "chart/Routing: receiver 'pager': neither 'routingKey' nor 'serviceKey' is set; set 'routingKey' or 'serviceKey'",
    ],
    [
      'PagerDuty: two keys',
      receiver(() => new PagerDutyReceiver('pager', { routingKey: key, serviceKey: key })),
      "chart/Routing: receiver 'pager': 'routingKey' and 'serviceKey' are set together; keep one of 'routingKey' or 'serviceKey'",
    ],
    [
      'PagerDuty: a URL without scheme',
      receiver(() => new PagerDutyReceiver('pager', { routingKey: key, url: 'events.eu.pagerduty.com' })),
      "chart/Routing: receiver 'pager': 'url' is 'events.eu.pagerduty.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'PagerDuty: an unknown severity',
      receiver(() => new PagerDutyReceiver('pager', { routingKey: key, severities: { critical: unchecked('high') } })),
      "chart/Routing: receiver 'pager': 'severities.critical' is 'high', which is unknown; use one of 'critical', 'error', 'warning', 'info'",
    ],
    [
      'PagerDuty: a link without text',
      receiver(
        () =>
          new PagerDutyReceiver('pager', { routingKey: key, links: [unchecked({ href: 'https://wiki.example.com' })] }),
      ),
      "chart/Routing: receiver 'pager': 'links[0].text' is not set; set it, such as 'Wiki'",
    ],
    [
      'PagerDuty: a detail that is a number',
      receiver(() => new PagerDutyReceiver('pager', { routingKey: key, details: { tier: unchecked(1) } })),
      "chart/Routing: receiver 'pager': 'details.tier' is 1, which is no text; use a text such as '{{ .CommonLabels.pod }}'",
    ],
    [
      'e-mail: nobody to send to',
      receiver(
        () => new EmailReceiver('mail', unchecked({ from: 'a@example.com', smarthost: 'smtp.example.com:587' })),
      ),
      "chart/Routing: receiver 'mail': 'to' is not set; set it, such as 'oncall@example.com'",
    ],
    [
      'e-mail: a server without port',
      receiver(
        () => new EmailReceiver('mail', { to: 'b@example.com', from: 'a@example.com', smarthost: 'smtp.example.com' }),
      ),
      "chart/Routing: receiver 'mail': 'smarthost' is 'smtp.example.com'; use host and port, such as 'smtp.example.com:587'",
    ],
    [
      'e-mail: a user without a password',
      receiver(
        () =>
          new EmailReceiver('mail', {
            to: 'b@example.com',
            from: 'a@example.com',
            smarthost: 'smtp.example.com:587',
            authUsername: 'me',
          }),
      ),
      "chart/Routing: receiver 'mail': 'authUsername' is set without 'authPassword' or 'authSecret'; set one of them",
    ],
    [
      'e-mail: a literal password',
      receiver(
        () =>
          new EmailReceiver('mail', {
            to: 'b@example.com',
            from: 'a@example.com',
            smarthost: 'smtp.example.com:587',
            authUsername: 'me',
            authPassword: unchecked('hunter2'),
          }),
      ),
      "chart/Routing: receiver 'mail': 'authPassword' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'e-mail: a second subject',
      receiver(
        () =>
          new EmailReceiver('mail', {
            to: 'b@example.com',
            from: 'a@example.com',
            smarthost: 'smtp.example.com:587',
            headers: { Subject: 'x' },
          }),
      ),
      "chart/Routing: receiver 'mail': 'headers' holds a subject; use 'subject'",
    ],
    [
      'webhook: no URL',
      receiver(() => new WebhookReceiver('hook', unchecked({}))),
      "chart/Routing: receiver 'hook': 'url' is not set; give the name of a Secret and one of its keys: { name: 'alertmanager', key: 'url' }",
    ],
    [
      'webhook: a literal token',
      receiver(() => new WebhookReceiver('hook', { url: key, authorization: unchecked('Bearer abc') })),
      "chart/Routing: receiver 'hook': 'authorization' is no object; give one such as { credentials: { name: 'login', key: 'token' } }",
    ],
    [
      'webhook: a user without a name',
      receiver(() => new WebhookReceiver('hook', { url: key, basicAuth: unchecked({ password: key }) })),
      "chart/Routing: receiver 'hook': 'basicAuth.username' is not set; set it, such as 'monitoring'",
    ],
    [
      'webhook: two ways to authenticate',
      receiver(
        () =>
          new WebhookReceiver('hook', {
            url: key,
            authorization: { credentials: key },
            basicAuth: { username: 'me', password: key },
          }),
      ),
      "chart/Routing: receiver 'hook': 'authorization' and 'basicAuth' are set together; keep one of them",
    ],
    [
      'webhook: less than no alerts',
      receiver(() => new WebhookReceiver('hook', { url: key, maxAlerts: -1 })),
      "chart/Routing: receiver 'hook': 'maxAlerts' is -1; use a whole number of 0 or more",
    ],
    [
      'webhook: a timeout of days',
      receiver(() => new WebhookReceiver('hook', { url: key, timeout: '1d' })),
      "chart/Routing: receiver 'hook': 'timeout' is '1d', which is no duration; use hours, minutes and seconds, such as '10s'",
    ],
    [
      "Dead Man's Snitch: a literal URL",
      routing({ heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: unchecked('https://nosnch.in/abc') }) }),
      "chart/Routing: receiver 'heartbeat': 'url' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      "Dead Man's Snitch: no timeout",
      routing({ heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: key, timeout: '0s' }) }),
      "chart/Routing: receiver 'heartbeat': 'timeout' is '0s'; use '1s' or more",
    ],
    [
      'Opsgenie: no key',
      receiver(() => new OpsgenieReceiver('genie', unchecked({}))),
      "chart/Routing: receiver 'genie': 'apiKey' is not set; give the name of a Secret and one of its keys: { name: 'alertmanager', key: 'url' }",
    ],
    [
      'Opsgenie: a priority that is none',
      receiver(() => new OpsgenieReceiver('genie', { apiKey: key, priority: 'high' })),
      "chart/Routing: receiver 'genie': 'priority' is 'high'; use 'P1' to 'P5'",
    ],
    [
      'Opsgenie: an unknown responder',
      receiver(() => new OpsgenieReceiver('genie', { apiKey: key, responders: [{ type: 'squad', name: 'shop' }] })),
      "chart/Routing: receiver 'genie': 'responders.0.type' is 'squad'; use one of team, teams, user, escalation, schedule",
    ],
    [
      'Opsgenie: a responder without a name',
      receiver(() => new OpsgenieReceiver('genie', { apiKey: key, responders: [{ type: 'team' }] })),
      "chart/Routing: receiver 'genie': 'responders.0' names nobody; set its 'id', 'name' or 'username'",
    ],
    [
      'Microsoft Teams: a literal URL',
      receiver(() => new MicrosoftTeamsReceiver('teams', { webhookUrl: unchecked('https://x.webhook.office.com/y') })),
      "chart/Routing: receiver 'teams': 'webhookUrl' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'Microsoft Teams: an unknown API',
      receiver(() => new MicrosoftTeamsReceiver('teams', { webhookUrl: key, api: unchecked('v2') })),
      "chart/Routing: receiver 'teams': 'api' is 'v2', which is unknown; use one of 'workflows', 'connectors'",
    ],
    [
      'Telegram: a chat as a text',
      receiver(() => new TelegramReceiver('telegram', { botToken: key, chatId: unchecked('-1001') })),
      "chart/Routing: receiver 'telegram': 'chatId' is '-1001', which is no number; use a number such as -1001234567890",
    ],
    [
      'Telegram: no chat',
      receiver(() => new TelegramReceiver('telegram', { botToken: key })),
      "chart/Routing: receiver 'telegram': neither 'chatId' nor 'chatIdFile' is set; set 'chatId' or 'chatIdFile'",
    ],
    [
      'Telegram: Markdown without a message',
      receiver(
        () => new TelegramReceiver('telegram', { botToken: key, chatId: 1, parseMode: TelegramParseMode.MARKDOWN }),
      ),
      "chart/Routing: receiver 'telegram': 'parseMode' is 'Markdown' but 'message' is not set; set 'message', or use TelegramParseMode.HTML",
    ],
    [
      'Telegram: an unknown mode',
      receiver(() => new TelegramReceiver('telegram', { botToken: key, chatId: 1, parseMode: unchecked('html') })),
      "chart/Routing: receiver 'telegram': 'parseMode' is 'html', which is unknown; use one of 'HTML', 'Markdown', 'MarkdownV2', ''",
    ],
    [
      'Discord: a literal URL',
      receiver(() => new DiscordReceiver('discord', { webhookUrl: unchecked('https://discord.com/api/webhooks/1/x') })),
      "chart/Routing: receiver 'discord': 'webhookUrl' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'Discord: a picture without scheme',
      receiver(() => new DiscordReceiver('discord', { webhookUrl: key, avatarUrl: 'icon.png' })),
      "chart/Routing: receiver 'discord': 'avatarUrl' is 'icon.png', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'Discord: resolved by a word',
      receiver(() => new DiscordReceiver('discord', { webhookUrl: key, sendResolved: unchecked('no') })),
      "chart/Routing: receiver 'discord': 'sendResolved' is 'no', which is neither true nor false; use true or false",
    ],
    [
      'a combination of nothing',
      receiver(() => new CombinedReceiver('all', [])),
      "chart/Routing: receiver 'all': it combines no receivers; give it at least one",
    ],
    [
      'a combination with a name',
      receiver(() => new CombinedReceiver('all', [slack(), unchecked('pager')])),
      "chart/Routing: receiver 'all': 'receivers[1]' is 'pager', which is no receiver; give one, such as new SlackReceiver('slack', { … })",
    ],
    [
      'a part of a combination that is wrong',
      receiver(() => new CombinedReceiver('all', [slack(), new SlackReceiver('two', {})])),
      "chart/Routing: receiver 'all': receiver 'two': neither 'apiUrl' nor 'appToken' is set; set 'apiUrl' or 'appToken'",
    ],
    [
      "a receiver of one's own that is wrong",
      receiver(() => ({
        name: 'own',
        bind: () => ({
          config: { name: 'own', sms_configs: [{}] },
          credentials: [],
          egress: [],
          templates: [],
          problems: [],
        }),
      })),
      "chart/Routing: receiver 'own': 'sms_configs' is no kind of integration; use one of 'discord_configs', 'email_configs', 'incidentio_configs', 'jira_configs', 'mattermost_configs', 'msteams_configs', 'msteamsv2_configs', 'opsgenie_configs', 'pagerduty_configs', 'pushover_configs', 'rocketchat_configs', 'slack_configs', 'sns_configs', 'telegram_configs', 'victorops_configs', 'webex_configs', 'webhook_configs', 'wechat_configs'",
    ],
    [
      "a receiver of one's own without a name",
      receiver(() => ({
        name: unchecked(undefined),
        bind: () => ({
          config: { name: unchecked(undefined) },
          credentials: [],
          egress: [],
          templates: [],
          problems: [],
        }),
      })),
      "chart/Routing: receiver undefined: its name is no text or empty; name it in the first argument, such as 'slack'",
    ],
    [
      'a receiver that drops, with an empty name',
      route({ matchers: ['severity="info"'], receiver: new NullReceiver('') }),
      "chart/Routing: receiver '': its name is no text or empty; name it in the first argument, such as 'slack'",
    ],
  ]);
});
