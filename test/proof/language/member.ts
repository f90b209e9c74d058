import type { Language, Languages } from '../../../lib/proof/language/languages';

/** Whether the language has the text. */
export function takes(languages: Languages, language: Language, text: string): boolean {
  let rest: Language = language;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    rest = languages.edgesOf(rest).find(({ from, to }) => from <= code && code <= to)?.next ?? languages.none;
  }
  return rest.takesEmpty;
}
