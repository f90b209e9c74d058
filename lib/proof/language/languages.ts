import { ANY, type CharSet, charSet } from './char-set';
import { type Edge, overlay } from './edges';

/** A set of texts, as an expression whose equal sub-expressions are one object. */
export interface Language {
  readonly id: number;
  readonly kind: 'none' | 'empty' | 'chars' | 'concat' | 'or' | 'and' | 'not' | 'star' | 'lazy';
  readonly parts: readonly Language[];
  /** Whether the empty text is in it. */
  readonly takesEmpty: boolean;
  /** What may follow each first character, worked out when it is asked for first. */
  readonly findEdges: () => readonly Edge[];
}

/** More languages than anybody has; the product of two numbers of languages is exact. */
const MOST_IDS = 2 ** 26;

/** What a language that is computed from others looks like: whether it takes the empty text, and how it goes on. */
export interface LazyLanguage {
  readonly takesEmpty: boolean;
  readonly findEdges: () => readonly Edge[];
}

/**
 * Regular languages with intersection and complement, as expressions of which only those derivatives are made that a
 * search comes to (Brzozowski): thousands of them are compared at once without an automaton for each.
 */
export class Languages {
  private readonly known = new Map<string, Language>();
  private readonly edges: (readonly Edge[] | undefined)[] = [];
  private readonly letters = new Map<string, Language>();
  /** What two languages have become, by both their numbers: most are asked for again and again. */
  private readonly pairs = {
    concat: new Map<number, Language>(),
    or: new Map<number, Language>(),
    and: new Map<number, Language>(),
  };
  private givenUp = false;
  readonly none: Language = this.make('none', '', [], false, () => []);
  readonly empty: Language = this.make('empty', '', [], true, () => []);
  /** Any one character. */
  readonly any: Language = this.chars(ANY);
  /** All texts. */
  readonly all: Language = this.make('not', '', [], true, () => spans(ANY, this.all));

  /** @param most - expressions; where a question leads to more of them, it is given up */
  constructor(private readonly most: number) {}

  /** Whether a question was given up: no answer can be relied upon then. */
  get exhausted(): boolean {
    return this.givenUp || this.known.size > this.most;
  }

  /** Gives all questions up. */
  giveUp(): void {
    this.givenUp = true;
  }

  /** What may follow each first character of the language: disjoint spans, sorted. */
  edgesOf(language: Language): readonly Edge[] {
    if (this.exhausted) return [];
    const known = this.edges[language.id];
    if (known) return known;
    const found = language.findEdges();
    this.edges[language.id] = found;
    return found;
  }

  /** One character of the set. */
  chars(set: CharSet): Language {
    if (set.length === 0) return this.none;
    return this.make('chars', set.join(';'), [], false, () => spans(set, this.empty));
  }

  /** Exactly this text. */
  text(text: string): Language {
    return this.concat(Array.from(text, (char) => this.letter(char)));
  }

  private letter(char: string): Language {
    const known = this.letters.get(char) ?? this.chars(charSet(char));
    this.letters.set(char, known);
    return known;
  }

  concat(parts: readonly Language[]): Language {
    return parts.reduceRight((rest, part) => this.pair(part, rest), this.empty);
  }

  private pair(head: Language, tail: Language): Language {
    if (head === this.none || tail === this.none) return this.none;
    if (head === this.empty) return tail;
    if (tail === this.empty || (head === this.all && tail === this.all)) return head;
    return this.paired('concat', head, tail, () => this.pairAnew(head, tail));
  }

  private paired(kind: 'concat' | 'or' | 'and', a: Language, b: Language, make: () => Language): Language {
    const key = a.id * MOST_IDS + b.id;
    const existing = this.pairs[kind].get(key);
    if (existing) return existing;
    const made = make();
    this.pairs[kind].set(key, made);
    return made;
  }

