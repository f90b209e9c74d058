import { validateAlertmanagerConfig } from '../config/alertmanager/validate';
import { validateReceivers } from '../config/alertmanager/validate-receivers';
import {
  validateAlertmanagerTemplate,
  validateAlertmanagerTemplateFile,
} from '../config/go-template/alertmanager-template';
import { type Problem, within } from '../model/problem';
import { shown } from '../model/shown';
import { nameProblems } from './receivers/integration';
import { NullReceiver } from './receivers/null-receiver';
import type { IReceiver, ReceiverBinding } from './receivers/receiver';
import { allRoutes } from './route';
import { type Routing, receiversOf, routingConfig } from './routing-config';

/**
 * All that is wrong with what the user gave, taken by itself: the routing without the routes and rules that are always
 * there, so that the numbers in the messages are those of the props.
 */
export function validateRouting(given: Routing, heartbeat: IReceiver | undefined): Problem[] {
  const root = isReceiver(given.root.receiver) ? given.root : { ...given.root, receiver: STAND_IN };
  const routing = { ...given, root };
  const beat = isReceiver(heartbeat) ? [heartbeat] : [];
  const receivers = [...new Set([...receiversOf(root), ...beat])];
  const bindings = receivers.map((receiver) => receiver.bind());
  const nameless = bindings.flatMap(({ config }) =>
    within(`receiver ${shown(config.name)}`, nameProblems(config.name)),
  );
  return [
    ...missingReceivers(given, heartbeat),
    ...beat.flatMap((receiver) => validateHeartbeat(root.receiver, receiver)),
    // The one that InfoInhibitor goes to.
    ...validateNames([new NullReceiver().bind(), ...bindings]),
    ...validateTimeIntervalNames(routing),
    ...validateTemplateFiles(given.templates),
    ...bindings.flatMap(({ problems }) => problems),
    ...bindings.flatMap((binding) => validateTexts(binding, given.templates)),
    ...nameless,
    // Whatever routes to a receiver without a name could only be misread.
    ...(nameless.length > 0 ? [] : validateAlertmanagerConfig(routingConfig(routing)).map(inPropNames)),
    ...beat.flatMap((receiver) => heartbeatSecrets(routing, receiver)),
  ];
}

/** In place of a default receiver that is none, so that the other checks go on. */
const STAND_IN = new NullReceiver('the missing default receiver');

const isReceiver = (value: unknown): value is IReceiver => typeof (value as IReceiver | undefined)?.bind === 'function';

/** For those who write JavaScript: a receiver that is no object would only be a strange crash later. */
function missingReceivers({ root }: Routing, heartbeat: IReceiver | undefined): Problem[] {
  const state = (prop: string, value: unknown) =>
    value === undefined ? `'${prop}' is not set` : `'${prop}' is ${shown(value)}, which is no receiver`;
  return [
    ...(isReceiver(root.receiver)
      ? []
      : [
          {
            what: state('defaultReceiver', root.receiver),
            fix: "give a receiver, such as new SlackReceiver('slack', { … })",
          },
        ]),
    ...(isReceiver(heartbeat)
      ? []
      : [
          {
            what: `${state('heartbeat', heartbeat)}: nobody would learn when alerting itself is down`,
            fix: "give a receiver, such as new DeadMansSnitchReceiver('heartbeat', { … })",
          },
        ]),
  ];
}

function validateHeartbeat(defaultReceiver: IReceiver, heartbeat: IReceiver): Problem[] {
  const { name, ...integrations } = heartbeat.bind().config;
  if (Object.keys(integrations).length === 0) {
    return [
      {
        what: `'heartbeat' is '${name}', which sends nothing`,
        fix: "use something outside that speaks up when messages stop, such as new DeadMansSnitchReceiver('heartbeat', { … })",
      },
    ];
  }
  if (heartbeat !== defaultReceiver) return [];
  return [
    {
      what: `'heartbeat' and 'defaultReceiver' are both '${name}', so Watchdog would be sent to people`,
      fix: "give 'heartbeat' a receiver of its own",
    },
  ];
}

