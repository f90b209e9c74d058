import { niceness, nicest } from './char-set';
import type { Language, Languages } from './languages';

/** A language met on a search, and the way to it. */
interface Met {
  readonly language: Language;
  readonly char: string;
  readonly before?: Met;
}

/** Finds texts of languages, and remembers them for all languages on the way. */
export class Examples {
  private readonly found = new Map<Language, string | undefined>();

  constructor(private readonly languages: Languages) {}

  /** A short text of the language that reads well, or undefined if it has none. */
  of(language: Language): string | undefined {
    if (!this.found.has(language)) this.search(language);
    return this.found.get(language);
  }

  /** Whether no text is in all of the languages. */
  areDisjoint(...languages: readonly Language[]): boolean {
    return this.of(this.languages.and(languages)) === undefined;
  }

  private search(start: Language): void {
    const met = new Set([start]);
    const queue: Met[] = [{ language: start, char: '' }];
    for (const here of queue) {
      const { language } = here;
      const known = language.takesEmpty ? '' : this.found.get(language);
      if (known !== undefined) {
        this.remember(here, known);
        return;
      }
      if (this.found.has(language)) continue;
      const steps = this.languages.edgesOf(language).map(({ from, to, next }) => ({ char: nicest(from, to), next }));
      for (const { char, next } of steps.sort((a, b) => niceness(a.char) - niceness(b.char))) {
        if (met.has(next)) continue;
        met.add(next);
        queue.push({ language: next, char, before: here });
      }
    }
    for (const language of met) this.found.set(language, undefined);
  }

  private remember(end: Met, rest: string): void {
    let text = rest;
    for (let here: Met | undefined = end; here; here = here.before) {
      this.found.set(here.language, text);
      text = here.char + text;
    }
  }
}

/** An example as messages show it: long runs of one character cut. */
export const shownExample = (text: string): string => `'${text.replaceAll(/(.)\1{11,}/g, '$1$1$1…')}'`;
