import type { Random } from '../../config/alertmanager/random';

/** The letters that random expressions and texts are made of. */
const LETTERS = ['a', 'b', '.'];

/** Every text of up to so many letters. */
export function textsUpTo(length: number): string[] {
  const longer = length > 0 ? textsUpTo(length - 1) : [];
  return ['', ...longer.flatMap((text) => LETTERS.map((letter) => letter + text))];
}

/** A text with `*` in it. */
export const randomGlob = (random: Random): string =>
  random.list(random.int(5), () => random.pick([...LETTERS, '*'])).join('');

/** A regular expression that JavaScript and Onigmo read alike. */
export function randomRegex(random: Random, depth = 3): string {
  if (depth === 0) return random.pick(['a', 'b', '\\.', '.', '[^a]', '[ab]', '[^.]']);
  const inner = () => randomRegex(random, depth - 1);
  return random.pick([
    () => inner() + inner(),
    () => inner() + inner() + inner(),
    () => `(?:${inner()}|${inner()})`,
    () => `(?:${inner()})${random.pick(['*', '+', '?', '{2}', '{1,2}', '{2,}'])}`,
    () => `(?!${inner()})${inner()}`,
    () => `(?=${inner()})${inner()}`,
    () => `${inner()}$`,
    () => `^${inner()}`,
    inner,
  ])();
}

/** What a `*` and letters take, letter by letter. */
export function globTakes(glob: string, text: string): boolean {
  if (glob === '') return text === '';
  const [first, rest] = [glob.charAt(0), glob.slice(1)];
  if (first !== '*') return text.startsWith(first) && globTakes(rest, text.slice(1));
  return globTakes(rest, text) || (text !== '' && globTakes(glob, text.slice(1)));
}
