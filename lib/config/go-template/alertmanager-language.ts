import { BUILTIN_FUNCTIONS } from './builtins';
import { list, map, STRING, struct, type TemplateLanguage, UNKNOWN } from './types';

const STRINGS = list('a list of texts', STRING, { Join: { type: STRING, parameters: 1 } });
const PAIR = struct('a pair', { Name: STRING, Value: STRING });
const PAIRS = list('a list of pairs', PAIR, {
  Names: { type: STRINGS },
  Values: { type: STRINGS },
  String: { type: STRING },
});
const KV_METHODS = {
  SortedPairs: { type: PAIRS },
  Names: { type: STRINGS },
  Values: { type: STRINGS },
  String: { type: STRING },
};
/** What `Remove` leaves; like any set of labels. */
const REMAINING = map('a set of labels', STRING, { ...KV_METHODS, Remove: { type: UNKNOWN, parameters: 1 } });
const KV = map('a set of labels', STRING, { ...KV_METHODS, Remove: { type: REMAINING, parameters: 1 } });

const ALERT = struct('an alert', {
  Status: STRING,
  Labels: KV,
  Annotations: KV,
  StartsAt: UNKNOWN,
  EndsAt: UNKNOWN,
  GeneratorURL: STRING,
  Fingerprint: STRING,
});
/** What `Firing` and `Resolved` return has no methods of its own. */
const SOME_ALERTS = list('a list of alerts', ALERT);
const ALERTS = list('the list of alerts', ALERT, { Firing: { type: SOME_ALERTS }, Resolved: { type: SOME_ALERTS } });

const text = (min: number) => ({ min, strings: true, result: STRING });

/** The templates of Alertmanager 0.34; everything in it since 0.28 but the newest fields and functions. */
export const ALERTMANAGER_LANGUAGE: TemplateLanguage = {
  program: 'Alertmanager',
  data: struct('the data of a message', {
    Receiver: STRING,
    Status: STRING,
    Alerts: ALERTS,
    NotificationReason: STRING,
    GroupLabels: KV,
    CommonLabels: KV,
    CommonAnnotations: KV,
    RouteLabels: KV,
    ExternalURL: STRING,
  }),
  variables: {},
  functions: {
    ...BUILTIN_FUNCTIONS,
    toUpper: text(1),
    toLower: text(1),
    title: text(1),
    trimSpace: text(1),
    join: { min: 2, result: STRING },
    match: { min: 2, strings: true, regex: 0 },
    safeHtml: { min: 1, strings: true },
    safeUrl: { min: 1, strings: true },
    urlUnescape: text(1),
    reReplaceAll: { ...text(3), regex: 0 },
    stringSlice: { min: 0, max: Number.POSITIVE_INFINITY, strings: true, result: STRINGS },
    routeLabels: text(1),
    date: { min: 2, result: STRING },
    tz: { min: 2 },
    now: { min: 0 },
    since: { min: 1 },
    humanizeDuration: { min: 1, result: STRING },
    toDate: { min: 2, strings: true },
    mustToDate: { min: 2, strings: true },
    toJson: { min: 1, result: STRING },
    base64encode: text(1),
    base64decode: text(1),
    list: { min: 0, max: Number.POSITIVE_INFINITY },
    append: { min: 1, max: Number.POSITIVE_INFINITY },
    dict: { min: 0, max: Number.POSITIVE_INFINITY },
  },
  templates: [
    ...['alertmanager', 'alertmanagerURL', 'subject', 'description', 'text_alert_list', 'text_alert_list_markdown'].map(
      (name) => `__${name}`,
    ),
    ...Object.entries({
      discord: 'content title message',
      email: 'subject html',
      jira: 'summary description priority',
      mattermost: 'color username title titlelink fallback text',
      msteams: 'summary title text',
      msteamsv2: 'title text',
      opsgenie: 'message description source',
      pagerduty: 'description client clientURL instances',
      pushover: 'title message url',
      rocketchat: 'title alias titlelink emoji iconurl text',
      slack: 'title username fallback callbackid pretext titlelink iconemoji iconurl text footer color',
      sns: 'subject message',
      telegram: 'message',
      victorops: 'state_message entity_display_name monitoring_tool',
      webex: 'message',
      wechat: 'message to_user to_party to_tag agent_id',
    }).flatMap(([integration, parts]) => parts.split(' ').map((part) => `${integration}.default.${part}`)),
  ],
};
