import type { FluentBitMultilineParser } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';

/** Languages whose stack traces Fluent Bit can join to one record. */
export type StackTraceLanguage = 'java' | 'go' | 'python' | 'ruby';

/** What an exception of Java, and of others that print theirs alike, is named. */
const THROWN = '(?:Exception|Error|Throwable)';

/**
 * No rule leads back to the first state: Fluent Bit's own parsers for these languages do so, and the line that does is
 * delivered twice.
 */
const OWN_PARSERS: Partial<Readonly<Record<StackTraceLanguage, FluentBitMultilineParser>>> = {
  java: {
    name: 'java-trace',
    type: 'regex',
    rules: [
      { state: 'start_state', regex: `[\\w$.]${THROWN}(?::|\\s*$)`, next_state: 'frames' },
      {
        state: 'frames',
        regex:
          '^\\s*(?:at |eval at |Caused by: |Wrapped by: |Suppressed: |\\.{3} \\d+ |-{3} End of |-{3}> |\\[CIRCULAR REFERENCE)',
        next_state: 'frames',
      },
      { state: 'frames', regex: `^\\s+[\\w$.]+${THROWN}(?::|\\s*$)`, next_state: 'frames' },
      { state: 'frames', regex: '^\\s*nested exception is:', next_state: 'nested' },
      { state: 'nested', regex: '\\S', next_state: 'frames' },
    ],
  },
  python: {
    name: 'python-trace',
    type: 'regex',
    rules: [
      { state: 'start_state', regex: '^Traceback \\(most recent call last\\):', next_state: 'frames' },
      // Code, and what marks a place in it.
      { state: 'frames', regex: '^\\s+\\S', next_state: 'frames' },
      { state: 'frames', regex: '^[\\w.<>]+(?::|\\s*$)', next_state: 'thrown' },
      // The exception that came of it.
      { state: 'thrown', regex: '^\\s*$', next_state: 'gap' },
      { state: 'gap', regex: '^(?:During handling of|The above exception was) ', next_state: 'next' },
      { state: 'next', regex: '^\\s*$', next_state: 'next' },
      { state: 'next', regex: '^Traceback ', next_state: 'frames' },
      { state: 'start_state', regex: '^\\s+\\+ Exception Group Traceback ', next_state: 'group' },
      { state: 'group', regex: '^\\s+(?:\\||\\+-)', next_state: 'group' },
    ],
  },
};

/** The multiline parsers for these languages, and which of them are to be defined. */
export function stackTraceParsers(languages: readonly StackTraceLanguage[]): {
  readonly names: readonly string[];
  readonly multilineParsers?: readonly FluentBitMultilineParser[];
} {
  const own = languages.flatMap((language) => OWN_PARSERS[language] ?? []);
  return {
    names: languages.map((language) => OWN_PARSERS[language]?.name ?? language),
    ...(own.length === 0 ? {} : { multilineParsers: own }),
  };
}

/** Refuses to look for the traces of one language twice, as given: what is no list of them other checks refuse. */
export function validateStackTraces(given: unknown): Problem[] {
  if (!Array.isArray(given)) return [];
  const twice = given.filter((language, i) => given.indexOf(language) < i);
  return [...new Set(twice)].map((language) => ({
    what: `'stackTraces' holds ${shown(language)} twice`,
    fix: 'leave one out',
  }));
}
