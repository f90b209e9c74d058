import { type CodePoints, complement, type Pattern } from './value-pattern';

/** A set of values, as an expression whose equal sub-expressions are one object. */
interface Language {
  readonly id: number;
  readonly kind: 'none' | 'empty-value' | 'class' | 'concat' | 'or' | 'and' | 'not' | 'star';
  readonly parts: readonly Language[];
  readonly chars: CodePoints;
  /** Whether the empty value is in it. */
  readonly nullable: boolean;
}

/** Decisions beyond this size are given up: nothing is claimed then. */
const MOST_STATES = 4000;

/** Expressions over values, kept unique so that a search over their derivatives (Brzozowski) ends. */
class Languages {
  private readonly known = new Map<string, Language>();
  private readonly derivatives = new Map<string, Language>();
  readonly none = this.make('none', [], [], false);
  readonly emptyValue = this.make('empty-value', [], [], true);
  readonly everything = this.not(this.none);

  private make(kind: Language['kind'], parts: readonly Language[], chars: CodePoints, nullable: boolean): Language {
    const key = `${kind} ${parts.map(({ id }) => id).join(',')} ${chars.join(';')}`;
    const existing = this.known.get(key);
    if (existing) return existing;
    const made = { id: this.known.size, kind, parts, chars, nullable };
    this.known.set(key, made);
    return made;
  }

  of(pattern: Pattern): Language {
    switch (pattern.kind) {
      case 'class':
        return pattern.of.length === 0 ? this.none : this.make('class', [], pattern.of, false);
      case 'sequence':
        return pattern.of.reduceRight((rest, part) => this.concat(this.of(part), rest), this.emptyValue);
      case 'choice':
        return this.or(pattern.of.map((part) => this.of(part)));
      case 'star':
        return this.star(this.of(pattern.of));
    }
  }

  private concat(head: Language, tail: Language): Language {
    if (head === this.none || tail === this.none) return this.none;
    if (head === this.emptyValue) return tail;
    if (tail === this.emptyValue) return head;
    if (head.kind === 'concat') {
      const [first = this.emptyValue, second = this.emptyValue] = head.parts;
      return this.concat(first, this.concat(second, tail));
    }
    return this.make('concat', [head, tail], [], head.nullable && tail.nullable);
  }

  private star(inner: Language): Language {
    if (inner === this.none || inner === this.emptyValue) return this.emptyValue;
    if (inner.kind === 'star') return inner;
    if (inner.kind === 'class' && complement(inner.chars).length === 0) return this.everything;
    return this.make('star', [inner], [], true);
  }

  private or(parts: readonly Language[]): Language {
    const flat = this.flat('or', parts, this.none);
    if (flat.includes(this.everything)) return this.everything;
    if (flat.length <= 1) return flat[0] ?? this.none;
    return this.make(
      'or',
      flat,
      [],
      flat.some(({ nullable }) => nullable),
    );
  }

  and(parts: readonly Language[]): Language {
    const flat = this.flat('and', parts, this.everything);
    if (flat.includes(this.none)) return this.none;
    if (flat.length <= 1) return flat[0] ?? this.everything;
    return this.make(
      'and',
      flat,
      [],
      flat.every(({ nullable }) => nullable),
    );
  }

  not(inner: Language): Language {
    if (inner.kind === 'not') return inner.parts[0] ?? this.none;
    return this.make('not', [inner], [], !inner.nullable);
  }

  /** Nested parts lifted, the neutral one and doubles left out, in a fixed order. */
  private flat(kind: 'or' | 'and', parts: readonly Language[], neutral: Language): Language[] {
    const lifted = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
    return [...new Set(lifted)].filter((part) => part !== neutral).sort((a, b) => a.id - b.id);
  }

  /** What may follow the character so that the whole is in the language. */
  derive(language: Language, char: number): Language {
    const key = `${language.id} ${char}`;
    const existing = this.derivatives.get(key);
    if (existing) return existing;
    const derived = this.deriveAnew(language, char);
    this.derivatives.set(key, derived);
    return derived;
  }

  private deriveAnew(language: Language, char: number): Language {
    const { kind, parts, chars } = language;
    const [first = this.none, second = this.none] = parts;
    switch (kind) {
      case 'none':
      case 'empty-value':
        return this.none;
      case 'class':
        return chars.some(([from, to]) => from <= char && char <= to) ? this.emptyValue : this.none;
      case 'concat': {
        const inHead = this.concat(this.derive(first, char), second);
        return first.nullable ? this.or([inHead, this.derive(second, char)]) : inHead;
      }
      case 'or':
        return this.or(parts.map((part) => this.derive(part, char)));
      case 'and':
        return this.and(parts.map((part) => this.derive(part, char)));
      case 'not':
        return this.not(this.derive(first, char));
      case 'star':
        return this.concat(this.derive(first, char), language);
    }
  }

  /** One character of each kind that the expressions tell apart. */
  representatives(): number[] {
    const classes = [...this.known.values()].filter(({ kind }) => kind === 'class').map(({ chars }) => chars);
    const starts = new Set([0, ...classes.flat().flatMap(([from, to]) => [from, to + 1])]);
    const kinds = new Map<string, number>();
    for (const start of [...starts].filter((point) => point <= 0x10ffff)) {
      const kind = classes.map((chars) => (chars.some(([from, to]) => from <= start && start <= to) ? 1 : 0)).join('');
      if (!kinds.has(kind)) kinds.set(kind, start);
    }
    return [...kinds.values()];
  }
}

/**
 * The shortest value that matches all of `patterns` and none of `exceptions`; null if there is certainly none, undefined
 * if finding out would take too long.
 */
export function shortestValue(patterns: readonly Pattern[], exceptions: readonly Pattern[]): string | null | undefined {
  const languages = new Languages();
  const start = languages.and([
    ...patterns.map((pattern) => languages.of(pattern)),
    ...exceptions.map((pattern) => languages.not(languages.of(pattern))),
  ]);
  const alphabet = languages.representatives();
  const words = new Map([[start, '']]);
  for (const [state, word] of words) {
    if (state.nullable) return word;
    if (words.size > MOST_STATES) return undefined;
    for (const char of alphabet) {
      const next = languages.derive(state, char);
      if (!words.has(next)) words.set(next, word + String.fromCodePoint(char));
    }
  }
  return null;
}