  private pairAnew(head: Language, tail: Language): Language {
    if (head.kind === 'concat') {
      const [first = this.empty, second = this.empty] = head.parts;
      return this.pair(first, this.pair(second, tail));
    }
    return this.make('concat', '', [head, tail], head.takesEmpty && tail.takesEmpty, () => {
      const inHead = this.edgesOf(head).map((edge) => ({
        from: edge.from,
        to: edge.to,
        next: this.pair(edge.next, tail),
      }));
      return head.takesEmpty ? overlay([inHead, this.edgesOf(tail)], (nexts) => this.or(nexts)) : inHead;
    });
  }

  star(inner: Language): Language {
    if (inner === this.none || inner === this.empty) return this.empty;
    if (inner === this.any) return this.all;
    if (inner.kind === 'star' || inner === this.all) return inner;
    const star: Language = this.make('star', '', [inner], true, () =>
      this.edgesOf(inner).map((edge) => ({ from: edge.from, to: edge.to, next: this.pair(edge.next, star) })),
    );
    return star;
  }

  /** From `min` to `max` texts of the language after another. */
  repeat(inner: Language, min: number, max: number): Language {
    const needed = Array.from({ length: min }, () => inner);
    if (max === Number.POSITIVE_INFINITY) return this.concat([...needed, this.star(inner)]);
    let optional = this.empty;
    for (let i = min; i < max; i++) optional = this.or([this.empty, this.pair(inner, optional)]);
    return this.concat([...needed, optional]);
  }

  or(parts: readonly Language[]): Language {
    const [a, b] = parts;
    if (!a || !b || parts.length > 2) return this.orAnew(parts);
    return a === b ? a : this.paired('or', a, b, () => this.orAnew(parts));
  }

  private orAnew(parts: readonly Language[]): Language {
    const lifted = new Set(parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part])));
    const flat = [...lifted].filter((part) => part !== this.none).sort((x, y) => x.id - y.id);
    if (flat.includes(this.all)) return this.all;
    if (flat.length <= 1) return flat[0] ?? this.none;
    const takesEmpty = flat.some((part) => part.takesEmpty);
    return this.make('or', '', flat, takesEmpty, () =>
      overlay(
        flat.map((part) => this.edgesOf(part)),
        (nexts) => this.or(nexts),
      ),
    );
  }

  /** Taken two by two: they are seldom put together in another order, and looking for that would cost more. */
  and(parts: readonly Language[]): Language {
    return parts.reduceRight((rest, part) => this.both(part, rest), this.all);
  }

  private both(a: Language, b: Language): Language {
    if (a === this.none || b === this.none) return this.none;
    if (a === this.all || a === b) return b;
    if (b === this.all) return a;
    if (a.id > b.id) return this.both(b, a);
    return this.paired('and', a, b, () =>
      this.make('and', '', [a, b], a.takesEmpty && b.takesEmpty, () =>
        overlay([this.edgesOf(a), this.edgesOf(b)], ([x, y]) => (x && y ? this.both(x, y) : this.none)),
      ),
    );
  }

  not(inner: Language): Language {
    if (inner === this.none) return this.all;
    if (inner === this.all) return this.none;
    if (inner.kind === 'not') return inner.parts[0] ?? this.none;
    return this.make('not', '', [inner], !inner.takesEmpty, () =>
      overlay([spans(ANY, this.none), this.edgesOf(inner)], (nexts) => this.not(nexts.at(-1) ?? this.none)),
    );
  }

  /** A language that is computed from others; equal keys are the same language. */
  lazy(key: string, make: () => LazyLanguage): Language {
    const existing = this.known.get(`lazy ${key} `);
    if (existing) return existing;
    const { takesEmpty, findEdges } = make();
    return this.make('lazy', key, [], takesEmpty, findEdges);
  }

  private make(
    kind: Language['kind'],
    detail: string,
    parts: readonly Language[],
    takesEmpty: boolean,
    findEdges: () => readonly Edge[],
  ): Language {
    let key = `${kind} ${detail} `;
    for (const { id } of parts) key += `${id},`;
    const existing = this.known.get(key);
    if (existing) return existing;
    const made: Language = { id: this.known.size, kind, parts, takesEmpty, findEdges };
    this.known.set(key, made);
    return made;
  }
}

const spans = (set: CharSet, next: Language): Edge[] => set.map(([from, to]) => ({ from, to, next }));
