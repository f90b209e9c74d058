import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { isTimeZone } from '../time-zone';
import { readParserList, twice } from './parser-list';
import { PARSER } from './parser-options';
import { readRegex } from './regex';
import { isGiven, textOf, unless } from './right';
import { readSection, type Section } from './section-problems';
import { wordsIn } from './value-problems';

const TYPES = ['integer', 'float', 'bool', 'hex', 'string'];
const DECODERS = ['json', 'escaped', 'escaped_utf8', 'mysql_quoted'];

/** The sections of a list of parsers. */
export function readParsers(given: unknown): { sections: Section[]; problems: Problem[] } {
  const { sections, problems } = readParserList('parsers', given, (place, value) =>
    readSection(place, 'a parser', value, PARSER),
  );
  return {
    sections,
    problems: [
      ...problems,
      ...sections.flatMap((section) => within(section.place, parserProblems(section))),
      ...twice('parser', sections),
    ],
  };
}

function parserProblems(section: Section): Problem[] {
  const format = textOf(section, 'format');
  const regex = textOf(section, 'regex');
  const time = isGiven(section, 'time_format');
  return [
    ...unless(
      format !== 'regex' || isGiven(section, 'regex'),
      "'regex' is not set, and 'format' is 'regex'",
      "set it, such as '^(?<time>[^ ]+) (?<message>.*)$'",
    ),
    ...unless(
      format === undefined || format === 'regex' || !isGiven(section, 'regex'),
      `'regex' is set, and 'format' is ${shown(format)}`,
      "leave it out, or set 'format' to 'regex'",
    ),
    ...(regex === undefined ? [] : groupProblems(section, regex)),
    ...['time_key', 'time_zone', 'time_offset', 'time_system_timezone']
      .filter((key) => isGiven(section, key) && !time)
      .map((key) => ({ what: `'${key}' is set, and 'time_format' is not`, fix: 'set both, or neither' })),
    ...zoneProblems(section),
    ...(textOf(section, 'types')?.split(/\s+/) ?? []).flatMap(typeProblems),
    ...['decode_field', 'decode_field_as'].flatMap((key) => decoderProblems(key, textOf(section, key))),
  ];
}

/** Fields come from groups with names; the time, too. */
function groupProblems(section: Section, regex: string): Problem[] {
  const read = readRegex('regex', regex);
  if ('what' in read) return [];
  if (read.groupNames.length === 0) {
    return [
      {
        what: `'regex' is '${regex}', which has no group with a name`,
        fix: "name the fields, such as '(?<message>.*)'",
      },
    ];
  }
  if (!isGiven(section, 'time_format') || textOf(section, 'format') !== 'regex') return [];
  const key = textOf(section, 'time_key') ?? 'time';
  return unless(
    read.groupNames.includes(key),
    `'regex' has no group '${key}', which the time is read from`,
    `set 'time_key' to one of ${read.groupNames.map((name) => `'${name}'`).join(', ')}`,
  );
}

function zoneProblems(section: Section): Problem[] {
  const offset = textOf(section, 'time_offset');
  const zone = textOf(section, 'time_zone');
  const zones = ['time_zone', 'time_offset', 'time_system_timezone'].filter(
    (key) => isGiven(section, key) && section.given[key] !== false,
  );
  return [
    ...unless(
      offset === undefined || /^(?:Z|[+-]\d{2}:?\d{2})$/.test(offset),
      `'time_offset' is ${shown(offset)}`,
      "use an offset such as '+0200'",
    ),
    ...unless(
      zone === undefined || isTimeZone(zone),
      `'time_zone' is ${shown(zone)}, and Fluent Bit does not start with it`,
      "use a name such as 'Europe/Berlin'",
    ),
    ...unless(zones.length < 2, `'${zones[0]}' and '${zones[1]}' are both set`, 'set one of them'),
  ];
}

function typeProblems(entry: string): Problem[] {
  const [, type] = /^[^:]+:(.+)$/.exec(entry) ?? [];
  return unless(
    TYPES.includes(type ?? ''),
    `'types' holds '${entry}'`,
    `write a field and one of ${TYPES.map((each) => `'${each}'`).join(', ')}, such as 'status:integer'`,
  );
}

function decoderProblems(key: string, value: string | undefined): Problem[] {
  if (value === undefined) return [];
  const [decoder = '', field] = wordsIn(value);
  return unless(
    DECODERS.includes(decoder) && field !== undefined,
    `'${key}' is '${value}'`,
    `write one of ${DECODERS.map((each) => `'${each}'`).join(', ')} and a field, such as 'json log'`,
  );
}
