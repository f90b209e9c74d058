import type { Command, Fault, Node, Operand, Pipeline, Template } from './syntax';
import { type Token, type TokenKind, tokenize } from './tokens';

/** Reads a template of Go's text/template, up to the first error. */
export function parseTemplate(text: string): Template {
  const parser = new Parser(tokenize(text));
  try {
    const body = parser.parseAll();
    return { text, body, defined: parser.defined };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { text, body: parser.read, defined: parser.defined, error: error.fault };
  }
}

/** How the parser leaves its recursion at the first error; never seen outside this file. */
class SyntaxFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.what);
  }
}

const KEYWORDS = ['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'];
const LITERALS = ['bool', 'string', 'number', 'nil', 'dot'];

/** What ended a list of nodes: `else` may go on with `if` or `with`. */
type ListEnd = { readonly kind: 'end' | 'else'; readonly at: number };

class Parser {
  /** Top-level nodes read so far. */
  readonly read: Node[] = [];
  readonly defined = new Map<string, readonly Node[]>();
  private next = 0;
  private rangeDepth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parseAll(): Node[] {
    while (this.peek().kind !== 'end of text') {
      if (this.peek().kind === 'open' && this.wordAfterOpen() === 'define') this.define();
      else {
        const node = this.textOrAction();
        if (isEnd(node))
          this.fail(
            node.at,
            `{{ ${node.kind} }} without an open block`,
            'remove it, or open the block with if, range, with or define',
          );
        this.read.push(...node);
      }
    }
    return this.read;
  }

  private wordAfterOpen(): string | undefined {
    const token = this.tokens.slice(this.next + 1, this.next + 3).find(({ kind }) => kind !== 'space');
    return token?.kind === 'word' ? token.text : undefined;
  }

  /** The next token, or the error there is in its place. */
  private peek(): Token {
    const token = this.tokens[Math.min(this.next, this.tokens.length - 1)] as Token;
    if (token.kind === 'error') this.fail(token.at, token.text, 'mend the syntax');
    return token;
  }

  private peekBehindSpace(): Token {
    while (this.peek().kind === 'space') this.next++;
    return this.peek();
  }

  private take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  private takeBehindSpace(): Token {
    this.peekBehindSpace();
    return this.take();
  }

  private fail(at: number, what: string, fix: string): never {
    throw new SyntaxFault({ at, what, fix });
  }

  private unexpected({ kind, text, at }: Token, where: string): never {
    const name =
      kind === 'end of text' || kind === 'close' || kind === 'space'
        ? `the ${kind === 'close' ? "'}}'" : kind}`
        : `'${text}'`;
    this.fail(at, `${name} has no place in ${where}`, text === '}' ? "close the action with '}}'" : 'mend the syntax');
  }

  private expect(kind: TokenKind, where: string): Token {
    const token = this.takeBehindSpace();
    return token.kind === kind ? token : this.unexpected(token, where);
  }

  private define(): void {
    const { at } = this.take();
    this.takeBehindSpace();
    const name = this.expect('string', "'define', which needs a name in quotes").text;
    this.expect('close', "'define'");
    this.defineAs(name, at, this.list(at, 'define'));
  }

  private defineAs(name: string, at: number, { nodes, end }: { nodes: Node[]; end: ListEnd }): void {
    if (end.kind === 'else') this.fail(end.at, "'else' in a definition", 'remove it');
    const known = this.defined.get(name);
    if (known && !isBlank(known) && !isBlank(nodes)) {
      this.fail(at, `template "${name}" is defined twice`, 'give one of them another name');
    }
    if (!known || isBlank(known)) this.defined.set(name, nodes);
  }

  /** Nodes up to `end` or `else`; `open` is where the block began. */
  private list(open: number, block: string): { nodes: Node[]; end: ListEnd } {
    const nodes: Node[] = [];
    while (this.peek().kind !== 'end of text') {
      const node = this.textOrAction();
      if (isEnd(node)) return { nodes, end: node };
      nodes.push(...node);
    }
    this.fail(open, `'${block}' is not closed`, "close it with '{{ end }}'");
  }

  private textOrAction(): Node[] | ListEnd {
    const { kind, text, at } = this.take();
    if (kind === 'text') return [{ kind: 'text', at, text }];
    const token = this.peekBehindSpace();
    if (token.kind !== 'word' || !KEYWORDS.includes(token.text)) {
      return [{ kind: 'action', at, pipeline: this.pipeline('an action', 'close') }];
    }
    this.next++;
    switch (token.text) {
      case 'end':
        this.expect('close', "'end'");
        return { kind: 'end', at };
      case 'else':
        if (!['if', 'with'].includes(this.peekBehindSpace().text)) this.expect('close', "'else'");
        return { kind: 'else', at };
      case 'if':
      case 'with':
      case 'range':
        return [this.control(token.text, at)];
      case 'template':
        return [this.template(at)];
      case 'block':
        return [this.block(at)];
      case 'define':
        return this.fail(at, "'define' inside a block", 'move it to the top level');
      default:
        this.expect('close', `'${token.text}'`);
        if (this.rangeDepth === 0) this.fail(at, `'${token.text}' outside of 'range'`, 'use it inside a range only');
        return [];
    }
  }

