import { type Directive, parseNginx } from '../../../lib/config/nginx/parse';
import { messageOf } from '../../tools/synth';

/** Directives on one line, words in brackets. */
const shown = (directives: readonly Directive[]): string =>
  directives
    .map(({ name, args, block }) => {
      const words = [name, ...args].map((word) => `[${word}]`).join('');
      return block ? `${words}{${shown(block)}}` : words;
    })
    .join(' ');

describe('an nginx configuration', () => {
  it.each([
    [
      'blocks without blanks',
      'server{listen 80;location = /x{stub_status;}}',
      '[server]{[listen][80] [location][=][/x]{[stub_status]}}',
    ],
    ['a comment with braces', 'a 1; # b { c;\nd 2;#', '[a][1] [d][2]'],
    ['no comment inside of a word', 'location /a#b { }', '[location][/a#b]{}'],
    [
      'a quoted text with braces and semicolons',
      `log_format main '{ "a;b" } # no';`,
      '[log_format][main][{ "a;b" } # no]',
    ],
    ['escaped quotes', String.raw`return 200 "a\"b" 'c\'d';`, `[return][200][a"b][c'd]`],
    [
      'a quoted regular expression',
      String.raw`location ~ "^/a{2}\.php$" { }`,
      String.raw`[location][~][^/a{2}\.php$]{}`,
    ],
    ['a variable in braces', 'set $x ${y}z;', '[set][$x][${y}z]'],
    ['a bare regular expression', String.raw`location ~ \.(gif|jpg)$ { }`, String.raw`[location][~][\.(gif|jpg)$]{}`],
    [
      'a condition',
      'if ($http_user_agent ~ MSIE) { rewrite ^(.*)$ /m/$1 break; }',
      '[if][($http_user_agent][~][MSIE)]{[rewrite][^(.*)$][/m/$1][break]}',
    ],
    ['Lua', 'content_by_lua_block { if x then y = {1, 2} end } a 1;', '[content_by_lua_block]{} [a][1]'],
    ['nothing', '  # empty\n', ''],
  ])('may hold %s', (_, text, expected) => {
    expect(shown(parseNginx(text))).toBe(expected);
  });

  it.each([
    ['an open block', 'server {\n listen 80;\n', "a '}' is missing in line 3"],
    ['a block that was not opened', 'listen 80;\n}', "there is a '}' too many in line 2"],
    ['a directive without an end', 'server { listen 80 }', "'listen' does not end with ';' in line 1"],
    ['a half word at the end', 'liste', "'liste' does not end with ';' in line 1"],
    ['an open quote', 'return 200 "a;', 'a " is missing in line 1'],
    ['a block without a name', '{ }', "there is a '{' without a directive in line 1"],
    ['an open block of Lua', 'content_by_lua_block { {}', "a '}' is missing in line 1"],
  ])('is refused with %s', (_, text, message) => {
    expect(messageOf(() => parseNginx(text))).toBe(message);
  });
});
