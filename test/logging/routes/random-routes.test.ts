import { type TagChoice, tagChoice } from '../../../lib/logging/lines/container-tags';
import { overlap, RouteIndex, takenBefore } from '../../../lib/logging/routes/route-overlap';
import { tagsByPlace } from '../../../lib/logging/routes/route-places';
import type { LogSelector } from '../../../lib/model/log-route';

/** Numbers that look random and are the same in each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const NAMES = ['a', 'b', 'ab', 'a-b'];
const PATTERNS = [...NAMES, 'a*', '*b', '*', 'a*b'];
const PODS = [...NAMES, 'a.b'];
const POD_PATTERNS = [...PATTERNS, 'a.*'];

/** Every container of a small world. */
const WORLD = NAMES.flatMap((namespace) =>
  NAMES.flatMap((container) => PODS.map((pod) => ({ namespace, container, pod }))),
);
type Container = (typeof WORLD)[number];

const UID = '01234567-89ab-cdef-0123-456789abcdef';
const tagOf = ({ namespace, container, pod }: Container) => `kube.${namespace}.${container}.${UID}.${pod}`;

/** By the meaning of `*` alone. */
const fits = (patterns: readonly string[] | undefined, name: string) =>
  patterns === undefined ||
  patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name));
const takes = ({ namespaces, containers, pods }: LogSelector, { namespace, container, pod }: Container) =>
  fits(namespaces, namespace) && fits(containers, container) && fits(pods, pod);

/** As Fluent Bit has it: a `*` is anything, and a regular expression has to take a letter from the start on. */
function chosen({ match, match_regex }: TagChoice, tag: string): boolean {
  if (match_regex !== undefined) return (new RegExp(`^(?:${match_regex})`).exec(tag)?.[0].length ?? 0) > 0;
  return new RegExp(`^${(match ?? '').replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(tag);
}

function randomRoutes(roll: (sides: number) => number) {
  const some = (patterns: readonly string[]) => {
    const count = roll(3);
    return count === 0 ? undefined : Array.from({ length: count }, () => patterns[roll(patterns.length)] as string);
  };
  return Array.from({ length: 1 + roll(6) }, () => ({
    selector: { namespaces: some(PATTERNS), containers: some(PATTERNS), pods: some(POD_PATTERNS) },
    place: `place-${roll(3)}`,
  }));
}

describe('300 random lists of routes', () => {
  const lists = Array.from({ length: 300 }, (_, seed) => randomRoutes(dice(seed)));
  const selectors = lists.flatMap((routes) => routes.map(({ selector }) => selector));

  it('send each tag to the place of the first route that fits, and nowhere else', () => {
    const wrong = lists.flatMap((routes, list) => {
      const places = [...tagsByPlace(routes, 'place-0')];
      return WORLD.flatMap((container) => {
        const meant = routes.find(({ selector }) => takes(selector, container))?.place ?? 'place-0';
        const got = places.filter(([, choice]) => chosen(choice, tagOf(container))).map(([place]) => place);
        return got.length === 1 && got[0] === meant ? [] : [{ list, tag: tagOf(container), meant, got }];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('send all other logs to the place of the rest', () => {
    const strays = lists.flatMap((routes) =>
      [...tagsByPlace(routes, 'place-0')].filter(([place, choice]) =>
        ['node.kubelet.service', 'self.a.b.c.d'].some((tag) => chosen(choice, tag) !== (place === 'place-0')),
      ),
    );
    expect(strays).toEqual([]);
  });

  it('match the tags of each route', () => {
    const wrong = selectors.filter((selector) =>
      WORLD.some((container) => takes(selector, container) !== chosen(tagChoice(selector), tagOf(container))),
    );
    expect(wrong).toEqual([]);
  });

  it('overlap where some container is in both', () => {
    const missed = selectors.slice(1).filter((selector, i) => {
      const other = selectors[i] as LogSelector;
      return !overlap(selector, other) && WORLD.some((each) => takes(selector, each) && takes(other, each));
    });
    expect(missed).toEqual([]);
  });

  it('are called out of reach only if no container is left for them', () => {
    let found = 0;
    const wrong = lists.flatMap((routes) => {
      const earlier = new RouteIndex<LogSelector>();
      return routes.filter(({ selector }, i) => {
        const takers = takenBefore(selector, earlier.near(selector));
        earlier.add(selector, i);
        if (takers.length === 0) return false;
        found += 1;
        return WORLD.some(
          (each) => takes(selector, each) && !routes.slice(0, i).some(({ selector: other }) => takes(other, each)),
        );
      });
    });
    expect(wrong).toEqual([]);
    expect(found).toBeGreaterThan(20);
  });
});
