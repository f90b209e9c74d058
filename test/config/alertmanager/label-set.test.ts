import { LabelSet } from '../../../lib/config/alertmanager/label-set';
import { type Matcher, matches, parseMatcher } from '../../../lib/config/alertmanager/matcher';
import { anchoredRegex, regexFault } from '../../../lib/config/alertmanager/regex';
import { shortestValue } from '../../../lib/config/alertmanager/value-language';
import { literal, parsePattern } from '../../../lib/config/alertmanager/value-pattern';
import { wordsOf } from '../../../lib/config/alertmanager/value-words';
import { Random } from './random';

const read = (texts: string): Matcher[] =>
  texts
    .split(' & ')
    .filter((text) => text !== '')
    .map((text) => {
      const matcher = parseMatcher(text);
      if (!matcher) throw new Error(`no matcher: ${text}`);
      return matcher;
    });

const contradict = (matchers: readonly Matcher[]) => LabelSet.ALL.and(matchers) === undefined;
const imply = (all: readonly Matcher[], others: readonly Matcher[]) => LabelSet.ALL.and(all)?.isWithin(others);
const covered = (all: readonly Matcher[], covers: readonly (readonly Matcher[])[]) =>
  LabelSet.ALL.and(all)?.isCovered(covers);

describe('isWithin', () => {
  test.each([
    ['a="x"', 'a="x"'],
    ['a="x" & b="y"', 'a="x"'],
    ['a="x"', ''],
    ['a="prod-1"', 'a=~"prod-.*"'],
    ['a="prod"', 'a=~"(?i)PROD"'],
    ['a=~"x|y"', 'a=~"x|y|z"'],
    ['a=~"x|y"', 'a=~"y|x"'],
    ['a=~"(x|y)-[12]"', 'a!="z"'],
    ['a=~"x|y"', 'a!~"z|w"'],
    ['a=~"x|y|z" & a!="z"', 'a=~"x|y"'],
    ['a="x"', 'a!="y"'],
    ['a=~"Kube.*"', 'a!=""'],
    ['a=~"KubePod.*"', 'a=~"Kube.+"'],
    ['a=~"prod-[0-9]+"', 'a=~"^prod-.*$"'],
    ['a=~"Kube.*"', 'a!~"Node.*"'],
    ['a!=""', 'a=~".+"'],
    ['a=~".+"', 'a!=""'],
    ['', 'a=~".*"'],
    ['a=""', 'a!~".+"'],
    ['a!~"x|y"', 'a!="x"'],
    ['a!="x" & a!="y"', 'a!~"x|y"'],
    ['a=~"(?i)prod"', 'a=~"(?i)prod"'],
    ['a=~"x{2,3}"', 'a=~"xx|xxx"'],
    ['a=~"\\\\d\\\\d"', 'a=~"[0-9]{2}"'],
  ])('%s implies %s', (all, others) => {
    expect(imply(read(all), read(others))).toBe(true);
  });

  test.each([
    ['', 'a="x"'],
    ['a="x"', 'b="x"'],
    ['a="x"', 'a="x" & b="y"'],
    ['a=~"x|y"', 'a="x"'],
    ['a=~"x|y|z"', 'a=~"x|y"'],
    ['a!="x"', 'a="y"'],
    ['a!="x"', 'a!~"x|y"'],
    ['a=~"Kube.*"', 'a=~"KubePod.*"'],
    ['a=~"prod.*"', 'a=~"prod.+"'],
    ['', 'a=~".+"'],
    ['', 'a!=""'],
    // not understood, so nothing is claimed
    ['a=~"(?i)prod"', 'a=~"(?i)PROD"'],
    ['a=~"\\\\pL+"', 'a=~"\\\\pL*"'],
  ])('%s is not taken to imply %s', (all, others) => {
    expect(imply(read(all), read(others))).toBe(false);
  });
});

describe('and', () => {
  test.each([
    'a="x" & a="y"',
    'a="x" & a!="x"',
    'a=~"x|y" & a="z"',
    'a=~"x|y" & a!~"y|x"',
    'a=~"prod-.*" & a=~"dev-.*"',
    'a=~".*-prod" & a!~".*prod"',
    'a=~"\\\\pL" & a!~"\\\\pL"',
    'b="1" & a=~"x.*" & a=""',
    'a=~"[^x].*" & a=~"x.*"',
  ])('%s cannot be met', (texts) => {
    expect(contradict(read(texts))).toBe(true);
  });

  test.each(['', 'a="x" & b="y"', 'a=~"prod-.*" & a=~".*-eu"', 'a!~"x|y" & a!=""', 'a=~"\\\\pL" & a=~"(?i)x"'])(
    '%s can be met',
    (texts) => {
      expect(contradict(read(texts))).toBe(false);
    },
  );
});

