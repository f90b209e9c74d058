import type { AlertmanagerConfig, ReceiverConfig, RouteConfig, TimeIntervalConfig } from '../config/alertmanager/model';
import type { EgressTarget } from '../model/egress-target';
import type { ExpectedSecret } from '../model/expected-secret';
import { Severity } from '../model/rules';
import { CREDENTIAL_MISSING } from '../rules/alertmanager-options';
import { CONFIG_FOLDER } from './credential-file';
import { type InhibitRule, inhibitRuleConfig } from './inhibition';
import type { IReceiver, ReceiverBinding } from './receivers/receiver';
import { allRoutes, type Route, routeConfig } from './route';
import { timeIntervalConfig } from './time-interval';

/** Everything that a routing consists of, defaults filled in. */
export interface Routing {
  readonly global?: Readonly<Record<string, unknown>>;
  readonly resolveTimeout: string;
  /** The root: takes every alert that no route below takes. */
  readonly root: Route & { readonly receiver: IReceiver };
  readonly inhibitRules: readonly InhibitRule[];
  /** Template files by name. */
  readonly templates: Readonly<Record<string, string>>;
}

/** The receivers of a route tree in the order they first appear, each once. */
export function receiversOf(root: Route): IReceiver[] {
  return [...new Set(allRoutes(root).flatMap(({ receiver }) => (receiver ? [receiver] : [])))];
}

/** What the receivers of a route tree add; of those with one name the first. */
function bindingsOf(root: Route): ReceiverBinding[] {
  const byName = new Map<string, ReceiverBinding>();
  for (const receiver of receiversOf(root)) {
    if (!byName.has(receiver.name)) byName.set(receiver.name, receiver.bind());
  }
  return [...byName.values()];
}

/** The whole configuration, as Alertmanager spells it. */
export function routingConfig({ global, resolveTimeout, root, inhibitRules, templates }: Routing): AlertmanagerConfig {
  const { matchers: _, continue: __, ...route } = routeConfig(root);
  const intervals = timeIntervalsOf(root);
  const files = Object.keys(templates).map((file) => `${CONFIG_FOLDER}/${file}`);
  return {
    global: { resolve_timeout: resolveTimeout, ...global },
    ...(files.length > 0 ? { templates: files } : {}),
    route: route as RouteConfig,
    ...(inhibitRules.length > 0 ? { inhibit_rules: inhibitRules.map(inhibitRuleConfig) } : {}),
    ...(intervals.length > 0 ? { time_intervals: intervals } : {}),
    receivers: bindingsOf(root).map(({ config }): ReceiverConfig => config),
  };
}

function timeIntervalsOf(root: Route): TimeIntervalConfig[] {
  const used = allRoutes(root).flatMap((route) => [
    ...(route.muteTimeIntervals ?? []),
    ...(route.activeTimeIntervals ?? []),
  ]);
  return [...new Map(used.map((interval) => [interval.name, timeIntervalConfig(interval)])).values()];
}

/** A credential, and whether people could fail to learn of its absence. */
export interface ReceiverCredential extends ExpectedSecret {
  /**
   * The default receiver needs it, or every receiver that the alert on its absence reaches: without it alerts are not
   * sent, that one included, so the heartbeat stops.
   */
  readonly essential: boolean;
}

/**
 * The credentials that the receivers name, each once; the default receiver's first, for it is the root's.
 *
 * @param resolve the names of the receivers that an alert with these labels reaches
 */
export function credentialsOf(
  root: Routing['root'],
  resolve: (labels: Readonly<Record<string, string>>) => readonly string[],
): ReceiverCredential[] {
  const keyOf = ({ secret }: ExpectedSecret) => JSON.stringify([secret.name, secret.key]);
  const bindings = bindingsOf(root);
  const owners = (credential: ExpectedSecret) =>
    bindings
      .filter(({ credentials }) => credentials.some((each) => keyOf(each) === keyOf(credential)))
      .map(({ config }) => config.name);
  return unique(
    bindings.flatMap(({ credentials }) => credentials),
    ({ secret, purpose }) => [secret.name, secret.key, purpose],
  ).map((credential) => {
    const { secret, purpose } = credential;
    const told = resolve({
      alertname: CREDENTIAL_MISSING,
      severity: Severity.CRITICAL,
      secret: secret.name,
      key: secret.key,
      purpose,
    });
    const needing = owners(credential);
    return {
      ...credential,
      essential: needing.includes(root.receiver.name) || told.every((receiver) => needing.includes(receiver)),
    };
  });
}

/** What the receivers have to reach, each once. */
export function egressOf(root: Route): EgressTarget[] {
  return unique(
    bindingsOf(root).flatMap(({ egress }) => egress),
    ({ port, cidrs }) => [port, cidrs],
  );
}

function unique<T>(items: readonly T[], keyOf: (item: T) => unknown): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(keyOf(item)), item])).values()];
}
