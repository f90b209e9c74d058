/** What relabelling needs to know of a regular expression. */
export interface RelabelRegex {
  /** Whether it matches a whole text. */
  readonly matches: (text: string) => boolean;
  readonly groupCount: number;
  readonly groupNames: readonly string[];
}

/** Expressions that JavaScript accepts just where RE2 does, and reads alike: most of those that people write. */
const PLAIN = /^(?:[\w\s:/@%,;=~"'<>&!#.|*+-]|\((?!\?)|\)|\\[dwDW.]|(?<![(])\?)*$/;

/** Compiles an expression as Prometheus does: RE2, anchored on both sides, dot takes newlines; throws if it is none. */
export function relabelRegex(pattern: string): RelabelRegex {
  return plain(pattern) ?? re2(pattern);
}

function plain(pattern: string): RelabelRegex | undefined {
  if (!PLAIN.test(pattern)) return undefined;
  try {
    // alone first: `a)|(b` is no expression, though it becomes one between the anchors
    new RegExp(pattern);
    const program = new RegExp(`^(?:${pattern})$`, 's');
    return {
      matches: (text) => program.test(text),
      groupCount: pattern.replaceAll(/\\./g, '').split('(').length - 1,
      groupNames: [],
    };
  } catch {
    return undefined;
  }
}

/** Loaded for the few that need it. */
function re2(pattern: string): RelabelRegex {
  const { RE2JS } = require('re2js') as typeof import('re2js');
  RE2JS.compile(pattern);
  const program = RE2JS.compile(`^(?s:${pattern})$`);
  return {
    matches: (text) => program.matches(text),
    groupCount: program.groupCount(),
    groupNames: Object.keys(program.namedGroups()),
  };
}
