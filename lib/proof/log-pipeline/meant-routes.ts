import type { FluentBitOutput } from '../../config/fluent-bit/config';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import type { Language } from '../language/languages';
import { tagGlob } from './globs';
import { listed } from './places';
import type { ProofContext } from './proof-context';
import type { Taker } from './takers';

/** Where tags are meant to go: the only way in which they may reach several outputs, or none. */
export interface MeantRoute {
  /** The tags, as a `match` has them: `kube.audit.*`. */
  readonly tags: string;
  /** The aliases of the outputs that they reach, no more and no less; with none, their records are dropped. */
  readonly outputs: readonly string[];
}

/** A meant route as the proof follows it. */
export interface ReadRoute {
  readonly route: MeantRoute;
  readonly place: string;
  readonly tags: Language;
  /** The outputs by their places in the list. */
  readonly outputs: readonly number[];
}

/** The routes that are meant, and what is wrong with them by themselves. */
export function readMeantRoutes(
  context: ProofContext,
  meant: readonly MeantRoute[],
  outputs: readonly Taker<FluentBitOutput>[],
): { readonly routes: readonly ReadRoute[]; readonly problems: readonly Problem[] } {
  const aliases = outputs.map(({ plugin }) => plugin.alias ?? '');
  const routes = meant.map((route) => ({
    route,
    place: `meant tags '${route.tags}'`,
    tags: tagGlob(context.languages, route.tags),
    outputs: route.outputs.map((alias) => aliases.indexOf(alias)).sort((a, b) => a - b),
  }));
  const problems = routes.flatMap(({ route, place }) =>
    route.outputs
      .filter((alias) => !aliases.includes(alias))
      .map((alias) => ({ what: `${place}: no output has the alias '${alias}'`, fix: aliasFix(alias, aliases) })),
  );
  return { routes, problems };
}

function aliasFix(alias: string, aliases: readonly string[]): string {
  const known = aliases.filter((each) => each !== '');
  const close = nearest(alias, known);
  if (close !== undefined) return `use '${close}'`;
  return known.length > 0 ? `use one of ${listed(known.map((each) => `'${each}'`))}` : "give one an 'alias'";
}
