/** What a parameter of Fluentd takes: its type at compile time and its check at run time both come from it. */
export type OptionKind =
  | {
      readonly kind:
        | 'text'
        | 'secret'
        | 'zone'
        | 'regex'
        | 'flag'
        | 'time'
        | 'size'
        | 'number'
        | 'list'
        | 'map'
        | 'maps';
    }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'texts' }
  | { readonly kind: 'section' | 'sections'; readonly of: OptionTable }
  | { readonly kind: 'plugin'; readonly of: PluginTable; readonly what: string }
  | { readonly kind: 'patterns'; readonly of: PluginTable; readonly what: string }
  | { readonly kind: 'output' | 'outputs' };

/** A parameter that must be given, or may be. */
export type Option = OptionKind & { readonly required?: true };

/** The parameters of a plugin or a section by their names. */
export interface OptionTable {
  readonly [name: string]: Option;
}

/** Plugins of one sort by their `$type`. */
export interface PluginTable {
  readonly [type: string]: OptionTable;
}

/** A value that Fluentd takes from its environment, such as a password from a Secret. */
export interface FromEnvironment {
  /** Name of the variable. */
  readonly $env: string;
}

/** Seconds, or a text with one unit, as in `10s`, `5m`, `1h` and `2d`. */
export type FluentdTime = number | `${number}${'s' | 'm' | 'h' | 'd'}`;

/** Bytes, or a text with a binary unit, as in `8m` or `2g`. */
export type FluentdSize = number | `${number}${'k' | 'm' | 'g' | 't' | 'K' | 'M' | 'G' | 'T'}`;

/** Names and texts. */
type Texts = Readonly<Record<string, string>>;

interface ValueByKind {
  readonly text: string | FromEnvironment;
  readonly secret: FromEnvironment;
  readonly regex: string;
  readonly zone: string;
  readonly flag: boolean;
  readonly time: FluentdTime;
  readonly size: FluentdSize;
  readonly number: number;
  readonly integer: number;
  readonly list: readonly string[];
  readonly map: Texts;
  readonly maps: readonly Texts[];
  readonly texts: Readonly<Record<string, string | FromEnvironment>>;
}

/** What an output is; by way of an interface, as outputs hold outputs. */
type Held<Holder> = Holder extends { readonly output: infer Output } ? Output : never;

/** The value of a parameter; Holder holds what an output is. */
type ValueOf<O extends Option, Holder> = O extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
  ? V
  : O extends { readonly kind: 'section'; readonly of: infer T extends OptionTable }
    ? OptionsOf<T, Holder>
    : O extends { readonly kind: 'sections'; readonly of: infer T extends OptionTable }
      ? readonly OptionsOf<T, Holder>[]
      : O extends { readonly kind: 'plugin'; readonly of: infer T extends PluginTable }
        ? PluginOf<T, Holder>
        : O extends { readonly kind: 'patterns'; readonly of: infer T extends PluginTable }
          ? readonly PatternOf<T, Holder>[]
          : O extends { readonly kind: 'output' }
            ? Held<Holder>
            : O extends { readonly kind: 'outputs' }
              ? readonly Held<Holder>[]
              : O['kind'] extends keyof ValueByKind
                ? ValueByKind[O['kind']]
                : never;

type NeededIn<T extends OptionTable> = {
  [K in keyof T]: T[K] extends { readonly required: true } ? K : never;
}[keyof T];

/** The settings that a table allows. */
export type OptionsOf<T extends OptionTable, Holder = never> = {
  readonly [K in Exclude<keyof T, NeededIn<T>>]?: ValueOf<T[K], Holder>;
} & { readonly [K in NeededIn<T>]: ValueOf<T[K], Holder> };

/** One of the plugins of a table, told by its `$type`. */
export type PluginOf<T extends PluginTable, Holder = never, Type extends keyof T = keyof T> = {
  [P in Type]: { readonly $type: P } & OptionsOf<T[P], Holder>;
}[Type];

/** The same where the type is called `format`. */
type PatternOf<T extends PluginTable, Holder> = {
  [P in keyof T]: { readonly format: P } & OptionsOf<T[P], Holder>;
}[keyof T];

/** Any text, or one from the environment. */
export const text = { kind: 'text' } as const;
/** A text that is only ever taken from the environment. */
export const secret = { kind: 'secret' } as const;
/** A time zone: a name, or an offset such as `+09:00`. */
export const zone = { kind: 'zone' } as const;
/** A regular expression of Ruby between slashes. */
export const regex = { kind: 'regex' } as const;
/** Yes or no. */
export const flag = { kind: 'flag' } as const;
/** Seconds, or a text with a unit. */
export const time = { kind: 'time' } as const;
/** Bytes, or a text with a unit. */
export const size = { kind: 'size' } as const;
/** Any number. */
export const number = { kind: 'number' } as const;
/** Several texts. */
export const list = { kind: 'list' } as const;
/** Names and texts that Fluentd takes as one value. */
export const map = { kind: 'map' } as const;
/** Several of these. */
export const maps = { kind: 'maps' } as const;
/** A section whose parameters are named freely. */
export const texts = { kind: 'texts' } as const;
/** A section that is an output. */
export const output = { kind: 'output' } as const;
/** Several of these. */
export const outputs = { kind: 'outputs' } as const;

/** A whole number within bounds. */
export const integer = (min = 0, max = 2 ** 31 - 1) => ({ kind: 'integer', min, max }) as const;
/** A TCP port. */
export const port = integer(1, 65_535);

/** One of a few values. */
export const oneOf = <const V extends string>(...values: readonly V[]) => ({ kind: 'choice', values }) as const;

/** A section of these parameters. */
export const section = <const T extends OptionTable>(of: T) => ({ kind: 'section', of }) as const;
/** A section that may be there several times. */
export const sections = <const T extends OptionTable>(of: T) => ({ kind: 'sections', of }) as const;
/** A section that is a plugin of its own, told by `$type`. */
export const plugin = <const T extends PluginTable>(what: string, of: T) => ({ kind: 'plugin', of, what }) as const;
/** Sections that are plugins of their own, told by `format`. */
export const patterns = <const T extends PluginTable>(what: string, of: T) => ({ kind: 'patterns', of, what }) as const;

/** A parameter that must be given. */
export const needed = <const O extends OptionKind>(option: O) => ({ ...option, required: true }) as const;
