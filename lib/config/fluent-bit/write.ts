import { toYaml } from '../yaml';
import type { FluentBitConfig, FluentBitInput } from './config';
import { FILTERS } from './filter-options';
import { INPUTS } from './input-options';
import type { OptionTable } from './option';
import { OUTPUTS } from './output-options';
import { PROCESSORS } from './processor-options';

type Data = Readonly<Record<string, unknown>>;

/**
 * The configuration as Fluent Bit reads it, in its YAML format: one file, with the parsers in it. Keys come in the order
 * given, which the filter `modify` goes by, after the plugin's name.
 */
export function fluentBitYaml(config: FluentBitConfig): string {
  return toYaml({
    service: config.service,
    parsers: config.parsers?.map(named),
    multiline_parsers: config.multiline_parsers?.map(named),
    pipeline: {
      inputs: config.inputs.map(inputPlugin),
      filters: config.filters?.map((filter) => plugin(filter, FILTERS[filter.name])),
      outputs: config.outputs.map((output) => plugin(output, OUTPUTS[output.name])),
    },
  });
}

/** The name in front. */
const named = ({ name, ...rest }: { readonly name: string }) => ({ name, ...rest });

function inputPlugin({ processors, ...input }: FluentBitInput): Data {
  const written = plugin(input, INPUTS[input.name]);
  if (processors === undefined) return written;
  return { ...written, processors: { logs: processors.logs.map((each) => plugin(each, PROCESSORS[each.name])) } };
}

/** What Fluent Bit splits at commas it takes as one text only, though YAML has lists. */
function plugin(given: { readonly name: string }, table: OptionTable | undefined): Data {
  const { name, ...options } = given as { readonly name: string } & Data;
  const written = Object.entries(options).map(([key, value]) => [
    key,
    table?.[key]?.kind === 'joined' && Array.isArray(value) ? value.join(', ') : value,
  ]);
  return { name, ...Object.fromEntries(written) };
}
