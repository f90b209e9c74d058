import { nearest } from '../../model/nearest';
import { Evaluator, type Scope } from './evaluate';
import { parseTemplate } from './parse';
import type { Fault, Node, Template } from './syntax';
import { lineAt } from './tokens';
import { STRING, type TemplateLanguage, type Type, UNKNOWN } from './types';

/** A template with the name that messages call it by. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
}

/** A fault and the template it is in. */
export interface FoundFault extends Fault {
  readonly source: NamedTemplate;
}

export interface CheckOptions {
  readonly language: TemplateLanguage;
  /** The dot of the template. */
  readonly data: Type;
  /** Names of templates that are defined elsewhere. */
  readonly defined?: readonly string[];
  /** Templates whose definitions this one may use; looked into where it does. */
  readonly library?: readonly NamedTemplate[];
  /** Called for each key that is read of a map. */
  readonly onKey?: (map: Type, key: string) => void;
}

/** Reads a template and finds what would fail when the program expands it. */
export function checkTemplate(name: string, text: string, options: CheckOptions): FoundFault[] {
  const source = { name, template: parseTemplate(text) };
  return new Checker(source, options).check();
}

/** A body that a name stands for. */
type Definition = { readonly source: NamedTemplate; readonly nodes: readonly Node[] };

/** Text like `{ .Status }}`: an action that lost a brace, and would be sent as it stands. */
const HALF_ACTION = /(?:^|[^{])\{-?[ \t]*[.$][A-Za-z][^{}\n]*\}\}/;

class Checker {
  private readonly found: FoundFault[] = [];
  private readonly definitions = new Map<string, Definition>();
  private readonly done = new Map<string, Set<Type>>();
  private readonly evaluator: Evaluator;
  private readonly reassigned = new Map<Template, ReadonlySet<string>>();

  constructor(
    private source: NamedTemplate,
    private readonly options: CheckOptions,
  ) {
    for (const each of [source, ...(options.library ?? [])]) {
      for (const [name, nodes] of each.template.defined) {
        if (!this.definitions.has(name)) this.definitions.set(name, { source: each, nodes });
      }
    }
    this.evaluator = new Evaluator(options.language, {
      report: (fault) => this.report(fault),
      onKey: options.onKey ?? (() => undefined),
    });
  }

  check(): FoundFault[] {
    const { template } = this.source;
    this.body(template.body, this.options.data, this.rootScope(this.options.data, this.options.language.variables));
    for (const name of template.defined.keys()) {
      if (!this.done.has(name)) this.definition(name, UNKNOWN);
    }
    if (template.error) this.report(template.error);
    return this.found;
  }

  private report(fault: Fault): void {
    this.found.push({ ...fault, source: this.source });
  }

  private rootScope(dot: Type, variables: Readonly<Record<string, Type>> = {}): Scope {
    const { template } = this.source;
    const reassigned = this.reassigned.get(template) ?? reassignedIn(template);
    this.reassigned.set(template, reassigned);
    return { variables: new Map([['$', dot], ...Object.entries(variables)]), reassigned };
  }

  private body(nodes: readonly Node[], dot: Type, outer: Scope): void {
    const scope: Scope = { variables: new Map(), outer, reassigned: outer.reassigned };
    for (const node of nodes) this.node(node, dot, scope);
  }

  private node(node: Node, dot: Type, scope: Scope): void {
    switch (node.kind) {
      case 'text':
        this.text(node.text, node.at);
        break;
      case 'action':
        this.evaluator.pipeline(node.pipeline, dot, scope);
        break;
      case 'template':
        this.call(node.name, node.at, node.pipeline ? this.evaluator.pipeline(node.pipeline, dot, scope) : UNKNOWN);
        break;
      default: {
        const inner: Scope = { variables: new Map(), outer: scope, reassigned: scope.reassigned };
        const value =
          node.kind === 'range'
            ? this.evaluator.range(node.pipeline, dot, inner)
            : this.evaluator.pipeline(node.pipeline, dot, inner);
        this.body(node.body, node.kind === 'if' ? dot : value, inner);
        this.body(node.otherwise, dot, inner);
      }
    }
  }

  private text(text: string, at: number): void {
    const half = HALF_ACTION.exec(text);
    if (!half) return;
    this.report({
      at: at + half.index,
      what: `'${half[0].slice(half[0].indexOf('{'))}' has one brace at its beginning and two at its end, so it is sent as it stands`,
      fix: "begin it with '{{'",
    });
  }

  private call(name: string, at: number, dot: Type): void {
    if (this.definitions.has(name)) {
      this.definition(name, dot);
      return;
    }
    const { language, defined = [], library = [] } = this.options;
    // Alertmanager knows a template file by its own name, too.
    const known = [...language.templates, ...defined, ...library.map((file) => file.name)];
    if (known.includes(name)) return;
    const close = nearest(name, [...known, ...this.definitions.keys()]);
    this.report({
      at,
      what: `template "${name}" is not defined`,
      fix: close ? `write "${close}", or define it` : 'define it in a template file, or name one that is defined',
    });
  }

  /** Checks a definition for one type of its dot, once. */
  private definition(name: string, type: Type): void {
    const dot = type.literal === undefined ? type : STRING;
    const types = this.done.get(name) ?? new Set();
    this.done.set(name, types);
    const definition = this.definitions.get(name);
    if (!definition || types.has(dot)) return;
    types.add(dot);
    const caller = this.source;
    this.source = definition.source;
    this.body(definition.nodes, dot, this.rootScope(dot));
    this.source = caller;
  }
}

/** Variables that get another value somewhere: of them no type is certain. */
function reassignedIn(template: Template): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === 'text') continue;
      for (const name of node.pipeline?.assigns ? node.pipeline.variables : []) names.add(name);
      if (node.kind === 'if' || node.kind === 'with' || node.kind === 'range') {
        walk(node.body);
        walk(node.otherwise);
      }
    }
  };
  for (const nodes of [template.body, ...template.defined.values()]) walk(nodes);
  return names;
}

/** `'title', line 2`: where a fault is. */
export function placeOf({ source, at }: FoundFault): string {
  return `${source.name}, line ${lineAt(source.template.text, at)}`;
}
