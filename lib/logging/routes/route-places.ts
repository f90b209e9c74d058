import type { LogSelector } from '../../model/log-route';
import { type TagChoice, tagChoice, tagRegex } from '../lines/container-tags';
import { overlap, RouteIndex } from './route-overlap';

/** A route, and which of several places its lines go to. */
export interface PlacedRoute {
  readonly selector: LogSelector;
  readonly place: string;
}

/**
 * Which tags go to each place when the first route that fits decides: the last place takes the tags that no route has.
 * Each regular expression leaves out what earlier routes send elsewhere, so that no tag is in two of them.
 */
export function tagsByPlace(routes: readonly PlacedRoute[], rest: string): Map<string, TagChoice> {
  const taken = new Map<string, { readonly regex: string; readonly alone?: LogSelector }[]>();
  const without = exclusive(routes);
  routes.forEach(({ place, selector }, i) => {
    if (place === rest) return;
    const regex = without[i] as string;
    const one = { regex, ...(regex === tagRegex(selector) ? { alone: selector } : {}) };
    const known = taken.get(place);
    if (known) known.push(one);
    else taken.set(place, [one]);
  });
  const choices = [...taken].map(([place, parts]): [string, TagChoice] => {
    const [{ alone } = {}, second] = parts;
    if (alone && second === undefined) return [place, tagChoice(alone)];
    return [place, { match_regex: `^(?:${parts.map(({ regex }) => regex).join('|')})$` }];
  });
  const elsewhere = [...taken.values()].flatMap((parts) => parts.map(({ regex }) => regex));
  // A match of no letter would be none.
  const others = elsewhere.length === 0 ? { match: '*' } : { match_regex: `^(?!(?:${elsewhere.join('|')})$).+$` };
  return new Map([...choices, [rest, others]]);
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
