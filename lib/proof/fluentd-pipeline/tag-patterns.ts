import type { Problem } from '../../model/problem';
import { charSet, complement } from '../language/char-set';
import type { Language, Languages } from '../language/languages';

/** What is wrong with the tags of a filter or an output. */
export function validateTagPattern(place: string, tags: string): Problem[] {
  if (tags.trim() === '') {
    return [{ what: `${place} has an empty '$tag'`, fix: "say which tags it takes, such as 'kube.**'" }];
  }
  return tags
    .trim()
    .split(/\s+/)
    .flatMap((pattern) => validatePattern(place, pattern));
}

function validatePattern(place: string, pattern: string): Problem[] {
  if (pattern.startsWith('/')) {
    return [
      {
        what: `${place} chooses tags by the regular expression '${pattern}', which is not followed here`,
        fix: "write it with '*', '**' and '{a,b}', as in 'kube.{shop,payments}.**'",
      },
    ];
  }
  const outside = pattern.replace(/\{[^{}]*\}/g, '');
  if (/[{}]/.test(outside)) {
    return [
      {
        what: `${place} chooses tags by '${pattern}', whose braces are not closed, or one within the other`,
        fix: "write them as in 'kube.{shop,payments}.**'",
      },
    ];
  }
  if (!outside.includes(',')) return [];
  return [
    {
      what: `${place} chooses tags by '${pattern}', where a comma is a character of the tag`,
      fix: `write '${pattern.replaceAll(',', ' ')}'`,
    },
  ];
}

/** The tags that one of the patterns takes. */
export function tagLanguage(languages: Languages, tags: string): Language {
  return languages.or(
    tags
      .trim()
      .split(/\s+/)
      .map((pattern) => languages.concat(partsOf(languages, pattern, true))),
  );
}

/** Each kind of sign in a pattern. */
const SIGNS = /\\(.)|(\.?)\*\*(\.?)|\*|\{([^{}]*)\}|./gs;

function partsOf(languages: Languages, pattern: string, atStart: boolean): Language[] {
  const { all, empty } = languages;
  const dot = languages.text('.');
  const name = languages.star(languages.chars(complement(charSet('.'))));
  const signs = [...pattern.matchAll(SIGNS)];
  return signs.map(([sign, escaped, before, after, alternatives], i) => {
    const isFirst = atStart && i === 0;
    const isLast = i === signs.length - 1;
    if (escaped !== undefined) return languages.text(escaped);
    if (alternatives !== undefined) {
      return languages.or(alternatives.split(',').map((each) => languages.concat(partsOf(languages, each, isFirst))));
    }
    if (before !== undefined && after !== undefined) {
      const through = languages.concat([all, dot]);
      if (after === '.') {
        if (before === '.') return languages.concat([dot, languages.or([empty, through])]);
        return isFirst ? languages.or([empty, through]) : through;
      }
      if (before === '') return all;
      const below = languages.concat([dot, all]);
      return isLast ? languages.or([empty, below]) : below;
    }
    if (sign === '*') return name;
    // Fluentd forgets a dot at the end.
    return sign === '.' && isLast && atStart ? empty : languages.text(sign);
  });
}

/** The tags that a rule of `rewrite_tag_filter` makes: each part of the matched text is one without dots, but for the last. */
export function rewrittenTags(languages: Languages, template: string): Language {
  const name = languages.chars(complement(charSet('.')));
  const signs = [...template.matchAll(/\$\d+|\$\{[^}]*\}|__[A-Z_]+__|./gs)];
  return languages.concat(
    signs.map(([sign], i) => {
      if (sign.length === 1) return languages.text(sign);
      return i === signs.length - 1 ? languages.all : languages.concat([name, languages.star(name)]);
    }),
  );
}
