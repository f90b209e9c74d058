import type { AggregateNode, BinaryNode, CallNode, PromqlNode, SelectorNode } from './ast';
import { isSetOperator } from './ast';
import { kindOf } from './kind';
import { LabelBound } from './label-bound';
import { parsePromql } from './parse';

/**
 * The labels that the result of an expression may have. What it denies is gone for certain (dropped by an aggregation,
 * by `on` or by a function); where nothing is certain, it allows any. The metric's name is not considered.
 */
export function resultLabels(expr: string): LabelBound {
  const { root } = parsePromql(expr);
  return root ? labelsOf(root) : LabelBound.ANY;
}

function labelsOf(node: PromqlNode): LabelBound {
  switch (node.type) {
    case 'selector':
      return LabelBound.ANY.without(emptyLabels(node));
    case 'number':
    case 'string':
      return LabelBound.NONE;
    case 'call':
      return labelsOfCall(node);
    case 'aggregate':
      return labelsOfAggregate(node);
    case 'binary':
      return labelsOfBinary(node);
    default:
      return labelsOf(node.inner);
  }
}

/** Labels that a selector asks to be empty, which is to lack them. */
const emptyLabels = ({ matchers }: SelectorNode) =>
  matchers.filter(({ op, value }) => op === '=' && value === '').map(({ label }) => label);

function labelsOfCall({ name, args }: CallNode): LabelBound {
  const vector = args.find((arg) => ['vector', 'range'].includes(kindOf(arg)));
  if (!vector || name === 'vector' || name === 'scalar') return LabelBound.NONE;
  if (name === 'absent' || name === 'absent_over_time') return LabelBound.only(labelsOfAbsent(vector));
  const labels = labelsOf(vector);
  if (name !== 'label_replace' && name !== 'label_join') return labels;
  const target = args[1];
  return target?.type === 'string' ? labels.with([target.value]) : LabelBound.ANY;
}

/** `absent` gives back the labels that its selector asks to be equal to something. */
function labelsOfAbsent(node: PromqlNode): string[] {
  if (node.type === 'selector') {
    return node.matchers.filter(({ label, op }) => op === '=' && label !== '__name__').map(({ label }) => label);
  }
  return 'inner' in node && node.type !== 'unary' && node.type !== 'subquery' ? labelsOfAbsent(node.inner) : [];
}

function labelsOfAggregate({ op, by, labels, args }: AggregateNode): LabelBound {
  const vector = args.at(-1);
  const below = vector ? labelsOf(vector) : LabelBound.ANY;
  // These hand on some of the series as they are; their grouping says only among which they choose.
  if (['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(op)) return below;
  const kept = by ? below.and(LabelBound.only(labels)) : below.without(labels);
  const [name] = args;
  if (op !== 'count_values') return kept;
  return name?.type === 'string' ? kept.with([name.value]) : LabelBound.ANY;
}

function labelsOfBinary({ op, matching, left, right }: BinaryNode): LabelBound {
  const [of, to] = [labelsOf(left), labelsOf(right)];
  if (kindOf(left) === 'scalar') return to;
  if (kindOf(right) === 'scalar' || op === 'unless') return of;
  if (op === 'or') return of.or(to);
  if (!matching) return of.and(to);
  if (isSetOperator(op)) return of;
  if (matching.many) {
    const [many, one] = matching.many === 'left' ? [of, to] : [to, of];
    const { include } = matching;
    return many.without(include).with(include.filter((label) => one.mayHave(label)));
  }
  return matching.on ? of.and(to).and(LabelBound.only(matching.labels)) : of.and(to).without(matching.labels);
}
