import { LabelSet } from '../config/alertmanager/label-set';
import type { Matcher } from '../config/alertmanager/matcher';
import type { AlertmanagerConfig } from '../config/alertmanager/model';
import { type Problem, within } from '../model/problem';
import { readMatchers, resolveRoutes } from './resolve-routes';
import { endsElsewhere, isOutOfReach, type RouteRegion, regionsOf, takersOf } from './route-regions';

/** What {@link validateRoutes} must know beside the configuration. */
export interface ValidateRoutesOptions {
  /** Names of the receivers that drop their alerts. Receivers without any integration count as such, too. */
  readonly nullReceivers: readonly string[];
  /** Name of the receiver that watches that Watchdog keeps coming. @default - there is none, which is a problem */
  readonly heartbeatReceiver?: string;
}

const WATCHDOG = { alertname: 'Watchdog', severity: 'none' };
/** What tells other alerts from it, each by itself. */
const NO_WATCHDOG: readonly Matcher[] = Object.entries(WATCHDOG).map(([name, value]) => ({
  name,
  operator: '!=',
  value,
}));
const WATCHDOG_MATCHERS = `'alertname="Watchdog"', 'severity="none"'`;
const URGENT: Matcher = { name: 'severity', operator: '=~', value: 'critical|warning' };

/**
 * What is wrong with where alerts end up: routes that no alert reaches, urgent alerts that are dropped, a Watchdog that
 * does not keep the heartbeat going, other alerts that do. A route is reported only if it is certain for all possible
 * alerts, whatever their labels (their values taken to hold no line break).
 */
export function validateRoutes(config: AlertmanagerConfig, options: ValidateRoutesOptions): Problem[] {
  const regions = regionsOf(config.route);
  const lost = new Map(regions.filter(isOutOfReach).map((region) => [region.node, region]));
  const reachable = regions.filter(({ node }) => !lost.has(node));
  const dropping = new Set([
    ...options.nullReceivers,
    ...config.receivers.filter((receiver) => Object.keys(receiver).length === 1).map(({ name }) => name),
  ]);
  return [
    // what hangs under a lost route is lost with it, and not told again
    ...[...lost.values()].filter(({ node }) => !node.parent || !lost.has(node.parent)).flatMap(explainLoss),
    ...reachable.filter(({ receiver }) => dropping.has(receiver)).flatMap(validateDrop),
    ...validateHeartbeat(config, options.heartbeatReceiver),
    ...reachable.filter(({ receiver }) => receiver === options.heartbeatReceiver).flatMap(validateHeartbeatRoute),
  ];
}

function explainLoss(region: RouteRegion): Problem[] {
  return within(region.node.place, [region.alerts ? shadowed(region) : contradictory(region)]);
}

function contradictory({ node }: RouteRegion): Problem {
  if (!LabelSet.ALL.and(readMatchers(node.route.matchers))) {
    return {
      what: 'no alert can meet its matchers, which contradict each other',
      fix: 'mend them or remove the route',
    };
  }
  return {
    what: 'no alert can reach it, because its matchers contradict those of the routes above it',
    fix: 'move it out of them, mend its matchers or remove it',
  };
}

function shadowed(region: RouteRegion): Problem {
  const takers = takersOf(region).map(({ place }) => place);
  const [all, them, first] =
    takers.length === 1
      ? ['takes all that it matches', 'that one', 'that one']
      : ['together take all that it matches', 'one of them', 'them'];
  return {
    what: `no alert can reach it, because ${takers.join(' and ')}, earlier and without 'continue', ${all}`,
    fix: `move it before ${first}, set 'continue: true' on ${them}, or remove it`,
  };
}

function validateDrop(region: RouteRegion): Problem[] {
  const { node, receiver } = region;
  if (!node.parent) {
    return within(node.place, [
      {
        what: `the default receiver '${receiver}' drops its alerts`,
        fix: 'make one that notifies somebody the default, and route to this one what may be dropped',
      },
    ]);
  }
  if (node.route.receiver === undefined && inheritsFromRoot(region)) return [];
  if (endsElsewhere(region, [URGENT])) return [];
  return within(node.place, [
    {
      what: `an alert of severity critical or warning can end in '${receiver}', which drops it`,
      fix: `add a matcher that leaves them out, such as 'severity=~"info|none"' or 'severity!~"critical|warning"'`,
    },
  ]);
}

/** Whether the route has no receiver of its own nor any route above it but the root. */
function inheritsFromRoot({ node }: RouteRegion): boolean {
  for (let up = node.parent; up?.parent; up = up.parent) if (up.route.receiver !== undefined) return false;
  return true;
}

function validateHeartbeat(config: AlertmanagerConfig, heartbeat: string | undefined): Problem[] {
  const labels = 'Watchdog (alertname="Watchdog", severity="none")';
  if (heartbeat === undefined) {
    return [
      {
        what: 'no receiver gets Watchdog as a heartbeat, so nobody learns when alerting itself is down',
        fix: 'name a heartbeat receiver, such as a Dead Man\'s Snitch, and route alertname="Watchdog", severity="none" to it',
      },
    ];
  }
  const reached = resolveRoutes(config, WATCHDOG);
  if (reached.length === 1 && reached[0] === heartbeat) return [];
  return [
    {
      what: `${labels} reaches ${reached.map((name) => `'${name}'`).join(', ')} instead of just '${heartbeat}'`,
      fix: `let the first route be { matchers: [${WATCHDOG_MATCHERS}], receiver: '${heartbeat}' }, without 'continue'`,
    },
  ];
}

function validateHeartbeatRoute(region: RouteRegion): Problem[] {
  if (NO_WATCHDOG.every((other) => endsElsewhere(region, [other]))) return [];
  return within(region.node.place, [
    {
      what: `other alerts than Watchdog can reach the heartbeat receiver '${region.receiver}' and keep it going`,
      fix: `add the matchers ${WATCHDOG_MATCHERS}, or use another receiver here`,
    },
  ]);
}
