import type { RouteConfig } from '../config/alertmanager/model';
import type { IReceiver } from './receivers/receiver';
import type { TimeInterval } from './time-interval';

/** A node of the route tree: which alerts it takes, and what is done with them. Unset settings are the parent's. */
export interface Route {
  /**
   * Conditions on labels that an alert must all meet, in Alertmanager's syntax: `severity=~"critical|warning"`.
   */
  readonly matchers: readonly string[];
  /** @default - that of the parent */
  readonly receiver?: IReceiver;
  /** Labels by whose values alerts are grouped into one message; `...` alone means all labels. @default - those of the parent */
  readonly groupBy?: readonly string[];
  /** How long the first message of a group waits for more alerts. @default - that of the parent */
  readonly groupWait?: string;
  /** How long changes of a group are collected before the next message. @default - that of the parent */
  readonly groupInterval?: string;
  /**
   * After how long a message is sent again while nothing changes; looked at only every `groupInterval`, so a multiple
   * of it.
   * @default - that of the parent
   */
  readonly repeatInterval?: string;
  /** Go on with the routes behind this one. @default false */
  readonly continue?: boolean;
  /** Times at which nothing is sent. @default - none */
  readonly muteTimeIntervals?: readonly TimeInterval[];
  /** Times outside of which nothing is sent. @default - always */
  readonly activeTimeIntervals?: readonly TimeInterval[];
  /** Routes below this one, tried in order; the first that takes an alert keeps it. @default - none */
  readonly routes?: readonly Route[];
}

/** A route and all below it, parents first. */
export function allRoutes(route: Route): Route[] {
  return [route, ...(route.routes ?? []).flatMap(allRoutes)];
}

/** The route as Alertmanager spells it; what is not set is left out. */
export function routeConfig(route: Route): RouteConfig {
  const names = (intervals: readonly TimeInterval[]) => intervals.map(({ name }) => name);
  return {
    ...(route.receiver ? { receiver: route.receiver.name } : {}),
    matchers: [...route.matchers],
    ...(route.groupBy ? { group_by: [...route.groupBy] } : {}),
    ...(route.groupWait === undefined ? {} : { group_wait: route.groupWait }),
    ...(route.groupInterval === undefined ? {} : { group_interval: route.groupInterval }),
    ...(route.repeatInterval === undefined ? {} : { repeat_interval: route.repeatInterval }),
    ...(route.continue ? { continue: true } : {}),
    ...(route.muteTimeIntervals ? { mute_time_intervals: names(route.muteTimeIntervals) } : {}),
    ...(route.activeTimeIntervals ? { active_time_intervals: names(route.activeTimeIntervals) } : {}),
    ...(route.routes && route.routes.length > 0 ? { routes: route.routes.map(routeConfig) } : {}),
  };
}
