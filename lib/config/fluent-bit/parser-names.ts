import { type Problem, within } from '../../model/problem';
import { listOf, textOf } from './right';
import type { Section } from './section-problems';
import { BUILT_IN_MULTILINE_PARSERS } from './validate-multiline-parsers';

/** Checks that parsers exist: those named in any section, by the options that name them. */
export function validateParserNames(
  sections: readonly Section[],
  parsers: readonly Section[],
  multilineParsers: readonly Section[],
): Problem[] {
  const known = parsers.map((parser) => textOf(parser, 'name') ?? '');
  const knownMultiline = [...BUILT_IN_MULTILINE_PARSERS, ...multilineParsers.map((each) => textOf(each, 'name') ?? '')];
  const named = (section: Section, key: string) => [textOf(section, key) ?? [], listOf(section, key)].flat();
  const missing = (section: Section, key: string, all: readonly string[], noun: string) =>
    within(
      section.place,
      named(section, key)
        .filter((name) => !all.includes(name))
        .map((name) => ({
          what: `'${key}' names the ${noun} '${name}', which does not exist`,
          fix: `add it to '${noun === 'parser' ? 'parsers' : 'multiline_parsers'}'${all.length === 0 ? '' : `, or use one of ${all.map((each) => `'${each}'`).join(', ')}`}`,
        })),
    );
  return [
    ...[...sections, ...multilineParsers].flatMap((section) =>
      ['parser', 'merge_parser', 'regex_parser'].flatMap((key) => missing(section, key, known, 'parser')),
    ),
    ...sections.flatMap((section) => missing(section, 'multiline.parser', knownMultiline, 'multiline parser')),
  ];
}
