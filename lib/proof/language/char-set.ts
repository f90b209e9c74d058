/** Characters from the first to the last of each pair, both included; sorted, without overlap. */
export type CharSet = readonly (readonly [number, number])[];

/** Control characters are in no tag and no path; what is left is told apart by UTF-16 unit. */
const FIRST = 0x20;
const LAST = 0xffff;

/** The characters of any of the sets. */
export function union(...sets: readonly CharSet[]): CharSet {
  const merged: [number, number][] = [];
  for (const [from, to] of sets.flat().sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** All characters but these. */
export function complement(set: CharSet): CharSet {
  const gaps: [number, number][] = [];
  let next = FIRST;
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next <= LAST ? [...gaps, [next, LAST]] : gaps;
}

/** The characters of both sets. */
export function intersection(a: CharSet, b: CharSet): CharSet {
  return complement(union(complement(a), complement(b)));
}

/** The characters of a text, and those between the two of each span, as in `az`. */
export function charSet(text: string, ...spans: readonly string[]): CharSet {
  return union(
    [...text].map((char) => [char.charCodeAt(0), char.charCodeAt(0)] as const),
    spans.map((span) => [span.charCodeAt(0), span.charCodeAt(1)] as const),
  );
}

/** Every character. */
export const ANY = complement([]);
/** Of names of files and folders. */
export const NO_SLASH = complement(charSet('/'));

const NICE = ['az', 'AZ', '09', '--', '__', '..', '//'] as const;

/** The character between the two, both included, that reads best in an example. */
export function nicest(from: number, to: number): string {
  for (const span of NICE) {
    const start = Math.max(from, span.charCodeAt(0));
    if (start <= Math.min(to, span.charCodeAt(1))) return String.fromCharCode(start);
  }
  return String.fromCharCode(from);
}

/** Of characters in examples, those that read best come first: letters, then digits and capitals. */
export function niceness(char: string): number {
  if (char >= 'a' && char <= 'z') return 0;
  return (char >= '0' && char <= '9') || (char >= 'A' && char <= 'Z') ? 1 : 2;
}
