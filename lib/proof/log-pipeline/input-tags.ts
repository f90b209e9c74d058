import type { FluentBitInput } from '../../config/fluent-bit/config';
import { within } from '../../model/problem';
import { charSet } from '../language/char-set';
import type { Language } from '../language/languages';
import { withVariables } from './globs';
import { asTags } from './path-tags';
import { placeOf } from './places';
import type { ProofContext } from './proof-context';
import { type MadeTags, tagsByRegex } from './tag-regex';
import { tailPaths } from './tail-paths';

/** An input and the tags of its records. */
export interface TaggedInput extends MadeTags {
  readonly input: FluentBitInput;
  readonly place: string;
}

/** The tags that each input makes. */
export function inputTags(context: ProofContext): readonly TaggedInput[] {
  const { inputs } = context.config;
  return inputs.map((input, i) => {
    const place = placeOf('input', input, i);
    // an input without a tag is known by its plugin and its number among those of it
    const number = inputs.slice(0, i).filter(({ name }) => name === input.name).length;
    const made = tagsOf(context, input, input.tag ?? `${input.name}.${number}`);
    const tags = context.languages.and([made.tags, context.languages.not(context.languages.empty)]);
    return { input, place, tags, problems: within(place, made.problems) };
  });
}

function tagsOf(context: ProofContext, input: FluentBitInput, tag: string): MadeTags {
  const { languages } = context;
  const made = (tags: Language): MadeTags => ({ tags, problems: [] });
  const literal = withVariables(languages, tag);
  switch (input.name) {
    case 'tail': {
      if (input.tag_regex !== undefined) return tagsByRegex(context, tag, input.tag_regex, input);
      return made(tag.includes('*') ? asTags(languages, starred(context, tag, tailPaths(context, input))) : literal);
    }
    case 'systemd':
      return made(tag.includes('*') ? starred(context, tag, unitNames(context)) : literal);
    case 'forward': {
      if (input.tag_prefix !== undefined) {
        return made(languages.concat([withVariables(languages, input.tag_prefix), languages.all]));
      }
      return made(input.tag === undefined ? languages.all : literal);
    }
    case 'http': {
      const path = languages.repeat(languages.chars(charSet('_.', 'az', 'AZ', '09')), 1, Number.POSITIVE_INFINITY);
      return made(input.tag_key === undefined ? languages.or([literal, path]) : languages.all);
    }
    default:
      return made(literal);
  }
}

/** A tag with its first `*` filled in. */
function starred({ languages }: ProofContext, tag: string, filling: Language): Language {
  const star = tag.indexOf('*');
  return languages.concat([
    withVariables(languages, tag.slice(0, star)),
    filling,
    withVariables(languages, tag.slice(star + 1)),
  ]);
}

/** Of units of systemd, with `unknown` for records of none. */
function unitNames({ languages }: ProofContext): Language {
  const char = languages.chars(charSet(':-_.\\@', 'az', 'AZ', '09'));
  return languages.repeat(char, 1, Number.POSITIVE_INFINITY);
}
