import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { type Onigmo, readOnigmo } from './onigmo';
import { OnigmoError } from './onigmo-class';

/** The expression without the slashes that may stand around it, as Fluent Bit takes them off, and options behind them. */
function withoutSlashes(pattern: string): { source: string; options: string } {
  const [, inner = '', options = ''] = /^\/(.*)\/([imxo]*)$/s.exec(pattern) ?? [];
  const isDelimited = pattern.length > 1 && /^\/.*\/$/s.test(pattern);
  return isDelimited || /[imx]/.test(options) ? { source: inner, options } : { source: pattern, options: '' };
}

/** What an expression is made of, or the problem why it is none. */
export function readRegex(place: string, pattern: string): Onigmo | Problem {
  try {
    const { source, options } = withoutSlashes(pattern);
    return readOnigmo(source, options);
  } catch (error) {
    if (!(error instanceof OnigmoError)) throw error;
    return {
      what: `'${place}' is ${shown(pattern)}, which is no regular expression: ${error.message}`,
      fix: 'write it as Ruby takes it (Onigmo)',
    };
  }
}

/** What is wrong with a regular expression. */
export function regexProblems(place: string, pattern: string): Problem[] {
  const read = readRegex(place, pattern);
  return 'what' in read ? [read] : [];
}
