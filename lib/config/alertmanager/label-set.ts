import { formatMatcher, type Matcher, matches } from './matcher';
import { shortestValue } from './value-language';
import { literal, parsePattern } from './value-pattern';
import { wordsOf } from './value-words';

/** More steps than this in one decision are not worth the time of synth; nothing is claimed then. */
const MOST_STEPS = 2000;
/** Tried before anything is computed: most conditions allow one of them. */
const PROBES = ['', 'any other value'];
const NEGATION: Readonly<Record<Matcher['operator'], Matcher['operator']>> = {
  '=': '!=',
  '!=': '=',
  '=~': '!~',
  '!~': '=~',
};

/** The matcher that takes just what this one leaves. */
function negate(matcher: Matcher): Matcher {
  return { ...matcher, operator: NEGATION[matcher.operator] };
}

/** What is demanded of one label, and a value that meets it, where one is known. */
interface Demand {
  readonly matchers: readonly Matcher[];
  readonly example?: string;
}

const meets = (value: string, matchers: readonly Matcher[]) =>
  matchers.every((matcher) => matches(matcher, { [matcher.name]: value }));

/** The tree of what the matcher's value stands for, or undefined where its expression goes beyond what is understood. */
const patternOf = ({ operator, value }: Matcher) => (operator.includes('~') ? parsePattern(value) : literal(value));

/** The few values that alone can meet all the matchers of one label, or undefined if they are not few. */
function candidates(matchers: readonly Matcher[]): readonly string[] | undefined {
  const positive = matchers.filter(({ operator }) => !operator.startsWith('!'));
  const exact = positive.find(({ operator }) => operator === '=');
  if (exact) return [exact.value];
  for (const matcher of positive) {
    const pattern = patternOf(matcher);
    const words = pattern && wordsOf(pattern);
    if (words) return words;
  }
  return undefined;
}

const opposite = (a: Matcher, b: Matcher) => a.value === b.value && a.operator === NEGATION[b.operator];

/** Long lists are seldom asked for twice. */
const MOST_REMEMBERED = 3;
const remembered = new Map<string, Demand | undefined>();

/** The demand that these matchers of one label make together; undefined if certainly no value meets it. */
function demand(matchers: readonly Matcher[]): Demand | undefined {
  if (matchers.length > MOST_REMEMBERED) return decide(matchers);
  const key = matchers.map(formatMatcher).join('\n');
  if (!remembered.has(key)) remembered.set(key, decide(matchers));
  return remembered.get(key);
}

function decide(matchers: readonly Matcher[]): Demand | undefined {
  const few = candidates(matchers);
  const known = (few ?? PROBES).find((value) => meets(value, matchers));
  if (known !== undefined) return { matchers, example: known };
  if (few || matchers.some((one) => matchers.some((other) => opposite(one, other)))) return undefined;
  const patterns = (negative: boolean) =>
    matchers
      .filter(({ operator }) => operator.startsWith('!') === negative)
      .flatMap((matcher) => patternOf(matcher) ?? []);
  const value = shortestValue(patterns(false), patterns(true));
  if (value === null) return undefined;
  return value !== undefined && meets(value, matchers) ? { matchers, example: value } : { matchers };
}

/**
 * The alerts that meet a list of matchers, at least one. All that is told of it is certain; where certainty would take
 * expressions with flags, Unicode classes or inner anchors, or too long, nothing is claimed. Label values are taken to
 * hold no line break.
 */
export class LabelSet {
  /** All alerts. */
  static readonly ALL = new LabelSet(new Map());

  private constructor(private readonly demands: ReadonlyMap<string, Demand>) {}

  /** The alerts of this set that meet the matchers, too, or undefined if there is certainly none. */
  and(matchers: readonly Matcher[]): LabelSet | undefined {
    const demands = new Map(this.demands);
    for (const matcher of matchers) {
      const before = demands.get(matcher.name);
      const all = [...(before?.matchers ?? []), matcher];
      const example = before?.example;
      const met = example !== undefined && meets(example, [matcher]);
      const after = met ? { matchers: all, example } : demand(all);
      if (!after) return undefined;
      demands.set(matcher.name, after);
    }
    return new LabelSet(demands);
  }

  /** Whether certainly every alert of this set meets the matchers. */
  isWithin(matchers: readonly Matcher[]): boolean {
    return matchers.every((matcher) => this.and([negate(matcher)]) === undefined);
  }

  /** Whether certainly every alert of this set meets one of the lists of matchers, be it only all lists together. */
  isCovered(covers: readonly (readonly Matcher[])[]): boolean {
    if (covers.some((cover) => this.isWithin(cover))) return true;
    const near = covers.filter((cover) => this.and(cover));
    let steps = 0;
    // whether something of `left` is in none of the lists from that one on; looks for it where none of them has come yet
    const leaves = (left: LabelSet, from: number): boolean => {
      const cover = near[from];
      if (!cover || ++steps > MOST_STEPS) return true;
      for (const [i, matcher] of cover.entries()) {
        const smaller = left.and([negate(matcher)]);
        if (smaller && leaves(smaller, from + 1)) return true;
        if (i === 0 && !left.and(cover)) return leaves(left, from + 1);
      }
      return false;
    };
    return !leaves(this, 0);
  }
}
