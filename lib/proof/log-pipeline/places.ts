/** What a plugin is found by in a list. */
interface Named {
  readonly name: string;
  readonly alias?: string;
}

/** How messages name a plugin: by its alias, else by its place in the list. */
export function placeOf(section: 'input' | 'filter' | 'output', plugin: Named, index: number): string {
  return plugin.alias === undefined ? `${section}s[${index}] (${plugin.name})` : `${section} '${plugin.alias}'`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
