import { Cursor, OnigmoError, readClass, readEscape } from './onigmo-class';

/** What an expression is made of, as far as others need it. */
export interface Onigmo {
  /** Of the groups with names, in their order. */
  readonly groupNames: readonly string[];
}

/**
 * Reads a regular expression as Onigmo does with Ruby's syntax, which is what Fluent Bit compiles; throws an
 * {@link OnigmoError} where Onigmo refuses it. It refuses nothing that Onigmo takes; names of Unicode properties and
 * recursion without end are not looked at.
 */
export function readOnigmo(pattern: string, options = ''): Onigmo {
  return new Reader(pattern, options.includes('x')).read();
}

/** How many characters a part can match, where that is fixed for each alternative; undefined where it is not. */
type Lengths = readonly number[] | undefined;

const ONE: Lengths = [1];
const NOTHING: Lengths = [0];
/** Of a group that is called: one length, though not known here. */
const SOME: Lengths = [Number.NaN];
const MOST = 100_000;
const CAPTURES_BEHIND = "a look-behind '(?<!' holds a group that captures; write '(?:'";

interface Reference {
  readonly text: string;
  /** A number of a group, from 1; a name. */
  readonly to: number | string;
}

class Reader {
  private readonly cursor: Cursor;
  private readonly names: string[] = [];
  private readonly references: Reference[] = [];
  private groups = 0;
  /** Whether a negative look-behind holds a group without a name, which captures if no group has one. */
  private unnamedBehind = false;

  constructor(
    pattern: string,
    private extended: boolean,
  ) {
    this.cursor = new Cursor(pattern);
  }

  read(): Onigmo {
    this.alternatives();
    if (this.cursor.next !== undefined) throw new OnigmoError("there is a ')' too many");
    if (this.unnamedBehind && this.names.length === 0) throw new OnigmoError(CAPTURES_BEHIND);
    for (const { text, to } of this.references) {
      if (typeof to === 'string' ? !this.names.includes(to) : to < 1 || to > this.groups) {
        throw new OnigmoError(`'${text}' refers to no group`);
      }
      if (typeof to === 'number' && this.names.length > 0) {
        throw new OnigmoError(`'${text}' refers to a group by number, and groups have names`);
      }
    }
    return { groupNames: this.names };
  }

  /** Up to a `)` that is not its own, or the end. */
  private alternatives(): Lengths {
    const extended = this.extended;
    const lengths: Lengths[] = [this.sequence()];
    while (this.cursor.skip('|')) lengths.push(this.sequence());
    this.extended = extended;
    return lengths.includes(undefined) ? undefined : [...new Set(lengths.flat() as number[])];
  }

  private sequence(): Lengths {
    const parts: Lengths[] = [];
    for (;;) {
      const next = this.cursor.next;
      if (next === undefined || next === '|' || next === ')') return inARow(parts);
      const part = this.extended && this.skipBlank() ? 'comment' : this.part();
      // a comment is no part, and a quantifier behind it belongs to what is before
      if (part !== 'comment') parts.push(part);
      for (let times = this.quantifier(); times !== undefined; times = this.quantifier()) {
        if (parts.length === 0) throw new OnigmoError('a quantifier has nothing before it');
        parts.push(repeatedPart(parts.pop(), times));
      }
    }
  }

  private skipBlank(): boolean {
    if (this.cursor.match(/^\s+/) !== undefined) return true;
    if (this.cursor.next !== '#') return false;
    if (this.cursor.until('\n') === undefined) this.cursor.at = Number.MAX_SAFE_INTEGER;
    return true;
  }

  private part(): Lengths | 'comment' {
    const next = this.cursor.take() as string;
    if (next === '(') return this.group();
    if (next === '[') {
      readClass(this.cursor);
      return ONE;
    }
    if (next === '\\') return this.escape();
    if (next === '^' || next === '$') return NOTHING;
    if (/[*+?]/.test(next) || (next === '{' && this.isInterval())) {
      throw new OnigmoError(`the quantifier '${next}' has nothing before it`);
    }
    return ONE;
  }

