import type { Examples } from './example';
import type { Language, Languages } from './languages';

/** The texts that may follow a text of `beginning` so that the whole is in the language. */
export function after(languages: Languages, language: Language, beginning: Language): Language {
  const rests: Language[] = [];
  const queue: [Language, Language][] = [[language, beginning]];
  const met = new Set<string>();
  for (const [rest, begun] of queue) {
    if (begun.takesEmpty) rests.push(rest);
    const start = languages.edgesOf(begun);
    for (const edge of languages.edgesOf(rest)) {
      for (const { from, to, next } of start) {
        const key = `${edge.next.id} ${next.id}`;
        if (from > edge.to || to < edge.from || met.has(key)) continue;
        met.add(key);
        queue.push([edge.next, next]);
      }
    }
  }
  return languages.or(rests);
}

/** The texts that a text of `end` may follow so that the whole is in the language. */
export function before(languages: Languages, examples: Examples, language: Language, end: Language): Language {
  if (language === languages.none || end === languages.none) return languages.none;
  if (language === languages.all || end === languages.empty) return language;
  return languages.lazy(`before ${language.id} ${end.id}`, () => ({
    takesEmpty: !examples.areDisjoint(language, end),
    findEdges: () =>
      languages
        .edgesOf(language)
        .map((edge) => ({ ...edge, next: before(languages, examples, edge.next, end) }))
        .filter(({ next }) => next !== languages.none),
  }));
}
