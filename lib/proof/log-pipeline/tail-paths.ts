import type { FluentBitInput } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { shownExample } from '../language/example';
import type { Language } from '../language/languages';
import { regionsOf } from '../language/regions';
import { areApart, containerFields } from './container-fields';
import { existingPaths } from './container-files';
import { excludeGlob, pathGlob } from './globs';
import { listed, placeOf } from './places';
import type { ProofContext } from './proof-context';

/** The files that a tail reads. */
export function tailPaths(
  context: ProofContext,
  { path, exclude_path: excluded = [] }: FluentBitInput<'tail'>,
): Language {
  const { languages } = context;
  const taken = path.map((pattern) => existingPaths(languages, context.onigmo, pattern, pathGlob(languages, pattern)));
  const left = excluded.map((pattern) => languages.not(excludeGlob(languages, pattern)));
  return languages.and([languages.or(taken), ...left]);
}

/** Tails that read no file, and files that several tails read. */
export function validateTailPaths(context: ProofContext): Problem[] {
  const { languages, examples, config } = context;
  const fields = config.inputs.flatMap((input) => (input.name === 'tail' ? [containerFields(context, input)] : []));
  const known = fields.filter((files) => files !== undefined);
  if (known.length === fields.length && areApart(context, known)) return [];
  const tails = config.inputs.flatMap((input, i) =>
    input.name === 'tail' ? [{ place: placeOf('input', input, i), input, paths: tailPaths(context, input) }] : [],
  );
  const whole = languages.or(tails.map(({ paths }) => paths));
  const regions = regionsOf(
    languages,
    examples,
    whole,
    tails.map(({ paths }) => paths),
  );
  return [
    ...tails
      .filter(({ paths }) => examples.of(paths) === undefined)
      .map(({ place, input }) => ({
        what: `${place}: 'path' ${listed(input.path.map((each) => `'${each}'`))} finds no file${input.exclude_path ? " that 'exclude_path' leaves" : ''}`,
        fix: "use such as '/var/log/containers/*.log', where the names of files are '<pod>_<namespace>_<container>-<id>.log'",
      })),
    ...regions
      .filter(({ members }) => members.length > 1)
      .map(({ members, example }) => ({
        what: `${listed(members.map((member) => tails[member]?.place ?? ''))} all read ${shownExample(example)}, so that its lines are delivered ${members.length} times`.replace(
          / all (read .*) 2 times$/,
          ' both $1 twice',
        ),
        fix: "leave the files of one out of the other's by 'exclude_path'",
      })),
  ];
}
