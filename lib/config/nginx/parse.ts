/** A directive of nginx, with those in its braces. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** @default - it ends with a semicolon */
  readonly block?: readonly Directive[];
}

/** What is wrong with a text that is no nginx configuration, and where. */
export class NginxSyntaxError extends Error {
  constructor(
    what: string,
    readonly line: number,
  ) {
    super(`${what} in line ${line}`);
  }
}

/**
 * Reads a configuration of nginx, a whole one or one of its files, by nginx's own rules of words: quotes and comments
 * count at the beginning of a word only, `${` opens no block. Variables and includes stay as they are written.
 */
export function parseNginx(text: string): readonly Directive[] {
  const reader = new Reader(text);
  return reader.directives(false);
}

/** Blocks of another language: OpenResty's Lua. */
const FOREIGN = /_by_lua_block$/;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  directives(nested: boolean): Directive[] {
    const found: Directive[] = [];
    for (;;) {
      this.skipBlanks();
      const next = this.text[this.at];
      if (next === undefined) {
        if (nested) throw this.error("a '}' is missing");
        return found;
      }
      if (next === '}') {
        if (!nested) throw this.error("there is a '}' too many");
        this.at += 1;
        return found;
      }
      found.push(this.directive());
    }
  }

  private directive(): Directive {
    const words: string[] = [];
    for (;;) {
      this.skipBlanks();
      const next = this.text[this.at];
      const [name = '', ...args] = words;
      if (next === undefined || next === '}') throw this.error(`'${name}' does not end with ';'`);
      if (next !== ';' && next !== '{') {
        words.push(next === '"' || next === "'" ? this.quoted(next) : this.word());
        continue;
      }
      if (words.length === 0) throw this.error(`there is a '${next}' without a directive`);
      this.at += 1;
      if (next === ';') return { name, args };
      return { name, args, block: FOREIGN.test(name) ? this.foreign() : this.directives(true) };
    }
  }

  private skipBlanks(): void {
    const blanks = /(?:\s+|#.*)*/y;
    blanks.lastIndex = this.at;
    blanks.exec(this.text);
    this.at = blanks.lastIndex;
  }

  private quoted(quote: string): string {
    const quoted = quote === '"' ? /"((?:[^"\\]|\\.)*)"/sy : /'((?:[^'\\]|\\.)*)'/sy;
    quoted.lastIndex = this.at;
    const [whole, inner = ''] = quoted.exec(this.text) ?? [];
    if (whole === undefined) throw this.error(`a ${quote} is missing`);
    this.at += whole.length;
    return unescaped(inner);
  }

  private word(): string {
    const word = /(?:\$\{|\\.|[^\s;{\\])+/sy;
    word.lastIndex = this.at;
    const [whole] = word.exec(this.text) ?? [];
    if (whole === undefined) throw this.error("a '\\' has nothing behind it");
    this.at += whole.length;
    return unescaped(whole);
  }

  private foreign(): [] {
    for (let depth = 1; depth > 0; this.at += 1) {
      const next = this.text[this.at];
      if (next === undefined) throw this.error("a '}' is missing");
      depth += next === '{' ? 1 : next === '}' ? -1 : 0;
    }
    return [];
  }

  private error(what: string): NginxSyntaxError {
    return new NginxSyntaxError(what, this.text.slice(0, this.at).split('\n').length);
  }
}

/** nginx takes the backslash off quotes and blanks only: others belong to regular expressions. */
const unescaped = (word: string) =>
  word.replace(/\\(["'\\trn])/g, (_, char: string) => ({ t: '\t', r: '\r', n: '\n' })[char] ?? char);
