import type { Directive } from './parse';

/**
 * The block whose directives answer a path, by nginx's rules: an exact location, else the longest prefix, unless a
 * regular expression takes it; with no location at all the block itself. Blocks on the way there are included, outermost
 * first, since some directives are inherited.
 */
export function blocksAt(block: readonly Directive[], path: string): readonly (readonly Directive[])[] {
  const chosen = choose(
    block.filter(({ name }) => name === 'location').map((directive) => locationOf(directive)),
    path,
  );
  return chosen === undefined ? [block] : [block, ...blocksAt(chosen.block, path)];
}

interface Location {
  readonly modifier: string;
  readonly pattern: string;
  readonly block: readonly Directive[];
}

function locationOf({ args, block = [] }: Directive): Location {
  const [first = '', second] = args;
  if (second !== undefined) return { modifier: first, pattern: second, block };
  const [, modifier = '', pattern = ''] = /^(=|\^~|~\*|~|)(.*)$/s.exec(first) ?? [];
  return { modifier, pattern, block };
}

function choose(locations: readonly Location[], path: string): Location | undefined {
  const exact = locations.find(({ modifier, pattern }) => modifier === '=' && pattern === path);
  if (exact) return exact;
  const [longest] = locations
    .filter(({ modifier, pattern }) => ['', '^~'].includes(modifier) && path.startsWith(pattern) && pattern !== '')
    .sort((a, b) => b.pattern.length - a.pattern.length);
  if (longest?.modifier === '^~') return longest;
  return locations.find((location) => matchesRegex(location, path)) ?? longest;
}

function matchesRegex({ modifier, pattern }: Location, path: string): boolean {
  if (modifier !== '~' && modifier !== '~*') return false;
  try {
    return new RegExp(pattern, modifier === '~*' ? 'i' : '').test(path);
  } catch {
    // Perl's regular expressions know more; such a one hardly means the status page.
    return false;
  }
}
