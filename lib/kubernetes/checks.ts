import type { Construct } from 'constructs';
import type { Problem } from '../model/problem';

/**
 * Adds a check that runs at synth, when everything has been added. What only the whole shows belongs here; what a
 * constructor can see by itself is refused there.
 */
export function addCheck(construct: Construct, check: () => readonly Problem[]): void {
  construct.node.addValidation({ validate: () => check().map(({ what, fix }) => `${what}; ${fix}`) });
}
