import type { Problem } from '../../model/problem';
import type { Section } from './section-problems';

/** A text among the options of a section that are in order. */
export function textOf({ right }: Section, key: string): string | undefined {
  const value = right[key];
  return typeof value === 'string' ? value : undefined;
}

/** A list among the options of a section that are in order; empty if there is none. */
export function listOf({ right }: Section, key: string): readonly string[] {
  const value = right[key];
  return Array.isArray(value) ? value : [];
}

/** Whether something was given, be it right or wrong. */
export const isGiven = ({ given }: Section, key: string): boolean => given[key] !== undefined;

/** One problem, or none. */
export const unless = (isFine: boolean, what: string, fix: string): Problem[] => (isFine ? [] : [{ what, fix }]);

/** All but the first of those that share a key, each with the first. */
export function shared<T>(all: readonly T[], keyOf: (one: T) => string | undefined): (readonly [T, T, string])[] {
  const first = new Map<string, T>();
  return all.flatMap((one) => {
    const key = keyOf(one);
    if (key === undefined) return [];
    const before = first.get(key);
    if (before === undefined) first.set(key, one);
    return before === undefined ? [] : [[before, one, key] as const];
  });
}
