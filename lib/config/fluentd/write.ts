import { defineScalarTag, dump, NOT_RESOLVED, YAML11_SCHEMA } from 'js-yaml';
import type { FluentdConfig } from './config';
import { FILTERS } from './filter-options';
import { INPUTS } from './input-options';
import type { Option, OptionTable, PluginTable } from './option';
import { OUTPUTS } from './output-options';
import { SYSTEM } from './system-options';

/** A value from the environment. */
class Environment {
  constructor(readonly name: string) {}
}

/** The only Ruby there is: texts without this tag are taken as they are. */
const RUBY = defineScalarTag('!fluent/s', {
  identify: (data) => data instanceof Environment,
  represent: ({ name }: Environment) => `#{ENV['${name}']}`,
  resolve: () => NOT_RESOLVED,
});

/** Fluentd's parser knows YAML 1.1. */
const SCHEMA = YAML11_SCHEMA.withTags(RUBY);

/**
 * The text of a configuration in Fluentd's YAML format. It is the one of its two formats in which a text is data, whatever
 * characters are in it: the other one runs `#{…}` as Ruby, in JSON too, and has three ways to quote. All texts are quoted,
 * so that none is taken for a number, a date or a symbol.
 */
export function fluentdYaml({ system, config }: FluentdConfig): string {
  const data = {
    ...(system ? { system: plain(system, SYSTEM) } : {}),
    config: config.map((directive) => {
      if ('source' in directive) return { source: ofPlugin(directive.source, INPUTS) };
      if ('label' in directive) {
        const { $name, config: steps } = directive.label;
        return { label: { $name, config: steps.map(step) } };
      }
      return step(directive);
    }),
  };
  return dump(data, { schema: SCHEMA, forceQuotes: true, quoteStyle: 'double', lineWidth: -1, noRefs: true });
}

const step = (directive: object) =>
  'filter' in directive
    ? { filter: ofPlugin(directive.filter as object, FILTERS) }
    : { match: ofPlugin((directive as { match: object }).match, OUTPUTS) };

const ofPlugin = (data: object, table: PluginTable) => plain(data, table[(data as { $type: string }).$type] ?? {});

/** As Fluentd wants it: a map inside a section would be one more section. */
function plain(data: object, table: OptionTable): object {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, written(value, table[name])]));
}

function written(value: unknown, option: Option | undefined): unknown {
  if (typeof value === 'object' && value !== null && '$env' in value) return new Environment(String(value.$env));
  switch (option?.kind) {
    case 'map':
    case 'maps':
      return JSON.stringify(value);
    case 'texts':
      return plain(value as object, {});
    case 'section':
      return plain(value as object, option.of);
    case 'sections':
      return (value as object[]).map((each) => plain(each, option.of));
    case 'plugin':
      return ofPlugin(value as object, option.of);
    case 'patterns':
      return (value as { format: string }[]).map((each) => plain(each, option.of[each.format] ?? {}));
    case 'output':
      return ofPlugin(value as object, OUTPUTS);
    case 'outputs':
      return (value as object[]).map((each) => ofPlugin(each, OUTPUTS));
    default:
      return value;
  }
}
