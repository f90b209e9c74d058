import { formatMatcher, type Matcher, matches } from './matcher';
import { someValueMatches } from './value-language';
import { literal, parsePattern } from './value-pattern';
import { wordsOf } from './value-words';

/** More steps than this in one decision are not worth the time of synth; nothing is claimed then. */
const MOST_STEPS = 2000;
/** Tried before anything is computed: most sets hold one of them. */
const PROBES = ['', 'any other value'];
const NEGATION: Readonly<Record<Matcher['operator'], Matcher['operator']>> = {
  '=': '!=',
  '!=': '=',
  '=~': '!~',
  '!~': '=~',
};

const decided = new Map<string, boolean>();

/** The matcher that takes just what this one leaves. */
export function negate(matcher: Matcher): Matcher {
  return { ...matcher, operator: NEGATION[matcher.operator] };
}

/** The tree of what the matcher's value stands for, or undefined where its expression goes beyond what is understood. */
const patternOf = ({ operator, value }: Matcher) => (operator.includes('~') ? parsePattern(value) : literal(value));

/** The few values that alone can meet all the matchers of one label, or undefined if they are not few. */
function candidates(matchers: readonly Matcher[]): readonly string[] | undefined {
  for (const matcher of matchers.filter(({ operator }) => !operator.startsWith('!'))) {
    const pattern = patternOf(matcher);
    const words = pattern && wordsOf(pattern);
    if (words) return words;
  }
  return undefined;
}

function decide(matchers: readonly Matcher[]): boolean {
  const meets = (value: string) => matchers.every((matcher) => matches(matcher, { [matcher.name]: value }));
  const few = candidates(matchers);
  if (few) return few.some(meets);
  const texts = new Set(matchers.map(formatMatcher));
  if (matchers.some((matcher) => texts.has(formatMatcher(negate(matcher))))) return false;
  if (PROBES.some(meets)) return true;
  const patterns = (negative: boolean) =>
    matchers
      .filter(({ operator }) => operator.startsWith('!') === negative)
      .flatMap((matcher) => patternOf(matcher) ?? []);
  return someValueMatches(patterns(false), patterns(true));
}

/** Whether one label can have a value that meets all these matchers on it. */
function satisfiable(matchers: readonly Matcher[]): boolean {
  const key = [...new Set(matchers.map(({ operator, value }) => `${operator}${value}`))].sort().join('\n');
  const known = decided.get(key) ?? decide(matchers);
  decided.set(key, known);
  return known;
}

/**
 * Whether certainly no alert meets all the matchers. Never true by mistake; false also where it cannot tell: expressions
 * with flags, Unicode classes, inner anchors. Label values are taken to hold no line break.
 */
export function contradict(matchers: readonly Matcher[]): boolean {
  const names = new Set(matchers.map(({ name }) => name));
  return [...names].some((name) => !satisfiable(matchers.filter((matcher) => matcher.name === name)));
}

/** Whether certainly every alert that meets `all` meets `others`, too; as careful as {@link contradict}. */
export function imply(all: readonly Matcher[], others: readonly Matcher[]): boolean {
  return others.every((matcher) => contradict([...all, negate(matcher)]));
}

/**
 * Whether certainly every alert that meets `all` meets at least one of the lists in `covers`, be it that they take it
 * only together; as careful as {@link contradict}.
 */
export function covered(all: readonly Matcher[], covers: readonly (readonly Matcher[])[]): boolean {
  let steps = 0;
  const rest = (region: readonly Matcher[], from: number): boolean => {
    if (++steps > MOST_STEPS) return true;
    if (contradict(region)) return false;
    const next = covers.findIndex((cover, i) => i >= from && !contradict([...region, ...cover]));
    if (next < 0) return true;
    return (covers[next] ?? []).some((matcher) => rest([...region, negate(matcher)], next + 1));
  };
  return covers.some((cover) => imply(all, cover)) || !rest(all, 0);
}
