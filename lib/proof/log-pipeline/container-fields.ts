import type { FluentBitInput } from '../../config/fluent-bit/config';
import type { Language } from '../language/languages';
import type { OnigmoTree } from '../language/onigmo-tree';
import { CONTAINER_FOLDER, CONTAINER_ID, LABEL, POD } from './container-files';
import { tagGlob } from './globs';
import type { ProofContext } from './proof-context';

/** Files of containers, by what their names may have in each of the four fields. No field is without a text. */
type Box = readonly Language[];

/** What is before, between and behind the pod, the namespace, the container and the id. */
const BETWEEN = [CONTAINER_FOLDER, '_', '_', '-', '.log'];
const FIELDS = [POD, LABEL, LABEL, CONTAINER_ID];
/** With these where fields may not have them, a name is cut into fields in one way only. */
const NEVER_IN = ['_', '_', undefined, '-'];
const MOST_BOXES = 50;

/**
 * The files of containers that a tail reads, as fields: languages of names as a whole are large, as every character of an
 * id multiplies them. Undefined where the patterns are none of single fields.
 */
export function containerFields(
  context: ProofContext,
  { path, exclude_path: excluded = [] }: FluentBitInput<'tail'>,
): readonly Box[] | undefined {
  let left = boxesOf(context, path);
  for (const out of boxesOf(context, excluded) ?? [undefined]) {
    if (!left || !out || left.length > MOST_BOXES) return undefined;
    left = left.flatMap((box) => without(context, box, out));
  }
  return left;
}

/** Whether each of them has files, and no two have one in common. */
export function areApart(context: ProofContext, tails: readonly (readonly Box[])[]): boolean {
  return tails.every(
    (boxes, i) =>
      boxes.length > 0 &&
      tails.slice(i + 1).every((others) => boxes.every((box) => others.every((other) => !meet(context, box, other)))),
  );
}

/**
 * What the groups of an expression match in the names of the files, where it has one group for each field and matches all
 * of them; undefined otherwise.
 */
export function groupsByField(
  context: ProofContext,
  tree: OnigmoTree,
  boxes: readonly Box[],
): ReadonlyMap<string, Language> | undefined {
  const { languages, examples, onigmo } = context;
  const groups = fieldGroups(tree);
  if (groups === undefined || boxes.length === 0) return undefined;
  const found = new Map<string, Language>();
  const whole = wholeBox(context);
  const fits = groups.every(({ name, of }, i) => {
    const texts = boxes.map((box) => box[i] ?? languages.none);
    const field = texts.find((each) => each === whole[i]) ?? languages.or(texts);
    const matched = onigmo.plain(of) ?? languages.none;
    const never = NEVER_IN[i];
    found.set(name, field);
    return (
      (field === matched || examples.areDisjoint(field, languages.not(matched))) &&
      (never === undefined ||
        examples.areDisjoint(matched, languages.concat([languages.all, languages.text(never), languages.all])))
    );
  });
  return fits && found.size === FIELDS.length ? found : undefined;
}

/** The groups of an expression of whole names that has one for each field. */
function fieldGroups(tree: OnigmoTree): (OnigmoTree & { readonly kind: 'group' })[] | undefined {
  const parts = tree.kind === 'sequence' ? tree.of : [];
  if (parts[0]?.kind !== 'start' || parts.at(-1)?.kind !== 'end') return undefined;
  const groups: (OnigmoTree & { readonly kind: 'group' })[] = [];
  const between = [''];
  for (const part of parts.slice(1, -1)) {
    if (part.kind === 'group') {
      groups.push(part);
      between.push('');
      continue;
    }
    const [span, ...more] = part.kind === 'chars' ? part.set : [];
    if (!span || span[0] !== span[1] || more.length > 0) return undefined;
    between.push((between.pop() ?? '') + String.fromCharCode(span[0]));
  }
  return between.join('\n') === BETWEEN.join('\n') ? groups : undefined;
}

const wholeBox = (context: ProofContext): Box =>
  FIELDS.map((field) => context.onigmo.plain(context.regex(field).tree) ?? context.languages.none);

/** What these patterns take; undefined if one of them is none of single fields. */
function boxesOf(context: ProofContext, patterns: readonly string[]): Box[] | undefined {
  const { languages, examples } = context;
  const whole = wholeBox(context);
  const globs = patterns.map(fieldGlobs);
  const known = globs.filter((each) => each !== undefined);
  if (known.length < globs.length) return undefined;
  const boxes = known
    .flat()
    .map((each) => whole.map((field, i) => languages.and([field, tagGlob(languages, each[i] ?? '*')])));
  return boxes.filter((box) => box.every((field) => examples.of(field) !== undefined));
}

/** A pattern of names as patterns of their fields, any of which fit then. */
function fieldGlobs(pattern: string): string[][] | undefined {
  if (!pattern.startsWith(CONTAINER_FOLDER)) return undefined;
  const name = pattern.slice(CONTAINER_FOLDER.length);
  if (name === '*' || name === '*.log') return [['*']];
  const [pod = '', namespace = '', rest, ...more] = name.split('_');
  if (rest === undefined || more.length > 0 || !/^[-\w.*]+$/.test(name)) return undefined;
  return containerGlobs(rest)?.map((container) => [pod, namespace, container]);
}

/** What a pattern of `<container>-<id>.log` asks of the container; undefined where it asks something of the id. */
function containerGlobs(glob: string): string[] | undefined {
  const found: string[] = [];
  for (let i = 0; i <= glob.length; i++) {
    // the container may end anywhere in the pattern, and within what a wildcard takes
    if (glob[i] === '*') continue;
    const rest = (glob[i - 1] === '*' ? '*' : '') + glob.slice(i);
    if (/^-?\*(?:\.log)?$/.test(rest)) found.push(glob.slice(0, i));
    else if (!/^(?:[^-*]|$|-[0-9a-f]{0,63}(?:[^*0-9a-f]|$))/.test(rest)) return undefined;
  }
  return found;
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
