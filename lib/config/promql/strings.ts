const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]?))/g;

/** The value of a string literal of PromQL, or undefined if it is none (unclosed, or an escape that does not exist). */
export function unquote(literal: string): string | undefined {
  const quote = literal.charAt(0);
  const body = literal.slice(1, -1);
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined;
  if (quote === '`') return body;
  if (body.includes('\n')) return undefined;
  let valid = true;
  const value = body.replace(ESCAPE, (_, x?: string, u?: string, long?: string, octal?: string, one?: string) => {
    if (one !== undefined) {
      const plain = one === quote ? quote : SIMPLE[one];
      valid &&= plain !== undefined;
      return plain ?? '';
    }
    const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(x ?? u ?? long ?? '', 16);
    valid &&= octal || x ? code <= 255 : code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    return valid ? String.fromCodePoint(code) : '';
  });
  // A closing quote that is itself escaped (`"a\"`) leaves a lone backslash at the end of the body.
  return valid ? value : undefined;
}
