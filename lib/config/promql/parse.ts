import { parser } from '@prometheus-io/lezer-promql';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import type { PromqlNode } from './ast';
import { functionNames, isExperimental, signatureOf } from './functions';
import { experimental, showPlace } from './place';
import { type SyntaxNode, toTree } from './tree';

/** An expression, parsed: a tree, or what is wrong with its syntax. */
export interface ParsedPromql {
  readonly text: string;
  /** Undefined if there are problems. */
  readonly root?: PromqlNode;
  readonly problems: readonly Problem[];
}

const CACHE_SIZE = 2000;
const cache = new Map<string, ParsedPromql>();

/** Parses an expression by the grammar of the Prometheus project; the same text is parsed once. */
export function parsePromql(text: string): ParsedPromql {
  const known = cache.get(text);
  if (known) return known;
  const parsed = parse(text);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

function parse(text: string): ParsedPromql {
  if (text.trim() === '') {
    return { text, problems: [{ what: 'the expression is empty', fix: "write PromQL such as 'up == 0'" }] };
  }
  const tree = parser.parse(text);
  const error = firstError(tree.topNode);
  if (error !== undefined) return { text, problems: [syntaxProblem(text, error)] };
  const problems: Problem[] = [];
  const root = toTree(text, tree.topNode, problems);
  return problems.length > 0 || !root ? { text, problems } : { text, root, problems };
}

function firstError(node: SyntaxNode): number | undefined {
  let first: number | undefined;
  node.cursor().iterate((at) => {
    if (at.type.isError && (first === undefined || at.from < first)) first = at.from;
  });
  return first;
}

function syntaxProblem(text: string, offset: number): Problem {
  const called = /([a-zA-Z_]\w*)\s*$/.exec(text.slice(0, offset));
  const name = called?.[1] ?? '';
  if (called && text.slice(offset).trimStart().startsWith('(') && !signatureOf(name)) {
    const place = showPlace(text, called.index);
    if (isExperimental(name)) return experimental(`the function '${name}'`, place);
    const close = nearest(name, functionNames());
    return {
      what: `unknown function '${name}' at ${place}`,
      fix: close ? `write '${close}' or another function of PromQL` : "use a function of PromQL such as 'rate'",
    };
  }
  return {
    what: `syntax error at ${showPlace(text, offset)}`,
    fix: "correct the PromQL at the mark '>>>' (the mistake may be just before it)",
  };
}
