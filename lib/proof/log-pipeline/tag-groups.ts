import type { FluentBitFilter, FluentBitOutput } from '../../config/fluent-bit/config';
import type { Language, Languages } from '../language/languages';
import { regionsOf } from '../language/regions';
import type { TaggedInput } from './input-tags';
import type { ReadRoute } from './meant-routes';
import type { ProofContext } from './proof-context';
import type { Taker } from './takers';

/** The output that takes metrics alone. */
const ONLY_METRICS = 'prometheus_exporter';

/** The outputs that take metrics; all but one as well as records of logs. */
export const METRIC_OUTPUTS: readonly string[] = ['cloudwatch_logs', 'file', 'forward', ONLY_METRICS, 'stdout'];

/** Tags of an input that go the same way. */
export interface TagGroup {
  readonly input: TaggedInput;
  readonly example: string;
  /** The outputs that they reach, by their places in the list; of two or more that are not meant, two at least. */
  readonly reached: readonly number[];
  /** The meant route that counts for them, by its place in the list; where they reach two or more, it may be another one. */
  readonly meaning?: number;
}

/** All ways that tags go to outputs: each once for each input. */
export function outputGroups(
  { languages, examples }: ProofContext,
  inputs: readonly TaggedInput[],
  outputs: readonly Taker<FluentBitOutput>[],
  meant: readonly ReadRoute[],
): readonly TagGroup[] {
  const isOutput = (member: number) => member < outputs.length;
  const meansOne = (member: number) => isOutput(member) || (meant[member - outputs.length]?.outputs.length ?? 0) < 2;
  // it reaches two, and nobody means it
  const isTwice = (settled: readonly number[], open: readonly number[]) =>
    settled.filter(isOutput).length > 1 && settled.every(meansOne) && open.every(meansOne);
  return inputs.filter(isRouted).flatMap((input) => {
    const members = [...outputs.map((output) => tagsFrom(languages, input, output)), ...meant.map(({ tags }) => tags)];
    return regionsOf(languages, examples, input.tags, members, isTwice).map(({ members: taking, example }) => {
      const first = taking.find((member) => !isOutput(member));
      const reached = taking.filter(isOutput);
      return { input, example, reached, ...(first === undefined ? {} : { meaning: first - outputs.length }) };
    });
  });
}

const isRouted = ({ input }: TaggedInput) => input.routable !== false;

/** The tags that an output takes from an input: those that are for logs let metrics pass, and the other way round. */
export function tagsFrom(languages: Languages, input: TaggedInput, { plugin, tags }: Taker<FluentBitOutput>): Language {
  const areMetrics = input.input.name === 'fluentbit_metrics';
  const takes = areMetrics ? METRIC_OUTPUTS.includes(plugin.name) : plugin.name !== ONLY_METRICS;
  return isRouted(input) && takes ? tags : languages.none;
}

/** Tags of an input that pass the same of some filters. */
export interface FilteredGroup {
  readonly input: TaggedInput;
  readonly example: string;
  /** In the order in which they see a record. */
  readonly passed: readonly Taker<FluentBitFilter>[];
}

/** All ways that tags go through these filters, which see no metrics. */
export function filterGroups(
  { languages, examples }: ProofContext,
  inputs: readonly TaggedInput[],
  filters: readonly Taker<FluentBitFilter>[],
): readonly FilteredGroup[] {
  const members = filters.map(({ tags }) => tags);
  return inputs
    .filter(({ input }) => input.name !== 'fluentbit_metrics')
    .flatMap((input) =>
      regionsOf(languages, examples, input.tags, members).map((region) => ({
        input,
        example: region.example,
        passed: region.members.flatMap((member) => filters[member] ?? []),
      })),
    );
}
