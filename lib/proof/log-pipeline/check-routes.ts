import type { FluentBitFilter, FluentBitOutput } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { shownExample } from '../language/example';
import type { TaggedInput } from './input-tags';
import { meantFor, placeOfMeant, type ReadRoute } from './meant-routes';
import { listed } from './places';
import type { ProofContext } from './proof-context';
import { METRIC_OUTPUTS, outputGroups, type TagGroup, tagsFrom } from './tag-groups';
import type { Taker } from './takers';

/** What {@link validateRouting} looks at. */
export interface Routing {
  readonly context: ProofContext;
  readonly inputs: readonly TaggedInput[];
  readonly filters: readonly Taker<FluentBitFilter>[];
  readonly outputs: readonly Taker<FluentBitOutput>[];
  readonly meant: readonly ReadRoute[];
}

/** Tags that reach no output or several, or not those that are meant, and matches that no tag has. */
export function validateRouting(routing: Routing): Problem[] {
  const { context, inputs, outputs, meant } = routing;
  const groups = outputGroups(context, inputs, outputs, meant);
  return [...groups.flatMap((group) => validateReach(routing, group)), ...validateIdle(routing, groups)];
}

function validateReach({ context, outputs, meant }: Routing, group: TagGroup): Problem[] {
  const { input, example, reached, meaning } = group;
  if (meaning === undefined ? reached.length === 1 : meant[meaning]?.outputs.join() === reached.join()) return [];
  const tag = `tag ${shownExample(example)} of ${input.place}`;
  const placesOf = (indices: readonly number[]) => indices.map((index) => outputs[index]?.place ?? '');
  const places = placesOf(reached);
  const wrong = meantFor(context, meant, example);
  if (wrong) {
    return [
      {
        what: `${wrong.place}: ${tag} reaches ${reachText(places)} instead of ${reachText(placesOf(wrong.outputs))}`,
        fix: "mend the 'match' of these outputs, or what is meant",
      },
    ];
  }
  if (reached.length === 0) {
    const what = `${tag} reaches no output, and its records are dropped in silence`;
    return [{ what, fix: input.input.name === 'fluentbit_metrics' ? METRICS_FIX : orphanFix(example) }];
  }
  return [
    {
      what: `${tag} reaches ${listed(places)}, and its records are delivered ${reached.length === 2 ? 'twice' : `${reached.length} times`}`,
      fix: "narrow the 'match' of all but one, as with match_regex '^(?!kube\\.shop\\.).*', or say that all are meant",
    },
  ];
}

const METRICS_FIX = `let an output take it that takes metrics, such as ${METRIC_OUTPUTS.at(-1)}`;

/** What tells the tag from others: its namespace, say. */
function orphanFix(tag: string): string {
  const parts = tag.split('.');
  const match = parts.length === 1 ? tag : `${parts.slice(0, parts.length > 2 ? 2 : 1).join('.')}.*`;
  return `let the 'match' of an output take it, such as ${shown(match)}, or add an output for what is left`;
}

const reachText = (places: readonly string[]) => (places.length === 0 ? 'no output' : listed(places));

function validateIdle({ context, inputs, filters, outputs, meant }: Routing, groups: readonly TagGroup[]): Problem[] {
  const { languages, examples } = context;
  const logs = languages.or(inputs.filter(({ input }) => input.name !== 'fluentbit_metrics').map(({ tags }) => tags));
  const busy = new Set(groups.flatMap(({ reached }) => reached));
  const takesNone = (output: Taker<FluentBitOutput>, i: number) =>
    !busy.has(i) && inputs.every((input) => examples.areDisjoint(input.tags, tagsFrom(languages, input, output)));
  const tags = inputs.flatMap(({ tags: made }) => examples.of(made) ?? []).slice(0, 3);
  const there = `tags are such as ${listed(tags.map(shownExample))}`;
  const idle = [...filters.filter((filter) => examples.areDisjoint(logs, filter.tags)), ...outputs.filter(takesNone)];
  if (idle.length > 0) {
    return idle.map(({ place, plugin }) => ({
      what: `${place}: ${matchText(plugin)} takes no tag of any input`,
      fix: `mend or remove it; ${there}`,
    }));
  }
  return meant
    .filter((route) => inputs.every((input) => examples.areDisjoint(input.tags, route.tags)))
    .flatMap(({ routes }) => routes.map(placeOfMeant))
    .map((place) => ({ what: `${place}: no input makes such a tag`, fix: `mend or remove them; ${there}` }));
}

function matchText({ match, match_regex: regex }: FluentBitFilter | FluentBitOutput): string {
  return listed([
    ...(match === undefined ? [] : [`'match' ${shown(match)}`]),
    ...(regex === undefined ? [] : [`'match_regex' ${shown(regex)}`]),
  ]);
}
