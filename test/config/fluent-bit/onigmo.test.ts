import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRegex } from '../../../lib/config/fluent-bit/regex';
import { fluentBitYaml } from '../../../lib/config/fluent-bit/write';
import { itWithTool, type Tool } from '../../tools/tool';

/** Expressions that Onigmo takes, and the names of their groups. */
const GOOD: readonly (readonly [pattern: string, groups: readonly string[]])[] = [
  [
    '^(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$',
    ['pod', 'namespace', 'container', 'id'],
  ],
  ["/(?'a'x)(?<b>y)/i", ['a', 'b']],
  ['/a # b (c\n(?<d>e)/x', ['d']],
  ['(?<a>[[:alpha:]_]+|[^\\]-]|[]x]|[a-z&&[^aeiou]]|[\\w.-])', ['a']],
  ['(?<a>\\h+\\R?\\x41\\x{1F600}\\u0041\\p{Alpha}\\p{^Greek}\\cA\\C-a\\e\\07)', ['a']],
  ['(?<a>a++b*?c{2}d{1,3}?e{,4}f{5,}{g}h{1)', ['a']],
  ['(?<=a|bc)(?<!d)(?>e)(?=f)(?!g)(?~h)(?:i)(?#j\\))(?i)(?-i:k)(?<a>l)', ['a']],
  ['(?<a>x)\\k<a>\\g<b>(?<b>y)', ['a', 'b']],
  ['(?<a>\\(\\[\\.\\*)', ['a']],
  ['(?<é_1>]})', ['é_1']],
  ['', []],
  ['(a)\\1(?(1)b|c)', []],
  ['/var/log', []],
];

/** Expressions that it refuses, and why. */
const BAD: readonly (readonly [pattern: string, why: string])[] = [
  ['(a', "a '(' has no ')'"],
  ['a)', "there is a ')' too many"],
  ['*a', "the quantifier '*' has nothing before it"],
  ['a|+', "the quantifier '+' has nothing before it"],
  ['{2}a', "the quantifier '{' has nothing before it"],
  ['(?i)?', "the quantifier '?' has nothing before it"],
  ['(?#a)+', 'a quantifier has nothing before it'],
  ['a{3,2}', "'{3,2}' repeats at most less often than at least"],
  ['a{100001}', "'{100001}' repeats more than 100000 times"],
  ['[a', "a '[' has no ']'"],
  ['[]', "the class of characters '[]' is empty"],
  ['[z-a]', 'a range of characters goes backwards'],
  ['[a-\\d]', "a range ends with a class such as '\\w'; write '\\-' for the character"],
  ['[\\w-.]', "a '-' stands behind a class such as '\\w', where it begins a range; write '\\-'"],
  ['[[:letters:]]', "'[:letters:]' is no class of characters"],
  ['a\\', "it ends with a '\\'"],
  ['\\u12', "'\\u' lacks its four hexadecimal digits"],
  ['\\x{110000}', "'\\x{110000}' is no character"],
  ['(?P<a>b)', "'(?P' begins no group; write '(?<name>'"],
  ['(?s)a', "'(?s' begins no group; options are 'i', 'm' and 'x'"],
  ['(?<a-b>c)', "'a-b' is no name of a group; use letters, digits and '_'"],
  ['(?<1>c)', "'1' is no name of a group; use letters, digits and '_'"],
  ['(?<a', 'the name of a group has no end'],
  ['(?#a', "a comment '(?#' has no ')'"],
  ['\\k<a>(?<a>b)', "'\\k<a>' refers to no group before it"],
  ['\\g<a>', "'\\g<a>' refers to no group"],
  ['\\1', "'\\1' refers to no group"],
  ['(?<a>b)\\1', "'\\1' refers to a group by number, and groups have names"],
  ['(?(1)a)', "the condition '(?(1)' refers to no group"],
  ['(?<=a*)b', "a look-behind '(?<=' or '(?<!' can match texts of different lengths"],
  ['(?<=x(?:a|bc))d', "a look-behind '(?<=' or '(?<!' can match texts of different lengths"],
  ['(?<!(a))b', "a look-behind '(?<!' holds a group that captures; write '(?:'"],
];

test.each(GOOD)('%s is an expression', (pattern, groups) => {
  expect(readRegex('regex', pattern)).toEqual({ groupNames: groups });
});

test.each(BAD)('%s is none', (pattern, why) => {
  expect(readRegex('regex', pattern)).toEqual({
    what: `'regex' is '${pattern}', which is no regular expression: ${why}`,
    fix: 'write it as Ruby takes it (Onigmo)',
  });
});

describe('Fluent Bit', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'onigmo-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Whether Fluent Bit compiles an expression. */
  function compiles(fluentBit: Tool, pattern: string): boolean {
    const file = join(folder, 'fluent-bit.yaml');
    const parsers = [{ name: 'a', format: 'regex' as const, regex: pattern }];
    const config = {
      parsers,
      inputs: [{ name: 'fluentbit_metrics' as const }],
      outputs: [{ name: 'stdout' as const }],
    };
    writeFileSync(file, fluentBitYaml(config));
    return fluentBit.run(['--dry-run', '-c', file]).status === 0;
  }

  itWithTool('fluent-bit', 'takes the same', (fluentBit) => {
    const patterns = [...GOOD, ...BAD].map(([pattern]) => pattern).filter((pattern) => pattern !== '');
    const wrong = BAD.map(([pattern]) => pattern);
    expect(patterns.filter((pattern) => !compiles(fluentBit, pattern))).toEqual(wrong);
  });
});
