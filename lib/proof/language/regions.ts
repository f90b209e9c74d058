import { niceness, nicest } from './char-set';
import { spansOf } from './edges';
import type { Examples } from './example';
import type { Language, Languages } from './languages';

/** Texts that the same of the members take, and one of them. */
export interface Region {
  /** Which members take them, by their places in the list, in its order. */
  readonly members: readonly number[];
  readonly example: string;
}

/** A member that may still take a text or not, and what of the text it waits for. */
interface Open {
  readonly member: number;
  readonly rest: Language;
}

/** Where a text may have led to: what may follow, who takes it whatever follows, and who may yet. */
interface State {
  readonly rest: Language;
  readonly settled: readonly number[];
  readonly open: readonly Open[];
  readonly text: string;
}

/** States beyond these, and beyond those for each member, are not worth the time. */
const MOST_STATES = 20_000;
const MOST_STATES_OF_ONE = 200;

/**
 * How members share the texts of a language: every combination of members that take a text of it, each once.
 *
 * All members are followed at once, character by character, and only as far as they differ: the work grows with the
 * lengths of their literal beginnings.
 *
 * @param isClear - whether enough is known of texts that the first members take whatever follows, and the second may yet
 *   take; the region then has just those that certainly take them
 */
export function regionsOf(
  languages: Languages,
  examples: Examples,
  whole: Language,
  members: readonly Language[],
  isClear: (settled: readonly number[], open: readonly number[]) => boolean = () => false,
): readonly Region[] {
  const regions = new Map<string, Region>();
  const record = (taking: readonly number[], example: string) => {
    const sorted = [...taking].sort((a, b) => a - b);
    const key = sorted.join();
    if (!regions.has(key)) regions.set(key, { members: sorted, example });
  };
  const queue: State[] = [];
  const met = new Set<string>();
  const enter = (rest: Language, text: string, before: readonly number[], followed: readonly Open[]) => {
    const settled = followed.filter((each) => each.rest === languages.all).map(({ member }) => member);
    const state: State = {
      rest,
      text,
      settled: settled.length > 0 ? [...before, ...settled] : before,
      open: stillOpen(languages, examples, rest, followed, before.length + settled.length > 0),
    };
    const key = keyOf(state);
    if (met.has(key)) return;
    met.add(key);
    queue.push(state);
  };
  enter(
    whole,
    '',
    [],
    members.map((rest, member) => ({ member, rest })),
  );
  for (const { rest, settled, open, text } of queue) {
    const ending = open.filter((each) => each.rest.takesEmpty).map(({ member }) => member);
    if (met.size > MOST_STATES + MOST_STATES_OF_ONE * members.length) languages.giveUp();
    if (languages.exhausted) break;
    if (
      open.length === 0 ||
      (settled.length > 0 &&
        isClear(
          settled,
          open.map(({ member }) => member),
        ))
    ) {
      const end = examples.of(rest);
      if (end !== undefined) record(settled, text + end);
      continue;
    }
    if (rest.takesEmpty) record([...settled, ...ending], text);
    const lists = [rest, ...open.map((each) => each.rest)].map((each) => languages.edgesOf(each));
    const steps = spansOf(lists, ({ next }, list) => ({ next, list }))
      .filter(({ items }) => items[0]?.list === 0)
      .map(({ from, to, items }) => ({ char: nicest(from, to), items }));
    for (const { char, items } of steps.sort((a, b) => niceness(a.char) - niceness(b.char))) {
      const [first, ...others] = items;
      if (!first) continue;
      const followed = others.map(({ next, list }) => ({ member: open[list - 1]?.member ?? 0, rest: next }));
      enter(first.next, text + char, settled, followed);
    }
  }
  return [...regions.values()];
}

function keyOf({ rest, settled, open }: State): string {
  let key = `${rest.id}|${settled.join()}|`;
  for (const each of open) key += `${each.member}:${each.rest.id},`;
  return key;
}

/**
 * Those whose answer is open. Where some have settled already, most others cannot take what may follow any more, and
 * following them would multiply the states.
 */
function stillOpen(
  languages: Languages,
  examples: Examples,
  rest: Language,
  followed: readonly Open[],
  thorough: boolean,
): readonly Open[] {
  const open = followed.filter((each) => each.rest !== languages.all && each.rest.kind !== 'none');
  return thorough ? open.filter((each) => !examples.areDisjoint(rest, each.rest)) : open;
}
