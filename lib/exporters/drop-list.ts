import { RelabelAction, type Relabeling } from '../model/relabeling';

/** Series that a job leaves out. */
export interface DroppedSeries {
  /** Names of the metrics, as regular expressions (RE2, the whole name). */
  readonly metrics: readonly string[];
  /** Only those whose labels match these, each a regular expression; `''` means without the label. @default - all */
  readonly labels?: Readonly<Record<string, string>>;
  /** What they cost, and why nobody misses them. */
  readonly why: string;
}

/** The steps that drop them, one for each entry. */
export function dropSteps(list: readonly DroppedSeries[]): Relabeling[] {
  return list.map(({ metrics, labels = {} }) => ({
    sourceLabels: ['__name__', ...Object.keys(labels)],
    regex: [metrics, ...Object.values(labels).map((value) => [value])].map(alternatives).join(';'),
    action: RelabelAction.DROP,
  }));
}

/** In brackets only where it is several, for people read it. */
const alternatives = (patterns: readonly string[]) => {
  const pattern = patterns.join('|');
  return pattern.includes('|') ? `(${pattern})` : pattern;
};
