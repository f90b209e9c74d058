import type { Problem } from '../../model/problem';
import { quoteText, unquoteGo } from '../quoted-text';
import type { Matcher } from './matcher';
import { regexFault } from './regex';

/** A token that needs no quotes: no white space and none of the characters of the grammar itself. */
const BARE = '[^\\s\\u0085{}!=~,\\\\"\'`]+';
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const SPACE = '[ \\t\\n\\f\\r]*';
const MATCHER = new RegExp(
  `^${SPACE}(?<name>${QUOTED}|${BARE})${SPACE}(?<operator>=~|!=|!~|=)${SPACE}(?<value>${QUOTED}|${BARE})${SPACE}$`,
  's',
);
/** Names that Alertmanager's older parser takes, too: it then reads the value by its own rules, and its reading wins. */
const CLASSIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** The escapes that both parsers read alike. */
const COMMON_ESCAPES = /^"(?:[^\\]|\\[\\"n])*"$/s;
const LONE_SURROGATE = /\p{Surrogate}/u;
const EXAMPLE = `'team="payments"'`;

const unquote = (token: string) => (token.startsWith('"') ? unquoteGo(token) : token);

/** The nearest right spelling of what could not be read, as people go wrong. */
function fixOf(text: string): string {
  if (/^[^"]*==/.test(text)) return `write one '=', as in ${EXAMPLE}`;
  if (/^\s*\{|\}\s*$/.test(text))
    return `leave the braces out and give each matcher a string of its own, as in ${EXAMPLE}`;
  if (/^[^"]*[=~]\s*$/.test(text)) return `write an empty value as '""', as in 'team=""'`;
  if (/","|"\s*,|^[^"]*,/.test(text))
    return `give each matcher a string of its own, with its value in double quotes, as in ${EXAMPLE}`;
  if (text.includes('\\')) {
    return `double each backslash and put the value in double quotes, as in 'instance=~"10\\\\.0\\\\.0\\\\.1"'`;
  }
  return `write a label name, one of =, !=, =~, !~, and a value in double quotes, as in ${EXAMPLE}`;
}

/**
 * Reads one matcher as the UTF-8 grammar of Alertmanager (0.27 and newer) does, or says what is wrong with it.
 *
 * Stricter than Alertmanager in what it takes in silence: texts that only its older parser reads (`alertname == X`
 * becomes the value `= X`), texts that its two parsers read differently (the escapes of a Go string other than `\\`,
 * `\"` and `\n` after a plain name), several matchers in one string, and the empty label name.
 */
export function readMatcher(text: string): Matcher | Problem {
  const groups = MATCHER.exec(text)?.groups;
  const bad = { what: `${JSON.stringify(text)} is no matcher`, fix: fixOf(text) };
  if (!groups || LONE_SURROGATE.test(text)) return bad;
  const { name: rawName = '', operator, value: rawValue = '' } = groups;
  const name = unquote(rawName);
  const value = unquote(rawValue);
  if (name === undefined || value === undefined) return bad;
  if (name === '') return { what: `${JSON.stringify(text)} has no label name`, fix: `name a label, as in ${EXAMPLE}` };
  if (CLASSIC_NAME.test(rawName) && rawValue.startsWith('"') && !COMMON_ESCAPES.test(rawValue)) {
    return {
      what: `${JSON.stringify(text)} has an escape that Alertmanager's two parsers read differently`,
      fix: `write the character itself; of escapes use only \\\\, \\" and \\n: ${name}${operator}${quoteText(value)}`,
    };
  }
  const matcher = { name, operator: operator as Matcher['operator'], value };
  const fault = operator?.includes('~') ? regexFault(value) : undefined;
  if (fault === undefined) return matcher;
  return {
    what: `${JSON.stringify(text)} is no RE2 expression: ${fault}`,
    fix: `write RE2, as in 'namespace=~"prod-.*|staging"'; it has no look-around and no back-references`,
  };
}

/** The name as matchers write it: bare where both parsers of Alertmanager take it, else quoted. */
export function formatLabelName(name: string): string {
  return CLASSIC_NAME.test(name) ? name : quoteText(name);
}
