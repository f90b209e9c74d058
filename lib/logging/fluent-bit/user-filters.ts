import type { FluentBitFilter } from '../../config/fluent-bit/config';
import { FILTERS } from '../../config/fluent-bit/filter-options';
import { readPlugins } from '../../config/fluent-bit/section-problems';
import { validateFilters } from '../../config/fluent-bit/validate-filters';
import type { Problem } from '../../model/problem';
import { DATASET_KEY } from '../outputs/log-output';

/** Filters of the user for a pipeline. What they put where routes say their dataset is taken away again. */
export const userFilters = (filters: readonly FluentBitFilter[]): FluentBitFilter[] =>
  filters.length === 0 ? [] : [...filters, { name: 'modify', match: '*', remove: [DATASET_KEY] }];

/** All that is wrong with them but for what only the whole pipeline shows. */
export function validateUserFilters(filters: readonly FluentBitFilter[] | undefined): Problem[] {
  const { sections, problems } = readPlugins('filters', filters, FILTERS, 'filter');
  return [
    ...problems,
    ...validateFilters(sections.filter(({ plugin }) => plugin !== 'multiline')),
    ...sections.flatMap(({ place, plugin, right }): Problem[] => {
      if (plugin === 'multiline')
        return [{ what: `${place} would lose lines whenever an agent ends`, fix: "use 'stackTraces'" }];
      if (plugin !== 'lua' || right.script === undefined) return [];
      return [
        {
          what: `${place}: 'script' is '${right.script}', and the pods have no such file`,
          fix: "write it as 'code'",
        },
      ];
    }),
  ];
}

/** The problems of a pipeline, with its filters from `first` on, so many, called as the user gave them. */
export const asGiven = (problems: readonly Problem[], { first, count }: { first: number; count: number }): Problem[] =>
  problems.map(({ what, fix }) => ({
    what: what.replace(/\bfilters\[(\d+)\]/g, (place, digits) => {
      const own = Number(digits) - first;
      return own >= 0 && own < count ? `filters[${own}]` : place;
    }),
    fix,
  }));
