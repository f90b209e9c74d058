import type { RouteConfig } from './model';

/** A route with its place in the tree. */
export interface PlacedRoute {
  readonly route: RouteConfig;
  /** Where it is, as people read it: `root route`, `route 2 > route 1 (team="a")`; counted from 1. */
  readonly place: string;
  /** The route it hangs under. @default - none: it is the root */
  readonly parent?: PlacedRoute;
  /** Number among its siblings, from 0. */
  readonly index: number;
}

function place(route: RouteConfig, index: number, parent: PlacedRoute | undefined): PlacedRoute {
  if (!parent) return { route, index, place: 'root route' };
  const numbers = [index + 1];
  for (let up: PlacedRoute = parent; up.parent; up = up.parent) numbers.unshift(up.index + 1);
  const path = numbers.map((number) => `route ${number}`).join(' > ');
  const matchers = route.matchers ?? [];
  return { route, index, parent, place: matchers.length > 0 ? `${path} (${matchers.join(', ')})` : path };
}

/** The routes below one, each with its place. */
export function childrenOf(parent: PlacedRoute): PlacedRoute[] {
  return (parent.route.routes ?? []).map((route, index) => place(route, index, parent));
}

/** All routes of the tree, each parent before its children. */
export function walkRoutes(root: RouteConfig): PlacedRoute[] {
  const below = (node: PlacedRoute): PlacedRoute[] => [node, ...childrenOf(node).flatMap(below)];
  return below(place(root, 0, undefined));
}

/** The value of a setting that routes inherit: the route's own, else that of the nearest ancestor that has one. */
export function inherited<K extends 'receiver' | 'group_interval' | 'repeat_interval'>(
  node: PlacedRoute,
  key: K,
): string | undefined {
  return node.route[key] ?? (node.parent && inherited(node.parent, key));
}
