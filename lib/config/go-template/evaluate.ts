import { nearest } from '../../model/nearest';
import { regexFault } from '../alertmanager/regex';
import type { Command, Fault, Operand, Pipeline } from './syntax';
import { BOOL, NUMBER, STRING, type TemplateFunction, type TemplateLanguage, type Type, UNKNOWN } from './types';

/** Variables that are set at a place, the innermost first. */
export interface Scope {
  readonly variables: Map<string, Type>;
  readonly outer?: Scope;
  /** Variables that get another value somewhere. */
  readonly reassigned: ReadonlySet<string>;
}

/** What the evaluator tells while it goes. */
export interface EvaluatorListener {
  report(fault: Fault): void;
  onKey(map: Type, key: string): void;
}

/** Follows the types through pipelines, as far as they are certain, and reports what cannot work. */
export class Evaluator {
  constructor(
    private readonly language: TemplateLanguage,
    private readonly listener: EvaluatorListener,
  ) {}

  /** The type of a pipeline's value; its variables are set in the scope. */
  pipeline(pipeline: Pipeline, dot: Type, scope: Scope): Type {
    const value = this.value(pipeline, dot, scope);
    for (const name of pipeline.variables) this.set(name, value, pipeline, scope);
    return value;
  }

  /** The type of what a range yields each time; its variables are set in the scope. */
  range(pipeline: Pipeline, dot: Type, scope: Scope): Type {
    const value = this.value(pipeline, dot, scope);
    if (value.kind === 'string' || value.kind === 'bool' || value.kind === 'struct') {
      this.listener.report({
        at: pipeline.at,
        what: `'range' over ${value.name}`,
        fix: 'range over a list or a set of labels',
      });
    }
    const element = value.kind === 'number' ? NUMBER : (value.element ?? UNKNOWN);
    const key = value.kind === 'map' ? STRING : value.kind === 'list' ? NUMBER : UNKNOWN;
    const [first, second] = pipeline.variables;
    if (first !== undefined) this.set(first, second === undefined ? element : key, pipeline, scope);
    if (second !== undefined) this.set(second, element, pipeline, scope);
    return element;
  }

  private set(name: string, type: Type, { at, assigns }: Pipeline, scope: Scope): void {
    if (assigns) this.variable(name, at, scope);
    else scope.variables.set(name, scope.reassigned.has(name) ? UNKNOWN : type);
  }

  private value({ commands }: Pipeline, dot: Type, scope: Scope): Type {
    return (
      commands.reduce<Type | undefined>((piped, command) => this.command(command, dot, scope, piped), undefined) ??
      UNKNOWN
    );
  }

  private command({ operands }: Command, dot: Type, scope: Scope, piped: Type | undefined): Type {
    const [first, ...rest] = operands;
    if (first.term === 'nil') {
      this.listener.report({ at: first.at, what: "'nil' stands alone", fix: 'hand it to a function, or remove it' });
    }
    const values = rest.map((operand) => this.operand(operand, dot, scope, []));
    return this.operand(first, dot, scope, piped ? [...values, piped] : values);
  }

  /** The type of an operand that gets these arguments: its last field or itself takes them. */
  private operand(operand: Operand, dot: Type, scope: Scope, values: readonly Type[]): Type {
    const { fields, at } = operand;
    const own = fields.length === 0 ? values : [];
    if (operand.term === 'function') return this.fields(this.call(operand, own), operand, values);
    const base = this.term(operand, dot, scope);
    if (own.length > 0) {
      this.listener.report({
        at,
        what: `'${operand.text}' is given ${counted(own.length)} but is no function`,
        fix: 'put a function first',
      });
      return UNKNOWN;
    }
    return this.fields(base, operand, values);
  }

  private term({ term, text, at, pipeline }: Operand, dot: Type, scope: Scope): Type {
    switch (term) {
      case 'dot':
        return dot;
      case 'variable':
        return this.variable(text, at, scope);
      case 'pipeline':
        return pipeline ? this.pipeline(pipeline, dot, scope) : UNKNOWN;
      case 'string':
        return { ...STRING, literal: text };
      case 'number':
        return NUMBER;
      case 'bool':
        return BOOL;
      default:
        return UNKNOWN;
    }
  }

