import type { Matcher } from './ast';

/** Patterns that are valid in RE2 for certain and mean the same in JavaScript: most of those people write. */
const PLAIN = /^(?:[\w\s:/@%,;=~"'<>&!#-]|\.[*+?]?|\|)*$/;

/** Compiles a pattern as Prometheus does (RE2, anchored on both sides, dot takes newlines); undefined if it is none. */
export function compileRegex(pattern: string): ((text: string) => boolean) | undefined {
  if (PLAIN.test(pattern)) {
    const plain = new RegExp(`^(?:${pattern})$`, 's');
    return (text) => plain.test(text);
  }
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    const compiled = RE2JS.compile(`^(?s:${pattern})$`);
    return (text) => compiled.matcher(text).find();
  } catch {
    return undefined;
  }
}

/** Whether a matcher lets a series pass that lacks the label; undefined if its pattern is none. */
export function matchesEmpty({ op, value }: Matcher): boolean | undefined {
  if (op === '=') return value === '';
  if (op === '!=') return value !== '';
  const matches = compileRegex(value)?.('');
  return matches === undefined || op === '=~' ? matches : !matches;
}
