import type { Problem } from '../../model/problem';

/** Elasticsearch's rule for names of indices, and room for the date that the agent puts behind. */
const INDEX = /^[a-z0-9][-a-z0-9_.]{0,99}$/;

/** Elasticsearch's own templates make a data stream of each such name. */
const TAKEN_PATTERNS = /^(?:logs|metrics|traces|synthetics|profiling)-.+-.+$/;

/** Name before the date of the indices with rejected documents, where nothing else is said. */
export const DEFAULT_REJECTED = 'rejected-logs';

/** Checks the name of an index, or what comes before its date. */
export function validateIndexName(prop: string, name: string): Problem[] {
  if (!INDEX.test(name)) {
    return [
      {
        what: `'${prop}' is '${name}', which no index can be named`,
        fix: "use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
      },
    ];
  }
  return [];
}

/** Checks a name of an index that is no data stream. */
export function validatePlainIndex(prop: string, name: string, written = name): Problem[] {
  const problems = validateIndexName(prop, name);
  if (problems.length > 0 || !TAKEN_PATTERNS.test(written)) return problems;
  const plain = name.replace(/^[a-z]+-/, '');
  return [
    {
      what: `'${prop}' is '${name}', and Elasticsearch makes a data stream of each index '${written}'`,
      fix: `use a name that does not begin with '${name.slice(0, name.indexOf('-') + 1)}', such as '${plain}'`,
    },
  ];
}

/** Checks the dataset in the name of a data stream `logs-<dataset>-<namespace>`. */
export function validateDataStreamPart(prop: string, name: string): Problem[] {
  if (/^[a-z0-9][a-z0-9_.]{0,99}$/.test(name)) return [];
  return [
    {
      what: `'${prop}' is '${name}', which cannot be a part of a data stream's name`,
      fix: `use at most 100 of 'a-z', '0-9', '_' and '.', such as '${name.toLowerCase().replace(/[^a-z0-9_.]/g, '_') || 'shop'}'`,
    },
  ];
}