  private isInterval(): boolean {
    return /^(?:\d+(?:,\d*)?|,\d+)\}/.test(this.cursor.ahead(16));
  }

  /** How often a part is repeated: a number, or `many` for several. */
  private quantifier(): number | 'many' | undefined {
    const sign = this.cursor.match(/^[*+?]/);
    if (sign !== undefined) {
      this.cursor.match(/^[?+]/);
      return 'many';
    }
    const interval = this.cursor.match(/^\{(?:\d+(?:,\d*)?|,\d+)\}/);
    if (interval === undefined) return undefined;
    const [low = 0, high = low] = interval.slice(1, -1).split(',').map(Number);
    const isOpen = interval.endsWith(',}');
    if (low > MOST || high > MOST) throw new OnigmoError(`'${interval}' repeats more than ${MOST} times`);
    if (!isOpen && low > high) throw new OnigmoError(`'${interval}' repeats at most less often than at least`);
    // behind `{3}` a `?` is another quantifier
    if (interval.includes(',')) this.cursor.skip('?');
    return !isOpen && low === high ? low : 'many';
  }

  private group(): Lengths | 'comment' {
    const { cursor } = this;
    if (!cursor.skip('?')) {
      this.groups += 1;
      return this.inside();
    }
    if (cursor.skip('#')) return this.comment();
    if (cursor.skip(':') || cursor.skip('>')) return this.inside();
    if (cursor.skip('=') || cursor.skip('!')) {
      this.inside();
      return NOTHING;
    }
    if (cursor.skip('~')) {
      this.inside();
      return undefined;
    }
    if (cursor.skip('<=')) return this.lookBehind(false);
    if (cursor.skip('<!')) return this.lookBehind(true);
    if (cursor.skip('<')) return this.named('>');
    if (cursor.skip("'")) return this.named("'");
    if (cursor.skip('(')) return this.conditional();
    return this.options();
  }

  private inside(): Lengths {
    const lengths = this.alternatives();
    if (!this.cursor.skip(')')) throw new OnigmoError("a '(' has no ')'");
    return lengths;
  }

  private comment(): 'comment' {
    for (let next = this.cursor.take(); next !== ')'; next = this.cursor.take()) {
      if (next === undefined) throw new OnigmoError("a comment '(?#' has no ')'");
      if (next === '\\') this.cursor.take();
    }
    return 'comment';
  }

  private lookBehind(isNegative: boolean): Lengths {
    const groups = this.groups;
    const names = this.names.length;
    if (this.inside() === undefined) {
      throw new OnigmoError("a look-behind '(?<=' or '(?<!' can match texts of different lengths");
    }
    if (isNegative && this.names.length > names) throw new OnigmoError(CAPTURES_BEHIND);
    if (isNegative && this.groups > groups) this.unnamedBehind = true;
    return NOTHING;
  }

  private named(end: string): Lengths {
    const name = this.cursor.until(end);
    if (name === undefined) throw new OnigmoError('the name of a group has no end');
    if (!/^[\p{L}\p{M}_\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}]*$/u.test(name)) {
      throw new OnigmoError(`'${name}' is no name of a group; use letters, digits and '_'`);
    }
    this.names.push(name);
    this.groups += 1;
    return this.inside();
  }

  private conditional(): Lengths {
    const condition = this.cursor.until(')');
    const [, number, name] = /^(?:([1-9]\d*)|<([^>]*)>|'[^']*')$/.exec(condition ?? '') ?? [];
    if (number === undefined && name === undefined) throw new OnigmoError("a condition '(?(' names no group");
    if (number !== undefined && Number(number) > this.groups) {
      throw new OnigmoError(`the condition '(?(${number})' refers to no group`);
    }
    if (name !== undefined && !this.names.includes(name) && !/^[+-]?\d+$/.test(name)) {
      throw new OnigmoError(`the condition '(?(<${name}>)' refers to no group`);
    }
    this.inside();
    return undefined;
  }

  private options(): Lengths | 'comment' {
    const letters = this.cursor.match(/^[imxadu-]+/) ?? '';
    const end = this.cursor.take();
    if (end === undefined) throw new OnigmoError("a '(?' has no ')'");
    if (letters === '' || (end !== ':' && end !== ')')) {
      throw new OnigmoError(
        letters + end === 'P'
          ? "'(?P' begins no group; write '(?<name>'"
          : `'(?${letters}${end}' begins no group; options are 'i', 'm' and 'x'`,
      );
    }
    const [on = '', off = ''] = letters.split('-');
    const before = this.extended;
    this.extended = (before || on.includes('x')) && !off.includes('x');
    if (end === ':') {
      const lengths = this.inside();
      this.extended = before;
      return lengths;
    }
    // the rest of the group, its alternatives too
    return this.alternatives();
  }

  private escape(): Lengths {
    const { cursor } = this;
    const letter = cursor.next;
    if (letter !== undefined && /[AzZGbBK]/.test(letter)) {
      cursor.take();
      return NOTHING;
    }
    if (letter === 'k' || letter === 'g') {
      const begin = cursor.ahead(2).at(1);
      if (begin === '<' || begin === "'") return this.namedReference(letter, begin);
    }
    const digits = letter === '0' ? undefined : cursor.match(/^[1-9]\d*/);
    if (digits !== undefined) {
      if (Number(digits) <= 9 || Number(digits) <= this.groups) {
        this.references.push({ text: `\\${digits}`, to: Number(digits) });
        return undefined;
      }
      cursor.at -= digits.length;
      if (/^[89]/.test(digits)) {
        cursor.take();
        return ONE;
      }
    }
    const escaped = readEscape(cursor);
    return escaped === 'kind' && (letter === 'R' || letter === 'X') ? undefined : ONE;
  }

  private namedReference(letter: string, begin: string): Lengths {
    this.cursor.at += 2;
    const name = this.cursor.until(begin === '<' ? '>' : "'");
    if (name === undefined || name === '') throw new OnigmoError(`'\\${letter}${begin}' has no name`);
    const text = `\\${letter}${begin}${name}${begin === '<' ? '>' : "'"}`;
    // a level of recursion may stand behind the name
    const [, sign, digits] = /^([+-]?)(\d+)(?:[+-]\d+)?$/.exec(name) ?? [];
    if (digits !== undefined) {
      const to =
        sign === '-' ? this.groups + 1 - Number(digits) : sign === '+' ? this.groups + Number(digits) : Number(digits);
      if (letter === 'k' || to !== 0 || sign !== '') this.references.push({ text, to });
      return letter === 'g' ? SOME : undefined;
    }
    const plain = letter === 'k' ? name.replace(/[+-]\d+$/, '') : name;
    if (letter === 'k' && !this.names.includes(plain)) throw new OnigmoError(`'${text}' refers to no group before it`);
    this.references.push({ text, to: plain });
    return letter === 'g' ? SOME : undefined;
  }
}

/** Alternatives of several lengths may stand alone only. */
function inARow(parts: readonly Lengths[]): Lengths {
  if (parts.length === 1) return parts[0];
  if (parts.some((part) => part?.length !== 1)) return undefined;
  return [parts.reduce((sum, part) => sum + (part?.[0] ?? 0), 0)];
}

function repeatedPart(part: Lengths, times: number | 'many'): Lengths {
  if (part?.length !== 1) return undefined;
  const [length = 0] = part;
  if (times === 'many') return length === 0 ? NOTHING : undefined;
  return [length * times];
}
