import type { FILTERS } from './filter-options';
import type { INPUTS } from './input-options';
import type { OptionsOf, OptionTable } from './option';
import type { OUTPUTS } from './output-options';
import type { MULTILINE_PARSER, MULTILINE_RULE, PARSER } from './parser-options';
import type { PROCESSORS } from './processor-options';
import type { SERVICE } from './service-options';

type Plugins = Readonly<Record<string, OptionTable>>;
/** One of the plugins of a table, told by its name. */
type PluginOf<T extends Plugins, Name extends keyof T = keyof T> = {
  [P in Name]: { readonly name: P } & OptionsOf<T[P]>;
}[Name];

/** The section `service`. */
export type FluentBitService = OptionsOf<typeof SERVICE>;

/** A parser: how the text of a record becomes fields. */
export type FluentBitParser = OptionsOf<typeof PARSER>;

/** A rule of a multiline parser: in this state, a line that matches leads to the next one; the first is `start_state`. */
export type FluentBitMultilineRule = OptionsOf<typeof MULTILINE_RULE>;

/** A multiline parser: which lines belong together. */
export type FluentBitMultilineParser = OptionsOf<typeof MULTILINE_PARSER> & {
  /** With `type: 'regex'`. */
  readonly rules?: readonly FluentBitMultilineRule[];
};

/** What an input's own records go through before they are kept. */
export type FluentBitProcessor = PluginOf<typeof PROCESSORS>;

/** An input; with a name, the one of this name. */
export type FluentBitInput<Name extends keyof typeof INPUTS = keyof typeof INPUTS> = PluginOf<typeof INPUTS, Name> & {
  /** In the order they see a record. */
  readonly processors?: { readonly logs: readonly FluentBitProcessor[] };
};

/** A filter; with a name, the one of this name. */
export type FluentBitFilter<Name extends keyof typeof FILTERS = keyof typeof FILTERS> = PluginOf<typeof FILTERS, Name>;

/** An output; with a name, the one of this name. */
export type FluentBitOutput<Name extends keyof typeof OUTPUTS = keyof typeof OUTPUTS> = PluginOf<typeof OUTPUTS, Name>;

/**
 * The configuration of a Fluent Bit, in its own words in lower case, so that its documentation can be searched for them.
 * Numbers are numbers, switches are true or false, sizes are texts such as `5M`, and what can be given several times or
 * with commas is a list. A `${NAME}` in a text is filled in by Fluent Bit from its environment.
 */
export interface FluentBitConfig {
  readonly service?: FluentBitService;
  readonly parsers?: readonly FluentBitParser[];
  readonly multiline_parsers?: readonly FluentBitMultilineParser[];
  readonly inputs: readonly FluentBitInput[];
  /** In the order they see a record. */
  readonly filters?: readonly FluentBitFilter[];
  readonly outputs: readonly FluentBitOutput[];
}
