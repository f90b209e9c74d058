import type { Construct } from 'constructs';
import { type Problem, problemText } from '../model/problem';

/**
 * Adds a check that runs at synth, when everything has been added. What only the whole shows belongs here; what a
 * constructor can see by itself is refused there.
 *
 * cdk8s asks every check of the app once for each chart. `state` is what the check's answer depends on, as one value
 * (`===`): while it stays the same, the answer is kept.
 */
export function addCheck(construct: Construct, check: () => readonly Problem[], state: () => unknown): void {
  let known: { readonly state: unknown; readonly messages: string[] } | undefined;
  construct.node.addValidation({
    validate: () => {
      const now = state();
      if (known?.state !== now) known = { state: now, messages: check().map(problemText) };
      return known?.messages ?? [];
    },
  });
}
