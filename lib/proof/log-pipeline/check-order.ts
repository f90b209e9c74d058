import type { FluentBitFilter } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { shownExample } from '../language/example';
import { fieldAccess } from './field-access';
import type { TaggedInput } from './input-tags';
import type { ProofContext } from './proof-context';
import { rawFields } from './raw-fields';
import { type FilteredGroup, filterGroups } from './tag-groups';
import type { Taker } from './takers';

type Filter = Taker<FluentBitFilter>;

/** Filters that see a record at the wrong time: before what they need, or more often than once. */
export function validateOrder(
  context: ProofContext,
  inputs: readonly TaggedInput[],
  filters: readonly Filter[],
): Problem[] {
  // the order matters up to the last filter that others must not be in front of
  const last = filters.findLastIndex(({ plugin }) => plugin.name === 'multiline' || plugin.name === 'kubernetes');
  const told = new Set<string>();
  return filterGroups(context, inputs, filters.slice(0, last + 1)).flatMap((group) =>
    [...validateMultiline(group), ...validateMerge(context, group)].filter(({ what }) => {
      // the same filters meet on many tags
      const key = what.replace(shownExample(group.example), '');
      return !told.has(key) && told.add(key);
    }),
  );
}

const isMultiline = ({ plugin }: Filter) => plugin.name === 'multiline' && plugin.buffer !== false;

/** A multiline filter sends what it has joined through all filters again, from the first on. */
function validateMultiline({ passed, example }: FilteredGroup): Problem[] {
  const [first, second] = passed.filter(isMultiline);
  if (!first) return [];
  const problems: Problem[] = [];
  if (second) {
    problems.push({
      what: `${first.place} and ${second.place} both join lines of tag ${shownExample(example)}, and send them to each other without end`,
      fix: "use one multiline filter with both in its 'multiline.parser'",
    });
  }
  const before = passed[0];
  if (before && before !== first && !isMultiline(before)) {
    problems.push({
      what: `${first.place} comes after ${before.place} on tag ${shownExample(example)}, which sees the joined lines a second time`,
      fix: 'let the multiline filter be the first of its tags',
    });
  }
  return problems;
}

/** The kubernetes filter makes `kubernetes`, and with `merge_log` what the line holds as JSON. */
function validateMerge(context: ProofContext, { input, example, passed }: FilteredGroup): Problem[] {
  const at = passed.findIndex(({ plugin }) => plugin.name === 'kubernetes');
  const maker = passed[at];
  if (maker?.plugin.name !== 'kubernetes') return [];
  const { merge_log: merges = false, merge_log_key: key } = maker.plugin;
  const raw = merges && key === undefined ? rawFields(context, input.input) : undefined;
  const known = new Set(raw);
  let knowsAll = raw !== undefined;
  const problems: Problem[] = [];
  for (const { place, plugin } of passed.slice(0, at)) {
    const { reads, makes, makesAny } = fieldAccess(plugin);
    for (const field of reads) {
      const isMerged = merges && (field === key || (knowsAll && !known.has(field)));
      if (field !== 'kubernetes' && !isMerged) continue;
      problems.push({
        what: `${place} asks for '${field}' of tag ${shownExample(example)}, which ${maker.place} makes only after it`,
        fix: `put it after ${maker.place}`,
      });
    }
    for (const field of makes) known.add(field);
    if (makesAny) knowsAll = false;
  }
  return problems;
}
