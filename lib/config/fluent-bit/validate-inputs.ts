import { plainPath } from '../../model/plain-path';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { isGiven, listOf, shared, textOf, unless } from './right';
import type { Section } from './section-problems';
import { parseSize, parseTime } from './units';

/** What is wrong with inputs beyond their single options, each alone and among each other. */
export function validateInputs(inputs: readonly Section[], multilineParsers: readonly Section[]): Problem[] {
  const formats = [
    ...OF_RUNTIMES,
    ...multilineParsers.filter((each) => isGiven(each, 'parser')).map((each) => textOf(each, 'name') ?? ''),
  ];
  return [
    ...inputs.flatMap((input) =>
      within(input.place, [...validateRate(input), ...(CHECKS[input.plugin ?? '']?.(input, formats) ?? [])]),
    ),
    ...shared(inputs, fileOfPositions).map(([one, other]) => ({
      what: `${other.place}: 'db' is '${textOf(other, 'db')}', the same file as that of ${one.place}, and both would lose their positions`,
      fix: 'give each input a file of its own',
    })),
  ];
}

function fileOfPositions(input: Section): string | undefined {
  const db = textOf(input, 'db');
  return db === undefined ? undefined : plainPath(db);
}

/** It does not start with a window of no time. */
const validateRate = (input: Section): Problem[] =>
  unless(parseTime(input.right.rate_window) !== 0, "'rate_window' is 0", 'use 1 or more');

const CHECKS: Readonly<Record<string, (input: Section, formats: readonly string[]) => Problem[]>> = {
  tail: validateTail,
  systemd: validateSystemd,
  forward: validateServer,
  http: validateServer,
};

const DEFAULT_BUFFER = 32_768;

/** The formats of container runtimes; as multiline parsers with a parser, alternatives: none sees what another joined. */
const OF_RUNTIMES = ['docker', 'cri'];

function validateTail(input: Section, formats: readonly string[]): Problem[] {
  const chunk = parseSize(textOf(input, 'buffer_chunk_size') ?? '') ?? DEFAULT_BUFFER;
  const max = parseSize(textOf(input, 'buffer_max_size') ?? '') ?? DEFAULT_BUFFER;
  const multiline = listOf(input, 'multiline.parser');
  const others = multiline.filter((name) => !formats.includes(name));
  return [
    ...['buffer_chunk_size', 'buffer_max_size']
      .filter((key) => parseSize(textOf(input, key) ?? '') === 0)
      .map((key) => ({
        what: `'${key}' is ${shown(input.given[key])}, and no line is read`,
        fix: "use '32K' or more",
      })),
    ...unless(
      chunk <= max || max === 0,
      `'buffer_chunk_size' is ${shown(input.given.buffer_chunk_size ?? '32K')}, above 'buffer_max_size' of ${shown(input.given.buffer_max_size ?? '32K')}`,
      "raise 'buffer_max_size'",
    ),
    ...unless(parseTime(input.right.rotate_wait) !== 0, "'rotate_wait' is 0", 'use 5 or more'),
    ...unless(
      others.length === 0 || others.length === multiline.length,
      `'multiline.parser' holds '${others[0]}' beside '${multiline.find((name) => formats.includes(name))}', and Fluent Bit runs only one of them on a line`,
      `keep those of the container runtime here, and add a processor 'multiline' with '${others[0]}'`,
    ),
    ...unless(
      multiline.length === 0 || !isGiven(input, 'parser'),
      "'parser' and 'multiline.parser' are both set, and Fluent Bit runs only the second",
      "leave one out, or add a filter 'parser'",
    ),
  ];
}

function validateSystemd(input: Section): Problem[] {
  return [
    ...listOf(input, 'systemd_filter').flatMap((filter, i) =>
      unless(
        /^[A-Z0-9_]{1,64}=./s.test(filter),
        `'systemd_filter[${i}]' is '${filter}'`,
        "write a field in capitals and its value, such as '_SYSTEMD_UNIT=kubelet.service'",
      ),
    ),
    ...unless(
      !isGiven(input, 'systemd_filter_type') || isGiven(input, 'systemd_filter'),
      "'systemd_filter_type' is set, and 'systemd_filter' is not",
      'set both, or neither',
    ),
  ];
}

/** One that listens. */
function validateServer(input: Section): Problem[] {
  const missing = ['tls.crt_file', 'tls.key_file'].filter((key) => !isGiven(input, key));
  const first = Object.keys(input.given).find((key) => key.startsWith('tls.') && isGiven(input, key));
  return [
    ...(input.right.tls === true ? missing : []).map((key) => ({
      what: `'${key}' is not set, and 'tls' is true`,
      fix: `set it, such as '/etc/fluent-bit/tls/tls.${key === 'tls.key_file' ? 'key' : 'crt'}'`,
    })),
    // with 'tls.min_version' among them Fluent Bit crashes
    ...unless(
      input.right.tls === true || first === undefined,
      `'${first}' is set, and 'tls' is not true`,
      "set 'tls' to true",
    ),
    ...unless(
      !isGiven(input, 'security.users') || isGiven(input, 'shared_key') || input.right.empty_shared_key === true,
      "'security.users' is set, and 'shared_key' is not",
      "set 'shared_key', or 'empty_shared_key' to true",
    ),
    ...listOf(input, 'security.users').flatMap((user, i) =>
      unless(
        /\s\$\{\w+\}$/.test(user),
        `'security.users[${i}]' writes down a password`,
        "keep it in a Secret and refer to an environment variable, such as 'agent ${PASSWORD}'",
      ),
    ),
  ];
}
