import { isObject } from '../../model/is-object';
import { distinct, type Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import type { FluentdConfig } from './config';
import { FILTERS } from './filter-options';
import { INPUTS } from './input-options';
import type { PluginTable } from './option';
import { OUTPUTS } from './output-options';
import { SYSTEM } from './system-options';
import { validateKeeping } from './validate-keeping';
import { validateLabels } from './validate-labels';
import { validatePlugin, validateSection } from './validate-parameters';
import { validatePlugins } from './validate-plugins';
import { placeOf, ROOT } from './walk';

const KINDS: Readonly<Record<string, PluginTable>> = { source: INPUTS, filter: FILTERS, match: OUTPUTS };
const NOUNS: Readonly<Record<string, string>> = { source: 'input', filter: 'filter', match: 'output' };

/**
 * All that is wrong with a configuration, as far as it can be said without following tags: plugins and parameters that
 * the image does not have, values that Fluentd reads otherwise than meant, labels that are not there, and settings by
 * which records are lost.
 */
export function validateFluentd(config: FluentdConfig): Problem[] {
  if (!isObject(config)) {
    return [
      {
        what: `a configuration of Fluentd is ${shown(config)}, which is no object`,
        fix: 'give one such as { config: […] }',
      },
    ];
  }
  const { system, config: directives } = config;
  const problems = [
    ...(system === undefined ? [] : validateSection('system', system, SYSTEM)),
    ...validateDirectives("'config'", directives),
    ...(Array.isArray(directives) && directives.length === 0
      ? [{ what: "'config' is empty", fix: 'give a list of directives' }]
      : []),
  ];
  // The rest reads plugins as their tables say they are.
  if (problems.length > 0) return distinct(problems);
  return distinct([...validateLabels(config), ...validatePlugins(config), ...validateKeeping(config)]);
}

function validateDirectives(place: string, directives: unknown, label = ROOT): Problem[] {
  if (Array.isArray(directives)) {
    return Array.from(directives, (directive) => validateDirective(directive, label)).flat();
  }
  return [{ what: `${place} is ${shown(directives)}, which is no list`, fix: 'give a list of directives' }];
}

function validateLabel(label: unknown): Problem[] {
  const { $name, config } = (isObject(label) ? label : {}) as { readonly $name?: unknown; readonly config?: unknown };
  if (typeof $name === 'string' && /^@\S/.test($name)) return validateDirectives(`label '${$name}'`, config, $name);
  return [
    { what: `a label is ${shown(label)}, which has no name`, fix: "give one such as { $name: '@SHOP', config: […] }" },
  ];
}

function validateDirective(directive: unknown, label: string): Problem[] {
  const where = label === ROOT ? '' : `label '${label}' > `;
  const entries = Object.entries(isObject(directive) ? directive : {}) as [string, unknown][];
  const [[kind = '', plugin] = []] = entries;
  if (kind === 'label' && label === ROOT && entries.length === 1) return validateLabel(plugin);
  const table = (label !== ROOT && kind === 'source') || entries.length !== 1 ? undefined : KINDS[kind];
  if (!table) {
    const kinds = label === ROOT ? "'source', 'filter', 'match' or 'label'" : "'filter' or 'match'";
    return [{ what: `${where}${shown(directive)} is no directive`, fix: `use ${kinds}` }];
  }
  const place = `${where}${placeOf(kind, isObject(plugin) ? plugin : {})}`;
  const { $tag } = (plugin ?? {}) as { $tag?: unknown };
  return [
    ...(kind === 'match' && $tag === undefined
      ? [{ what: `${place} has no '$tag'`, fix: "say which tags it takes, such as '**'" }]
      : []),
    ...validatePlugin(place, plugin, NOUNS[kind] as string, table),
  ];
}
