import { isObject } from '../../model/is-object';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { shared, textOf } from './right';
import type { Section } from './section-problems';

/** The sections of a list of parsers. */
export function readParserList(list: string, given: unknown, read: (place: string, value: object) => Section) {
  const problems: Problem[] = [];
  if (given === undefined) return { sections: [], problems };
  if (!Array.isArray(given)) {
    problems.push({
      what: `'${list}' is ${shown(given)}, which is no list`,
      fix: "give one such as [{ name: 'json', … }]",
    });
    return { sections: [], problems };
  }
  const sections = Array.from(given as unknown[], (value, i) => {
    const place = `${list}[${i}]`;
    if (isObject(value)) {
      const { name } = value as { readonly name?: unknown };
      return read(typeof name === 'string' ? `${place} (${name})` : place, value);
    }
    problems.push({
      what: `'${place}' is ${shown(value)}, which is no object`,
      fix: "give one such as { name: 'json', … }",
    });
    return undefined;
  }).filter((each) => each !== undefined);
  return { sections, problems: [...problems, ...sections.flatMap((each) => each.problems)] };
}

/** Parsers of one name. */
export const twice = (noun: string, sections: readonly Section[]): Problem[] =>
  shared(sections, (section) => textOf(section, 'name')).map(([, , name]) => ({
    what: `the ${noun} '${name}' exists twice`,
    fix: 'give each a name of its own',
  }));
