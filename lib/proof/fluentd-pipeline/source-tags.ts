import type { FluentdSource } from '../../config/fluentd/config';
import { NO_SLASH } from '../language/char-set';
import type { Language, Languages } from '../language/languages';

/** The tags of the records of an input; undefined if it brings none. */
export function sourceTags(languages: Languages, source: FluentdSource): Language | undefined {
  switch (source.$type) {
    case 'tail':
      return tailTags(languages, String(source.tag), String(source.path), String(source.path_delimiter ?? ','));
    case 'forward': {
      const tags = source.tag === undefined ? languages.all : languages.text(String(source.tag));
      return prefixed(languages, source.add_tag_prefix, tags);
    }
    case 'http':
      return prefixed(languages, source.add_tag_prefix, languages.all);
    case 'systemd':
    case 'sample':
      return languages.text(String(source.tag));
    case 'monitor_agent':
      return source.tag === undefined ? undefined : languages.text(String(source.tag));
    default:
      return undefined;
  }
}

const prefixed = (languages: Languages, prefix: unknown, tags: Language) =>
  prefix === undefined ? tags : languages.concat([languages.text(`${prefix}.`), tags]);

/** A `*` in the tag stands for the path of the file, with dots for slashes. */
function tailTags(languages: Languages, tag: string, path: string, delimiter: string): Language {
  const star = tag.indexOf('*');
  if (star < 0) return languages.text(tag);
  const paths = path.split(delimiter).map((each) => pathLanguage(languages, each.trim()));
  return languages.concat([
    languages.text(tag.slice(0, star)),
    languages.or(paths),
    languages.text(tag.slice(star + 1)),
  ]);
}

/** A path as a tag has it. What is not a plain wildcard counts as any text. */
function pathLanguage(languages: Languages, path: string): Language {
  const plain = path.replace(/^\/+/, '').replace(/\/+/g, '.');
  const inName = languages.chars(NO_SLASH);
  const parts = [...plain.matchAll(/\*\*|\*|\?|\[[^\]]*\]|\{[^}]*\}|%.|./gs)].map(([sign]) => {
    if (sign === '**' || /^[[{]./.test(sign)) return languages.all;
    if (sign === '*' || sign.startsWith('%')) return languages.star(inName);
    return sign === '?' ? inName : languages.text(sign);
  });
  return languages.concat(parts);
}
