import { refersToEnvironment } from '../../config/fluent-bit/environment';
import { ANY, type CharSet, charSet, complement, intersection, NO_SLASH } from '../language/char-set';
import type { Language, Languages } from '../language/languages';
import { readClass } from '../language/onigmo-class';

const VARIABLE = /(\$\{[^}]*\})/;

/** A text into which Fluent Bit may fill something from its environment: any text there. */
export function withVariables(languages: Languages, text: string): Language {
  return languages.concat(text.split(VARIABLE).map((part, i) => (i % 2 ? languages.all : languages.text(part))));
}

/** The tags that a `match` takes: `*` is any text. */
export function tagGlob(languages: Languages, match: string): Language {
  const texts = match.split('*').map((text) => languages.text(text));
  return languages.concat(texts.flatMap((text, i) => (i === 0 ? [text] : [languages.all, text])));
}

/** The paths that a `path` of an input finds (glob(3)): no wildcard takes a `/`, nor the dot of a hidden file. */
export function pathGlob(languages: Languages, pattern: string): Language {
  return fileGlob(languages, pattern, NO_SLASH, true);
}

/** The paths that an `exclude_path` leaves out (fnmatch(3) without flags): a wildcard takes any character. */
export function excludeGlob(languages: Languages, pattern: string): Language {
  return fileGlob(languages, pattern, ANY, false);
}

function fileGlob(languages: Languages, pattern: string, wild: CharSet, hides: boolean): Language {
  const parts: Language[] = [];
  const tokens = pattern.match(/\$\{[^}]*\}|\*+|\\.|\[[!^]?\]?[^\]]*\]|./gs) ?? [];
  tokens.forEach((token, i) => {
    const first = hides && tokens[i - 1]?.endsWith('/') ? intersection(wild, complement(charSet('.'))) : wild;
    if (refersToEnvironment(token)) parts.push(languages.all);
    else if (token.startsWith('*')) {
      const some = languages.concat([languages.chars(first), languages.star(languages.chars(wild))]);
      parts.push(languages.or([languages.empty, some]));
    } else if (token === '?') parts.push(languages.chars(first));
    else if (token.startsWith('[') && token.length > 1) {
      const { set } = readClass(token.replace(/^\[!/, '[^'), 0);
      parts.push(languages.chars(intersection(set, first)));
    } else parts.push(languages.text(token.replace(/^\\/, '')));
  });
  return languages.concat(parts);
}
