import type { FILTERS } from './filter-options';
import type { INPUTS } from './input-options';
import type { OptionsOf, PluginOf } from './option';
import type { OUTPUTS } from './output-options';
import type { BUFFERS } from './sections';
import type { SYSTEM } from './system-options';

export type { FluentdSize, FluentdTime, FromEnvironment } from './option';

/** The section `system`. */
type FluentdSystem = OptionsOf<typeof SYSTEM>;

/** An input; with a type, the one of this type. */
export type FluentdSource<Type extends keyof typeof INPUTS = keyof typeof INPUTS> = PluginOf<
  typeof INPUTS,
  never,
  Type
>;

/** A filter; with a type, the one of this type. */
export type FluentdFilter<Type extends keyof typeof FILTERS = keyof typeof FILTERS> = PluginOf<
  typeof FILTERS,
  never,
  Type
>;

/** An output may hold others. */
interface Holder {
  readonly output: FluentdOutput;
}

/** An output; with a type, the one of this type. */
export type FluentdOutput<Type extends keyof typeof OUTPUTS = keyof typeof OUTPUTS> = PluginOf<
  typeof OUTPUTS,
  Holder,
  Type
>;

/** A step of a pipeline: a filter, or an output that takes what no earlier one took. */
export type FluentdStep = { readonly filter: FluentdFilter } | { readonly match: FluentdOutput };

/** A pipeline of its own, which inputs and outputs send to by its name. */
interface FluentdLabel {
  /** With an `@` in front; `@ERROR` gets the records that plugins refuse, `@FLUENT_LOG` what Fluentd itself logs. */
  readonly $name: string;
  readonly config: readonly FluentdStep[];
}

/** A part of a configuration. */
export type FluentdDirective = { readonly source: FluentdSource } | FluentdStep | { readonly label: FluentdLabel };

/**
 * The configuration of a Fluentd, as its YAML format has it, in its own words, so that its documentation can be searched
 * for them. What several values may be given for is a list, what its documentation calls `@type` is `$type`, and an
 * argument of a section is its `$arg`. No text is ever taken for Ruby; what comes from the environment is
 * `{ $env: 'NAME' }`.
 */
export interface FluentdConfig {
  readonly system?: FluentdSystem;
  /** The order of filters and outputs counts. */
  readonly config: readonly FluentdDirective[];
}

/** The buffer of an output. */
export type FluentdBuffer = PluginOf<typeof BUFFERS>;
