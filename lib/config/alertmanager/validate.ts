import type { Problem } from '../../model/problem';
import { validateDuration } from '../../model/units';
import type { AlertmanagerConfig } from './model';
import { walkRoutes } from './route-tree';
import { validateInhibition } from './validate-inhibition';
import { validateReceivers } from './validate-receivers';
import { validateRouteTree } from './validate-route';
import { validateTimeIntervals } from './validate-time-intervals';

/**
 * Everything that is wrong with a configuration taken by itself: what Alertmanager refuses, and what it takes in silence
 * and nobody means. Where alerts end up is another matter: see `validateRoutes` in lib/proof.
 */
export function validateAlertmanagerConfig(config: AlertmanagerConfig): Problem[] {
  return [
    ...validateDuration('global.resolve_timeout', config.global?.resolve_timeout),
    ...validateRouteTree(config),
    ...validateInhibition(config.inhibit_rules),
    ...validateTimeIntervals(config.time_intervals),
    ...validateReceivers(config),
    ...validateNames(config),
  ];
}

/** Names that are taken twice, and things that no route uses. */
function validateNames(config: AlertmanagerConfig): Problem[] {
  const routes = walkRoutes(config.route).map(({ route }) => route);
  const usedTimes = routes.flatMap((route) => [
    ...(route.mute_time_intervals ?? []),
    ...(route.active_time_intervals ?? []),
  ]);
  return [
    ...validateUse(
      'receiver',
      config.receivers,
      routes.flatMap(({ receiver }) => receiver ?? []),
    ),
    ...validateUse('time interval', config.time_intervals ?? [], usedTimes),
  ];
}

function validateUse(kind: string, named: readonly { readonly name: string }[], used: readonly string[]): Problem[] {
  const names = named.map(({ name }) => name);
  return [...new Set(names)].flatMap((name) => [
    ...(names.indexOf(name) === names.lastIndexOf(name)
      ? []
      : [{ what: `${kind} '${name}' is defined more than once`, fix: 'give each a name of its own' }]),
    ...(used.includes(name)
      ? []
      : [{ what: `${kind} '${name}' is used by no route`, fix: 'name it in a route or leave it out' }]),
  ]);
}
