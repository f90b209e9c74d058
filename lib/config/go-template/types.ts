/** What is known at synth of a value inside a template. */
export interface Type {
  /** As messages call it: `an alert`. */
  readonly name: string;
  readonly kind: 'unknown' | 'string' | 'number' | 'bool' | 'struct' | 'map' | 'list';
  /** Fields and methods. */
  readonly members?: Readonly<Record<string, Member>>;
  /** Of a map or a list: what it holds. */
  readonly element?: Type;
  /** Of a string that is written in the template: its value. */
  readonly literal?: string;
}

/** A field, or a method that takes `parameters` arguments. */
export interface Member {
  readonly type: Type;
  /** @default - a field, which takes none */
  readonly parameters?: number;
}

/** A function of a template language. */
export interface TemplateFunction {
  /** Least number of arguments. */
  readonly min: number;
  /** Most. @default - `min` */
  readonly max?: number;
  /** Whether every argument has to be a string. @default false */
  readonly strings?: boolean;
  /** Type of the result. @default - unknown */
  readonly result?: Type | ((types: readonly Type[]) => Type);
  /** Index of the argument that is a regular expression. @default - none */
  readonly regex?: number;
}

/** What a program offers to its templates. */
export interface TemplateLanguage {
  /** The program's name. */
  readonly program: string;
  readonly functions: Readonly<Record<string, TemplateFunction>>;
  /** The dot of a template that the program itself expands. */
  readonly data: Type;
  /** Variables that are set. */
  readonly variables: Readonly<Record<string, Type>>;
  /** Templates that are defined. */
  readonly templates: readonly string[];
}

export const UNKNOWN: Type = { name: 'a value', kind: 'unknown' };
export const STRING: Type = { name: 'a text', kind: 'string' };
export const NUMBER: Type = { name: 'a number', kind: 'number' };
export const BOOL: Type = { name: 'true or false', kind: 'bool' };

/** A type with fields. */
export function struct(name: string, fields: Readonly<Record<string, Type>>): Type {
  return {
    name,
    kind: 'struct',
    members: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }])),
  };
}

/** A list of something, with the methods it has. */
export function list(name: string, element: Type, methods: Readonly<Record<string, Member>> = {}): Type {
  return { name, kind: 'list', element, members: methods };
}

/** A map from texts to something, with the methods it has. */
export function map(name: string, element: Type, methods: Readonly<Record<string, Member>> = {}): Type {
  return { name, kind: 'map', element, members: methods };
}
