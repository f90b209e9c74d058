import { formatMatcher, type Matcher, matches, parseMatcher } from '../../../lib/config/alertmanager/matcher';
import { itWithTool } from '../../tools/tool';
import { configWith, verdicts, withConfigFiles } from './judge';

const m = (name: string, operator: Matcher['operator'], value: string): Matcher => ({ name, operator, value });

/** Text, what it means, and how the library writes it. */
const READ: readonly [string, Matcher, string][] = [
  ['team=payments', m('team', '=', 'payments'), 'team="payments"'],
  [' team = "payments" ', m('team', '=', 'payments'), 'team="payments"'],
  ['team!=""', m('team', '!=', ''), 'team!=""'],
  ['severity=~"critical|warning"', m('severity', '=~', 'critical|warning'), 'severity=~"critical|warning"'],
  ['namespace!~dev-.*', m('namespace', '!~', 'dev-.*'), 'namespace!~"dev-.*"'],
  ['job="a, {b} = c"', m('job', '=', 'a, {b} = c'), 'job="a, {b} = c"'],
  [String.raw`path="C:\\dir \"x\"\nend"`, m('path', '=', 'C:\\dir "x"\nend'), String.raw`path="C:\\dir \"x\"\nend"`],
  [String.raw`instance=~"10\\.0\\.\\d+"`, m('instance', '=~', '10\\.0\\.\\d+'), String.raw`instance=~"10\\.0\\.\\d+"`],
  ['"label with space"=x', m('label with space', '=', 'x'), '"label with space"="x"'],
  ['service.name="checkout"', m('service.name', '=', 'checkout'), '"service.name"="checkout"'],
  ['città="Reggio nell\'Emilia 🍝"', m('città', '=', "Reggio nell'Emilia 🍝"), '"città"="Reggio nell\'Emilia 🍝"'],
  ['"team"="a\tb"', m('team', '=', 'a\tb'), 'team="a\tb"'],
  [String.raw`"a.b"="\t\u00e9\U0001F35D\x41\101\xc3\xa9"`, m('a.b', '=', '\té🍝AAé'), '"a.b"="\té🍝AAé"'],
  [String.raw`"a\"b\\c\nd"="x"`, m('a"b\\c\nd', '=', 'x'), String.raw`"a\"b\\c\nd"="x"`],
  ['rule:name="x"', m('rule:name', '=', 'x'), 'rule:name="x"'],
];

/** Texts that are refused, and whether Alertmanager refuses them, too. */
const REFUSED: readonly [string, 'amtool refuses' | 'amtool takes it'][] = [
  ['', 'amtool takes it'],
  ['team', 'amtool refuses'],
  ['="x"', 'amtool refuses'],
  ['team>"x"', 'amtool refuses'],
  ['"team"', 'amtool refuses'],
  ['"team="x"', 'amtool refuses'],
  ['team="x" and job="y"', 'amtool refuses'],
  ['team=~"["', 'amtool refuses'],
  ['team=~"(?=x)"', 'amtool refuses'],
  ['team=~"a**"', 'amtool refuses'],
  ['team=~"a{1001}"', 'amtool refuses'],
  [String.raw`"a.b"="\xff"`, 'amtool refuses'],
  [String.raw`"a.b"="\q"`, 'amtool refuses'],
  [String.raw`"a.b"="\ud800"`, 'amtool refuses'],
  // read as a value that nobody meant
  ['alertname == X', 'amtool takes it'],
  ['alertname == "X"', 'amtool refuses'],
  ['team=', 'amtool takes it'],
  ['team=a b', 'amtool takes it'],
  ['team="x', 'amtool refuses'],
  ['team=x"', 'amtool refuses'],
  [String.raw`instance=~"10\.0"`, 'amtool takes it'],
  [String.raw`team="a\tb"`, 'amtool takes it'],
  ['team=\u00a0x', 'amtool takes it'],
  ['team="a\nb"', 'amtool takes it'],
  // not one matcher
  ['{team="x"}', 'amtool takes it'],
  ['team="x",job="y"', 'amtool takes it'],
  ['team="x",', 'amtool takes it'],
  ['""="x"', 'amtool takes it'],
  // an expression only between the anchors
  ['team=~"a)|(b"', 'amtool takes it'],
];

const configOf = (matchers: readonly string[]) =>
  configWith({ route: { receiver: 'default', routes: [{ matchers }] } });

