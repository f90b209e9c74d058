/** What an option of Fluent Bit takes: its type at compile time and its check at run time both come from it. */
export type OptionKind =
  | {
      readonly kind:
        | 'text'
        | 'path'
        | 'host'
        | 'regex'
        | 'secret'
        | 'flag'
        | 'time'
        | 'size'
        | 'sizeOrFalse'
        | 'retries';
    }
  | { readonly kind: 'date'; readonly letters: string }
  | { readonly kind: 'integer' | 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'joined' | 'repeated'; readonly example: string };

/** An option that must be given, or may be. */
export type Option = OptionKind & { readonly required?: true };

/** The options of a plugin or a section by their names. */
export type OptionTable = Readonly<Record<string, Option>>;

/** A time: a number of seconds, or with its unit, as in `10m`. */
export type FluentBitTime = number | `${number}${'s' | 'm' | 'h' | 'd'}`;

type ValueOf<O extends Option> = O extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
  ? V
  : O extends { readonly kind: 'integer' | 'number' }
    ? number
    : O extends { readonly kind: 'flag' }
      ? boolean
      : O extends { readonly kind: 'time' }
        ? FluentBitTime
        : O extends { readonly kind: 'sizeOrFalse' }
          ? string | false
          : O extends { readonly kind: 'retries' }
            ? number | 'no_limits' | 'no_retries'
            : O extends { readonly kind: 'joined' | 'repeated' }
              ? readonly string[]
              : string;

type NeededIn<T extends OptionTable> = {
  [K in keyof T]: T[K] extends { readonly required: true } ? K : never;
}[keyof T];

/** The settings that a table allows. */
export type OptionsOf<T extends OptionTable> = {
  readonly [K in Exclude<keyof T, NeededIn<T>>]?: ValueOf<T[K]>;
} & { readonly [K in NeededIn<T>]: ValueOf<T[K]> };

/** Any text. */
export const text = { kind: 'text' } as const;
/** A path, or several with wildcards. */
export const path = { kind: 'path' } as const;
/** A name or an address of a host, without a scheme and a port. */
export const host = { kind: 'host' } as const;
/** A regular expression as Onigmo takes it. */
export const regex = { kind: 'regex' } as const;
/** A text that must not be written down: only a `${NAME}`, which is filled in from a Secret. */
export const secret = { kind: 'secret' } as const;
/** A pattern by which a date is written, such as `%Y.%m.%d`. */
export const strftime = { kind: 'date', letters: 'aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ' } as const;
/** A pattern by which a date is read, such as `%Y-%m-%dT%H:%M:%S.%L%z`. */
export const strptime = { kind: 'date', letters: 'aAbBcCdDeFgGhHIjklLmMnprRsStTuUVwWxXyYzZ' } as const;
/** Yes or no. */
export const flag = { kind: 'flag' } as const;
/** Seconds, or a text with a unit. */
export const time = { kind: 'time' } as const;
/** Bytes as text: `5M` is five million. */
export const size = { kind: 'size' } as const;
/** Bytes as text, or `false` for no bound. */
export const sizeOrFalse = { kind: 'sizeOrFalse' } as const;
/** How often a delivery is tried again. */
export const retries = { kind: 'retries' } as const;

/** A whole number within bounds. */
export const integer = (min = 0, max = 2 ** 31 - 1) => ({ kind: 'integer', min, max }) as const;
/** A number within bounds. */
export const number = (min = 0, max = Number.MAX_VALUE) => ({ kind: 'number', min, max }) as const;
/** A TCP port. */
export const port = integer(1, 65_535);

/** One of a few values. */
export const oneOf = <const V extends string | number>(...values: readonly V[]) =>
  ({ kind: 'choice', values }) as const;

/** Texts that Fluent Bit takes as one value with commas between. */
export const joined = (example: string) => ({ kind: 'joined', example }) as const;
/** Texts that Fluent Bit takes by setting the option several times, each of the form of the example. */
export const repeated = (example: string) => ({ kind: 'repeated', example }) as const;

/** An option that must be given. */
export const needed = <const O extends OptionKind>(option: O) => ({ ...option, required: true }) as const;
