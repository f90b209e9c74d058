import type { Problem } from '../../model/problem';
import { SearchEngine } from '../../model/search-endpoint';
import { meet } from '../name-pattern';
import { indexPattern } from '../outputs/log-store';
import { priorityOf } from './lifecycles';
import type { SearchBootstrapProps } from './search-bootstrap';
import { validateShards } from './shards';
import { storesOf } from './stores';

/** Checks what a bootstrap is to set up, as a whole. */
export function validateSetUp(props: Partial<SearchBootstrapProps>): Problem[] {
  const { search } = props;
  const twice = validateSetUpTwice(props);
  if (twice.length > 0) return twice;
  const stores = storesOf(props);
  return [
    ...rivals(patternsOf(props)).map(([a, b]) => ({
      what: `'${a}' and '${b}' fit the same names and have as many letters, so that neither has precedence`,
      fix: 'make one of them longer, or set up one that holds for both',
    })),
    ...(search?.engine === SearchEngine.ELASTICSEARCH ? validateShards(search, stores) : []),
  ];
}

/** Templates and policies have the names of what they are for. */
function validateSetUpTwice(props: Partial<SearchBootstrapProps>): Problem[] {
  const { indices, dataStreams, rejected } = storesOf(props);
  const names = [...[rejected, ...indices].map(({ prefix }) => prefix), ...dataStreams.map(({ pattern }) => pattern)];
  const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...repeated].map((name) => ({
    what: `'${name}' is set up twice, and one template holds for it`,
    fix: 'keep one of them',
  }));
}

function patternsOf(props: Partial<SearchBootstrapProps>): string[] {
  const { indices, dataStreams, rejected } = storesOf(props);
  return [...[rejected, ...indices].map(indexPattern), ...dataStreams.map(({ pattern }) => pattern)];
}

const DATED = /-20\*\.\*\.\*$/;

/** Pairs of patterns which one name can fit, and whose templates have the same priority: servers refuse the second. */
export function rivals(patterns: readonly string[]): [string, string][] {
  const byPriority = new Map<number, string[]>();
  for (const pattern of new Set(patterns)) {
    const equals = byPriority.get(priorityOf(pattern)) ?? [];
    byPriority.set(priorityOf(pattern), equals);
    equals.push(pattern);
  }
  return [...byPriority.values()].flatMap((equals) => {
    // Two names for days meet nowhere, and neither do two names: there are many of both.
    const suspects = new Set(equals.filter((pattern) => !DATED.test(pattern) && /\*|-20.*\..*\./.test(pattern)));
    return [...suspects].flatMap((suspect) => {
      const at = equals.indexOf(suspect);
      return equals.flatMap((other, i): [string, string][] => {
        if (i === at || (i < at && suspects.has(other)) || !meet(suspect, other)) return [];
        return [i < at ? [other, suspect] : [suspect, other]];
      });
    });
  });
}
