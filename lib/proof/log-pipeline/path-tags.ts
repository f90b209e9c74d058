import { ANY, charSet, complement, intersection, union } from '../language/char-set';
import { type Edge, overlay } from '../language/edges';
import type { Language, Languages } from '../language/languages';

const SEPARATORS = charSet('/\\:');
const DOT = charSet('.');
const DROPPED = charSet('*');
const KEPT = intersection(ANY, complement(union(SEPARATORS, DOT, DROPPED)));

/** What of the tag stands before: nothing, a dot, or something else. */
type Before = 'nothing' | 'dot' | 'text';

/**
 * The tags that Fluent Bit makes of texts with paths in them: `/`, `\` and `:` become dots, at the beginning they and
 * anywhere `*` are dropped, and dots after a dot or at the end are.
 */
export function asTags(languages: Languages, language: Language, before: Before = 'nothing'): Language {
  if (language === languages.none || language === languages.all) return language;
  return languages.lazy(`tag ${before} ${language.id}`, () => {
    const dropped = before === 'dot' ? union(SEPARATORS, DOT, DROPPED) : DROPPED;
    const skipped = reach(languages, language, before === 'nothing' ? union(SEPARATORS, DROPPED) : dropped);
    const edges = (set: typeof KEPT, then: Before, as?: number) =>
      skipped.flatMap((each) =>
        languages
          .edgesOf(each)
          .flatMap(({ from, to, next }): Edge[][] =>
            intersection(set, [[from, to]]).map(([start, end]) => [
              { from: as ?? start, to: as ?? end, next: asTags(languages, next, then) },
            ]),
          ),
      );
    const dots = { nothing: DOT, dot: [], text: union(DOT, SEPARATORS) }[before];
    const dotted = reach(languages, language, union(dots, dropped));
    return {
      // a dot at the end is dropped: then the tag ends before it
      takesEmpty: before !== 'dot' && [...skipped, ...dotted].some(({ takesEmpty }) => takesEmpty),
      findEdges: () =>
        overlay([...edges(KEPT, 'text'), ...edges(dots, 'dot', '.'.charCodeAt(0))], (nexts) => languages.or(nexts)),
    };
  });
}

/** What is left of the language after any number of these characters. */
function reach(languages: Languages, language: Language, through: typeof KEPT): Language[] {
  const met = new Set([language]);
  for (const each of met) {
    for (const { from, to, next } of languages.edgesOf(each)) {
      if (through.some(([start, end]) => start <= to && from <= end)) met.add(next);
    }
  }
  return [...met];
}