describe('parseMatcher', () => {
  test.each(READ)('reads %s', (text, matcher) => {
    expect(parseMatcher(text)).toEqual(matcher);
  });

  test.each(REFUSED)('refuses %j (%s)', (text) => {
    expect(parseMatcher(text)).toBeUndefined();
  });

  it('refuses a text that is no UTF-8', () => {
    expect(parseMatcher('team="\ud800"')).toBeUndefined();
  });

  itWithTool('amtool', 'reads what Alertmanager reads, and Alertmanager has no warning about it', async (amtool) => {
    await withConfigFiles(
      READ.map(([text]) => configOf([text])),
      (files) => {
        const shown = files.map((file) => amtool.run(['config', 'routes', 'show', `--config.file=${file}`]));
        expect(shown.map(({ stderr }) => stderr)).toEqual(files.map(() => ''));
        const written = READ.map(([, , text]) => amtoolText(text));
        expect(shown.map(({ stdout }) => /\{(.*)\}/.exec(stdout)?.[1])).toEqual(written);
      },
    );
  });

  itWithTool('amtool', 'refuses all that Alertmanager refuses', async (amtool) => {
    const said = await verdicts(
      amtool,
      REFUSED.map(([text]) => configOf([text])),
    );
    expect(REFUSED.map(([text], i) => [text, said[i] === '' ? 'amtool takes it' : 'amtool refuses'])).toEqual(REFUSED);
  });
});

/** amtool prints names bare unless they hold a character of the grammar, and then with the escapes of a Go string. */
function amtoolText(text: string): string {
  const bare = text.replace(/^"([^\s"\\]+)"/, '$1');
  return bare.startsWith('"') ? bare.replace(/\t/g, '\\t') : bare;
}

describe('formatMatcher', () => {
  test.each(READ)('%s is written so that it reads back', (_, matcher, written) => {
    expect(formatMatcher(matcher)).toBe(written);
    expect(parseMatcher(written)).toEqual(matcher);
  });
});

describe('matches', () => {
  const yes: readonly [string, Record<string, string>][] = [
    ['team="a"', { team: 'a' }],
    ['team=""', {}],
    ['team!="a"', {}],
    ['team=~"a|b"', { team: 'b' }],
    ['team=~".*"', {}],
    ['team=~"|a"', {}],
    ['team!~"a.+"', { team: 'a' }],
    ['team=~"(?i)PAY.*"', { team: 'payments' }],
    ['team=~"a\\\\b"', { team: 'a' }],
    ['toString=""', {}],
    ['team=~"x.y"', { team: 'x🍝y' }],
  ];
  const no: readonly [string, Record<string, string>][] = [
    ['team="a"', { team: 'A' }],
    ['team!=""', {}],
    ['team=~"a|b"', { team: 'ab' }],
    ['team=~"a|b"', { team: 'xa' }],
    ['team=~".+"', {}],
    ['team=~".*"', { team: 'a\nb' }],
    ['team!~"a|.*b"', { team: 'xb' }],
    ['team=~"^a$|b"', { team: 'a\n' }],
  ];
  const read = (text: string) => parseMatcher(text) ?? fail(text);
  const fail = (text: string): never => {
    throw new Error(`no matcher: ${text}`);
  };

  test.each(yes)('%s takes %j', (text, labels) => {
    expect(matches(read(text), labels)).toBe(true);
  });

  test.each(no)('%s leaves %j', (text, labels) => {
    expect(matches(read(text), labels)).toBe(false);
  });

  itWithTool('amtool', 'agrees with Alertmanager', async (amtool) => {
    const cases = [...yes, ...no];
    const configs = cases.map(([matcher]) =>
      configWith({
        route: { receiver: 'default', routes: [{ receiver: 'child', matchers: [matcher] }] },
        receivers: [{ name: 'default' }, { name: 'child' }],
      }),
    );
    await withConfigFiles(configs, (files) => {
      const reached = cases.map(([, labels], i) => {
        const args = Object.entries(labels).map(([name, value]) => formatMatcher(m(name, '=', value)));
        return amtool.ok(['config', 'routes', 'test', `--config.file=${files[i]}`, ...args]).trim();
      });
      expect(reached).toEqual([...yes.map(() => 'child'), ...no.map(() => 'default')]);
    });
  });
});
