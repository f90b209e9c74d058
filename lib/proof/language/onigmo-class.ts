import { ANY, type CharSet, charSet, complement, intersection, union } from './char-set';

const WORD = union(charSet('_', 'az', 'AZ', '09'), [[0x80, 0xffff]]);
const DIGIT = charSet('', '09');
const HEX = charSet('', '09', 'af', 'AF');
const SPACE = charSet(' ');
const LOWER = charSet('', 'az');
const UPPER = charSet('', 'AZ');

/** What `\d` and the like stand for. */
const SHORTHANDS: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  h: HEX,
  s: SPACE,
  w: WORD,
  D: complement(DIGIT),
  H: complement(HEX),
  S: complement(SPACE),
  W: complement(WORD),
};

const POSIX: Readonly<Record<string, CharSet>> = {
  alnum: union(LOWER, UPPER, DIGIT),
  alpha: union(LOWER, UPPER),
  ascii: charSet('', ' ~'),
  blank: SPACE,
  cntrl: [],
  digit: DIGIT,
  graph: complement(SPACE),
  lower: LOWER,
  print: ANY,
  punct: charSet('!"#%&\'()*,-./:;?@[\\]_{}$+<=>^`|~'),
  space: SPACE,
  upper: UPPER,
  word: WORD,
  xdigit: HEX,
};

/** Letters of both cases, where the set has one of them. */
export function ignoringCase(set: CharSet): CharSet {
  const shifted = (span: CharSet, by: number): CharSet =>
    intersection(set, span).map(([from, to]) => [from + by, to + by] as const);
  return union(set, shifted(LOWER, -32), shifted(UPPER, 32));
}

/** A bracket expression and where it ends. */
export interface ReadClass {
  readonly set: CharSet;
  readonly end: number;
  /** What in it is not understood. @default - nothing */
  readonly unprovable?: string;
}

/** Reads the bracket expression that begins at `start`: ranges, shorthands, POSIX names, nested ones, intersections. */
export function readClass(pattern: string, start: number): ReadClass {
  let at = start + 1;
  let unprovable: string | undefined;
  const negative = pattern[at] === '^';
  if (negative) at++;
  const factors: CharSet[] = [];
  let set: CharSet = [];
  const first = at;
  while (at < pattern.length && (pattern[at] !== ']' || at === first)) {
    const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at, at + 16));
    const named = posix && POSIX[posix[2] ?? ''];
    if (posix && named) {
      set = union(set, posix[1] ? complement(named) : named);
      at += posix[0].length;
    } else if (pattern[at] === '[') {
      const inner = readClass(pattern, at);
      set = union(set, inner.set);
      unprovable ??= inner.unprovable;
      at = inner.end;
    } else if (pattern.startsWith('&&', at)) {
      factors.push(set);
      set = [];
      at += 2;
    } else {
      const from = readMember(pattern, at);
      unprovable ??= from.unprovable;
      at = from.end;
      const dash = pattern[at] === '-' && pattern[at + 1] !== ']' && typeof from.of === 'number';
      const to = dash ? readMember(pattern, at + 1) : from;
      if (dash) at = to.end;
      unprovable ??= to.unprovable;
      set = union(set, typeof from.of === 'number' && typeof to.of === 'number' ? [[from.of, to.of]] : asSet(from.of));
    }
  }
  const whole = factors.reduce(intersection, set);
  return { set: negative ? complement(whole) : intersection(whole, ANY), end: at + 1, unprovable };
}

const asSet = (of: number | CharSet): CharSet => (typeof of === 'number' ? [[of, of]] : of);

/** A character, or what a shorthand stands for. */
interface Member {
  readonly of: number | CharSet;
  readonly end: number;
  readonly unprovable?: string;
}

function readMember(pattern: string, at: number): Member {
  return pattern[at] === '\\' ? readEscape(pattern, at) : { of: pattern.charCodeAt(at), end: at + 1 };
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Reads an escape that stands for a character or a shorthand, inside brackets and outside. */
export function readEscape(pattern: string, at: number): Member {
  const char = pattern[at + 1] ?? '';
  const shorthand = SHORTHANDS[char];
  if (shorthand) return { of: shorthand, end: at + 2 };
  const control = CONTROLS[char];
  if (control !== undefined) return { of: control, end: at + 2 };
  const code = /^\\(?:x([0-9A-Fa-f]{1,2})|x\{([0-9A-Fa-f]{1,4})\}|u([0-9A-Fa-f]{4}))/.exec(pattern.slice(at, at + 8));
  if (code) return { of: Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16), end: at + code[0].length };
  if (/[A-Za-z0-9]/.test(char)) return { of: [], end: at + 2, unprovable: `the escape '\\${char}'` };
  return { of: pattern.charCodeAt(at + 1), end: at + 2 };
}
