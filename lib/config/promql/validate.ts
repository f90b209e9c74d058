import type { Problem } from '../../model/problem';
import type { AggregateNode, BinaryNode, CallNode, PromqlNode, SelectorNode, ValueKind, WrapNode } from './ast';
import { isComparison, isSetOperator, operands } from './ast';
import { aggregateParameter, isExperimental, signatureOf } from './functions';
import { kindOf } from './kind';
import { parsePromql } from './parse';
import { excerpt, experimental, showPlace } from './place';
import { compileRegex, matchesEmpty } from './regex';

const KIND_NAMES: Record<ValueKind, string> = {
  scalar: 'a number',
  vector: 'an instant vector',
  range: 'a range vector',
  string: 'a string',
};

/**
 * Checks a PromQL expression as a Prometheus without feature flags does: syntax, functions, kinds of arguments,
 * matchers and their patterns. What the whole yields may be of any kind; see {@link validateRuleExpr}.
 */
export function validatePromql(expr: string): Problem[] {
  const { root, problems } = parsePromql(expr);
  return root ? check(expr, root) : [...problems];
}

/** Checks the expression of a rule: {@link validatePromql}, and that it yields series, which `promtool` does not ask. */
export function validateRuleExpr(expr: string): Problem[] {
  const problems = validatePromql(expr);
  const { root } = parsePromql(expr);
  if (!root || problems.length > 0) return problems;
  const kind = kindOf(root);
  if (kind === 'vector' || kind === 'scalar') return [];
  return [
    {
      what: `the expression yields ${KIND_NAMES[kind]}, of which a rule can make nothing: '${excerpt(expr, root)}'`,
      fix: "make it an instant vector, such as 'rate(x[5m])' of 'x[5m]'",
    },
  ];
}

function check(text: string, node: PromqlNode): Problem[] {
  return [...operands(node).flatMap((operand) => check(text, operand)), ...own(text, node)];
}

function own(text: string, node: PromqlNode): Problem[] {
  const at = (what: string, fix: string, from = node.from): Problem[] => [
    { what: `${what}, at ${showPlace(text, from)}`, fix },
  ];
  switch (node.type) {
    case 'selector':
      return checkSelector(node, at);
    case 'call':
      return checkCall(text, node, at);
    case 'aggregate':
      return checkAggregate(text, node, at);
    case 'binary':
      return checkBinary(node, at);
    case 'number':
    case 'string':
    case 'paren':
      return [];
    default:
      return checkWrap(node, at);
  }
}

type At = (what: string, fix: string, from?: number) => Problem[];

function checkSelector(node: SelectorNode, at: At): Problem[] {
  const problems = node.matchers.flatMap(({ label, op, value, from }) =>
    op.endsWith('~') && !compileRegex(value)
      ? at(
          `the pattern '${value}' of label '${label}' is no regular expression`,
          'use RE2 syntax (no lookaround)',
          from,
        )
      : [],
  );
  if (node.names > 1) {
    problems.push(...at('a selector names two metrics', "write the name once, before the braces or as '__name__'"));
  }
  if (node.matchers.every((matcher) => matchesEmpty(matcher) !== false)) {
    problems.push(...at('the selector takes every series there is', "name a metric or a label's value, as in 'up'"));
  }
  return problems;
}

function checkArguments(
  text: string,
  name: string,
  args: readonly PromqlNode[],
  kinds: readonly ValueKind[],
  at: At,
): Problem[] {
  return args.flatMap((arg, i) => {
    const wanted = kinds[Math.min(i, kinds.length - 1)];
    const given = kindOf(arg);
    if (wanted === undefined || wanted === given) return [];
    const what = `'${name}' takes ${KIND_NAMES[wanted]}, and '${excerpt(text, arg)}' is ${KIND_NAMES[given]}`;
    return at(what, remedy(wanted, given), arg.from);
  });
}

function remedy(wanted: ValueKind, given: ValueKind): string {
  if (wanted === 'range') return "give a range, such as 'x[5m]'";
  if (wanted === 'scalar') return 'give a number, or a vector of one series within scalar()';
  if (wanted === 'string') return 'give text in quotes, such as \'"instance"\'';
  return given === 'range'
    ? "turn the range into a vector, such as by 'rate(x[5m])'"
    : "give an instant vector, such as 'x' or 'vector(1)'";
}

