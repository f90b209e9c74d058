import type { FluentBitOutput } from '../../config/fluent-bit/config';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import { ANY, charSet, complement, intersection } from '../language/char-set';
import type { Language, Languages } from '../language/languages';
import { tagGlob } from './globs';
import { listed } from './places';
import type { ProofContext } from './proof-context';
import type { Taker } from './takers';

/** Names that a part of a tag may be, in which `*` is any letters. */
export type TagPart = readonly string[] | undefined;

/**
 * Where tags are meant to go: the only way in which they may reach several outputs, or none. Of several that have a tag,
 * the first counts.
 */
export interface MeantRoute {
  /** What messages call it. @default - by its tags */
  readonly name?: string;
  /**
   * The tags, as a `match` has them: `kube.audit.*`. Or their parts between dots, of which the last may hold dots itself:
   * `[['kube'], ['shop', 'cart'], undefined]`; undefined for any.
   */
  readonly tags: string | readonly TagPart[];
  /** The aliases of the outputs that they reach, no more and no less; with none, their records are dropped. */
  readonly outputs: readonly string[];
}

/** Meant routes one after another that go to the same outputs, as the proof follows them. */
export interface ReadRoute {
  readonly routes: readonly MeantRoute[];
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
  const byAlias = new Map(aliases.map((alias, i) => [alias, i]));
  const routes = inRuns(meant).map((run) => ({
    routes: run,
    tags: context.languages.or(run.map(({ tags }) => tagsOf(context.languages, tags))),
    outputs: (run[0]?.outputs ?? []).map((alias) => byAlias.get(alias) ?? -1).sort((a, b) => a - b),
  }));
  const problems = meant.flatMap((route) =>
    route.outputs
      .filter((alias) => !byAlias.has(alias))
      .map((alias) => ({
        what: `${placeOfMeant(route)}: no output has the alias '${alias}'`,
        fix: aliasFix(alias, aliases),
      })),
  );
  return { routes, problems };
}

/** The route that counts for a tag. */
export function meantFor(
  { languages, examples }: ProofContext,
  routes: readonly ReadRoute[],
  tag: string,
): { readonly place: string; readonly outputs: readonly number[] } | undefined {
  const has = (tags: Language) => !examples.areDisjoint(languages.text(tag), tags);
  const run = routes.find(({ tags }) => has(tags));
  const route = run?.routes.find(({ tags }) => has(tagsOf(languages, tags)));
  return run && route && { place: placeOfMeant(route), outputs: run.outputs };
}

/** How messages name a meant route. */
export const placeOfMeant = ({ name, tags }: MeantRoute) => name ?? `meant tags '${tagText(tags)}'`;

function inRuns(meant: readonly MeantRoute[]): MeantRoute[][] {
  const runs: MeantRoute[][] = [];
  for (const route of meant) {
    const run = runs.at(-1);
    if (run?.[0]?.outputs.join('\n') === route.outputs.join('\n')) run.push(route);
    else runs.push([route]);
  }
  return runs;
}

const NO_DOT = intersection(ANY, complement(charSet('.')));

function tagsOf(languages: Languages, tags: MeantRoute['tags']): Language {
  if (typeof tags === 'string') return tagGlob(languages, tags);
  const dot = languages.text('.');
  return languages.concat(
    tags.flatMap((part, i) => {
      const isLast = i === tags.length - 1;
      const some = partOf(languages, part, isLast ? languages.any : languages.chars(NO_DOT));
      return isLast ? [some] : [some, dot];
    }),
  );
}

function partOf(languages: Languages, names: TagPart, letter: Language): Language {
  const any = languages.star(letter);
  if (names === undefined) return languages.concat([letter, any]);
  const globs = names.map((name) =>
    languages.concat(name.split('*').flatMap((text, i) => [...(i === 0 ? [] : [any]), languages.text(text)])),
  );
  return languages.or(globs);
}

function tagText(tags: MeantRoute['tags']): string {
  if (typeof tags === 'string') return tags;
  return tags.map((names = ['*']) => (names.length === 1 ? names[0] : `(${names.join('|')})`)).join('.');
}

function aliasFix(alias: string, aliases: readonly string[]): string {
  const known = aliases.filter((each) => each !== '');
  const close = nearest(alias, known);
  if (close !== undefined) return `use '${close}'`;
  return known.length > 0 ? `use one of ${listed(known.map((each) => `'${each}'`))}` : "give one an 'alias'";
}
