/** Loaded when the first expression that needs it is seen: most route trees hold none. */
const re2 = () => (require('re2js') as typeof import('re2js')).RE2JS;

/** Words and alternatives of words, by far the most frequent expressions: they need no engine. */
const WORDS = /^[\w -]*(?:\|[\w -]*)*$/;

type Test = (value: string) => boolean;

const tests = new Map<string, Test>();
const faults = new Map<string, string | undefined>();

/**
 * The test that Alertmanager makes of a regular expression: RE2, and the whole value must match. Throws if the
 * expression is none.
 */
export function anchoredRegex(pattern: string): Test {
  const test = tests.get(pattern) ?? compile(pattern);
  tests.set(pattern, test);
  return test;
}

function compile(pattern: string): Test {
  if (WORDS.test(pattern)) {
    const words = new Set(pattern.split('|'));
    return (value) => words.has(value);
  }
  const program = re2().compile(`^(?:${pattern})$`);
  return (value) => program.test(value);
}

/** What RE2 has against the expression, or undefined if it is fine. */
export function regexFault(pattern: string): string | undefined {
  if (WORDS.test(pattern)) return undefined;
  if (!faults.has(pattern)) faults.set(pattern, findFault(pattern));
  return faults.get(pattern);
}

function findFault(pattern: string): string | undefined {
  try {
    // alone first: `a)|(b` is no expression, though it becomes one between the anchors
    re2().compile(pattern);
    anchoredRegex(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^error parsing regexp: /, '');
  }
}
