import { isIP } from 'node:net';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { environmentProblems, isReference, withoutReferences } from './environment';
import type { Option } from './option';
import { regexProblems } from './regex';
import { parseSize, parseTime } from './units';

/** An empty text says something here only: that nothing comes between. */
const MAY_BE_EMPTY = ['logstash_prefix_separator'];

/** What is wrong with the value of an option. */
export function valueProblems(name: string, option: Option, value: unknown): Problem[] {
  const is = (what: string, fix: string): Problem[] => [{ what: `'${name}' is ${shown(value)}, ${what}`, fix }];
  switch (option.kind) {
    case 'flag':
      return typeof value === 'boolean' ? [] : is('which is neither true nor false', 'use true or false');
    case 'choice':
      return option.values.includes(value as string)
        ? []
        : is('which is unknown', `use one of ${option.values.map(shown).join(', ')}`);
    case 'integer':
    case 'number':
      return numberProblems(name, option, value);
    case 'time':
      return parseTime(value) === undefined
        ? is('which is no time', "use seconds such as 30, or a time such as '10m' with one of 's', 'm', 'h', 'd'")
        : [];
    case 'retries':
      return value === 'no_limits' || value === 'no_retries' || (Number.isInteger(value) && Number(value) > 0)
        ? []
        : is('which is no number of retries', "use a whole number of 1 or more, 'no_limits' or 'no_retries'");
    case 'size':
    case 'sizeOrFalse':
      return sizeProblems(name, value, option.kind === 'sizeOrFalse');
    case 'joined':
    case 'repeated':
      return listProblems(name, option, value);
    default:
      return textProblems(name, option, value);
  }
}

function numberProblems(
  name: string,
  { kind, min, max }: Extract<Option, { kind: 'integer' | 'number' }>,
  value: unknown,
): Problem[] {
  const isRight = kind === 'integer' ? Number.isInteger(value) : Number.isFinite(value);
  if (isRight && Number(value) >= min && Number(value) <= max) return [];
  const noun = kind === 'integer' ? 'a whole number' : 'a number';
  const bounds = max >= 2 ** 31 - 1 ? `of ${min} or more` : `from ${min} to ${max}`;
  return [{ what: `'${name}' is ${shown(value)}`, fix: `use ${noun} ${bounds}` }];
}

function sizeProblems(name: string, value: unknown, mayBeFalse: boolean): Problem[] {
  if (mayBeFalse && value === false) return [];
  if (typeof value === 'string' && parseSize(value) !== undefined) return [];
  const number = typeof value === 'number' || typeof value === 'string' ? Number.parseFloat(String(value)) : Number.NaN;
  const meant =
    typeof value === 'string' && number > 0 ? `${number}${/[kmg]/i.exec(value)?.[0].toUpperCase() ?? 'M'}` : '5M';
  return [
    {
      what: `'${name}' is ${shown(value)}, which is no size to Fluent Bit`,
      fix: `use a text such as '${meant}' with 'K', 'M' or 'G', powers of ten${mayBeFalse ? ', or false for no bound' : ''}`,
    },
  ];
}

function listProblems(
  name: string,
  { kind, example }: Extract<Option, { kind: 'joined' | 'repeated' }>,
  value: unknown,
) {
  const fix = `give one such as ["${example}"]`;
  if (!Array.isArray(value)) return [{ what: `'${name}' is ${shown(value)}, which is no list`, fix }];
  if (value.length === 0) return [{ what: `'${name}' is empty`, fix: `leave it out, or ${fix}` }];
  const words = wordsIn(example).length;
  // `Array.from` sees the holes of an array, which `flatMap` skips.
  return Array.from(value as unknown[], (each, i): Problem[] => {
    const place = `${name}[${i}]`;
    const problems = textProblems(place, { kind: 'text' }, each);
    if (problems.length > 0) return problems;
    const text = each as string;
    if (kind === 'joined' && text.includes(',')) {
      return [
        { what: `'${place}' is '${text}', which Fluent Bit splits at the comma`, fix: 'give each its own entry' },
      ];
    }
    if (wordsIn(text).length >= words) return [];
    return [
      { what: `'${place}' is '${text}', which is no more than a key`, fix: `write two words, such as '${example}'` },
    ];
  }).flat();
}

/** Words as filters split them: those in quotes hold blanks. */
export const wordsIn = (text: string): string[] => text.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S+/g) ?? [];

function textProblems(name: string, option: Option, value: unknown): Problem[] {
  if (option.kind === 'secret') return secretProblems(name, value);
  const is = (what: string, fix: string): Problem[] => [{ what: `'${name}' is ${shown(value)}, ${what}`, fix }];
  if (typeof value !== 'string') return is('which is no text', 'use a text');
  if (value === '') {
    return MAY_BE_EMPTY.includes(name) ? [] : [{ what: `'${name}' is empty`, fix: 'give a text, or leave it out' }];
  }
  const problems = environmentProblems(name, value);
  if (problems.length > 0) return problems;
  if (option.kind === 'path' && !/^(?:\/|\$\{)/.test(value)) return is('which is no absolute path', `use '/${value}'`);
  if (option.kind === 'host') return hostProblems(name, value);
  if (option.kind === 'regex') return regexProblems(name, value);
  if (option.kind === 'date') return dateProblems(name, value, option.letters);
  return [];
}

/** A scheme, a port or a path in it, and Fluent Bit looks for a host of the whole name. */
function hostProblems(name: string, value: string): Problem[] {
  const known = withoutReferences(value, 'x');
  if (isIP(known) !== 0 || /^(?!\d+$)[\w](?:[-\w.]*\w)?\.?$/.test(known)) return [];
  // In front of an '@' may be a password.
  const address = value.replace(/^(\w+:\/\/)?.*@/, '$1');
  const [, inner] = /^\w+:\/\/([-\w.]+)/.exec(address) ?? /^([-\w.]+):\d+$/.exec(address) ?? [];
  return [
    {
      what: `'${name}' is ${shown(address)}, which is no host`,
      fix: inner === undefined ? 'use a name or an address, without a scheme and a port' : `use '${inner}'`,
    },
  ];
}

/** What was given is not repeated: it may be a password. */
function secretProblems(name: string, value: unknown): Problem[] {
  if (typeof value === 'string' && isReference(value)) return [];
  return [
    {
      what: `'${name}' is written down`,
      fix: "keep it in a Secret and refer to an environment variable, such as '${PASSWORD}'",
    },
  ];
}

/** A letter that Fluent Bit does not know ends the date there, in silence. */
function dateProblems(name: string, value: string, letters: string): Problem[] {
  const unknown = [...value.matchAll(/%([EO]?.?)/gs)].find(([, letter = '']) => {
    const last = letter.at(-1) ?? '';
    return last !== '%' && (last === '' || !letters.includes(last));
  });
  if (unknown === undefined) return [];
  const fraction = /^%[fN\d]$/.test(unknown[0]) && letters.includes('L');
  return [
    {
      what: `'${name}' is '${value}', which holds '${unknown[0]}'`,
      fix: fraction ? "write '%L' for a fraction of a second" : "use letters of strftime, such as '%Y-%m-%d'",
    },
  ];
}
