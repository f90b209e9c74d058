import { Examples } from '../../../lib/proof/language/example';
import { type Language, Languages } from '../../../lib/proof/language/languages';
import { OnigmoLanguages } from '../../../lib/proof/language/onigmo-languages';
import { after, before } from '../../../lib/proof/language/part-of';
import { readOnigmo } from '../../../lib/proof/language/read-onigmo';
import { regionsOf } from '../../../lib/proof/language/regions';
import { tagGlob } from '../../../lib/proof/log-pipeline/globs';
import { Random } from '../../config/alertmanager/random';
import { takes } from './member';
import { globTakes, randomGlob, randomRegex, textsUpTo } from './random-language';

const TEXTS = textsUpTo(6);

function newLanguages() {
  const languages = new Languages(1_000_000);
  return { languages, examples: new Examples(languages), onigmo: new OnigmoLanguages(languages) };
}

/** A random expression that can be followed. */
function provable(random: Random, onigmo: OnigmoLanguages) {
  for (;;) {
    const regex = randomRegex(random);
    const { tree, unprovable } = readOnigmo(regex);
    if (unprovable === undefined && onigmo.isProvable(tree)) return { regex, tree };
  }
}

describe('random', () => {
  it('globs take what a matcher takes, letter by letter', () => {
    const { languages } = newLanguages();
    const random = new Random(3);
    for (const glob of random.list(200, () => randomGlob(random))) {
      const language = tagGlob(languages, glob);
      const taken = TEXTS.filter((text) => takes(languages, language, text));
      expect([glob, taken]).toEqual([glob, TEXTS.filter((text) => globTakes(glob, text))]);
    }
  });

  it('expressions take the beginnings that a matcher takes, unless it may take nothing first', () => {
    const { languages, onigmo } = newLanguages();
    const random = new Random(5);
    let unsure = 0;
    for (const { regex, tree } of random.list(400, () => provable(random, onigmo))) {
      if (onigmo.mayPreferNothing(tree)) {
        unsure += 1;
        continue;
      }
      const beginning = new RegExp(regex, 'y');
      const expected = TEXTS.filter((text) => {
        beginning.lastIndex = 0;
        return (beginning.exec(text)?.[0] ?? '') !== '';
      });
      const language = onigmo.beginnings(tree);
      expect([regex, TEXTS.filter((text) => takes(languages, language, text))]).toEqual([regex, expected]);
    }
    expect(unsure).toBeLessThan(100);
  });

  it('expressions are found where a search finds them', () => {
    const { languages, onigmo } = newLanguages();
    const random = new Random(7);
    for (const { regex, tree } of random.list(300, () => provable(random, onigmo))) {
      const language = onigmo.search(tree);
      const found = TEXTS.filter((text) => takes(languages, language, text));
      expect([regex, found]).toEqual([regex, TEXTS.filter((text) => new RegExp(regex).test(text))]);
    }
  });

  it('languages share texts as trying each of them shows', () => {
    const random = new Random(11);
    let several = 0;
    for (let i = 0; i < 150; i++) {
      const { languages, examples, onigmo } = newLanguages();
      const some = (): Language =>
        random.chance(50) ? tagGlob(languages, randomGlob(random)) : onigmo.beginnings(provable(random, onigmo).tree);
      const whole = random.chance(70) ? languages.all : some();
      const members = random.list(1 + random.int(5), some);
      const key = (text: string) =>
        members.flatMap((member, at) => (takes(languages, member, text) ? [at] : [])).join();
      const regions = regionsOf(languages, examples, whole, members);
      const claimed = regions.map((region) => region.members.join());
      several += regions.filter((region) => region.members.length > 1).length;
      // each is there, and is told once
      expect(regions.map(({ example }) => [takes(languages, whole, example), key(example)])).toEqual(
        claimed.map((each) => [true, each]),
      );
      expect(new Set(claimed).size).toBe(claimed.length);
      // none is missing
      const there = new Set(TEXTS.filter((text) => takes(languages, whole, text)).map(key));
      expect([...there].filter((each) => !claimed.includes(each))).toEqual([]);
    }
    expect(several).toBeGreaterThan(50);
  });

  it('languages are cut as trying each text shows', () => {
    const random = new Random(13);
    const short = textsUpTo(3);
    for (let i = 0; i < 60; i++) {
      const { languages, examples, onigmo } = newLanguages();
      const words = random.list(6, () => random.pick(TEXTS));
      const language = languages.or(words.map((word) => languages.text(word)));
      const part = onigmo.plain(readOnigmo(randomRegex(random, 1)).tree) ?? languages.empty;
      const partOf = (text: string) => takes(languages, part, text);
      const rests = after(languages, language, part);
      const starts = before(languages, examples, language, part);
      const split = (text: string) =>
        words.some((word) => word.endsWith(text) && partOf(word.slice(0, word.length - text.length)));
      const begun = (text: string) => words.some((word) => word.startsWith(text) && partOf(word.slice(text.length)));
      expect(short.filter((text) => takes(languages, rests, text))).toEqual(short.filter(split));
      expect(short.filter((text) => takes(languages, starts, text))).toEqual(short.filter(begun));
    }
  });
});
