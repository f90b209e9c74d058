/** Code points from the first to the last of each pair, both included; sorted, without overlap. */
export type CodePoints = readonly (readonly [number, number])[];

/** A regular expression that matches whole values, as a tree. */
export type Pattern =
  | { readonly kind: 'class'; readonly of: CodePoints }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Pattern[] }
  | { readonly kind: 'star'; readonly of: Pattern };

const LAST = 0x10ffff;
/** More copies than this make the decision slow; the expression then counts as one of unknown meaning. */
const MOST_COPIES = 64;

const EMPTY: Pattern = { kind: 'sequence', of: [] };

/** The pattern of exactly this text. */
export function literal(text: string): Pattern {
  return { kind: 'sequence', of: [...text].map((char) => ({ kind: 'class', of: points(char) })) };
}

const points = (char: string): CodePoints => {
  const point = char.codePointAt(0) ?? 0;
  return [[point, point]];
};

function union(parts: CodePoints): CodePoints {
  const merged: [number, number][] = [];
  for (const [from, to] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** All code points but these. */
export function complement(of: CodePoints): CodePoints {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [from, to] of of) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  return next <= LAST ? [...gaps, [next, LAST]] : gaps;
}

const ascii = (...spans: string[]) =>
  union(spans.map((span) => [span.charCodeAt(0), span.charCodeAt(span.length - 1)]));
const SETS: Readonly<Record<string, CodePoints>> = {
  d: ascii('09'),
  w: ascii('09', 'AZ', '_', 'az'),
  s: ascii('\t', '\n', '\f', '\r', ' '),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** Thrown inside the parser where the expression leaves the part of RE2 that it knows. */
class Unknown extends Error {}

/** Reads the common part of RE2; what it does not know it gives up on, never guesses. */
class Parser {
  private readonly chars: readonly string[];
  private at = 0;

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  whole(): Pattern {
    const result = this.choice(0);
    if (this.at < this.chars.length) throw new Unknown();
    return result;
  }

  private peek(): string | undefined {
    return this.chars[this.at];
  }

  private take(text: string): boolean {
    if (
      !this.chars
        .slice(this.at, this.at + text.length)
        .join('')
        .startsWith(text)
    )
      return false;
    this.at += text.length;
    return true;
  }

  private choice(depth: number): Pattern {
    const branches = [this.sequence(depth)];
    while (this.take('|')) branches.push(this.sequence(depth));
    return branches.length === 1 && branches[0] ? branches[0] : { kind: 'choice', of: branches };
  }

  private sequence(depth: number): Pattern {
    const parts: Pattern[] = [];
    // values are matched whole, so anchors at the ends of an outer branch add nothing; elsewhere they are not known
    if (depth === 0) this.take('^');
    for (;;) {
      const next = this.peek();
      if (next === undefined || next === '|' || next === ')') break;
      if (depth === 0 && this.take('$')) {
        if (this.peek() !== undefined && this.peek() !== '|') throw new Unknown();
        break;
      }
      parts.push(this.repeated(this.atom(depth)));
    }
    return { kind: 'sequence', of: parts };
  }

  private atom(depth: number): Pattern {
    const char = this.chars[this.at++] ?? '';
    switch (char) {
      case '(': {
        if (this.take('?') && !this.take(':')) throw new Unknown();
        const inner = this.choice(depth + 1);
        if (!this.take(')')) throw new Unknown();
        return inner;
      }
      case '[':
        return { kind: 'class', of: this.bracket() };
      case '.':
        // RE2 leaves out the line break here
        return { kind: 'class', of: [[0, LAST]] };
      case '\\':
        return { kind: 'class', of: this.escape() };
      case '*':
      case '+':
      case '?':
      case '^':
      case '$':
        throw new Unknown();
      default:
        return { kind: 'class', of: points(char) };
    }
  }

  private escape(): CodePoints {
    const char = this.chars[this.at++] ?? '';
    const set = SETS[char.toLowerCase()];
    if (set) return char === char.toLowerCase() ? set : complement(set);
    const control = CONTROLS[char];
    if (control) return points(control);
    if (/^[!-/:-@[-`{-~ ]$/.test(char)) return points(char);
    throw new Unknown();
  }

  private bracket(): CodePoints {
    const negated = this.take('^');
    const parts: (readonly [number, number])[] = [];
    do {
      const from = this.bracketMember();
      const single = from.length === 1 && from[0]?.[0] === from[0]?.[1] ? from[0] : undefined;
      const next = this.chars[this.at + 1];
      if (single && this.peek() === '-' && next !== undefined && next !== ']') {
        this.at++;
        const to = this.bracketMember();
        const end = to.length === 1 ? to[0] : undefined;
        if (!end || end[0] !== end[1] || end[0] < single[0]) throw new Unknown();
        parts.push([single[0], end[0]]);
      } else {
        parts.push(...from);
      }
    } while (this.peek() !== ']');
    this.at++;
    return negated ? complement(union(parts)) : union(parts);
  }

  private bracketMember(): CodePoints {
    const char = this.chars[this.at++];
    if (char === undefined || (char === '[' && this.peek() === ':')) throw new Unknown();
    return char === '\\' ? this.escape() : points(char);
  }

  private repeated(atom: Pattern): Pattern {
    const [least, most] = this.counts();
    if (this.peek() === '?' && (least !== 1 || most !== 1)) this.at++; // lazy: matches the same values
    if (least === 1 && most === 1) return atom;
    if (/^[*+?{]$/.test(this.peek() ?? '')) throw new Unknown();
    const optional: Pattern = { kind: 'choice', of: [EMPTY, atom] };
    const tail: Pattern[] =
      most === undefined ? [{ kind: 'star', of: atom }] : Array.from({ length: most - least }, () => optional);
    return { kind: 'sequence', of: [...Array.from({ length: least }, () => atom), ...tail] };
  }

  private counts(): readonly [number, number | undefined] {
    if (this.take('*')) return [0, undefined];
    if (this.take('+')) return [1, undefined];
    if (this.take('?')) return [0, 1];
    const braces = /^\{(\d+)(,?)(\d*)\}/.exec(this.chars.slice(this.at, this.at + 12).join(''));
    if (!braces) return [1, 1];
    const least = Number(braces[1]);
    const most = braces[2] === '' ? least : braces[3] === '' ? undefined : Number(braces[3]);
    if (Math.max(least, most ?? 0) > MOST_COPIES || (least === 1 && most === 1)) throw new Unknown();
    this.at += braces[0].length;
    return [least, most];
  }
}

/**
 * The tree of an RE2 expression that matches whole values, or undefined if it uses more than literals, classes, groups,
 * choices, repetition and outer anchors. One liberty: `.` takes a line break, too, which no label value of use holds.
 */
export function parsePattern(expression: string): Pattern | undefined {
  try {
    return new Parser(expression).whole();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}
