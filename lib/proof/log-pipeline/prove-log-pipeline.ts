import type { FluentBitConfig } from '../../config/fluent-bit/config';
import { distinct, type Problem } from '../../model/problem';
import { validateDurability } from './check-durability';
import { validateKubernetes } from './check-kubernetes';
import { validateOrder } from './check-order';
import { validateRecordLoss } from './check-record-loss';
import { validateRouting } from './check-routes';
import { inputTags } from './input-tags';
import { type MeantRoute, readMeantRoutes } from './meant-routes';
import { ProofContext } from './proof-context';
import { validateTailPaths } from './tail-paths';
import { filtersOf, outputsOf } from './takers';

/** What {@link proveLogPipeline} must know beside the configuration. */
export interface ProveLogPipelineOptions {
  /** Of the pod that Fluent Bit runs in. @default - it is not looked at */
  readonly terminationGracePeriodSeconds?: number;
  /** Tags that reach other than exactly one output. @default - there are none */
  readonly meant?: readonly MeantRoute[];
}

/**
 * What is wrong with where records go and what may happen to them on the way, for all tags that the inputs can make: tags
 * that no output takes or several do, matches that take nothing, filters in the wrong order, files that are read twice,
 * positions and chunks that do not outlive a restart.
 *
 * Tags and paths are followed as regular languages, so that what is claimed holds for every one of them; each finding has
 * an example. The configuration is taken to be valid by itself (`validateFluentBit`).
 */
export function proveLogPipeline(config: FluentBitConfig, options: ProveLogPipelineOptions = {}): Problem[] {
  return [
    ...proveTags(config, options.meant ?? []),
    ...validateRecordLoss(config),
    ...validateDurability(config, options.terminationGracePeriodSeconds),
  ];
}

function proveTags(config: FluentBitConfig, meant: readonly MeantRoute[]): Problem[] {
  const context = new ProofContext(config);
  const inputs = inputTags(context);
  const filters = filtersOf(context);
  const outputs = outputsOf(context);
  const { routes, problems: meantProblems } = readMeantRoutes(context, meant, outputs);
  const problems = [
    ...[...inputs, ...filters, ...outputs].flatMap((each) => each.problems),
    ...meantProblems,
    ...validateTailPaths(context),
  ];
  // where a tag or a match is not understood, all that is said of ways would be guessed
  if (problems.length > 0) return context.languages.exhausted ? [tooManySided] : distinct(problems);
  const found = [
    ...validateRouting({ context, inputs, filters, outputs, meant: routes }),
    ...validateOrder(context, inputs, filters),
    ...validateKubernetes(context, filters, inputs),
  ];
  return context.languages.exhausted ? [tooManySided] : found;
}

const tooManySided: Problem = {
  what: 'the tags that filters and outputs match overlap in more ways than can be followed',
  fix: "begin each 'match' with what tells it from the others, such as 'kube.shop.*', or use match_regex with '[^.]+' for a part of a tag",
};
