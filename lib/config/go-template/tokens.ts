import { unquoteGo } from '../quoted-text';

/** What a token is; `error` ends the list and its text says what is wrong. */
export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'word'
  | 'field'
  | 'variable'
  | 'dot'
  | 'string'
  | 'number'
  | 'char'
  | 'pipe'
  | 'left paren'
  | 'right paren'
  | 'assign'
  | 'declare'
  | 'end of text'
  | 'error';

/** A piece of a template. */
export interface Token {
  readonly kind: TokenKind;
  /** As written; of a string what it stands for, of an error what is wrong. */
  readonly text: string;
  /** Offset in the template. */
  readonly at: number;
}

/** Letters, digits and underscores, of any script. */
const WORD = /[\p{L}\p{Nd}_]+/uy;
const SPACE = /[ \t\r\n]+/y;
/** What has to follow a word: a space, punctuation, or the end of the action. */
const TERMINATOR = /[ \t\r\n.,|:()]|\}\}|$/y;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]+(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]+)?|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?)i?/y;
const COMMENT = /\{\{(?:-[ \t\r\n])?\/\*/y;
const CLOSE = /(?:[ \t\r\n]-)?\}\}/y;
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*"/y;
const RAW = /`[^`]*`/y;
const CHARACTER = /'(?:[^'\\\n]|\\[^\n])+'/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Splits a template into tokens; up to the first piece that is none, which becomes the last token. */
export function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    if (open !== at) tokens.push({ kind: 'text', text: template.slice(at, open < 0 ? undefined : open), at });
    if (open < 0) break;
    const next = matchAt(COMMENT, template, open)
      ? skipComment(template, open, tokens)
      : readAction(template, open, tokens);
    if (next === undefined) return tokens;
    at = next;
  }
  return [...tokens, { kind: 'end of text', text: '', at: template.length }];
}

/** The offset behind a comment, or undefined after an error. */
function skipComment(template: string, open: number, tokens: Token[]): number | undefined {
  const end = template.indexOf('*/', open);
  if (end < 0) return fail(tokens, open, "the comment '{{/*' is not closed");
  const close = matchAt(CLOSE, template, end + 2);
  if (close === undefined) return fail(tokens, open, "the comment does not end with '*/}}'");
  return end + 2 + close.length;
}

function fail(tokens: Token[], at: number, text: string): undefined {
  tokens.push({ kind: 'error', text, at });
}

/** The offset behind an action, or undefined after an error. */
function readAction(template: string, open: number, tokens: Token[]): number | undefined {
  tokens.push({ kind: 'open', text: '{{', at: open });
  let at = open + 2;
  // A trim marker needs the space: `{{-3}}` is a number.
  if (/^-[ \t\r\n]/.test(template.slice(at, at + 2))) at += 2;
  let depth = 0;
  for (;;) {
    const close = matchAt(CLOSE, template, at);
    if (close !== undefined) {
      if (depth > 0) return fail(tokens, at, "a '(' is not closed");
      tokens.push({ kind: 'close', text: '}}', at });
      return at + close.length;
    }
    if (at >= template.length) return fail(tokens, open, "the action '{{' is not closed");
    const token = readToken(template, at);
    tokens.push(token.token);
    if (token.token.kind === 'error') return undefined;
    if (token.token.kind === 'left paren') depth++;
    if (token.token.kind === 'right paren' && --depth < 0) return fail(tokens, at, "a ')' has no '(' before it");
    at += token.length;
  }
}

const PUNCTUATION: Readonly<Record<string, TokenKind>> = {
  ':=': 'declare',
  '=': 'assign',
  '|': 'pipe',
  '(': 'left paren',
  ')': 'right paren',
};

/** A token and how much of the template it takes. */
type Read = { readonly token: Token; readonly length: number };

function readToken(template: string, at: number): Read {
  const found = (kind: TokenKind, written: string, text = written): Read => ({
    token: { kind, text, at },
    length: written.length,
  });
  const error = (text: string): Read => found('error', text);
  const character = String.fromCodePoint(template.codePointAt(at) ?? 0);

  const space = matchAt(SPACE, template, at);
  if (space) {
    // ` -}}` closes the action; its space is no token of its own.
    const trimmed = /[ \t\r\n]$/.test(space) && template.startsWith('-}}', at + space.length);
    return found('space', trimmed && space.length > 1 ? space.slice(0, -1) : space);
  }
  if (character === '"' || character === '`' || character === "'") return readQuoted(template, at, found, error);
  const two = template.slice(at, at + 2);
  const punctuation = PUNCTUATION[two] ? two : character;
  if (PUNCTUATION[punctuation]) return found(PUNCTUATION[punctuation], punctuation);
  if (character === ':') return error("':' is not followed by '='");
  if (/^(?:[+-]|\.?\d)/.test(two)) return readNumber(template, at, found, error);

  const sigil = character === '.' || character === '$' ? character : '';
  const word = matchAt(WORD, template, at + sigil.length);
  if (!sigil && !word) {
    return /^[ -~]$/.test(character) ? found('char', character) : error(`'${character}' has no place in an action`);
  }
  const written = `${sigil}${word ?? ''}`;
  const end = at + written.length;
  if (matchAt(TERMINATOR, template, end) === undefined) {
    return error(`'${written}' is followed by '${String.fromCodePoint(template.codePointAt(end) ?? 0)}'`);
  }
  if (sigil === '$') return found('variable', written);
  if (sigil === '.') return found(word ? 'field' : 'dot', written);
  return found('word', written);
}

type Found = (kind: TokenKind, written: string, text?: string) => Read;

function readNumber(template: string, at: number, found: Found, error: (text: string) => Read): Read {
  const number = matchAt(NUMBER, template, at);
  if (number === undefined || matchAt(WORD, template, at + number.length)) {
    return error(`'${template.slice(at).match(/^[^ \t\r\n|()}]+/)?.[0] ?? ''}' is no number`);
  }
  return found('number', number);
}

function readQuoted(template: string, at: number, found: Found, error: (text: string) => Read): Read {
  const raw = matchAt(RAW, template, at);
  if (raw) return found('string', raw, raw.slice(1, -1));
  const character = matchAt(CHARACTER, template, at);
  if (character) {
    return [...character].length > 3 && !character.includes('\\')
      ? error(`${character} is no single character; strings are written in double quotes`)
      : found('number', character);
  }
  const quoted = matchAt(QUOTED, template, at);
  if (quoted === undefined)
    return error(`a ${template[at]} is not closed${template[at] === '`' ? '' : ' on its line'}`);
  const text = unquoteGo(quoted, { anyBytes: true });
  return text === undefined ? error(`${quoted} has an escape that Go does not know`) : found('string', quoted, text);
}

/** The line, from 1, of an offset in the template. */
export function lineAt(template: string, at: number): number {
  return template.slice(0, at).split('\n').length;
}
