import type { Construct, IConstruct } from 'constructs';
import { type Problem, problemText } from '../model/problem';
import { addCheck } from './checks';

/** What is wrong with an app as a whole, and one of the constructs that it is about. */
export interface AppProblem extends Problem {
  readonly at: IConstruct;
}

type AppCheck = (root: IConstruct) => readonly AppProblem[];

const CHECKS = new WeakMap<IConstruct, Set<AppCheck>>();

/**
 * Adds a check of the whole app, which runs at synth: once, however many constructs ask for it. Its answer is kept while the
 * number of constructs stays the same.
 */
export function addAppCheck(scope: Construct, check: AppCheck): void {
  const { root } = scope.node;
  const known = CHECKS.get(root);
  if (known) {
    known.add(check);
    return;
  }
  const checks = new Set([check]);
  CHECKS.set(root, checks);
  const told = new Map<IConstruct, string[]>();
  // One for all checks, since cdk8s asks often, and counting is what then takes time.
  addCheck(
    root as Construct,
    () => {
      for (const messages of told.values()) messages.length = 0;
      for (const { at, ...problem } of [...checks].flatMap((each) => each(root))) {
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
