/**
 * One thing that is wrong with what the user gave: what it is and how to mend it.
 *
 * A check is a pure function `validateX(data): Problem[]` that reports everything it finds, not the first finding.
 */
export interface Problem {
  /** What is wrong, with the place inside the data and the bad value: `'retention' is '5 days'`. No final period. */
  readonly what: string;
  /** How to mend it, with an allowed value: `use a duration such as '5d'`. No final period. */
  readonly fix: string;
}

/** The text of a problem without its place: `'retention' is '5 days'; use a duration such as '5d'`. */
export const problemText = ({ what, fix }: Problem): string => `${what}; ${fix}`;

/** The text of a problem as people read it: `monitoring/Stack: 'retention' is '5 days'; use a duration such as '5d'`. */
export function formatProblem(where: string, problem: Problem): string {
  return `${where}: ${problemText(problem)}`;
}

/** Prefixes what the problems say with the place they were found at: `route 2 > `. */
export function within(place: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ what, fix }) => ({ what: `${place}: ${what}`, fix }));
}

/** The problems, each finding once, in the words it was first told in. */
export function distinct(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ what }, i) => problems.findIndex((other) => other.what === what) === i);
}

/** Thrown by a constructor or a method that was given wrong props: one error with all that is wrong with them. */
export class InvalidInputError extends Error {
  constructor(
    /** The construct's path, as in `monitoring/Stack`. */
    readonly where: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => formatProblem(where, problem)).join('\n'));
    this.name = 'InvalidInputError';
  }
}

/** Throws one {@link InvalidInputError} with all the problems; does nothing if there is none. */
export function refuse(where: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidInputError(where, distinct(problems));
}
