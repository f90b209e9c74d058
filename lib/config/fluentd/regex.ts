import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';

/** A regular expression between slashes, and its flags. */
const SPELLED = /^\/(.*)\/([imx]*)$/s;

/** Checks a regular expression of Ruby, which may have to name the fields that it finds. */
export function validateRegex(where: string, value: unknown, findsFields = false): Problem[] {
  const [, pattern] = typeof value === 'string' ? (SPELLED.exec(value) ?? []) : [];
  if (pattern === undefined) {
    return [
      {
        what: `${where} is ${shown(value)}, which is no regular expression between slashes`,
        fix: "write it as in '/^ERROR/'",
      },
    ];
  }
  const why = syntaxError(pattern);
  if (why === undefined) {
    if (!findsFields || /\(\?[<'][A-Za-z_]/.test(pattern)) return [];
    return [
      {
        what: `${where} is '${value}', which has no group with a name`,
        fix: "name the fields, such as '/^(?<message>.*)$/'",
      },
    ];
  }
  return [{ what: `${where} is '${value}', which Ruby cannot read: ${why}`, fix: 'mend the regular expression' }];
}

/** Groups as Ruby opens them, and what JavaScript takes in their place: both agree on the rest of what can be open. */
const GROUPS =
  /\\.|\(\?(?:<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|>|[imx]*(?:-[imx]+)?:)|\(\?[imx]*(?:-[imx]+)?\)|\(\?#[^)]*\)/gs;

/** What is left open or repeats nothing. Names of characters and the like are left to Ruby. */
function syntaxError(pattern: string): string | undefined {
  const plain = pattern.replace(/\[\[:\^?[a-z]+:\]/g, '[a').replace(/\[:\^?[a-z]+:\]/g, 'a');
  const javaScript = plain.replace(GROUPS, (group) => {
    if (group.startsWith('\\')) return /^\\[kpPgGzZ]/.test(group) ? 'a' : group;
    return /[:>']$/.test(group) ? '(?:' : '';
  });
  try {
    new RegExp(javaScript);
    return undefined;
  } catch (error) {
    return String((error as Error).message)
      .replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '')
      .toLowerCase();
  }
}