/** Receivers with one name have to be the same: a route names a receiver, not an object. */
function validateNames(bindings: readonly ReceiverBinding[]): Problem[] {
  const byName = new Map<string, string>();
  return bindings.flatMap(({ config }) => {
    const text = JSON.stringify(config);
    const known = byName.get(config.name) ?? text;
    byName.set(config.name, known);
    if (known === text) return [];
    return [
      {
        what: `two receivers with different settings are named '${config.name}'`,
        fix: 'give one of them another name',
      },
    ];
  });
}

function validateTimeIntervalNames({ root }: Routing): Problem[] {
  const byName = new Map<string, string>();
  const used = allRoutes(root).flatMap((route) => [
    ...(route.muteTimeIntervals ?? []),
    ...(route.activeTimeIntervals ?? []),
  ]);
  return used.flatMap((interval) => {
    const text = JSON.stringify(interval);
    const known = byName.get(interval.name) ?? text;
    byName.set(interval.name, known);
    if (known === text) return [];
    return [
      { what: `two different time intervals are named '${interval.name}'`, fix: 'give one of them another name' },
    ];
  });
}

function validateTexts({ config, templates }: ReceiverBinding, files: Routing['templates']): Problem[] {
  return templates.flatMap(({ prop, text }) => {
    const problems = validateAlertmanagerTemplate(prop, text, { files });
    const own = problems.filter(({ what }) => what.startsWith(`'${prop}'`));
    return [...within(`receiver '${config.name}'`, own), ...problems.filter((problem) => !own.includes(problem))];
  });
}

function validateTemplateFiles(files: Routing['templates']): Problem[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const others = Object.fromEntries(Object.entries(files).filter(([other]) => other !== file));
    return [
      ...(/^[-._a-zA-Z0-9]+\.tmpl$/.test(file) && !file.startsWith('..')
        ? []
        : [
            {
              what: `'templates' has a file '${file}'`,
              fix: "name it with letters, digits, '-', '_', '.' and the ending '.tmpl', such as 'team.tmpl'",
            },
          ]),
      ...validateAlertmanagerTemplateFile(file, text, { files: others }),
    ];
  });
}

/** No route of the user's names the heartbeat, so the check of the whole does not see it. */
function heartbeatSecrets(given: Routing, heartbeat: IReceiver): Problem[] {
  const { config } = heartbeat.bind();
  return validateReceivers({ route: routingConfig(given).route, receivers: [config] });
}

/** A problem of the whole tree with the numbers of the props: the first routes there are those that are always there. */
export function inRoutesGiven({ what, fix }: Problem, builtIn: number): Problem {
  const renumbered = what.replace(/(^|[^>] )route (\d+) \(/g, (_, before: string, number: string) =>
    Number(number) > builtIn ? `${before}route ${Number(number) - builtIn} (` : `${before}the built-in route (`,
  );
  return { what: renumbered, fix };
}

/** How props spell what Alertmanager spells otherwise. */
const PROP_NAMES: ReadonlyMap<string, string> = new Map(
  [
    'groupBy',
    'groupWait',
    'groupInterval',
    'repeatInterval',
    'muteTimeIntervals',
    'activeTimeIntervals',
    'timeIntervals',
    'sourceMatchers',
    'targetMatchers',
    'inhibitRules',
    'daysOfMonth',
    'startTime',
    'endTime',
  ].map((prop) => [prop.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), prop]),
);

/** A problem of the configuration as one of the props: `'group_wait'` is `'groupWait'` there. */
export function inPropNames({ what, fix }: Problem): Problem {
  const renamed = (text: string) =>
    text
      .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (name) => PROP_NAMES.get(name) ?? name)
      .replace(/'global\.resolve_timeout'/g, "'resolveTimeout'")
      .replace(/^root route: /, '');
  return { what: renamed(what), fix: renamed(fix) };
}
