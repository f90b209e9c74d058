import type { Language } from './languages';

/** The texts that may follow one of the characters from `from` to `to`. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly next: Language;
}

/** A span of characters and what several lists of edges say of it. */
export interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly items: readonly T[];
}

/** Up to so many lists are walked side by side; of more, each edge is put where it belongs. */
const FEW = 8;

/**
 * The spans that the edges of all lists cut the characters into, with what `item` makes of each edge that covers them,
 * in the order of the lists. Its cost grows with the edges, not with edges times spans, where most are narrow.
 */
export function spansOf<T>(
  lists: readonly (readonly Edge[])[],
  item: (edge: Edge, list: number) => T,
): readonly Span<T>[] {
  return lists.length <= FEW ? spansOfFew(lists, item) : spansOfMany(lists, item);
}

function spansOfFew<T>(lists: readonly (readonly Edge[])[], item: (edge: Edge, list: number) => T): Span<T>[] {
  const spans: Span<T>[] = [];
  const next = lists.map(() => 0);
  for (let from = 0; ; ) {
    let start = Number.POSITIVE_INFINITY;
    for (let i = 0; i < lists.length; i++) {
      const edge = lists[i]?.[next[i] ?? 0];
      if (edge && edge.from < start) start = edge.from;
    }
    if (start === Number.POSITIVE_INFINITY) return spans;
    if (start > from) from = start;
    let to = Number.POSITIVE_INFINITY;
    const items: T[] = [];
    for (let i = 0; i < lists.length; i++) {
      const edge = lists[i]?.[next[i] ?? 0];
      if (!edge) continue;
      const end = edge.from > from ? edge.from - 1 : edge.to;
      if (end < to) to = end;
      if (edge.from <= from) items.push(item(edge, i));
    }
    spans.push({ from, to, items });
    for (let i = 0; i < lists.length; i++) {
      const at = next[i] ?? 0;
      if (lists[i]?.[at]?.to === to) next[i] = at + 1;
    }
    from = to + 1;
  }
}

function spansOfMany<T>(lists: readonly (readonly Edge[])[], item: (edge: Edge, list: number) => T): Span<T>[] {
  const points = new Set<number>();
  for (const list of lists) {
    for (const { from, to } of list) {
      points.add(from);
      points.add(to + 1);
    }
  }
  const starts = [...points].sort((a, b) => a - b);
  const at = new Map(starts.map((start, i) => [start, i]));
  const buckets: T[][] = starts.map(() => []);
  lists.forEach((list, i) => {
    for (const edge of list) {
      const end = at.get(edge.to + 1) ?? 0;
      for (let j = at.get(edge.from) ?? 0; j < end; j++) buckets[j]?.push(item(edge, i));
    }
  });
  return starts.flatMap((from, i) => {
    const items = buckets[i] ?? [];
    return items.length > 0 ? [{ from, to: (starts[i + 1] ?? from + 1) - 1, items }] : [];
  });
}

/** The edges of several lists made into one: what may follow is made of what may follow in those that have an edge. */
export function overlay(
  lists: readonly (readonly Edge[])[],
  combine: (nexts: readonly Language[]) => Language,
): readonly Edge[] {
  const joined: Edge[] = [];
  const combined: { readonly nexts: readonly Language[]; readonly next: Language }[] = [];
  for (const { from, to, items } of spansOf(lists, ({ next }) => next)) {
    // digits and letters, say, mostly lead to the same
    let known = combined.find(({ nexts }) => areSame(nexts, items));
    if (!known) {
      known = { nexts: items, next: combine(items) };
      if (combined.length < FEW) combined.push(known);
    }
    const { next } = known;
    const last = joined.at(-1);
    if (next.kind === 'none') continue;
    if (last && last.next === next && last.to + 1 === from) joined[joined.length - 1] = { from: last.from, to, next };
    else joined.push({ from, to, next });
  }
  return joined;
}

const areSame = (a: readonly Language[], b: readonly Language[]) =>
  a.length === b.length && a.every((each, i) => each === b[i]);
