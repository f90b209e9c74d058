import type { FluentBitInput } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { shownExample } from '../language/example';
import type { Language } from '../language/languages';
import { groupNames, type OnigmoTree } from '../language/onigmo-tree';
import { after, before } from '../language/part-of';
import { containerFields, groupsByField } from './container-fields';
import { withVariables } from './globs';
import type { ProofContext } from './proof-context';
import { tailPaths } from './tail-paths';

/** Tags, and what is wrong with how they are made. */
export interface MadeTags {
  readonly tags: Language;
  readonly problems: readonly Problem[];
}

/** The tags that a tail makes of its files by `tag_regex`: each `<group>` of `tag` becomes what the group has matched. */
export function tagsByRegex(
  context: ProofContext,
  tag: string,
  pattern: string,
  tail: FluentBitInput<'tail'>,
): MadeTags {
  const { languages, examples, onigmo } = context;
  const { tree, unprovable } = context.regex(pattern);
  if (unprovable !== undefined) return { tags: languages.none, problems: [notFollowed(pattern, unprovable)] };
  const pieces = tag.split(/<([^<>]*)>/);
  const names = groupNames(tree);
  const unknown = pieces.filter((piece, i) => i % 2 === 1 && !names.includes(piece));
  const files = containerFields(context, tail);
  const byField = files && groupsByField(context, tree, files);
  const paths = byField ? languages.none : tailPaths(context, tail);
  const unread = byField ? undefined : examples.of(languages.and([paths, languages.not(onigmo.search(tree))]));
  const problems: Problem[] = [
    ...(names.length === 0 ? [noGroups(pattern)] : unknown.map((name) => noGroup(name, names))),
    ...(unread !== undefined && names.length > 0 ? [notRead(pattern, unread)] : []),
  ];
  const parts = pieces.map((piece, i) =>
    i % 2 ? (byField?.get(piece) ?? groupLanguage(context, tree, piece, paths)) : withVariables(languages, piece),
  );
  return { tags: languages.concat(parts), problems };
}

/** What a group matches in the paths. What it leaves empty becomes `_`. */
function groupLanguage(context: ProofContext, tree: OnigmoTree, name: string, paths: Language): Language {
  const { languages } = context;
  const texts = languages.or(occurrences(context, tree, name, paths));
  const some = languages.and([texts, languages.not(languages.empty)]);
  const missing = texts.takesEmpty || texts === languages.none;
  return missing ? languages.or([some, languages.text('_')]) : some;
}

function occurrences(context: ProofContext, tree: OnigmoTree, name: string, paths: Language): Language[] {
  const { languages, examples, onigmo } = context;
  const parts = tree.kind === 'sequence' ? tree.of : [tree];
  const fromStart = parts[0]?.kind === 'start';
  const toEnd = parts.at(-1)?.kind === 'end';
  const inner = parts.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const known = (part: OnigmoTree) => onigmo.plain(part) ?? languages.all;
  const matched = fromStart ? paths : fromMatch(context, tree, paths);
  return inner.flatMap((part, i) => {
    if (part.kind !== 'group' || part.name !== name) {
      // somewhere deeper: whatever it can match, or nothing
      return groupsIn(part, name).flatMap((group) => [known(group), languages.empty]);
    }
    const beginning = inner.slice(0, i).map(known);
    const end = [...inner.slice(i + 1).map(known), ...(toEnd ? [] : [languages.all])];
    const left = after(languages, matched, languages.concat(beginning));
    return [languages.and([known(part.of), before(languages, examples, left, languages.concat(end))])];
  });
}

/** What is left of the paths from where a search finds its match: the first place there is one. */
function fromMatch({ languages, onigmo }: ProofContext, tree: OnigmoTree, paths: Language): Language {
  const match = onigmo.matchFrom(tree);
  const met = new Set([paths]);
  for (const rest of met) {
    for (const { next } of languages.edgesOf(languages.and([rest, languages.not(match)]))) met.add(next);
  }
  return languages.or([...met].map((rest) => languages.and([rest, match])));
}

function groupsIn(tree: OnigmoTree, name: string): OnigmoTree[] {
  if (tree.kind === 'group' && tree.name === name) return [tree];
  if (tree.kind === 'sequence' || tree.kind === 'choice') return tree.of.flatMap((part) => groupsIn(part, name));
  return tree.kind === 'group' || tree.kind === 'repeat' ? groupsIn(tree.of, name) : [];
}

const notFollowed = (pattern: string, unprovable: string): Problem => ({
  what: `'tag_regex' is ${shown(pattern)}, and no proof can follow ${unprovable}`,
  fix: "write it without, such as '(?<name>[^/]+)\\.log$'",
});

const noGroups = (pattern: string): Problem => ({
  what: `'tag_regex' is ${shown(pattern)}, which names no group, and Fluent Bit reads no file with it`,
  fix: "name the parts that 'tag' is made of, such as '(?<name>[^/]+)\\.log$'",
});

const noGroup = (name: string, names: readonly string[]): Problem => ({
  what: `'tag' has '<${name}>', which is no group of 'tag_regex', and Fluent Bit writes '_' there`,
  fix: `use ${names.map((each) => `'<${each}>'`).join(' or ')}`,
});

const notRead = (pattern: string, path: string): Problem => ({
  what: `'tag_regex' is ${shown(pattern)}, which does not match ${shownExample(path)}, and Fluent Bit does not read that file`,
  fix: "let it match all files that 'path' finds, or leave those out by 'exclude_path'",
});
