import type { FluentBitInput } from '../../config/fluent-bit/config';
import type { Language } from '../language/languages';
import { groupNames, type OnigmoTree } from '../language/onigmo-tree';
import { FIELD_LAYOUTS, type FieldLayout } from './field-layouts';
import { tagGlob } from './globs';
import type { ProofContext } from './proof-context';

/** Files of containers, by what their names may have in each of the fields. No field is without a text. */
type Box = readonly Language[];

/** The files that a tail reads of a folder of containers' files. */
export interface FieldFiles {
  readonly layout: FieldLayout;
  readonly boxes: readonly Box[];
}

const MOST_BOXES = 50;

/**
 * The files of containers that a tail reads, as fields: languages of names as a whole are large, as every character of an
 * id multiplies them. Undefined where the patterns are none of single fields.
 */
export function containerFields(context: ProofContext, tail: FluentBitInput<'tail'>): FieldFiles | undefined {
  const layout = FIELD_LAYOUTS.find(({ between: [folder = ''] }) => tail.path[0]?.startsWith(folder));
  if (layout === undefined) return undefined;
  let left = boxesOf(context, layout, tail.path, false);
  for (const out of boxesOf(context, layout, tail.exclude_path ?? [], true) ?? [undefined]) {
    if (!left || !out || left.length > MOST_BOXES) return undefined;
    left = left.flatMap((box) => without(context, box, out));
  }
  return left && { layout, boxes: left };
}

/** Whether each of them has files, and no two have one in common. */
export function areApart(context: ProofContext, tails: readonly FieldFiles[]): boolean {
  return tails.every(
    ({ layout, boxes }, i) =>
      boxes.length > 0 &&
      tails
        .slice(i + 1)
        .every(
          (others) =>
            others.layout !== layout || boxes.every((box) => others.boxes.every((other) => !meet(context, box, other))),
        ),
  );
}

/**
 * What the groups of an expression match in the names of the files, where it has one group for each field (for the last, what
 * it likes without any) and matches all of them; undefined otherwise.
 */
export function groupsByField(
  context: ProofContext,
  tree: OnigmoTree,
  { layout, boxes }: FieldFiles,
): ReadonlyMap<string, Language> | undefined {
  const { languages, examples, onigmo } = context;
  const parts = fieldParts(tree, layout);
  if (parts === undefined || boxes.length === 0) return undefined;
  const found = new Map<string, Language>();
  const whole = wholeBox(context, layout);
  const fits = parts.every((part, i) => {
    const texts = boxes.map((box) => box[i] ?? languages.none);
    const field = texts.find((each) => each === whole[i]) ?? languages.or(texts);
    const matched = onigmo.plain(part) ?? languages.none;
    const never = layout.neverIn[i];
    if (part.kind === 'group') found.set(part.name, field);
    return (
      (field === matched || examples.areDisjoint(field, languages.not(matched))) &&
      (never === undefined ||
        examples.areDisjoint(matched, languages.concat([languages.all, languages.text(never), languages.all])))
    );
  });
  return fits && found.size === groupNames(tree).length ? found : undefined;
}

/** The parts of an expression of whole names, of which there is one for each field. */
function fieldParts(tree: OnigmoTree, { fields, between }: FieldLayout): OnigmoTree[] | undefined {
  const parts = tree.kind === 'sequence' ? tree.of : [];
  if (parts[0]?.kind !== 'start' || parts.at(-1)?.kind !== 'end') return undefined;
  let at = 1;
  const passes = (text: string) => [...text].every((char) => isChar(parts[at++], char));
  const found: OnigmoTree[] = [];
  for (const i of fields.keys()) {
    if (!passes(between[i] ?? '')) return undefined;
    const part = parts[at++];
    if (part?.kind === 'group') found.push(part);
    else if (i < fields.length - 1 || between[i + 1] !== '') return undefined;
    else return [...found, { kind: 'sequence', of: parts.slice(at - 1, -1) }];
  }
  return passes(between.at(-1) ?? '') && at === parts.length - 1 ? found : undefined;
}

function isChar(part: OnigmoTree | undefined, char: string): boolean {
  const [span, ...more] = part?.kind === 'chars' ? part.set : [];
  const code = char.charCodeAt(0);
  return span?.[0] === code && span[1] === code && more.length === 0;
}

const wholeBox = (context: ProofContext, { fields }: FieldLayout): Box =>
  fields.map((field) => context.onigmo.plain(context.regex(field).tree) ?? context.languages.none);

/** What these patterns take; undefined if one of them is none of single fields. */
function boxesOf(
  context: ProofContext,
  layout: FieldLayout,
  patterns: readonly string[],
  excludes: boolean,
): Box[] | undefined {
  const { languages, examples } = context;
  const whole = wholeBox(context, layout);
  const globs = patterns.map((pattern) => layout.cut(pattern, excludes));
  const known = globs.filter((each) => each !== undefined);
  if (known.length < globs.length) return undefined;
  const boxes = known
    .flat()
    .map((each) => whole.map((field, i) => languages.and([field, tagGlob(languages, each[i] ?? '*')])));
  return boxes.filter((box) => box.every((field) => examples.of(field) !== undefined));
}

function meet({ examples }: ProofContext, a: Box, b: Box): boolean {
  return a.every((field, i) => {
    const other = b[i];
    return other && (field === other || !examples.areDisjoint(field, other));
  });
}

/** The files of a box that are in no other. */
function without(context: ProofContext, box: Box, out: Box): Box[] {
  const { languages, examples } = context;
  if (!meet(context, box, out)) return [box];
  return box.flatMap((field, i) => {
    const left = languages.and([field, languages.not(out[i] ?? languages.none)]);
    return field === out[i] || examples.of(left) === undefined ? [] : [box.map((each, j) => (i === j ? left : each))];
  });
}
