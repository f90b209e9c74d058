import type { Matcher } from './ast';
import { selectorsBelow } from './ast';
import { parsePromql } from './parse';

/** What an expression reads. */
export interface Selector {
  /** The metric's name, also where `__name__="x"` says it; undefined if a pattern chooses it. */
  readonly metric?: string;
  /** The matchers of all labels but the metric's name. */
  readonly matchers: readonly Matcher[];
}

/** Every selector of an expression in the order written; none if its syntax is wrong. */
export function selectors(expr: string): Selector[] {
  const { root } = parsePromql(expr);
  return (root ? selectorsBelow(root) : []).map(({ matchers }) => ({
    metric: matchers.find(({ label, op }) => label === '__name__' && op === '=')?.value,
    matchers: matchers.filter(({ label }) => label !== '__name__'),
  }));
}

/** The names of the metrics that an expression reads, each once; none of a selector whose name is a pattern. */
export function metricNames(expr: string): string[] {
  return [...new Set(selectors(expr).flatMap(({ metric }) => (metric === undefined ? [] : [metric])))];
}
