/** Kinds of value that an expression yields; `range` is a range vector. */
export type ValueKind = 'scalar' | 'vector' | 'range' | 'string';

/** A label matcher of a selector; `value` is unquoted. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  readonly from: number;
}

/** Where a node stands in the text. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** `up{job="x"}`. The metric name is a matcher of `__name__` as well, however it was written. */
export interface SelectorNode extends Span {
  readonly type: 'selector';
  /** The name written before the braces or quoted inside them. */
  readonly metric?: string;
  readonly matchers: readonly Matcher[];
  /** How often the selector names a metric; more than once is an error. */
  readonly names: number;
}

/** A call of a function. */
export interface CallNode extends Span {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly PromqlNode[];
}

/** `sum by (job) (...)`; without a modifier `by` is true and `labels` empty, which means the same. */
export interface AggregateNode extends Span {
  readonly type: 'aggregate';
  readonly op: string;
  readonly by: boolean;
  readonly labels: readonly string[];
  readonly args: readonly PromqlNode[];
}

/** How the two vectors of a binary operation find their partners. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The side that may have many series for one of the other. */
  readonly many?: 'left' | 'right';
  /** Labels taken from the side of which there is one. */
  readonly include: readonly string[];
}

/** An operation on two operands. */
export interface BinaryNode extends Span {
  readonly type: 'binary';
  readonly op: string;
  readonly bool: boolean;
  readonly matching?: Matching;
  readonly left: PromqlNode;
  readonly right: PromqlNode;
}

/** `x[5m]`, `x[1h:5m]`, `-x`, `(x)`, `x offset 5m`, `x @ 0`. */
export interface WrapNode extends Span {
  readonly type: 'range' | 'subquery' | 'unary' | 'paren' | 'offset' | 'at';
  readonly inner: PromqlNode;
}

/** A number, a duration used as one, or a string. */
export interface LiteralNode extends Span {
  readonly type: 'number' | 'string';
  /** The text of a string, unquoted; that of a number as written. */
  readonly value: string;
}

/** A PromQL expression as a tree. */
export type PromqlNode = SelectorNode | CallNode | AggregateNode | BinaryNode | WrapNode | LiteralNode;

/** The operands of a node, in the order they are written. */
export function operands(node: PromqlNode): readonly PromqlNode[] {
  switch (node.type) {
    case 'selector':
    case 'number':
    case 'string':
      return [];
    case 'call':
    case 'aggregate':
      return node.args;
    case 'binary':
      return [node.left, node.right];
    default:
      return [node.inner];
  }
}

/** Every selector below a node, itself included, in the order they are written. */
export function selectorsBelow(node: PromqlNode): SelectorNode[] {
  return node.type === 'selector' ? [node] : operands(node).flatMap(selectorsBelow);
}

/** Whether an operator compares. */
export const isComparison = (op: string): boolean => ['==', '!=', '<=', '<', '>=', '>'].includes(op);

/** Whether an operator works on sets of series, not on their values. */
export const isSetOperator = (op: string): boolean => ['and', 'or', 'unless'].includes(op);
