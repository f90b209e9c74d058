const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a time as Fluent Bit takes it, or undefined if it is none: whole numbers, one unit. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : undefined;
  const [, digits, unit] = /^(\d+)([smhd])$/.exec(String(value)) ?? [];
  return unit === undefined ? undefined : Number(digits) * SECONDS[unit as keyof typeof SECONDS];
}

/** Powers of ten: Fluent Bit's `5M` is five million bytes. */
const BYTES = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Bytes of a size as Fluent Bit takes it, or undefined if it is none: at most gigabytes. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(?:([kmg])b?)?$/i.exec(text) ?? [];
  return number === undefined
    ? undefined
    : Math.floor(Number(number) * BYTES[unit.toLowerCase() as keyof typeof BYTES]);
}
