/** One operand of a command: a term and the fields taken of it. */
export interface Operand {
  readonly at: number;
  readonly term: 'dot' | 'variable' | 'function' | 'string' | 'number' | 'bool' | 'nil' | 'pipeline';
  /** Name of the variable or function, value of the string, else as written. */
  readonly text: string;
  /** Of a term in parentheses. */
  readonly pipeline?: Pipeline;
  /** `.A.B` gives `A`, `B`. */
  readonly fields: readonly string[];
}

/** Operands side by side: the first is called with the others, or stands alone. */
export interface Command {
  readonly at: number;
  readonly operands: readonly [Operand, ...Operand[]];
}

/** Commands joined by `|`, and the variables that take the result. */
export interface Pipeline {
  readonly at: number;
  readonly variables: readonly string[];
  /** `=` and not `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A piece of a template's body. */
export type Node =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'action'; readonly at: number; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly at: number;
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | { readonly kind: 'template'; readonly at: number; readonly name: string; readonly pipeline?: Pipeline };

/** A template, the templates it defines, and what keeps it from being read on. */
export interface Template {
  readonly text: string;
  readonly body: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
  readonly error?: Fault;
}

/** Something wrong at a place of a template. */
export interface Fault {
  readonly at: number;
  readonly what: string;
  readonly fix: string;
}
