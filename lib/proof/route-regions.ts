import { covered, imply } from '../config/alertmanager/label-sets';
import type { Matcher } from '../config/alertmanager/matcher';
import type { RouteConfig } from '../config/alertmanager/model';
import { childrenOf, inherited, type PlacedRoute, walkRoutes } from '../config/alertmanager/route-tree';
import { readMatchers } from './resolve-routes';

/** Routes that stand before another one and do not pass on what they take. */
interface Taker {
  readonly node: PlacedRoute;
  /** What an alert must meet to be taken by it; what its ancestors demand is not repeated. */
  readonly matchers: readonly Matcher[];
}

/** A route and the alerts that come to it. */
export interface RouteRegion {
  readonly node: PlacedRoute;
  /** The receiver of the route, its own or inherited. */
  readonly receiver: string;
  /** What the route itself and its ancestors demand. */
  readonly matchers: readonly Matcher[];
  /** What takes alerts away on the way to it. */
  readonly takers: readonly Taker[];
  /** What its children take of the alerts that come to it. */
  readonly children: readonly (readonly Matcher[])[];
}

/** The regions of all routes, each parent before its children. Throws if a matcher is none. */
export function regionsOf(root: RouteConfig): RouteRegion[] {
  const matchersOf = ({ route }: PlacedRoute) => readMatchers(route.matchers);
  const regions = new Map<PlacedRoute, RouteRegion>();
  return walkRoutes(root).map((node) => {
    const above = node.parent && regions.get(node.parent);
    const earlier = node.parent ? childrenOf(node.parent).slice(0, node.index) : [];
    const region = {
      node,
      receiver: inherited(node, 'receiver') ?? '',
      matchers: [...(above?.matchers ?? []), ...matchersOf(node)],
      takers: [
        ...(above?.takers ?? []),
        ...earlier
          .filter(({ route }) => !route.continue)
          .map((taker) => ({ node: taker, matchers: matchersOf(taker) })),
      ],
      children: childrenOf(node).map(matchersOf),
    };
    regions.set(node, region);
    return region;
  });
}

/** Whether certainly no alert comes to the route; never true by mistake. */
export function isOutOfReach(region: RouteRegion): boolean {
  return covered(
    region.matchers,
    region.takers.map(({ matchers }) => matchers),
  );
}

/** Whether certainly no alert that meets `narrowed` goes to the route's own receiver; never true by mistake. */
export function endsElsewhere(region: RouteRegion, narrowed: readonly Matcher[]): boolean {
  const covers = [...region.takers.map(({ matchers }) => matchers), ...region.children];
  return covered([...region.matchers, ...narrowed], covers);
}

/** The routes that take all alerts away from one that is out of reach: a single one if one does it alone. */
export function takersOf(region: RouteRegion): readonly PlacedRoute[] {
  const alone = region.takers.find(({ matchers }) => imply(region.matchers, matchers));
  if (alone) return [alone.node];
  // leaves out, from the last on, each taker without which the others still take all
  const needed = region.takers.reduceRight<readonly Taker[]>((kept, taker) => {
    const others = kept.filter((other) => other !== taker);
    return covered(
      region.matchers,
      others.map(({ matchers }) => matchers),
    )
      ? others
      : kept;
  }, region.takers);
  return needed.map(({ node }) => node);
}
