import type { LogSelector } from '../../model/log-route';
import { covers, meet, type NamePattern } from '../name-pattern';

const ALL: readonly NamePattern[] = ['*'];

/** A route among others, in their order. */
export interface Placed<R extends LogSelector = LogSelector> {
  readonly route: R;
  readonly at: number;
}

/**
 * Routes by the namespaces they take, so that each is compared with the few that may take the same lines: routes of other
 * namespaces cost nothing, however many there are.
 */
export class RouteIndex<R extends LogSelector> {
  private readonly byNamespace = new Map<string, Placed<R>[]>();
  /** Those that take namespaces by a pattern, or all. */
  private readonly wide: Placed<R>[] = [];
  private readonly all: Placed<R>[] = [];

  add(route: R, at: number): void {
    const placed = { route, at };
    const { namespaces = ALL } = route;
    this.all.push(placed);
    if (namespaces.some((name) => name.includes('*'))) {
      this.wide.push(placed);
      return;
    }
    for (const name of new Set(namespaces)) {
      const known = this.byNamespace.get(name);
      if (known) known.push(placed);
      else this.byNamespace.set(name, [placed]);
    }
  }

  /** Those that may take a line that this one takes, in the order they were added. */
  near({ namespaces = ALL }: LogSelector): readonly Placed<R>[] {
    if (namespaces.some((name) => name.includes('*'))) return this.all;
    const found = new Set(namespaces.flatMap((name) => this.byNamespace.get(name) ?? []));
    if (this.wide.length === 0 && namespaces.length <= 1) return [...found];
    return [...found, ...this.wide].sort((a, b) => a.at - b.at);
  }
}

/** Whether some line is taken by both. */
export function overlap(a: LogSelector, b: LogSelector): boolean {
  const some = (these: readonly NamePattern[] = ALL, those: readonly NamePattern[] = ALL) =>
    these.some((one) => those.some((other) => meet(one, other)));
  return some(a.namespaces, b.namespaces) && some(a.containers, b.containers) && some(a.pods, b.pods);
}

/** Whether each line of this route is taken by an earlier one; the earlier ones that take some of them, if so. */
export function takenBefore<R extends LogSelector>(route: LogSelector, earlier: readonly Placed<R>[]): Placed<R>[] {
  const { namespaces = ALL, containers = ALL, pods = ALL } = route;
  const takers = new Set<Placed<R>>();
  for (const namespace of namespaces) {
    for (const container of containers) {
      for (const pod of pods) {
        const taker = earlier.find(
          ({ route: other }) =>
            within(other.namespaces, namespace) && within(other.containers, container) && within(other.pods, pod),
        );
        if (taker === undefined) return [];
        takers.add(taker);
      }
    }
  }
  return [...takers].sort((a, b) => a.at - b.at);
}

const within = (patterns: readonly NamePattern[] = ALL, name: NamePattern) =>
  patterns.some((pattern) => covers(pattern, name));
