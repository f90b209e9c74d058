import type { FluentBitFilter, FluentBitOutput } from '../../config/fluent-bit/config';
import { refersToEnvironment } from '../../config/fluent-bit/environment';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import type { Language } from '../language/languages';
import { tagGlob } from './globs';
import { placeOf } from './places';
import type { ProofContext } from './proof-context';

/** A filter or an output and the tags that it takes. */
export interface Taker<Plugin extends FluentBitFilter | FluentBitOutput> {
  readonly plugin: Plugin;
  readonly place: string;
  readonly tags: Language;
  /** What is wrong with its match; nothing is known of the tags then. */
  readonly problems: readonly Problem[];
}

/** The tags that each filter takes. */
export const filtersOf = (context: ProofContext): readonly Taker<FluentBitFilter>[] =>
  (context.config.filters ?? []).map((filter, i) => takerOf(context, filter, placeOf('filter', filter, i)));

/** The tags that each output takes. */
export const outputsOf = (context: ProofContext): readonly Taker<FluentBitOutput>[] =>
  context.config.outputs.map((output, i) => takerOf(context, output, placeOf('output', output, i)));

function takerOf<Plugin extends FluentBitFilter | FluentBitOutput>(
  context: ProofContext,
  plugin: Plugin,
  place: string,
): Taker<Plugin> {
  const { match, match_regex: matchRegex } = plugin;
  const tags = [
    ...(match === undefined ? [] : [tagGlob(context.languages, match)]),
    ...(matchRegex === undefined ? [] : [context.onigmo.beginnings(context.regex(matchRegex).tree)]),
  ];
  const problems = [
    ...(match !== undefined && refersToEnvironment(match) ? [variable('match', match)] : []),
    ...(matchRegex === undefined ? [] : validateMatchRegex(context, matchRegex)),
    ...(tags.length === 0 ? [noMatch(plugin.name)] : []),
  ];
  return { plugin, place, tags: context.languages.or(tags), problems: within(place, problems) };
}

const noMatch = (name: string): Problem => ({
  what: `it has neither 'match' nor 'match_regex', and Fluent Bit leaves ${name} out`,
  fix: "name its tags, such as 'kube.*', or '*' for all",
});

const variable = (option: string, value: string): Problem => ({
  what: `'${option}' is ${shown(value)}, and what it takes is not known before Fluent Bit runs`,
  fix: "write the tags out, such as 'kube.*'",
});

function validateMatchRegex(context: ProofContext, pattern: string): Problem[] {
  if (refersToEnvironment(pattern)) return [variable('match_regex', pattern)];
  const { tree, unprovable } = context.regex(pattern);
  if (unprovable !== undefined) {
    return [
      {
        what: `'match_regex' is ${shown(pattern)}, and no proof can follow ${unprovable}`,
        fix: "write it without, such as '^kube\\.(?:shop|cart)\\.', or use 'match'",
      },
    ];
  }
  if (!context.onigmo.mayPreferNothing(tree)) return [];
  return [
    {
      what: `'match_regex' is ${shown(pattern)}, and where it can match no character at all, Fluent Bit takes no tag`,
      fix: "let it match a character at least, as in '^(?!kube\\.).*'",
    },
  ];
}
