import type { LogSelector } from '../model/log-route';
import { type TagChoice, tagChoice, tagRegex } from './container-tags';
import { overlap, RouteIndex } from './route-overlap';

/** A route, and which of several places its lines go to. */
export interface PlacedRoute {
  readonly selector: LogSelector;
  readonly place: string;
}

/**
 * Which tags go to each place when the first route that fits decides: the last place takes the tags that no route has.
 * Each regular expression leaves out what earlier routes send elsewhere, so that no tag is in two of them.
 *
 * @param fixed other tags than those of containers, as regular expressions, by their place
 */
export function tagsByPlace(
  routes: readonly PlacedRoute[],
  rest: string,
  fixed: readonly { readonly regex: string; readonly place: string }[] = [],
): Map<string, TagChoice> {
  const places = new Set([...routes.map(({ place }) => place), rest, ...fixed.map(({ place }) => place)]);
  if (places.size === 1) return new Map([[rest, { match: '*' }]]);
  const without = exclusive(routes);
  const taken = new Map<string, string[]>();
  const add = (place: string, regex: string) => {
    const known = taken.get(place);
    if (known) known.push(regex);
    else taken.set(place, [regex]);
  };
  const elsewhere: string[] = [];
  routes.forEach(({ place }, i) => {
    if (place === rest) return;
    add(place, without[i] as string);
    elsewhere.push(without[i] as string);
  });
  add(rest, elsewhere.length === 0 ? 'kube\\..*' : `(?!(?:${elsewhere.join('|')})$)kube\\..*`);
  for (const { regex, place } of fixed) add(place, regex);

  const alone = new Map(routes.map((route) => [route.place, route]));
  return new Map(
    [...taken].map(([place, regexes]) => {
      const route = alone.get(place);
      const plain = route && regexes.length === 1 && regexes[0] === tagRegex(route.selector);
      return [place, plain ? tagChoice(route.selector) : { match_regex: `^(?:${regexes.join('|')})$` }];
    }),
  );
}

/** The tags of each route without those that earlier routes send to another place. */
function exclusive(routes: readonly PlacedRoute[]): string[] {
  const earlier = new RouteIndex<LogSelector & { readonly place: string }>();
  return routes.map(({ selector, place }, i) => {
    const rivals = earlier
      .near(selector)
      .filter(({ route }) => route.place !== place && overlap(route, selector))
      .map(({ route }) => tagRegex(route));
    earlier.add({ ...selector, place }, i);
    return rivals.length === 0 ? tagRegex(selector) : `(?!(?:${rivals.join('|')})$)${tagRegex(selector)}`;
  });
}
