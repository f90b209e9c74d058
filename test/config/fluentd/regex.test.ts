import { validateRegex } from '../../../lib/config/fluentd/regex';
import { itWithTool } from '../../tools/tool';

const RIGHT = [
  '^(?<pod>[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?)_(?<namespace>[^_]+)$',
  "(?'name'a)",
  '(?i)error',
  '(?mi-x:a.b)c',
  '(?>a+)b',
  '[[:alpha:]_]+\\h{4}\\A\\z',
  '(?<!x)y(?=z)',
  'a{2',
  '\\(\\[',
  '(?#a comment)b',
  '\\p{Alpha}',
  '(?<a>.)\\k<a>',
];
const WRONG: readonly [string, string][] = [
  ['^(?<a>x', 'unterminated group'],
  ['a)', "unmatched ')'"],
  ['[a-z', 'unterminated character class'],
  ['*a', 'nothing to repeat'],
  ['(?<>a)', 'invalid capture group name'],
  ['a\\', '\\ at end of pattern'],
];

it.each(RIGHT)('takes /%s/', (pattern) => {
  expect(validateRegex('x', `/${pattern}/`)).toEqual([]);
});

it.each(WRONG)('refuses /%s/', (pattern, why) => {
  expect(validateRegex('x', `/${pattern}/`)).toEqual([
    { what: `x is '/${pattern}/', which Ruby cannot read: ${why}`, fix: 'mend the regular expression' },
  ]);
});

it('refuses what is not between slashes, which Fluentd would take whole', () => {
  expect(validateRegex('x', 'ERROR')[0]?.what).toBe("x is 'ERROR', which is no regular expression between slashes");
});

itWithTool('ruby', 'agrees with Ruby', (ruby) => {
  const judge = 'begin; Regexp.new(ARGV[0]); print "takes"; rescue RegexpError; print "refuses"; end';
  const verdicts = [...RIGHT, ...WRONG.map(([pattern]) => pattern)].map(
    (pattern) => ruby.run(['-W0', '-e', judge, '--', pattern]).stdout,
  );
  expect(verdicts).toEqual([...RIGHT.map(() => 'takes'), ...WRONG.map(() => 'refuses')]);
});
