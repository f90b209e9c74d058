import { relabelRegex } from '../config/prometheus/regex';
import type { Matcher } from '../config/promql';
import { compileRegex } from '../config/promql/regex';
import { RelabelAction, type Relabeling } from '../model/relabeling';

/** Of the series that a selector chooses: what it says of a label. */
export interface ChosenSeries {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/**
 * The number of the step that drops every series a selector can choose, or undefined if one may be left. Steps on a label
 * are certain where the selector fixes its value, or where any value would do.
 */
export function certainDrop(steps: readonly Relabeling[], series: ChosenSeries): number | undefined {
  const found = steps.findIndex((step, i) => drops(step, steps.slice(i + 1), series));
  return found < 0 ? undefined : found;
}

function drops(step: Relabeling, later: readonly Relabeling[], series: ChosenSeries): boolean {
  const { action, sourceLabels = [], separator = ';', regex = '(.*)', targetLabel = '' } = step;
  const fixed = (label: string) => fixedValue(label, [step, ...later], series);
  const sources = sourceLabels.map(fixed);
  const known = sources.every((value) => value !== undefined);
  switch (action) {
    case RelabelAction.KEEP:
      return known && !programOf(regex)(sources.join(separator));
    case RelabelAction.DROP: {
      // Most steps are about other metrics: what is known in front says so without trying values for the rest.
      if (known) return programOf(regex)(sources.join(separator));
      const tried = sources.map((value, i) =>
        value === undefined ? valuesOf(sourceLabels[i] as string, later, series) : [value],
      );
      return tried.every((values) => values.length > 0) && everyChoice(tried, separator, programOf(regex));
    }
    case RelabelAction.KEEP_EQUAL:
    case RelabelAction.DROP_EQUAL: {
      const value = fixed(targetLabel);
      return (
        known && value !== undefined && (sources.join(separator) === value) === (action === RelabelAction.DROP_EQUAL)
      );
    }
    default:
      return false;
  }
}

/** Looked up for every selector. */
const programs = new Map<string, (text: string) => boolean>();

function programOf(regex: string): (text: string) => boolean {
  const known = programs.get(regex);
  if (known) return known;
  const { matches } = relabelRegex(regex);
  programs.set(regex, matches);
  return matches;
}

/** The value that a label has in all chosen series before these steps, unless one of them may write it. */
function fixedValue(label: string, steps: readonly Relabeling[], { metric, matchers }: ChosenSeries) {
  if (steps.some((step) => mayWrite(step, label))) return undefined;
  if (label === '__name__') return metric;
  return matchers.find((matcher) => matcher.label === label && matcher.op === '=')?.value;
}

function mayWrite({ action = RelabelAction.REPLACE, targetLabel = '', regex = '(.*)' }: Relabeling, label: string) {
  switch (action) {
    case RelabelAction.KEEP:
    case RelabelAction.DROP:
    case RelabelAction.KEEP_EQUAL:
    case RelabelAction.DROP_EQUAL:
      return false;
    case RelabelAction.LABELMAP:
      return label !== '__name__';
    case RelabelAction.LABELDROP:
      return programOf(regex)(label);
    case RelabelAction.LABELKEEP:
      return !programOf(regex)(label);
    default:
      return targetLabel === label || targetLabel.includes('$');
  }
}

const PRINTABLE = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));
/** A pattern that takes all of these takes any text. */
const ANY_TEXT = ['', '/', 'a', 'Z', '0', '-', `${PRINTABLE}\n`, PRINTABLE.repeat(20)];

/** Texts that stand for all values that a label can have in the chosen series; none if nobody can say. */
function valuesOf(label: string, later: readonly Relabeling[], { matchers }: ChosenSeries): string[] {
  if (later.some((step) => mayWrite(step, label))) return ANY_TEXT;
  return matchers
    .filter((matcher) => matcher.label === label)
    .reduce(
      (values: readonly string[], matcher) => values.filter((value) => lets(matcher, value)),
      ANY_TEXT,
    ) as string[];
}

/** Whether a series with this value of the label passes a matcher. */
export function lets({ op, value: wanted }: Matcher, value: string): boolean {
  if (op === '=') return value === wanted;
  if (op === '!=') return value !== wanted;
  const matches = compileRegex(wanted)?.(value) ?? true;
  return matches === (op === '=~');
}

/** Whether each way to choose one of the values for each place passes. */
function everyChoice(
  [values, ...rest]: readonly (readonly string[])[],
  separator: string,
  passes: (text: string) => boolean,
  start?: string,
): boolean {
  if (!values) return passes(start ?? '');
  return values.every((value) =>
    everyChoice(rest, separator, passes, start === undefined ? value : `${start}${separator}${value}`),
  );
}
