import type { Construct, IConstruct } from 'constructs';
import { type Problem, problemText } from '../model/problem';
import { addCheck } from './checks';

/** What is wrong with an app as a whole, and one of the constructs that it is about. */
export interface AppProblem extends Problem {
  readonly at: IConstruct;
}

type AppCheck = (root: IConstruct) => readonly AppProblem[];

const ADDED = new WeakMap<IConstruct, Set<AppCheck>>();

/**
 * Adds a check of the whole app, which runs at synth: once, however many constructs ask for it. Its answer is kept while the
 * number of constructs stays the same.
 */
export function addAppCheck(scope: Construct, check: AppCheck): void {
  const { root } = scope.node;
  const added = ADDED.get(root) ?? new Set();
  if (added.has(check)) return;
  ADDED.set(root, added.add(check));

  const told = new Map<IConstruct, string[]>();
  addCheck(
    root as Construct,
    () => {
      for (const messages of told.values()) messages.length = 0;
      for (const { at, ...problem } of check(root)) {
        // cdk8s asks from the root downwards, and puts the path of who answers in front: the root has none.
        const messages = told.get(at) ?? [];
        if (!told.has(at)) at.node.addValidation({ validate: () => messages });
        told.set(at, messages);
        messages.push(problemText(problem));
      }
      return [];
    },
    () => root.node.findAll().length,
  );
}
