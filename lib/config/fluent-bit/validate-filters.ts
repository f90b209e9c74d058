import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { refersToEnvironment } from './environment';
import { regexProblems } from './regex';
import { isGiven, listOf, textOf, unless } from './right';
import type { Section } from './section-problems';
import { parseTime } from './units';
import { wordsIn } from './value-problems';

/** What is wrong with filters beyond their single options. */
export function validateFilters(filters: readonly Section[]): Problem[] {
  return filters.flatMap((filter) => within(filter.place, CHECKS[filter.plugin ?? '']?.(filter) ?? []));
}

const CHECKS: Readonly<Record<string, (filter: Section) => Problem[]>> = {
  kubernetes: validateKubernetes,
  grep: validateGrep,
  modify: validateModify,
  nest: validateNest,
  multiline: validateMultiline,
  lua: validateLua,
  record_modifier: validateRecordModifier,
  throttle: validateThrottle,
};

const nothingToDo = (filter: Section, keys: readonly string[]): Problem[] =>
  unless(
    keys.some((key) => isGiven(filter, key)),
    'it does nothing',
    `set one of ${keys.map((key) => `'${key}'`).join(', ')}`,
  );

function validateKubernetes(filter: Section): Problem[] {
  const isMerging = filter.right.merge_log === true;
  const url = textOf(filter, 'kube_url');
  return [
    ...unless(
      url === undefined || refersToEnvironment(url) || /^https?:\/\/[^\s/]+\/?$/.test(url),
      `'kube_url' is ${shown(url)}, which is no address of a server`,
      "use a URL without a path, such as 'https://kubernetes.default.svc'",
    ),
    ...['merge_log_key', 'merge_parser']
      .filter((key) => isGiven(filter, key) && !isMerging)
      .map((key) => ({ what: `'${key}' is set, and 'merge_log' is not true`, fix: "set 'merge_log' to true" })),
    ...['kubelet_host', 'kubelet_port']
      .filter((key) => isGiven(filter, key) && filter.right.use_kubelet !== true)
      .map((key) => ({ what: `'${key}' is set, and 'use_kubelet' is not true`, fix: "set 'use_kubelet' to true" })),
    ...unless(
      filter.right.use_kubelet !== true || isGiven(filter, 'kubelet_host'),
      "'use_kubelet' is true, and 'kubelet_host' is not set: 127.0.0.1 is the pod itself",
      "set it to the address of the node, such as '${NODE_IP}'",
    ),
  ];
}

function validateGrep(filter: Section): Problem[] {
  const both = isGiven(filter, 'regex') && isGiven(filter, 'exclude');
  const operation = textOf(filter, 'logical_op') ?? 'legacy';
  const patterns = (key: string) =>
    listOf(filter, key).flatMap((rule, i) => regexProblems(`${key}[${i}]`, rule.trimStart().replace(/^\S+\s+/, '')));
  return [
    ...nothingToDo(filter, ['regex', 'exclude']),
    ...unless(
      !both || operation === 'legacy',
      `'regex' and 'exclude' are both set, and 'logical_op' is '${operation}'`,
      "write two filters, or leave out 'logical_op'",
    ),
    ...patterns('regex'),
    ...patterns('exclude'),
  ];
}

const PAIRS = ['set', 'add', 'rename', 'hard_rename', 'copy', 'hard_copy'];
const SINGLES = ['remove', 'remove_wildcard', 'remove_regex', 'move_to_start', 'move_to_end'];

/** The words behind each condition, and which of them are regular expressions. */
const CONDITIONS: Readonly<Record<string, { readonly words: number; readonly patterns: readonly number[] }>> = {
  key_exists: { words: 1, patterns: [] },
  key_does_not_exist: { words: 1, patterns: [] },
  a_key_matches: { words: 1, patterns: [1] },
  no_key_matches: { words: 1, patterns: [1] },
  key_value_equals: { words: 2, patterns: [] },
  key_value_does_not_equal: { words: 2, patterns: [] },
  key_value_matches: { words: 2, patterns: [2] },
  key_value_does_not_match: { words: 2, patterns: [2] },
  matching_keys_have_matching_values: { words: 2, patterns: [1, 2] },
  matching_keys_do_not_have_matching_values: { words: 2, patterns: [1, 2] },
};

