import type { PromqlNode, ValueKind } from './ast';
import { signatureOf } from './functions';
import { parsePromql } from './parse';

/** The kind of value that an expression yields, or undefined if its syntax is wrong. */
export function resultKind(expr: string): ValueKind | undefined {
  const { root } = parsePromql(expr);
  return root && kindOf(root);
}

/** The kind of value that a node yields; of a wrong one the kind it would yield if it were right. */
export function kindOf(node: PromqlNode): ValueKind {
  switch (node.type) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'range':
    case 'subquery':
      return 'range';
    case 'call':
      return signatureOf(node.name)?.returns ?? 'vector';
    case 'binary':
      return kindOf(node.left) === 'scalar' && kindOf(node.right) === 'scalar' ? 'scalar' : 'vector';
    case 'offset':
    case 'at':
    case 'paren':
    case 'unary':
      return kindOf(node.inner);
    default:
      return 'vector';
  }
}
