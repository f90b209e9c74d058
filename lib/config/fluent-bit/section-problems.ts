import { isObject } from '../../model/is-object';
import { nearest } from '../../model/nearest';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import type { OptionTable } from './option';
import { valueProblems } from './value-problems';

/** A section of a configuration as it was given, by people whom no compiler may have stopped. */
export interface Section {
  /** For messages: `inputs[0] (tail)`. */
  readonly place: string;
  /** @default - the section is none of a plugin */
  readonly plugin?: string;
  /** All that was given. */
  readonly given: Readonly<Record<string, unknown>>;
  /** What of it is in order, for the checks that compare options. */
  readonly right: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** Options that Fluent Bit still takes, and what took their place. */
const REPLACED: Readonly<Record<string, string>> = {
  docker_mode: "write 'multiline.parser': ['docker']",
  multiline: "write a multiline parser, and 'multiline.parser' with its name",
  parser_firstline: "write a multiline parser, and 'multiline.parser' with its name",
  whitelist_key: "write 'allowlist_key'",
};

const MOST_LISTED = 20;

/**
 * Checks the options of one section, each by itself.
 *
 * @param noun what the section is, for messages: `the input 'tail'`
 * @param others options that other checks know
 */
export function readSection(
  place: string,
  noun: string,
  given: object,
  table: OptionTable,
  others: readonly string[] = [],
): Section {
  const problems: Problem[] = [];
  const right: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (others.includes(key) || value === undefined) continue;
    if (!Object.hasOwn(table, key)) {
      problems.push(unknownOption(key, noun, [...Object.keys(table), ...others]));
      continue;
    }
    const wrong = valueProblems(key, table[key] as OptionTable[string], value);
    problems.push(...wrong);
    if (wrong.length === 0) right[key] = value;
  }
  for (const [key, option] of Object.entries(table)) {
    const value = (given as Record<string, unknown>)[key];
    if (option.required && value === undefined) problems.push({ what: `'${key}' is not set`, fix: 'set it' });
  }
  return {
    place,
    given: given as Section['given'],
    right,
    problems: within(place, problems),
  };
}

function unknownOption(key: string, noun: string, known: readonly string[]): Problem {
  const replaced = REPLACED[key];
  if (replaced !== undefined) return { what: `'${key}' is deprecated`, fix: replaced };
  const meant = nearest(key, known);
  const list = known.length > MOST_LISTED ? 'those in its documentation' : known.map((each) => `'${each}'`).join(', ');
  return {
    what: `'${key}' is no option of ${noun}`,
    fix: meant !== undefined ? `write '${meant}'` : `use one of ${list}`,
  };
}

/**
 * Checks a list of plugins; what is no plugin is told, and left out of the answer.
 *
 * @param noun what each is, for messages: `input`
 * @param others options that other checks know
 */
export function readPlugins(
  list: string,
  given: unknown,
  tables: Readonly<Record<string, OptionTable>>,
  noun: string,
  others: readonly string[] = [],
): { sections: Section[]; problems: Problem[] } {
  const example = `[{ name: '${Object.keys(tables)[0]}', … }]`;
  const problems: Problem[] = [];
  if (given === undefined && list === 'filters') return { sections: [], problems };
  if (!Array.isArray(given)) {
    const what = given === undefined ? `'${list}' is not set` : `'${list}' is ${shown(given)}, which is no list`;
    return { sections: [], problems: [{ what, fix: `give one such as ${example}` }] };
  }
  if (given.length === 0 && list !== 'filters') {
    return { sections: [], problems: [{ what: `'${list}' is empty`, fix: `give one such as ${example}` }] };
  }
  // `Array.from` sees the holes of an array, which `map` skips.
  const sections = Array.from(given as unknown[], (plugin, i): Section | undefined => {
    const place = `${list}[${i}]`;
    if (!isObject(plugin)) {
      problems.push({ what: `'${place}' is ${shown(plugin)}, which is no object`, fix: `give one such as ${example}` });
      return undefined;
    }
    const { name } = plugin as { readonly name?: unknown };
    if (typeof name !== 'string' || !Object.hasOwn(tables, name)) {
      problems.push(unknownPlugin(`${place}.name`, name, Object.keys(tables)));
      return undefined;
    }
    const section = readSection(`${place} (${name})`, `the ${noun} '${name}'`, plugin, tables[name] as OptionTable, [
      'name',
      ...others,
    ]);
    return { ...section, plugin: name };
  });
  const found = sections.filter((each) => each !== undefined);
  return { sections: found, problems: [...problems, ...found.flatMap((each) => each.problems)] };
}

function unknownPlugin(place: string, name: unknown, known: readonly string[]): Problem {
  if (name === undefined) return { what: `'${place}' is not set`, fix: `set it, such as '${known[0]}'` };
  const meant = typeof name === 'string' ? nearest(name, known) : undefined;
  return {
    what: `'${place}' is ${shown(name)}, which is no plugin known here`,
    fix: meant !== undefined ? `write '${meant}'` : `use one of ${known.map((each) => `'${each}'`).join(', ')}`,
  };
}
