import type { Problem } from '../../model/problem';
import type { AggregateNode, BinaryNode, CallNode, PromqlNode, SelectorNode } from './ast';
import { isSetOperator } from './ast';
import { signatureOf } from './functions';
import { kindOf } from './kind';
import { parsePromql } from './parse';
import { excerpt } from './place';
import { EVERYWHERE, isEverywhere, type Origin, OTHER_TARGETS, type Split } from './shard-origin';

/** What is known of the shards that evaluate an expression. */
export interface ShardedPromqlOptions {
  /** Jobs that every shard scrapes whole; selectors name them by `job="x"`. */
  readonly completeJobs: readonly string[];
  /** Names of series that rules write, whose labels need not tell the target. @default - all with a colon */
  readonly recorded?: ReadonlySet<string>;
}

/**
 * Checks that an expression means the same on shards of a Prometheus, each of which has the series of a part of the
 * targets: all shards together yield what one server with all series would.
 *
 * A result must come from the series of one target, or of jobs that every shard scrapes whole. The labels `job` and
 * `instance` are taken to tell the target (which `honorLabels` can break). When in doubt it refuses.
 */
export function validateForShards(expr: string, options: ShardedPromqlOptions): Problem[] {
  const { root } = parsePromql(expr);
  if (!root) return [];
  const problems: Problem[] = [];
  originOf(root, { text: expr, problems, options });
  return problems;
}

interface Context {
  readonly text: string;
  readonly problems: Problem[];
  readonly options: ShardedPromqlOptions;
}

/** Says what is wrong with a node and goes on as if it were right, so that one mistake gives one problem. */
function refused({ text, problems }: Context, node: PromqlNode, what: string, fix: string): Origin {
  problems.push({ what: `${what}, which a shard of Prometheus sees a part of: '${excerpt(text, node)}'`, fix });
  return EVERYWHERE;
}

const WHOLE_JOBS = 'read only jobs that every shard scrapes whole (onEveryShard), each named by a matcher job="..."';

function originOf(node: PromqlNode, context: Context): Origin {
  switch (node.type) {
    case 'number':
    case 'string':
      return EVERYWHERE;
    case 'selector':
      return ofSelector(node, context.options);
    case 'call':
      return ofCall(node, context);
    case 'aggregate':
      return ofAggregate(node, context);
    case 'binary':
      return ofBinary(node, context);
    default:
      return originOf(node.inner, context);
  }
}

function ofSelector({ matchers }: SelectorNode, { completeJobs, recorded }: ShardedPromqlOptions): Origin {
  const metric = matchers.find(({ label, op }) => label === '__name__' && op === '=')?.value;
  const written = metric === undefined || metric.includes(':') || metric.startsWith('ALERTS') || recorded?.has(metric);
  if (written) return OTHER_TARGETS;
  const job = matchers.find(({ label, op }) => label === 'job' && op === '=')?.value;
  if (job !== undefined && completeJobs.includes(job)) return EVERYWHERE;
  return { instance: true, job: true, pinned: job };
}

/** Functions that read all series with labels they share, and so join what several targets may have. */
const JOINS_BUCKETS = new Set(['histogram_quantile', 'histogram_fraction']);

function ofCall(node: CallNode, context: Context): Origin {
  const origins = node.args.map((arg) => originOf(arg, context));
  const split = origins.find((origin) => !isEverywhere(origin));
  if (!split || isEverywhere(split)) return EVERYWHERE;
  if (!signatureOf(node.name)) {
    return refused(
      context,
      node,
      `nothing is known of '${node.name}', which may read the series of all targets`,
      WHOLE_JOBS,
    );
  }
  if (['absent', 'absent_over_time', 'scalar'].includes(node.name)) {
    return refused(context, node, `'${node.name}' reads the series of all targets`, WHOLE_JOBS);
  }
  if (JOINS_BUCKETS.has(node.name) && !tellsTarget(split)) {
    return refused(context, node, `'${node.name}' joins series that may be of several targets`, WHOLE_JOBS);
  }
  if (node.name !== 'label_replace' && node.name !== 'label_join') return split;
  const target = node.args[1];
  return target?.type === 'string' ? withoutLabels(split, [target.value]) : OTHER_TARGETS;
}

