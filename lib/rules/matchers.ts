/** Matchers of a selector in one text; empty ones are left out. */
export function matchers(...parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join(', ');
}
