import type { Problem } from '../../model/problem';

/** `line 2, column 7` of an offset, both counted from 1. */
function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/** The place with its surroundings on one line: `line 1, column 5: 'foo >>>bar'`. */
export function showPlace(text: string, offset: number): string {
  const flat = (part: string) => part.replace(/\s+/g, ' ');
  const before = flat(text.slice(0, offset).trimStart());
  const after = flat(text.slice(offset).trimEnd());
  const head = before.length > 40 ? `...${before.slice(-37)}` : before;
  const tail = after.length > 40 ? `${after.slice(0, 37)}...` : after;
  return `${lineAndColumn(text, offset)}: '${head}>>>${tail}'`;
}

/** A part of the expression on one line, shortened in its middle. */
export function excerpt(text: string, { from, to }: { from: number; to: number }): string {
  const flat = text.slice(from, to).replace(/\s+/g, ' ');
  return flat.length > 120 ? `${flat.slice(0, 80)} ... ${flat.slice(-35)}` : flat;
}

/** The problem of a part of PromQL that the server has only behind a flag. */
export function experimental(part: string, place: string): Problem {
  return {
    what: `${part} is experimental, at ${place}`,
    fix: 'write it without: a Prometheus without a feature flag refuses the whole file',
  };
}