const tellsTarget = ({ instance, job, pinned }: Split) => instance && (job || pinned !== undefined);

const withoutLabels = (origin: Split, labels: readonly string[]): Split => ({
  ...origin,
  instance: origin.instance && !labels.includes('instance'),
  job: origin.job && !labels.includes('job'),
});

function ofAggregate(node: AggregateNode, context: Context): Origin {
  const [parameter] = node.args.length > 1 ? node.args : [];
  if (parameter) originOf(parameter, context);
  const vector = node.args.at(-1);
  const origin = vector ? originOf(vector, context) : EVERYWHERE;
  if (isEverywhere(origin)) return EVERYWHERE;
  const keeps = (label: string) => node.labels.includes(label) === node.by;
  if (!origin.instance || !keeps('instance') || !((origin.job && keeps('job')) || origin.pinned !== undefined)) {
    return refused(
      context,
      node,
      `'${node.op}' joins series of several targets`,
      `${aggregateFix(node)}, or ${WHOLE_JOBS}`,
    );
  }
  // topk and bottomk hand on the series as they are.
  if (['topk', 'bottomk'].includes(node.op)) return origin;
  const kept = { ...origin, job: origin.job && keeps('job') };
  return node.op === 'count_values' && parameter?.type === 'string' ? withoutLabels(kept, [parameter.value]) : kept;
}

function aggregateFix({ by, labels }: AggregateNode): string {
  return by
    ? `keep the target: by (${[...new Set([...labels, 'job', 'instance'])].join(', ')})`
    : "keep the target: leave 'job' and 'instance' out of 'without'";
}

function ofBinary(node: BinaryNode, context: Context): Origin {
  const { op, matching, left, right } = node;
  const [of, to] = [originOf(left, context), originOf(right, context)];
  if (kindOf(left) === 'scalar') return to;
  if (kindOf(right) === 'scalar') return of;
  if (isEverywhere(of) && isEverywhere(to)) return EVERYWHERE;

  const matches = (label: string) => !matching || matching.labels.includes(label) === matching.on;
  if (!isEverywhere(of) && !isEverywhere(to)) {
    const sameJob = of.pinned !== undefined && of.pinned === to.pinned;
    const sameTarget =
      of.instance && to.instance && matches('instance') && ((of.job && to.job && matches('job')) || sameJob);
    if (!sameTarget) {
      const fix = `match the target: on (job, instance), or ${WHOLE_JOBS} on one side`;
      return refused(context, node, `'${op}' pairs series of several targets`, fix);
    }
    const pinned = sameJob ? of.pinned : undefined;
    if (isSetOperator(op) || !matching) return { instance: true, job: of.job && to.job, pinned };
    if (matching.many) return withoutLabels({ ...(matching.many === 'left' ? of : to), pinned }, matching.include);
    return { instance: true, job: of.job && to.job && matches('job'), pinned };
  }

  const split = (isEverywhere(of) ? to : of) as Split;
  if (op === 'or' || op === 'unless' || op === 'and') {
    // What a shard lacks it cannot take away (unless), nor know that another has it (or).
    const lacks = op === 'unless' ? isEverywhere(of) : op === 'or' && isEverywhere(to);
    if (lacks) {
      const fix = op === 'or' ? 'put the side that every shard has first' : WHOLE_JOBS;
      return refused(context, node, `'${op}' asks whether a series is missing`, fix);
    }
    return op === 'or' || isEverywhere(of) ? OTHER_TARGETS : split;
  }
  if (matching?.many) {
    const ofMany = matching.many === 'left' ? of : to;
    if (!isEverywhere(ofMany)) return withoutLabels(ofMany, matching.include);
  }
  // The labels are those both sides agree in, so they tell the target only where they are all matched.
  return matching?.many
    ? OTHER_TARGETS
    : { ...split, instance: split.instance && matches('instance'), job: split.job && matches('job') };
}
