import { LabelSet } from '../config/alertmanager/label-set';
import type { Matcher } from '../config/alertmanager/matcher';
import type { RouteConfig } from '../config/alertmanager/model';
import { childrenOf, inherited, type PlacedRoute, walkRoutes } from '../config/alertmanager/route-tree';
import { readMatchers } from './resolve-routes';

/** A route that does not pass on what it takes, seen from one that comes after it. */
interface Taker {
  readonly node: PlacedRoute;
  /** What an alert must meet to be taken by it, once it has come to it. */
  readonly matchers: readonly Matcher[];
}

/** A route and the alerts that come to it. */
export interface RouteRegion {
  readonly node: PlacedRoute;
  /** The receiver of the route, its own or inherited. */
  readonly receiver: string;
  /** The alerts that meet what the route and its ancestors demand. @default - there is none: they contradict */
  readonly alerts?: LabelSet;
  /** What takes some of them away on the way to it. */
  readonly takers: readonly Taker[];
  /** What its children demand. */
  readonly children: readonly (readonly Matcher[])[];
}

/** The regions of all routes, each parent before its children. Throws if a matcher is none. */
export function regionsOf(root: RouteConfig): RouteRegion[] {
  const matchersOf = ({ route }: PlacedRoute) => readMatchers(route.matchers);
  const takerOf = (node: PlacedRoute): Taker => ({ node, matchers: matchersOf(node) });
  const regions = new Map<PlacedRoute, RouteRegion>();
  const siblings = new Map<PlacedRoute, readonly Taker[]>();
  for (const node of walkRoutes(root)) {
    const above = node.parent && regions.get(node.parent);
    const earlier = (node.parent && siblings.get(node.parent)?.slice(0, node.index)) ?? [];
    const alerts = (above ? above.alerts : LabelSet.ALL)?.and(matchersOf(node));
    const takers = [...(above?.takers ?? []), ...earlier.filter((taker) => !taker.node.route.continue)];
    const below = childrenOf(node).map(takerOf);
    siblings.set(node, below);
    regions.set(node, {
      node,
      receiver: inherited(node, 'receiver') ?? '',
      alerts,
      takers: takers.filter(({ matchers }) => alerts?.and(matchers)),
      children: below.map(({ matchers }) => matchers),
    });
  }
  return [...regions.values()];
}

const matchersOf = (takers: readonly Taker[]) => takers.map(({ matchers }) => matchers);

/** Whether certainly no alert comes to the route; never true by mistake. */
export function isOutOfReach({ alerts, takers }: RouteRegion): boolean {
  return !alerts || alerts.isCovered(matchersOf(takers));
}

/** Whether certainly no alert that meets `narrowed` goes to the route's own receiver; never true by mistake. */
export function endsElsewhere({ alerts, takers, children }: RouteRegion, narrowed: readonly Matcher[]): boolean {
  const some = alerts?.and(narrowed);
  return !some || some.isCovered([...matchersOf(takers), ...children]);
}

/** The routes that take all alerts away from one that is out of reach: a single one if one does it alone. */
export function takersOf({ alerts, takers }: RouteRegion): readonly PlacedRoute[] {
  const alone = takers.find(({ matchers }) => alerts?.isWithin(matchers));
  if (alone) return [alone.node];
  // leaves out, from the last on, each taker without which the others still take all
  const needed = takers.reduceRight<readonly Taker[]>((kept, taker) => {
    const others = kept.filter((other) => other !== taker);
    return alerts?.isCovered(matchersOf(others)) ? others : kept;
  }, takers);
  return needed.map(({ node }) => node);
}
