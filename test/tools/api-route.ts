/** What was made through the API, by kind and name. */
export type Made = Record<string, Record<string, unknown>>;

/** An answer: its status and what it says. */
export interface Answer {
  readonly status: number;
  readonly body: object | string;
}

/** A request as routes see it. */
export interface Asked {
  readonly match: RegExpExecArray;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: routes check what they read
  readonly body: any;
  /** The file of a form, where the request is one. */
  readonly file?: string;
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (asked: Asked, made: Made) => Answer;
}

export const taken = (body: object = { acknowledged: true }): Answer => ({ status: 200, body });
export const refusal = (status: number, reason: string): Answer => ({ status, body: { error: { reason }, status } });

/** Keeps something under its name. */
export function keep(made: Made, kind: string, name: string, value: unknown): void {
  made[kind] = { ...made[kind], [name]: value };
}

/** The reason why an object is none that has these keys alone, each passing its test; undefined if it is one. */
export function misfit(value: unknown, keys: Readonly<Record<string, (value: never) => boolean>>): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object';
  const unknown = Object.keys(value).find((key) => !(key.replace('?', '') in keys) && !(`${key}?` in keys));
  if (unknown !== undefined) return `unknown key [${unknown}]`;
  for (const [key, test] of Object.entries(keys)) {
    const given = (value as Record<string, never>)[key.replace(/\?$/, '')];
    if (given === undefined && key.endsWith('?')) continue;
    if (given === undefined || !test(given)) return `wrong value of [${key}]`;
  }
  return undefined;
}

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
export const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);
export const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
