const LONGEST = 80;

/** A value as messages show it: a text in quotes, so that `'2'` is told from 2; data as JSON, cut where it is long. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const text = jsonOf(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Constructs and the like refer to themselves in circles. */
function jsonOf(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return `a ${value.constructor?.name ?? 'object'}`;
  }
}
