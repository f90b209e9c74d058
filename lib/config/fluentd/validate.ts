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
  const { system, config: directives } = config;
  if (!Array.isArray(directives)) {
    return [{ what: `'config' is ${shown(directives)}, which is no list`, fix: 'give a list of directives' }];
  }
  const problems = [
    ...(system === undefined ? [] : validateSection('system', system, SYSTEM)),
    ...directives.flatMap((directive) => validateDirective(directive)),
  ];
  // The rest reads plugins as their tables say they are.
  if (problems.length > 0) return distinct(problems);
  return distinct([...validateLabels(config), ...validatePlugins(config), ...validateKeeping(config)]);
}

function validateDirective(directive: unknown, label = ROOT): Problem[] {
  const where = label === ROOT ? '' : `label '${label}' > `;
  const [[kind = '', plugin] = []] = Object.entries((directive as object | undefined) ?? {}) as [string, unknown][];
  if (kind === 'label' && label === ROOT) {
    const { $name, config } = plugin as { $name: string; config: readonly object[] };
    return config.flatMap((step) => validateDirective(step, $name));
  }
  const table = label !== ROOT && kind === 'source' ? undefined : KINDS[kind];
  if (!table) {
    const kinds = label === ROOT ? "'source', 'filter', 'match' or 'label'" : "'filter' or 'match'";
    return [{ what: `${where}${shown(directive)} is no directive`, fix: `use ${kinds}` }];
  }
  const place = `${where}${placeOf(kind, (plugin as object | undefined) ?? {})}`;
  const { $tag } = (plugin ?? {}) as { $tag?: unknown };
  return [
    ...(kind === 'match' && $tag === undefined
      ? [{ what: `${place} has no '$tag'`, fix: "say which tags it takes, such as '**'" }]
      : []),
    ...validatePlugin(place, plugin, NOUNS[kind] as string, table),
  ];
}