function validateModify(filter: Section): Problem[] {
  const counted = (keys: readonly string[], words: number, fix: string) =>
    keys.flatMap((key) =>
      listOf(filter, key).flatMap((rule, i) =>
        unless(
          wordsIn(rule).length === words,
          `'${key}[${i}]' is '${rule}', which has ${wordsIn(rule).length} words`,
          fix,
        ),
      ),
    );
  return [
    ...nothingToDo(filter, [...PAIRS, ...SINGLES]),
    ...counted(PAIRS, 2, `write two words, with quotes around one that has blanks, such as 'message "a b"'`),
    ...counted(SINGLES, 1, 'write one word, and each in an entry of its own'),
    ...listOf(filter, 'remove_regex').flatMap((rule, i) => regexProblems(`remove_regex[${i}]`, rule)),
    ...listOf(filter, 'condition').flatMap((rule, i) => conditionProblems(`condition[${i}]`, rule)),
  ];
}

function conditionProblems(place: string, rule: string): Problem[] {
  const [kind = '', ...words] = wordsIn(rule);
  const condition = CONDITIONS[kind.toLowerCase()];
  if (condition === undefined) {
    return [
      {
        what: `'${place}' is '${rule}', and '${kind}' is no condition`,
        fix: `begin with one of ${Object.keys(CONDITIONS).join(', ')}`,
      },
    ];
  }
  return [
    ...unless(
      words.length === condition.words,
      `'${place}' is '${rule}', which has ${words.length} words behind '${kind}'`,
      `write ${condition.words}`,
    ),
    ...condition.patterns.flatMap((at) => {
      const word = words[at - 1];
      return word === undefined ? [] : regexProblems(place, word.replace(/^(["'])(.*)\1$/s, '$2'));
    }),
  ];
}

function validateNest(filter: Section): Problem[] {
  const operation = textOf(filter, 'operation');
  const needs = { nest: ['nest_under', 'wildcard'], lift: ['nested_under'] }[operation ?? ''] ?? [];
  const not = { nest: 'nested_under', lift: 'nest_under' }[operation ?? ''] ?? '';
  return [
    ...needs
      .filter((key) => !isGiven(filter, key))
      .map((key) => ({
        what: `'${key}' is not set, and 'operation' is '${operation}'`,
        fix: `set it, such as ${key === 'wildcard' ? "['container_*']" : "'kubernetes'"}`,
      })),
    ...unless(
      !isGiven(filter, not),
      `'${not}' is set, and 'operation' is '${operation}'`,
      `write '${needs[0]}', or '${operation === 'nest' ? 'lift' : 'nest'}'`,
    ),
    ...unless(
      !isGiven(filter, 'add_prefix') || !isGiven(filter, 'remove_prefix'),
      "'add_prefix' and 'remove_prefix' are both set",
      'leave one out',
    ),
  ];
}

function validateMultiline(filter: Section): Problem[] {
  const mode = textOf(filter, 'mode') ?? 'parser';
  return [
    ...unless(
      isGiven(filter, 'multiline.key_content'),
      "'multiline.key_content' is not set",
      "set the field that holds the line, such as 'log'",
    ),
    ...unless(
      mode !== 'parser' || isGiven(filter, 'multiline.parser'),
      "'multiline.parser' is not set",
      "set it, such as ['java']",
    ),
    ...unless(
      mode !== 'partial_message' || filter.right.buffer !== false,
      "'buffer' is false, and 'mode' is 'partial_message'",
      "leave 'buffer' out",
    ),
  ];
}

function validateLua(filter: Section): Problem[] {
  const code = textOf(filter, 'code');
  const call = textOf(filter, 'call');
  return [
    ...unless(
      isGiven(filter, 'code') !== isGiven(filter, 'script'),
      isGiven(filter, 'code') ? "'code' and 'script' are both set" : "neither 'code' nor 'script' is set",
      'set one of them',
    ),
    ...unless(
      code === undefined || call === undefined || new RegExp(`\\b${call.replace(/\W/g, '\\$&')}\\b`).test(code),
      `'call' is ${shown(call)}, which 'code' does not define`,
      `write 'function ${call}(tag, timestamp, record) … end' there`,
    ),
  ];
}

/** With an interval of none it counts without a pause. */
function validateThrottle(filter: Section): Problem[] {
  return unless(parseTime(filter.right.interval) !== 0, "'interval' is 0", 'use 1 or more, or leave it out');
}

function validateRecordModifier(filter: Section): Problem[] {
  return [
    ...nothingToDo(filter, ['record', 'remove_key', 'allowlist_key', 'uuid_key']),
    ...unless(
      !isGiven(filter, 'remove_key') || !isGiven(filter, 'allowlist_key'),
      "'remove_key' and 'allowlist_key' are both set",
      'leave one out',
    ),
    ...listOf(filter, 'record').flatMap((record, i) =>
      unless(
        wordsIn(record).length === 2,
        `'record[${i}]' is '${record}', which has ${wordsIn(record).length} words`,
        `write a key and a value, with quotes around one that has blanks, such as 'message "a b"'`,
      ),
    ),
  ];
}
