const compiled = new Map<string, (value: string) => boolean>();

/** Loaded when the first regular expression is seen: most route trees hold none. */
const re2 = () => (require('re2js') as typeof import('re2js')).RE2JS;

/**
 * The test that Alertmanager makes of a regular expression: RE2, and the whole value must match. Throws if the
 * expression is none.
 */
export function anchoredRegex(pattern: string): (value: string) => boolean {
  const known = compiled.get(pattern);
  if (known) return known;
  const program = re2().compile(`^(?:${pattern})$`);
  const test = (value: string) => program.test(value);
  compiled.set(pattern, test);
  return test;
}

const faults = new Map<string, string | undefined>();

/** What RE2 has against the expression, or undefined if it is fine. */
export function regexFault(pattern: string): string | undefined {
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
