import type { FluentdConfig, FluentdFilter, FluentdOutput, FluentdSource, FluentdStep } from './config';

/** The name of the pipeline outside of labels. */
export const ROOT = '@ROOT';

/** A pipeline: the root's, or that of a label. */
export interface Pipeline {
  readonly label: string;
  readonly steps: readonly FluentdStep[];
}

/** The steps outside of labels, then those of each label. */
export function pipelinesOf({ config }: FluentdConfig): Pipeline[] {
  const steps = config.filter((each): each is FluentdStep => 'filter' in each || 'match' in each);
  const labels = config.flatMap((each) => ('label' in each ? [each.label] : []));
  return [{ label: ROOT, steps }, ...labels.map(({ $name, config: own }) => ({ label: $name, steps: own }))];
}

/** All inputs. */
const sourcesOf = ({ config }: FluentdConfig): FluentdSource[] =>
  config.flatMap((each) => ('source' in each ? [each.source] : []));

/** A plugin, and how messages call it. */
export interface Placed<T> {
  readonly place: string;
  readonly plugin: T;
}

/** All inputs as messages call them. */
export const placedSources = (config: FluentdConfig): Placed<FluentdSource>[] =>
  sourcesOf(config).map((plugin) => ({ place: placeOf('source', plugin), plugin }));

/** All filters as messages call them. */
export const placedFilters = (config: FluentdConfig): Placed<FluentdFilter>[] =>
  pipelinesOf(config).flatMap(({ label, steps }) =>
    steps.flatMap((each) => ('filter' in each ? [{ place: stepPlace(label, each), plugin: each.filter }] : [])),
  );

/** All outputs, those inside others too, as messages call them. */
export const placedOutputs = (config: FluentdConfig): Placed<FluentdOutput>[] =>
  pipelinesOf(config).flatMap(({ label, steps }) =>
    steps.flatMap((each) => ('match' in each ? withInner(stepPlace(label, each), each.match) : [])),
  );

function withInner(place: string, plugin: FluentdOutput): Placed<FluentdOutput>[] {
  const inner = innerOutputs(plugin).flatMap(({ place: within, plugin: each }) =>
    withInner(`${place} > ${within}`, each),
  );
  return [{ place, plugin }, ...inner];
}

/** The outputs that an output hands records to. */
export function innerOutputs(plugin: FluentdOutput): Placed<FluentdOutput>[] {
  const { store, secondary } = plugin as { store?: readonly FluentdOutput[]; secondary?: FluentdOutput };
  return [
    ...(Array.isArray(store) ? store : []).map((each, i) => ({ place: `store[${i}]`, plugin: each })),
    ...(secondary === undefined ? [] : [{ place: 'secondary', plugin: secondary }]),
  ].filter(({ plugin: each }) => typeof each === 'object' && each !== null);
}

/** A step as messages call it, with its label. */
export function stepPlace(label: string, step: FluentdStep): string {
  const place = 'filter' in step ? placeOf('filter', step.filter) : placeOf('match', step.match);
  return label === ROOT ? place : `label '${label}' > ${place}`;
}

/** A directive as messages call it: its id if it has one, or else its tags or its type. */
export function placeOf(kind: string, plugin: object): string {
  const { $id, $tag, $type } = plugin as { $id?: unknown; $tag?: unknown; $type?: unknown };
  if (typeof $id === 'string') return `${kind} '${$id}'`;
  return typeof $tag === 'string' ? `${kind} ${$type} of '${$tag}'` : `${kind} ${$type}`;
}
