import type { Problem } from '../../model/problem';

const REFERENCE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** Whether a text is filled in from the environment, in whole or in part. */
export const refersToEnvironment = (text: string): boolean => text.search(REFERENCE) >= 0;

/** A text with others in place of its variables. */
export const withoutReferences = (text: string, instead: string): string => text.replaceAll(REFERENCE, instead);

/** Whether all of a text comes from the environment, and no default is written down. */
export const isReference = (text: string): boolean => /^\$\{[A-Za-z_]\w*\}$/.test(text);

/**
 * What is wrong with the `${NAME}` in a text. Fluent Bit looks for the first `${` and the first `}` by themselves: with a
 * brace in between, it leaves the name as it is or drops a part of the text, in silence.
 */
export function environmentProblems(place: string, text: string): Problem[] {
  if (!text.includes('${')) return [];
  const rest = withoutReferences(text, '\n');
  if (rest.includes('${')) {
    return [
      {
        what: `'${place}' holds '\${', which begins the name of an environment variable to Fluent Bit`,
        fix: "write a whole name such as '${NODE_NAME}', or the text without '${', such as '[$][{]' in a regular expression",
      },
    ];
  }
  const beforeLast = rest.slice(0, rest.lastIndexOf('\n'));
  if (!beforeLast.includes('}')) return [];
  return [
    {
      what: `'${place}' has a '}' before an environment variable, which Fluent Bit does not fill in then`,
      fix: "put the variable before the first '}', or into a setting of its own",
    },
  ];
}

/** The variables without a default that the texts of some data refer to, each once: whoever runs it has to set them. */
export function environmentNames(data: unknown): string[] {
  if (typeof data === 'string') {
    const found = [...data.matchAll(REFERENCE)].filter(([, , otherwise]) => otherwise === undefined);
    return [...new Set(found.map(([, name]) => name as string))];
  }
  if (typeof data !== 'object' || data === null) return [];
  return [...new Set(Object.values(data).flatMap(environmentNames))];
}
