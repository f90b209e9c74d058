import { quoteText } from '../quoted-text';
import { formatLabelName, readMatcher } from './matcher-text';
import { anchoredRegex } from './regex';

/** A condition on one label of an alert. An absent label counts as the empty value. */
export interface Matcher {
  /** Name of the label; any UTF-8 text but the empty one. */
  readonly name: string;
  /** Equal, not equal, matches the expression, does not match it. Expressions are RE2 and match the whole value. */
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/**
 * Reads a matcher such as `severity=~"critical|warning"`; undefined if the text is none, or one that Alertmanager takes
 * in silence and reads otherwise than it looks (`alertname == X`).
 */
export function parseMatcher(text: string): Matcher | undefined {
  const read = readMatcher(text);
  return 'what' in read ? undefined : read;
}

/** The text of a matcher: value always quoted and escaped, so that every version of the grammar reads it back. */
export function formatMatcher(m: Matcher): string {
  return `${formatLabelName(m.name)}${m.operator}${quoteText(m.value)}`;
}

/** Whether an alert with these labels meets the condition. Throws if the matcher's expression is no RE2. */
export function matches(m: Matcher, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, m.name) ? (labels[m.name] ?? '') : '';
  switch (m.operator) {
    case '=':
      return value === m.value;
    case '!=':
      return value !== m.value;
    case '=~':
      return anchoredRegex(m.value)(value);
    case '!~':
      return !anchoredRegex(m.value)(value);
  }
}