  private control(kind: 'if' | 'with' | 'range', at: number): Node {
    const pipeline = this.pipeline(`'${kind}'`, 'close');
    if (kind === 'range') this.rangeDepth++;
    const { nodes: body, end } = this.list(at, kind);
    if (kind === 'range') this.rangeDepth--;
    return { kind, at, pipeline, body, otherwise: end.kind === 'else' ? this.otherwise(kind, end.at) : [] };
  }

  private otherwise(kind: string, at: number): Node[] {
    const word = this.peek();
    if (word.kind === 'word' && (word.text === 'if' || word.text === 'with')) {
      if (word.text !== kind)
        this.fail(at, `'else ${word.text}' in a '${kind}'`, `close the inner block with its own '{{ end }}'`);
      this.next++;
      return [this.control(word.text, at)];
    }
    const { nodes, end } = this.list(at, kind);
    if (end.kind === 'else') this.fail(end.at, `a second 'else' of one '${kind}'`, "close the first with '{{ end }}'");
    return nodes;
  }

  private template(at: number): Node {
    const { text: name } = this.expect('string', "'template', which needs a name in quotes");
    if (this.peekBehindSpace().kind === 'close') {
      this.next++;
      return { kind: 'template', at, name };
    }
    return { kind: 'template', at, name, pipeline: this.pipeline("'template'", 'close') };
  }

  private block(at: number): Node {
    const { text: name } = this.expect('string', "'block', which needs a name in quotes");
    const pipeline = this.pipeline("'block'", 'close');
    const depth = this.rangeDepth;
    this.rangeDepth = 0;
    this.defineAs(name, at, this.list(at, 'block'));
    this.rangeDepth = depth;
    return { kind: 'template', at, name, pipeline };
  }

  private pipeline(where: string, end: 'close' | 'right paren'): Pipeline {
    const { at } = this.peekBehindSpace();
    const { variables, assigns } = this.declarations(where);
    const commands: Command[] = [];
    for (;;) {
      const token = this.peekBehindSpace();
      if (token.kind === end) break;
      if (!startsOperand(token)) this.unexpected(token, where);
      commands.push(this.command());
    }
    const { at: endAt } = this.take();
    if (commands.length === 0) this.fail(endAt, `${where} has no value`, 'write what it works on');
    for (const { operands } of commands.slice(1)) {
      const [first] = operands;
      if (LITERALS.includes(first.term) && first.fields.length === 0) {
        this.fail(first.at, `'${first.text}' behind a '|' is nothing that can be called`, 'put a function there');
      }
    }
    return { at, variables, assigns, commands };
  }

  private declarations(where: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    for (;;) {
      const start = this.next;
      const variable = this.peekBehindSpace();
      if (variable.kind !== 'variable') break;
      this.next++;
      const sign = this.peekBehindSpace();
      if (sign.kind === 'assign' || sign.kind === 'declare') {
        this.next++;
        return { variables: [...variables, variable.text], assigns: sign.kind === 'assign' };
      }
      if (sign.kind !== 'char' || sign.text !== ',') {
        this.next = start;
        break;
      }
      if (where !== "'range'" || variables.length > 0) {
        this.fail(sign.at, `too many variables in ${where}`, "declare one, or in 'range' two");
      }
      this.next++;
      variables.push(variable.text);
    }
    if (variables.length > 0)
      this.fail(this.peek().at, "'range' has a ',' but no second variable", "write 'range $i, $x := …'");
    return { variables, assigns: false };
  }

  private command(): Command {
    const { at } = this.peekBehindSpace();
    const operands: Operand[] = [];
    for (;;) {
      const token = this.peekBehindSpace();
      if (startsOperand(token)) operands.push(this.operand());
      const { kind } = this.peek();
      if (kind === 'space') this.next++;
      else if (kind === 'close' || kind === 'right paren') break;
      else if (kind === 'pipe') {
        this.next++;
        break;
      } else this.unexpected(this.peek(), 'an action');
    }
    return { at, operands: operands as [Operand, ...Operand[]] };
  }

  private operand(): Operand {
    const { kind, text, at } = this.take();
    const fields: string[] = kind === 'field' ? [text.slice(1)] : [];
    const pipeline = kind === 'left paren' ? this.pipeline('parentheses', 'right paren') : undefined;
    const term = termOf(kind, text);
    while (this.peek().kind === 'field') {
      if (LITERALS.includes(term) && !(term === 'dot' && kind === 'field')) {
        this.fail(at, `'${text}' has no fields`, 'remove what follows the dot');
      }
      fields.push(this.take().text.slice(1));
    }
    return { at, term, text, pipeline, fields };
  }
}

function termOf(kind: TokenKind, text: string): Operand['term'] {
  if (kind === 'field' || kind === 'dot') return 'dot';
  if (kind === 'left paren') return 'pipeline';
  if (kind === 'word') return text === 'nil' ? 'nil' : text === 'true' || text === 'false' ? 'bool' : 'function';
  return kind as 'variable' | 'string' | 'number';
}

const startsOperand = ({ kind, text }: Token) =>
  kind === 'word'
    ? !KEYWORDS.includes(text)
    : ['field', 'variable', 'dot', 'string', 'number', 'left paren'].includes(kind);

const isEnd = (node: Node[] | ListEnd): node is ListEnd => !Array.isArray(node);

const isBlank = (nodes: readonly Node[]) => nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
