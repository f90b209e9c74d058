/** A regular expression that Onigmo does not compile. */
export class OnigmoError extends Error {}

/** The text of an expression, read from left to right. */
export class Cursor {
  at = 0;
  private readonly chars: readonly string[];

  constructor(pattern: string) {
    this.chars = [...pattern];
  }

  get next(): string | undefined {
    return this.chars[this.at];
  }

  ahead(count: number): string {
    return this.chars.slice(this.at, this.at + count).join('');
  }

  take(): string | undefined {
    const taken = this.chars[this.at];
    this.at += 1;
    return taken;
  }

  /** Takes the text if it comes next. */
  skip(text: string): boolean {
    if (!this.ahead(text.length).startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes all up to a mark, and the mark; undefined if there is none, and nothing is taken. */
  until(mark: string): string | undefined {
    const end = this.chars.indexOf(mark, this.at);
    if (end < 0) return undefined;
    const taken = this.chars.slice(this.at, end).join('');
    this.at = end + 1;
    return taken;
  }

  /** Takes what a sticky expression matches here. */
  match(expression: RegExp): string | undefined {
    const [matched] = expression.exec(this.ahead(16)) ?? [];
    if (matched !== undefined) this.at += [...matched].length;
    return matched;
  }
}

const POSIX = /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;

/** What an escape stands for, as far as it matters: one character with its code, if known, or several kinds. */
type Escaped = { readonly code: number | undefined } | 'kind';

/** Reads an escape that means the same in a class and outside; the backslash is taken already. */
export function readEscape(cursor: Cursor): Escaped {
  const letter = cursor.take();
  if (letter === undefined) throw new OnigmoError("it ends with a '\\'");
  if (/[wWdDsShHRX]/.test(letter)) return 'kind';
  if ((letter === 'p' || letter === 'P') && cursor.next === '{') {
    // `\p{` alone stands for itself
    cursor.until('}');
    return 'kind';
  }
  if (letter === 'x') return { code: hexCode(cursor) };
  if (letter === 'u') {
    const digits = cursor.match(/^[0-9a-fA-F]{4}/);
    if (digits === undefined) throw new OnigmoError("'\\u' lacks its four hexadecimal digits");
    return { code: Number.parseInt(digits, 16) };
  }
  if (letter === 'c' || ((letter === 'C' || letter === 'M') && cursor.skip('-'))) {
    if (cursor.take() === undefined) throw new OnigmoError(`'\\${letter}' lacks its letter`);
    return { code: undefined };
  }
  if (/[0-7]/.test(letter)) {
    return { code: Number.parseInt(letter + (cursor.match(/^[0-7]{1,2}/) ?? ''), 8) };
  }
  const control = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, e: 27 }[letter];
  return { code: control ?? letter.codePointAt(0) };
}

function hexCode(cursor: Cursor): number | undefined {
  const braced = cursor.match(/^\{[0-9a-fA-F]{1,8}\}/);
  if (braced === undefined) return Number.parseInt(`0${cursor.match(/^[0-9a-fA-F]{1,2}/) ?? ''}`, 16);
  const code = Number.parseInt(braced.slice(1), 16);
  if (code > 0x10ffff) throw new OnigmoError(`'\\x${braced}' is no character`);
  return code;
}

/** Reads a class of characters; its `[` is taken already. */
export function readClass(cursor: Cursor): void {
  cursor.skip('^');
  // a `]` in front is one of the characters, if another ends the class
  if (cursor.next === ']') {
    cursor.take();
    if (!closesLater(cursor)) throw new OnigmoError("the class of characters '[]' is empty");
  }
  for (let range: Range = 'none'; ; ) {
    const next = cursor.take();
    if (next === undefined) throw new OnigmoError("a '[' has no ']'");
    if (next === ']') return;
    if (next === '[') {
      range = cursor.next === ':' && skipPosix(cursor) ? 'kind' : 'none';
      if (range === 'none') readClass(cursor);
    } else if (next === '&' && cursor.skip('&')) {
      range = 'none';
    } else if (next === '-' && range !== 'none' && cursor.next !== ']' && cursor.next !== undefined) {
      range = readRangeEnd(cursor, range);
    } else {
      range = next === '\\' ? classEscape(cursor) : (next.codePointAt(0) ?? 'none');
    }
  }
}

/** What may be the begin of a range: a character by its code, a kind of characters, or nothing. */
type Range = number | 'kind' | 'unknown' | 'none';

function classEscape(cursor: Cursor): Range {
  if (cursor.next === 'b') {
    cursor.take();
    return 8;
  }
  const escaped = readEscape(cursor);
  return escaped === 'kind' ? 'kind' : (escaped.code ?? 'unknown');
}

/** The `-` is taken already. */
function readRangeEnd(cursor: Cursor, begin: Range): Range {
  if (begin === 'kind') {
    if (cursor.ahead(2) === '&&' || cursor.next === '[') return 'none';
    throw new OnigmoError("a '-' stands behind a class such as '\\w', where it begins a range; write '\\-'");
  }
  if (cursor.ahead(2) === '&&' || cursor.next === '[') return 'none';
  const next = cursor.take() as string;
  const end = next === '\\' ? classEscape(cursor) : (next.codePointAt(0) as number);
  if (end === 'kind') throw new OnigmoError("a range ends with a class such as '\\w'; write '\\-' for the character");
  if (typeof begin === 'number' && typeof end === 'number' && begin > end) {
    throw new OnigmoError('a range of characters goes backwards');
  }
  return 'none';
}

function skipPosix(cursor: Cursor): boolean {
  cursor.at -= 1;
  if (cursor.match(POSIX) !== undefined) return true;
  const bracket = /^\[:[^:\]]{0,20}:\]/.exec(cursor.ahead(24))?.[0];
  if (bracket !== undefined) throw new OnigmoError(`'${bracket}' is no class of characters`);
  cursor.at += 1;
  return false;
}

/** Whether another `]` follows, as Onigmo looks for it. */
function closesLater(cursor: Cursor): boolean {
  const start = cursor.at;
  let found = false;
  for (let next = cursor.take(); next !== undefined && !found; next = cursor.take()) {
    if (next === '\\') cursor.take();
    else found = next === ']';
  }
  cursor.at = start;
  return found;
}
