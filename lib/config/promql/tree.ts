import type { parser } from '@prometheus-io/lezer-promql';
import type { Problem } from '../../model/problem';
import type { AggregateNode, Matcher, Matching, PromqlNode, SelectorNode } from './ast';
import { experimental, showPlace } from './place';
import { unquote } from './strings';

/** A node of the syntax tree that the grammar makes. */
export type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What the conversion of one expression shares. */
interface Source {
  readonly text: string;
  readonly problems: Problem[];
}

/** Turns a syntax tree without errors into ours; adds problems that the grammar lets pass. */
export function toTree(text: string, top: SyntaxNode, problems: Problem[]): PromqlNode | undefined {
  return convert({ text, problems }, childrenOf(top)[0]);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') found.push(child);
  }
  return found;
}

const textOf = ({ text }: Source, node: SyntaxNode) => text.slice(node.from, node.to);

function convert(source: Source, node: SyntaxNode | undefined): PromqlNode | undefined {
  if (!node) return undefined;
  const children = childrenOf(node);
  const span = { from: node.from, to: node.to };
  const wrap = (type: 'unary' | 'paren', child: SyntaxNode | undefined) => {
    const inner = convert(source, child);
    return inner && { type, inner, ...span };
  };
  const postfix = (type: 'range' | 'subquery' | 'offset' | 'at') => {
    const inner = convert(source, children[0]);
    return inner && bindTightly(type, inner, node.to);
  };
  switch (node.name) {
    case 'NumberDurationLiteral':
      return { type: 'number', value: textOf(source, node), ...span };
    case 'StringLiteral':
      return { type: 'string', value: stringOf(source, node), ...span };
    case 'VectorSelector':
      return selector(source, node);
    case 'MatrixSelector':
    case 'SubqueryExpr':
      for (const duration of children.slice(1)) positiveDuration(source, duration);
      return postfix(node.name === 'MatrixSelector' ? 'range' : 'subquery');
    case 'OffsetExpr':
      return postfix('offset');
    case 'StepInvariantExpr':
      return postfix('at');
    case 'ParenExpr':
      return wrap('paren', children[0]);
    case 'UnaryExpr':
      return wrap('unary', children[1]);
    case 'FunctionCall': {
      const [name, body] = children;
      if (!name || !body) return undefined;
      return { type: 'call', name: textOf(source, name), args: convertAll(source, childrenOf(body)), ...span };
    }
    case 'AggregateExpr':
      return aggregate(source, node);
    case 'BinaryExpr':
      return binary(source, node);
    default:
      source.problems.push(experimental(`'${textOf(source, node)}'`, showPlace(source.text, node.from)));
      return undefined;
  }
}

/**
 * In Prometheus `a - b offset 1d` moves `b` alone. The grammar gives what stands behind an expression no precedence and
 * makes it the whole difference, so it is handed down to the operand that it follows.
 */
function bindTightly(type: 'range' | 'subquery' | 'offset' | 'at', inner: PromqlNode, to: number): PromqlNode {
  if (inner.type === 'binary') return { ...inner, right: bindTightly(type, inner.right, to), to };
  if (inner.type === 'unary') return { ...inner, inner: bindTightly(type, inner.inner, to), to };
  return { type, inner, from: inner.from, to };
}

function convertAll(source: Source, nodes: readonly SyntaxNode[]): PromqlNode[] {
  return nodes.map((node) => convert(source, node)).filter((node) => node !== undefined);
}

function stringOf(source: Source, node: SyntaxNode): string {
  const value = unquote(textOf(source, node));
  if (value === undefined) {
    source.problems.push({
      what: `broken string at ${showPlace(source.text, node.from)}`,
      fix: "close it, and write a backslash as '\\\\' (backquotes take everything as it is)",
    });
  }
  return value ?? '';
}

/** A range or a step is above zero; what a sum of durations comes to is known to the server alone. */
function positiveDuration(source: Source, node: SyntaxNode): void {
  if (/^(?:-\s*(?:[\w.]+|\([\w.]+\))|\+?\s*[0.]+(?:[a-z]+)?)$/.test(textOf(source, node))) {
    source.problems.push({
      what: `a duration that is not above zero, at ${showPlace(source.text, node.from)}`,
      fix: "write one such as '5m'",
    });
  }
}

function selector(source: Source, node: SyntaxNode): SelectorNode {
  const matchers: Matcher[] = [];
  const names: string[] = [];
  let named = 0;
  for (const child of childrenOf(node)) {
    if (child.name === 'Identifier') {
      names.push(textOf(source, child));
      continue;
    }
    for (const item of childrenOf(child)) {
      const [label, op, value] = childrenOf(item);
      if (item.name === 'QuotedLabelName') {
        names.push(stringOf(source, label ?? item));
      } else if (label && op && value) {
        const matcher = {
          label: label.name === 'LabelName' ? textOf(source, label) : stringOf(source, label),
          op: textOf(source, op) as Matcher['op'],
          value: stringOf(source, value),
          from: item.from,
        };
        if (matcher.label === '__name__') named++;
        matchers.push(matcher);
      }
    }
  }
  const metric = names[0];
  if (metric !== undefined) matchers.push({ label: '__name__', op: '=', value: metric, from: node.from });
  // Several matchers of __name__ are allowed where no name is written outside of them.
  const count = names.length + (metric !== undefined ? named : 0);
  return { type: 'selector', metric, matchers, names: count, from: node.from, to: node.to };
}

function groupingLabels(source: Source, node: SyntaxNode | undefined): string[] {
  return (node ? childrenOf(node) : []).map((label) =>
    label.name === 'LabelName' ? textOf(source, label) : stringOf(source, childrenOf(label)[0] ?? label),
  );
}

function aggregate(source: Source, node: SyntaxNode): AggregateNode {
  const children = childrenOf(node);
  const part = (name: string) => children.find((child) => child.name === name);
  const [op, modifier, body] = [part('AggregateOp'), part('AggregateModifier'), part('FunctionCallBody')];
  const [keyword, labels] = modifier ? childrenOf(modifier) : [];
  return {
    type: 'aggregate',
    op: op ? textOf(source, op).toLowerCase() : '',
    by: keyword?.name !== 'Without',
    labels: groupingLabels(source, labels),
    args: convertAll(source, body ? childrenOf(body) : []),
    from: node.from,
    to: node.to,
  };
}

function binary(source: Source, node: SyntaxNode): PromqlNode | undefined {
  const children = childrenOf(node);
  const [left, right] = [convert(source, children[0]), convert(source, children.at(-1))];
  const op = children[1];
  if (!left || !right || !op) return undefined;
  const fill = children.find((child) => child.name === 'FillModifier');
  if (fill) source.problems.push(experimental(`'${textOf(source, fill)}'`, showPlace(source.text, fill.from)));
  return {
    type: 'binary',
    op: textOf(source, op).toLowerCase(),
    bool: children.some((child) => child.name === 'BoolModifier'),
    matching: matching(
      source,
      children.find((child) => child.name === 'MatchingModifierClause'),
    ),
    left,
    right,
    from: node.from,
    to: node.to,
  };
}

function matching(source: Source, node: SyntaxNode | undefined): Matching | undefined {
  if (!node) return undefined;
  const [keyword, labels, group, include] = childrenOf(node);
  return {
    on: keyword?.name === 'On',
    labels: groupingLabels(source, labels),
    many: group && (group.name === 'GroupLeft' ? 'left' : 'right'),
    include: groupingLabels(source, include),
  };
}
