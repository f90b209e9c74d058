import { type Matcher, matches } from '../config/alertmanager/matcher';
import { readMatcher } from '../config/alertmanager/matcher-text';
import type { AlertmanagerConfig, RouteConfig } from '../config/alertmanager/model';
import { type Problem, refuse } from '../model/problem';

const isMatcher = (read: Matcher | Problem): read is Matcher => !('what' in read);

/** The matchers of a route; throws with all that are none. */
export function readMatchers(texts: readonly string[] = []): Matcher[] {
  const read = texts.map(readMatcher);
  refuse(
    'route tree',
    read.filter((result): result is Problem => !isMatcher(result)),
  );
  return read.filter(isMatcher);
}

/**
 * The receivers that an alert with these labels reaches, in the order Alertmanager notifies them; one is named as often
 * as routes lead to it. The answer of `amtool config routes test`. Throws if a matcher on the way is none.
 */
export function resolveRoutes(config: AlertmanagerConfig, labels: Readonly<Record<string, string>>): string[] {
  return descend(config.route, config.route.receiver ?? '', labels) ?? [];
}

/** The receivers at and below a route, or undefined if it does not take the alert. */
function descend(route: RouteConfig, receiver: string, labels: Readonly<Record<string, string>>): string[] | undefined {
  if (!readMatchers(route.matchers).every((matcher) => matches(matcher, labels))) return undefined;
  const reached: string[] = [];
  for (const child of route.routes ?? []) {
    const below = descend(child, child.receiver ?? receiver, labels);
    reached.push(...(below ?? []));
    if (below && !child.continue) break;
  }
  return reached.length > 0 ? reached : [receiver];
}
