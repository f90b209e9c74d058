import type { Pattern } from './value-pattern';

const MOST_WORDS = 256;

/** All values that the pattern matches, or undefined if they are more than a few hundred. */
export function wordsOf(pattern: Pattern): readonly string[] | undefined {
  switch (pattern.kind) {
    case 'class': {
      const size = pattern.of.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      if (size > MOST_WORDS) return undefined;
      return pattern.of.flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
      );
    }
    case 'sequence':
      return pattern.of.reduce<readonly string[] | undefined>(
        (heads, part) => {
          const tails = heads && wordsOf(part);
          if (!heads || !tails || heads.length * tails.length > MOST_WORDS) return undefined;
          return heads.flatMap((head) => tails.map((tail) => head + tail));
        },
        [''],
      );
    case 'choice': {
      const branches = pattern.of.map(wordsOf);
      const words = branches.flatMap((branch) => branch ?? []);
      return branches.includes(undefined) || words.length > MOST_WORDS ? undefined : words;
    }
    case 'star':
      return undefined;
  }
}