function checkCall(text: string, node: CallNode, at: At): Problem[] {
  const signature = signatureOf(node.name);
  if (!signature) {
    const place = showPlace(text, node.from);
    if (isExperimental(node.name)) return [experimental(`the function '${node.name}'`, place)];
    return at(`unknown function '${node.name}'`, "use a function of PromQL such as 'rate'");
  }
  const { args, variadic } = signature;
  const least = variadic === 0 ? args.length : args.length - 1;
  const most = variadic < 0 ? Number.POSITIVE_INFINITY : least + variadic;
  if (node.args.length < least || node.args.length > most) {
    const wanted = least === most ? `${least}` : variadic < 0 ? `${least} or more` : `${least} to ${most}`;
    return at(
      `'${node.name}' has ${node.args.length} arguments`,
      `give it ${wanted}: (${args.map((kind) => KIND_NAMES[kind]).join(', ')})`,
    );
  }
  return checkArguments(text, node.name, node.args, args, at);
}

function checkAggregate(text: string, node: AggregateNode, at: At): Problem[] {
  if (['limitk', 'limit_ratio'].includes(node.op)) {
    return [experimental(`the aggregation '${node.op}'`, showPlace(text, node.from))];
  }
  const parameter = aggregateParameter(node.op);
  const kinds: ValueKind[] = parameter ? [parameter, 'vector'] : ['vector'];
  if (node.args.length !== kinds.length) {
    return at(
      `'${node.op}' has ${node.args.length} arguments`,
      `give it ${kinds.length}: (${kinds.map((kind) => KIND_NAMES[kind]).join(', ')})`,
    );
  }
  return checkArguments(text, node.op, node.args, kinds, at);
}

function checkBinary({ op, bool, matching, left, right }: BinaryNode, at: At): Problem[] {
  const kinds = [kindOf(left), kindOf(right)];
  if (kinds.some((kind) => kind === 'range' || kind === 'string')) {
    return at(
      `'${op}' takes instant vectors and numbers, and one side is neither`,
      "make it one, such as 'rate(x[5m])'",
    );
  }
  const problems: Problem[] = [];
  const scalars = kinds.filter((kind) => kind === 'scalar').length;
  if (bool && !isComparison(op)) problems.push(...at(`'bool' behind '${op}'`, "keep 'bool' for comparisons"));
  if (!bool && isComparison(op) && scalars === 2) {
    problems.push(...at('two numbers are compared', `write '${op} bool', or compare a vector`));
  }
  if (isSetOperator(op) && scalars > 0) {
    problems.push(...at(`'${op}' with a number`, "give it two vectors, such as by 'vector(1)'"));
  }
  if (matching && scalars > 0 && matching.labels.length > 0) {
    problems.push(...at(`'${op}' matches labels of a number`, "leave 'on' or 'ignoring' out"));
  }
  if (matching?.many && isSetOperator(op)) {
    problems.push(...at(`'${op}' with group_${matching.many}`, `leave 'group_${matching.many}' out`));
  }
  const twice = matching?.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (twice !== undefined) {
    problems.push(...at(`label '${twice}' is in 'on' and in 'group_${matching?.many}'`, 'leave it out of the latter'));
  }
  return problems;
}

function checkWrap({ type, inner }: WrapNode, at: At): Problem[] {
  if (type === 'unary') {
    const kind = kindOf(inner);
    if (kind === 'vector' || kind === 'scalar') return [];
    return at(`a sign before ${KIND_NAMES[kind]}`, 'put it before an instant vector or a number');
  }
  if (type === 'subquery') {
    const kind = kindOf(inner);
    return kind === 'vector' ? [] : at(`a subquery over ${KIND_NAMES[kind]}`, 'put it behind an instant vector');
  }
  if (type === 'range') {
    if (inner.type === 'selector') return [];
    return at('a range behind something that is no selector', "use a subquery, such as '[5m:]'");
  }
  const target = ['offset', 'at'].includes(inner.type) && 'inner' in inner && inner.type !== type ? inner.inner : inner;
  if (['selector', 'range', 'subquery'].includes(target.type)) return [];
  const sign = type === 'at' ? '@' : 'offset';
  return at(`'${sign}' behind something that is no selector`, `put one '${sign}' directly behind a selector`);
}
