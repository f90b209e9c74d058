const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** One piece of a quoted text: an escape, or the characters up to the next one. */
const PIECE =
  /\\(?:(?<simple>[abfnrtv\\"])|x(?<hex>[\dA-Fa-f]{2})|(?<octal>[0-3][0-7]{2})|(?:u(?<short>[\dA-Fa-f]{4})|U(?<long>[\dA-Fa-f]{8})))|(?<plain>[^\\"\n]+)/y;

/**
 * The text between double quotes, with the escapes of a Go string resolved, or undefined if an escape is none of them,
 * a line break is not written `\n`, or the bytes are no UTF-8. With `anyBytes` such bytes become replacement characters.
 */
export function unquoteGo(quoted: string, { anyBytes = false } = {}): string | undefined {
  const inner = quoted.slice(1, -1);
  if (!/[\\\n]/.test(inner)) return inner;
  const bytes: number[] = [];
  const push = (text: string) => bytes.push(...new TextEncoder().encode(text));
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < inner.length) {
    const groups = PIECE.exec(inner)?.groups;
    if (!groups) return undefined;
    const { simple, hex, octal, short, long, plain } = groups;
    const codePoint = Number.parseInt(short ?? long ?? '0', 16);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined;
    if (plain !== undefined) push(plain);
    else if (simple !== undefined) push(SIMPLE_ESCAPES[simple] ?? '');
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else push(String.fromCodePoint(codePoint));
  }
  try {
    return new TextDecoder('utf-8', { fatal: !anyBytes, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** The text in double quotes, escaped so that both matcher parsers of Alertmanager read it back. */
export function quoteText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
