import type { FluentBitFilter } from '../../config/fluent-bit/config';
import { distinct, type Problem } from '../../model/problem';
import { shownExample } from '../language/example';
import { fieldAccess } from './field-access';
import type { ProofContext } from './proof-context';
import { rawFields } from './raw-fields';
import type { TagGroup } from './tag-groups';
import type { Taker } from './takers';

type Filter = Taker<FluentBitFilter>;

/** Filters that see a record at the wrong time: before what they need, or more often than once. */
export function validateOrder(
  context: ProofContext,
  filters: readonly Filter[],
  groups: readonly TagGroup[],
): Problem[] {
  const delicate = filters.some(({ plugin }) => plugin.name === 'multiline' || plugin.name === 'kubernetes');
  if (!delicate) return [];
  const told = new Set<string>();
  return groups.flatMap((group) => {
    const passed = group.filtered.flatMap((index) => filters[index] ?? []);
    const problems = [...validateMultiline(passed, group.example), ...validateMerge(context, passed, group)];
    // the same filters meet on many tags
    return distinct(problems).filter(({ what }) => {
      const pair = what.replace(/ (?:on|of) tag '[^']*'/, '');
      return !told.has(pair) && told.add(pair);
    });
  });
}

const isMultiline = ({ plugin }: Filter) => plugin.name === 'multiline' && plugin.buffer !== false;

/** A multiline filter sends what it has joined through all filters again, from the first on. */
function validateMultiline(passed: readonly Filter[], example: string): Problem[] {
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
function validateMerge(context: ProofContext, passed: readonly Filter[], { input, example }: TagGroup): Problem[] {
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
