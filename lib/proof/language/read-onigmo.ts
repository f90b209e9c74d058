import { ANY, type CharSet, charSet } from './char-set';
import { ignoringCase, readClass, readEscape } from './onigmo-class';
import type { OnigmoTree, ReadOnigmo } from './onigmo-tree';

/** Copies beyond this make a proof slow. */
const MOST_COPIES = 1000;

/**
 * Reads a regular expression as Fluent Bit gives it to Onigmo (Ruby's syntax, perhaps between slashes and with options
 * behind them). Of a text of several lines it thinks as little as tags and paths do.
 */
export function readOnigmo(pattern: string): ReadOnigmo {
  const { source, options } = withoutSlashes(pattern);
  const reader = new Reader(source, options.includes('i'));
  if (options.includes('x')) reader.giveUp("the option 'x'");
  const tree = reader.choice();
  return { tree, unprovable: reader.unprovable };
}

/** Fluent Bit takes `/pattern/` and `/pattern/imx`, and what looks like neither as it is. */
function withoutSlashes(pattern: string): { source: string; options: string } {
  const [, inner = '', options = ''] = /^\/(.*)\/([imox]*)$/s.exec(pattern) ?? [];
  if (/[imx]/.test(options)) return { source: inner, options };
  return { source: /^\/.*\/$/s.test(pattern) && pattern.length > 1 ? pattern.slice(1, -1) : pattern, options: '' };
}

const QUANTIFIERS: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};
const NOTHING: OnigmoTree = { kind: 'sequence', of: [] };

class Reader {
  private at = 0;
  unprovable: string | undefined;

  constructor(
    private readonly source: string,
    private ignoreCase: boolean,
  ) {}

  giveUp(why: string): void {
    this.unprovable ??= why;
  }

  choice(): OnigmoTree {
    const caseBefore = this.ignoreCase;
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    this.ignoreCase = caseBefore;
    return options.length === 1 ? (options[0] ?? NOTHING) : { kind: 'choice', of: options };
  }

  private sequence(): OnigmoTree {
    const of: OnigmoTree[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source.charAt(this.at))) of.push(this.quantified());
    return of.length === 1 ? (of[0] ?? NOTHING) : { kind: 'sequence', of };
  }

  private quantified(): OnigmoTree {
    let tree = this.atom();
    for (let bounds = this.quantifier(); bounds; bounds = this.quantifier()) {
      const [min, max, interval] = bounds;
      if (Math.max(min, max === Number.POSITIVE_INFINITY ? 0 : max) > MOST_COPIES)
        this.giveUp(`more than ${MOST_COPIES} copies`);
      if (!interval && this.take('+')) this.giveUp('a possessive quantifier');
      tree = { kind: 'repeat', of: tree, min: Math.min(min, MOST_COPIES), max, lazy: this.take('?') };
    }
    return tree;
  }

  /** How often, and whether in braces, behind which `+` is another quantifier. */
  private quantifier(): readonly [number, number, boolean] | undefined {
    const simple = QUANTIFIERS[this.source.charAt(this.at)];
    if (simple) {
      this.at++;
      return [...simple, false];
    }
    const match = /^\{(?:(\d+)|(\d*),(\d*))\}/.exec(this.source.slice(this.at, this.at + 16));
    if (!match || match[0] === '{,}') return undefined;
    this.at += match[0].length;
    const [, exact, min, max] = match;
    if (exact !== undefined) return [Number(exact), Number(exact), true];
    return [Number(min), max === '' ? Number.POSITIVE_INFINITY : Number(max), true];
  }

  private atom(): OnigmoTree {
    const char = this.source.charAt(this.at);
    if (char === '(') return this.group();
    if (char === '[') return this.bracket();
    if (char === '\\') return this.escape();
    this.at++;
    if (char === '^') return { kind: 'start' };
    if (char === '$') return { kind: 'end' };
    return this.chars(char === '.' ? ANY : charSet(char));
  }

  private chars(set: CharSet): OnigmoTree {
    return { kind: 'chars', set: this.ignoreCase ? ignoringCase(set) : set };
  }

  private bracket(): OnigmoTree {
    const { set, end, unprovable } = readClass(this.source, this.at);
    if (unprovable) this.giveUp(unprovable);
    this.at = end;
    return this.chars(set);
  }

  private escape(): OnigmoTree {
    const char = this.source.charAt(this.at + 1);
    if (char === 'A' || char === 'z' || char === 'Z') {
      this.at += 2;
      return { kind: char === 'A' ? 'start' : 'end' };
    }
    if (/[1-9k]/.test(char)) this.giveUp(`the back reference '\\${char}'`);
    const { of, end, unprovable } = readEscape(this.source, this.at);
    if (unprovable) this.giveUp(unprovable);
    this.at = end;
    return this.chars(typeof of === 'number' ? [[of, of]] : of);
  }

  private group(): OnigmoTree {
    const [opening = '(', mark = '', name] =
      /^\((\?(?:[:=!>~]|<[=!]|[<'](\w[^>']*)[>']|#[^)]*|[imx-]+[:)]|.?))?/s.exec(this.source.slice(this.at)) ?? [];
    this.at += opening.length;
    if (mark.startsWith('?#')) return this.take(')') ? NOTHING : this.never();
    if (mark.endsWith(')')) {
      this.setOptions(mark);
      return NOTHING;
    }
    const caseBefore = this.ignoreCase;
    if (/^\?[imx-]+:/.test(mark)) this.setOptions(mark);
    else if (mark !== '' && name === undefined && !'?: ?= ?!'.split(' ').includes(mark)) this.giveUp(whatIs(mark));
    const of = this.choice();
    this.ignoreCase = caseBefore;
    if (!this.take(')')) return this.never();
    if (name !== undefined) return { kind: 'group', name, of };
    return mark === '?=' || mark === '?!' ? { kind: 'ahead', negative: mark === '?!', of } : of;
  }

  private setOptions(mark: string): void {
    const [on = '', off = ''] = mark.replace(/[?:)]/g, '').split('-');
    if (on.includes('x')) this.giveUp("the option 'x'");
    if (on.includes('i')) this.ignoreCase = true;
    if (off.includes('i')) this.ignoreCase = false;
  }

  private never(): OnigmoTree {
    this.giveUp("a group without ')'");
    return NOTHING;
  }

  private take(char: string): boolean {
    if (this.source.charAt(this.at) !== char) return false;
    this.at++;
    return true;
  }
}

function whatIs(mark: string): string {
  if (/^\?<[=!]/.test(mark)) return `the look-behind '(${mark}'`;
  return mark === '?>' ? "the atomic group '(?>'" : `'(${mark}'`;
}
