import type { Problem } from '../../model/problem';

/**
 * Alertmanager takes any UTF-8 text as a label's name, also `alertname, cluster` or `severity="critical"`, which are
 * slips and group or compare by a label that no alert has. White space and the characters of the matcher grammar are
 * therefore refused.
 */
const NAME = /^[^\s{}!=~,\\"'`\p{Surrogate}]+$/u;

/** Checks a list of names of labels. */
export function validateLabelNames(key: string, names: readonly string[] = []): Problem[] {
  return names.flatMap((name, i) => {
    if (!NAME.test(name)) {
      return [
        {
          what: `'${key}' has ${JSON.stringify(name)}, which is no name of a label`,
          fix: "give each label an entry of its own, such as 'alertname'",
        },
      ];
    }
    return names.indexOf(name) < i ? [{ what: `'${key}' has '${name}' twice`, fix: 'leave one of them out' }] : [];
  });
}