describe('isCovered', () => {
  test.each([
    ['a="x"', ['a="x"']],
    ['a=~"x|y"', ['a="x"', 'a="y"']],
    ['', ['a="x"', 'a!="x"']],
    ['b="1"', ['a="x" & b="1"', 'a!="x"']],
    ['a=~"x|y" & b=~"1|2"', ['a="x" & b="1"', 'a="x" & b="2"', 'a="y"']],
    ['a=~"Kube.*"', ['a=~"KubePod.*"', 'b="1"', 'a!~"KubePod.*"']],
    ['', ['']],
  ])('%s is covered by %j', (all, covers) => {
    expect(covered(read(all), covers.map(read))).toBe(true);
  });

  test.each([
    ['a="x"', []],
    ['a=~"x|y"', ['a="x"']],
    ['a=~"x|y" & b=~"1|2"', ['a="x" & b="1"', 'a="y" & b="2"']],
    ['', ['a="x"', 'a="y"', 'b="1"']],
  ])('%s is not covered by %j', (all, covers) => {
    expect(covered(read(all), covers.map(read))).toBe(false);
  });

  it('gives up before the combinations explode, and claims nothing then', () => {
    const covers = Array.from({ length: 40 }, (_, i) => `a${i}!="x" & b${i}!="x" & c${i}!="x"`);
    expect(covered([], [...covers, 'z="1"', 'z!="1"'].map(read))).toBe(false);
    expect(covered(read('z="1"'), [...covers, 'z=~"1|2"'].map(read))).toBe(true);
  });
});

describe('the understanding of expressions', () => {
  const PIECES = ['a', 'b', '-', '.', '.*', 'a+', 'b?', '[ab]', '[^a]', '[a-c]', '[]a]', '[a-]', '\\.', '\\d', '\\W'];
  const SUFFIXES = ['', '', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '{,2}', '$', '^'];
  const expression = (random: Random, depth = 0): string => {
    const atom = () => (depth < 2 && random.chance(25) ? `(${expression(random, depth + 1)})` : random.pick(PIECES));
    const branch = () => random.list(random.int(4), () => `${atom()}${random.pick(SUFFIXES)}`).join('');
    const text = random.list(1 + random.int(3), branch).join('|');
    return depth === 0 && random.chance(20) ? `^${text}$` : text;
  };

  it('is that of RE2', () => {
    const random = new Random(1);
    const seen = { parsed: 0, matched: 0, finite: 0 };
    for (let i = 0; i < 1500; i++) {
      const text = expression(random);
      const pattern = parsePattern(text);
      if (regexFault(text) !== undefined || !pattern) continue;
      seen.parsed++;
      const words = wordsOf(pattern);
      if (words) seen.finite++;
      for (const value of random.list(8, () =>
        random.list(random.int(5), () => random.pick([...'aabbc-.]1^$'])).join(''),
      )) {
        const expected = anchoredRegex(text)(value);
        if (expected) seen.matched++;
        const ours = shortestValue([pattern, literal(value)], []) === value;
        expect({ text, value, ours, words: words?.includes(value) ?? expected }).toEqual({
          text,
          value,
          ours: expected,
          words: expected,
        });
      }
    }
    expect(seen.parsed).toBeGreaterThan(500);
    expect(seen.matched).toBeGreaterThan(500);
    expect(seen.finite).toBeGreaterThan(100);
  });

  it('never claims too much, and claims what holds', () => {
    const random = new Random(2);
    let claims = 0;
    for (let i = 0; i < 1000; i++) {
      const texts = [expression(random), expression(random)].filter((text) => regexFault(text) === undefined);
      const matchers = texts.map(
        (value): Matcher => ({ name: 'a', operator: random.pick(['=~', '!~', '=', '!=']), value }),
      );
      const values = random.list(40, () => random.list(random.int(5), () => random.pick([...'aabbc-.1'])).join(''));
      const met = values.find((a) => matchers.every((matcher) => matches(matcher, { a })));
      const claimed = contradict(matchers);
      if (claimed) claims++;
      expect({ texts, met, claimed: claimed && met !== undefined }).toEqual({ texts, met, claimed: false });
    }
    expect(claims).toBeGreaterThan(50);
  });
});