  private variable(name: string, at: number, scope: Scope): Type {
    const names: string[] = [];
    for (let each: Scope | undefined = scope; each; each = each.outer) {
      const type = each.variables.get(name);
      if (type) return type;
      names.push(...each.variables.keys());
    }
    const close = nearest(name, names);
    this.listener.report({
      at,
      what: `variable '${name}' is not set here`,
      fix:
        close && close !== '$'
          ? `write '${close}', or set it before: '{{ ${name} := … }}'`
          : `set it before: '{{ ${name} := … }}'`,
    });
    return UNKNOWN;
  }

  private fields(base: Type, { fields, at }: Operand, values: readonly Type[]): Type {
    return fields.reduce((type, field, i) => this.field(type, field, at, i === fields.length - 1 ? values : []), base);
  }

  private field(type: Type, field: string, at: number, values: readonly Type[]): Type {
    const member = type.members && Object.hasOwn(type.members, field) ? type.members[field] : undefined;
    if (member) {
      const { parameters = 0 } = member;
      if (values.length === parameters) return member.type;
      this.listener.report({
        at,
        what: `'.${field}' is given ${counted(values.length)}`,
        fix: parameters === 0 ? 'give it none' : `give it ${parameters}`,
      });
      return member.type;
    }
    if (type.kind === 'unknown' || (type.kind === 'map' && values.length === 0)) {
      if (type.kind === 'map') this.listener.onKey(type, field);
      return type.element ?? UNKNOWN;
    }
    this.listener.report({ at, what: `${type.name} has no field '.${field}'`, fix: fieldFix(type, field) });
    return UNKNOWN;
  }

  private call({ text: name, at }: Operand, values: readonly Type[]): Type {
    const known = this.language.functions;
    const definition = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!definition) {
      const close = nearest(name, Object.keys(known));
      this.listener.report({
        at,
        what: `function '${name}' is not known`,
        fix: close
          ? `write '${close}'`
          : `use a function of Go's text/template or one that ${this.language.program} adds`,
      });
      return UNKNOWN;
    }
    this.checkArguments(name, definition, values, at);
    if (name === 'index') this.readKeys(values);
    const { result = UNKNOWN } = definition;
    return typeof result === 'function' ? result(values) : result;
  }

  private checkArguments(name: string, definition: TemplateFunction, values: readonly Type[], at: number): void {
    const { min, max = min, strings = false, regex } = definition;
    if (values.length < min || values.length > max) {
      const wanted = max === min ? `${min}` : max === Number.POSITIVE_INFINITY ? `${min} or more` : `${min} to ${max}`;
      this.listener.report({
        at,
        what: `function '${name}' is given ${counted(values.length)}`,
        fix: `give it ${wanted}; the value before a '|' counts as the last`,
      });
      return;
    }
    const wrong = strings ? values.find(({ kind }) => kind !== 'string' && kind !== 'unknown') : undefined;
    if (wrong) {
      this.listener.report({ at, what: `function '${name}' is given ${wrong.name}`, fix: 'give it a text' });
    }
    const pattern = regex === undefined ? undefined : values[regex]?.literal;
    const fault = pattern === undefined || isSurelyRegex(pattern) ? undefined : regexFault(pattern);
    if (fault) {
      this.listener.report({
        at,
        what: `function '${name}' is given "${pattern}", which is no RE2 expression: ${fault}`,
        fix: 'write RE2; it has no look-around and no back-references',
      });
    }
  }

  /** `index $labels "pod"` reads a key as `$labels.pod` does. */
  private readKeys([map = UNKNOWN, key]: readonly Type[]): void {
    if (map.kind === 'map' && key?.literal !== undefined) this.listener.onKey(map, key.literal);
  }
}

const counted = (count: number) => (count === 1 ? '1 argument' : `${count} arguments`);

/** Letters, digits and the plainest of signs need no RE2 to be judged, which is slow to load. */
const isSurelyRegex = (pattern: string) => /^(?:[\w\s%&<>=:;,@#"'/!~-]|\\[.+*?()[\]{}|^$\\])*$/.test(pattern);

function fieldFix(type: Type, field: string): string {
  const members = Object.keys(type.members ?? {});
  if (type.kind === 'list' && Object.hasOwn(type.element?.members ?? {}, field)) {
    return `range over it, or take one: '(index … 0).${field}'`;
  }
  const close = nearest(field, members);
  if (close) return `write '.${close}'`;
  return members.length > 0 ? `it has ${members.map((name) => `.${name}`).join(', ')}` : 'remove it';
}
