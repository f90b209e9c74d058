import type { FluentBitFilter, FluentBitOutput } from '../../config/fluent-bit/config';
import { regionsOf } from '../language/regions';
import type { TaggedInput } from './input-tags';
import type { ReadRoute } from './meant-routes';
import type { ProofContext } from './proof-context';
import type { Taker } from './takers';

/** The outputs that take metrics as well as records of logs. */
export const METRIC_OUTPUTS: readonly string[] = ['cloudwatch_logs', 'forward', 'stdout'];

/** Tags of an input that go the same way. */
export interface TagGroup {
  readonly input: TaggedInput;
  readonly example: string;
  /** The filters that they pass, by their places in the list, in their order. */
  readonly filtered: readonly number[];
  /** The outputs that they reach. */
  readonly reached: readonly number[];
  /** The meant routes that speak of them. */
  readonly meanings: readonly number[];
}

/** All ways that tags go: each once for each input. */
export function tagGroups(
  { languages, examples }: ProofContext,
  inputs: readonly TaggedInput[],
  filters: readonly Taker<FluentBitFilter>[],
  outputs: readonly Taker<FluentBitOutput>[],
  meant: readonly ReadRoute[],
): readonly TagGroup[] {
  const takers = [...filters, ...outputs, ...meant];
  return inputs.flatMap((input) => {
    const areMetrics = input.input.name === 'fluentbit_metrics';
    // filters see no metrics, and outputs for logs pass them over
    const members = takers.map(({ tags }, i) => {
      const output = outputs[i - filters.length];
      const passes = i < filters.length || (output && !METRIC_OUTPUTS.includes(output.plugin.name));
      return areMetrics && passes ? languages.none : tags;
    });
    return regionsOf(languages, examples, input.tags, members).map(({ members: taking, example }) => {
      const among = (from: number, count: number) =>
        taking.filter((i) => i >= from && i < from + count).map((i) => i - from);
      return {
        input,
        example,
        filtered: among(0, filters.length),
        reached: among(filters.length, outputs.length),
        meanings: among(filters.length + outputs.length, meant.length),
      };
    });
  });
}
