/** Names with `*` for any letters, none included. */
export type NamePattern = string;

/** Whether every name that `inner` stands for is one of `outer`. */
export function covers(outer: NamePattern, inner: NamePattern): boolean {
  if (outer === '*' || outer === inner) return true;
  if (!outer.includes('*')) return false;
  // A `*` of the inner one is a letter like any other that only a `*` of the outer one can stand for.
  return glob(outer, inner);
}

function glob(pattern: string, text: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop() as string;
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return false;
  let at = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - end.length;
}

/** Whether some name is one of both. */
export function meet(a: NamePattern, b: NamePattern): boolean {
  if (!a.includes('*')) return covers(b, a);
  if (!b.includes('*')) return covers(a, b);
  const [a0 = '', a1 = ''] = ends(a);
  const [b0 = '', b1 = ''] = ends(b);
  // What is between the first and the last `*` of both can be as long as it takes.
  return (a0.startsWith(b0) || b0.startsWith(a0)) && (a1.endsWith(b1) || b1.endsWith(a1));
}

const ends = (pattern: string) => [pattern.slice(0, pattern.indexOf('*')), pattern.slice(pattern.lastIndexOf('*') + 1)];
