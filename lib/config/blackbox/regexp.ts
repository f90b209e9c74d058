import type { Problem } from '../../model/problem';
import { regexFault } from '../alertmanager/regex';

/** Checks an optional regular expression of the exporter. */
export function validateRegexp(prop: string, pattern: string | undefined): Problem[] {
  if (pattern === undefined) return [];
  const fault = regexFault(pattern);
  if (fault === undefined) return [];
  return [
    {
      what: `'${prop}' is '${pattern}', which is no RE2 expression (${fault})`,
      fix: "correct it, such as 'error|failure'",
    },
  ];
}
