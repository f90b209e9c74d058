import { isObject } from '../../model/is-object';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { readParserList, twice } from './parser-list';
import { MULTILINE_PARSER, MULTILINE_RULE } from './parser-options';
import { isGiven, textOf, unless } from './right';
import { readSection, type Section } from './section-problems';

/** The multiline parsers that every Fluent Bit has. */
export const BUILT_IN_MULTILINE_PARSERS = ['docker', 'cri', 'java', 'go', 'ruby', 'python'] as const;

/** The sections of a list of multiline parsers. */
export function readMultilineParsers(given: unknown): { sections: Section[]; problems: Problem[] } {
  const { sections, problems } = readParserList('multiline_parsers', given, (place, value) =>
    readSection(place, 'a multiline parser', value, MULTILINE_PARSER, ['rules']),
  );
  return {
    sections,
    problems: [
      ...problems,
      ...sections.flatMap((section) =>
        within(section.place, [...multilineProblems(section), ...rulesProblems(section)]),
      ),
      ...inherited(sections),
      ...twice('multiline parser', sections),
    ],
  };
}

/** Fluent Bit forgets no parser: a multiline parser that names none gets that of the one before. */
function inherited(sections: readonly Section[]): Problem[] {
  return sections.flatMap((section, i) => {
    if (isGiven(section, 'parser')) return [];
    const before = sections.slice(0, i).findLast((one) => isGiven(one, 'parser'));
    if (before === undefined) return [];
    const what = `it has no 'parser', and Fluent Bit gives it '${textOf(before, 'parser')}', that of ${before.place}`;
    return within(section.place, [{ what, fix: 'put those without a parser first' }]);
  });
}

function multilineProblems(section: Section): Problem[] {
  const type = textOf(section, 'type');
  const name = textOf(section, 'name');
  const timeout = Number(section.right.flush_timeout ?? 0);
  return [
    ...unless(
      timeout === 0 || timeout >= 500,
      `'flush_timeout' is ${timeout}, and Fluent Bit does not start with less than 500`,
      'use milliseconds, such as 4000',
    ),
    ...unless(
      !BUILT_IN_MULTILINE_PARSERS.includes(name as 'cri'),
      `'name' is '${name}', which Fluent Bit has built in`,
      `use another, such as 'my-${name}'`,
    ),
    ...unless(
      type === undefined || type === 'regex' || isGiven(section, 'match_string'),
      `'match_string' is not set, and 'type' is ${shown(type)}`,
      "set it, such as '\\\\'",
    ),
    ...unless(
      type !== 'regex' || !isGiven(section, 'match_string'),
      "'match_string' is set, and 'type' is 'regex'",
      "leave it out, or set 'type' to 'endswith' or 'equal'",
    ),
    ...unless(
      !isGiven(section, 'parser') || isGiven(section, 'key_content'),
      "'parser' is set, and 'key_content' is not",
      "set the field that the parser finds, such as 'log'",
    ),
  ];
}

const RULE = "{ state: 'start_state', regex: '^\\d', next_state: 'cont' }";

/** A rule leads from a state to another, the first of them from the beginning. */
function rulesProblems(section: Section): Problem[] {
  const { rules } = section.given;
  const type = textOf(section, 'type');
  if (type !== undefined && type !== 'regex') {
    return unless(
      rules === undefined,
      `'rules' is set, and 'type' is '${type}'`,
      "leave it out, or set 'type' to 'regex'",
    );
  }
  if (rules === undefined && type === undefined) return [];
  if (!Array.isArray(rules) || rules.length === 0) {
    const what = rules === undefined ? 'not set' : `${shown(rules)}, which is no list of rules`;
    return [{ what: `'rules' is ${what}`, fix: `give one such as [${RULE}]` }];
  }
  const problems: Problem[] = [];
  const read = Array.from(rules as unknown[], (rule, i) => {
    if (isObject(rule)) {
      return readSection(`rules[${i}]`, 'a rule', rule, MULTILINE_RULE);
    }
    problems.push({ what: `'rules[${i}]' is ${shown(rule)}, which is no object`, fix: `give one such as ${RULE}` });
    return undefined;
  }).filter((each) => each !== undefined);
  problems.push(...read.flatMap((each) => each.problems));
  if (problems.length > 0) return problems;
  const statesOf = (rule: Section) => (textOf(rule, 'state') ?? '').split(',').map((state) => state.trim());
  const states = new Set(read.flatMap(statesOf));
  const [first] = read;
  // A first line is looked for in every state: none has to lead there.
  const firstStates = read
    .map(statesOf)
    .filter((each) => each.includes('start_state'))
    .flat();
  const others = [...states].filter((state) => !firstStates.includes(state)).map((state) => `'${state}'`);
  return [
    ...unless(
      first !== undefined && statesOf(first).includes('start_state'),
      "'rules[0].state' is not 'start_state'",
      "begin with the rule for the first line, whose state is 'start_state'",
    ),
    ...read
      .map((rule) => textOf(rule, 'next_state') ?? '')
      .filter((next) => !states.has(next))
      .map((next) => ({
        what: `'next_state' is '${next}', which is the state of no rule`,
        fix: `${others.length === 0 ? '' : `use one of ${others.join(', ')}, or `}add a rule with this state`,
      })),
    ...read
      .map((rule) => textOf(rule, 'next_state') ?? '')
      .filter((next) => firstStates.includes(next))
      .map((next) => ({
        what: `'next_state' is '${next}', the state of a rule for first lines, and Fluent Bit delivers a line that leads to it twice`,
        fix: 'lead to a rule of its own: first lines are looked for in any state',
      })),
  ];
}
