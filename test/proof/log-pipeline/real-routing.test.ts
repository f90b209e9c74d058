import { join } from 'node:path';
import { inputTags } from '../../../lib/proof/log-pipeline/input-tags';
import { ProofContext } from '../../../lib/proof/log-pipeline/proof-context';
import { outputsOf } from '../../../lib/proof/log-pipeline/takers';
import { itWithTool } from '../../tools/tool';
import { takes } from '../language/member';
import { askFluentBit } from './ask-fluent-bit';
import { but, byRegex, containers, stdout } from './pipelines';

const TAGS = [
  'kube',
  'kube.',
  'kube.shop',
  'kube.shop.web.0a.web-1',
  'kube.shop.web.0a.node.example.com',
  'kube.shopping.web',
  'kube.cart.db',
  'kube.kube-system.dns',
  'node.kubelet.service',
  'self.fluent-bit',
  'x.kube.shop',
  'KUBE.shop',
  'a',
  'aa',
  'aaa',
  'ab',
  'aab',
  'b',
  'kube..shop',
  'kube.shop-2.web',
];
const MATCHES = [
  '*',
  'kube.*',
  'kube.shop.*',
  '*.shop.*',
  'kube.*.web.*',
  '*shop*',
  '*.shop',
  'a*',
  '*a',
  'a*b',
  '*a*a*',
  'kube',
  'kube**shop',
  'k*b*s*p',
  '*.',
  'kube.*.',
];
const REGEXES = [
  'kube',
  'shop',
  '.*shop',
  '^kube\\.',
  'kube\\.shop$',
  'kube\\.shop',
  '^(?!kube\\.).*',
  '^(?!kube\\.)',
  '(?!kube\\.).+',
  '^kube\\.(?!shop\\.|cart\\.).*',
  '^kube\\.[^.]+\\.web\\.',
  'a+b',
  'a*',
  'a{2,3}',
  'a{2}$',
  '(?:a|b)*b',
  '/KUBE/i',
  '/^kube\\./',
  '(?i)kube\\.SHOP',
  '\\Akube\\.shop\\z',
  '[[:alpha:]]+$',
  '[^a-jl-z]',
  '(?=kube)(?!kube\\.s).*',
  'kube(?=\\.)',
  '\\w+\\.\\w+$',
  '(?:kube\\.)?(?:x\\.)?kube',
  'a|kube\\.cart',
  'k(?<n>u)be$',
  '\\h+',
  '[\\w.&&[^.]]+$',
  'a{,2}b',
];

describe('Fluent Bit', () => {
  itWithTool('fluent-bit', 'takes the tags that the proof says', async (fluentBit) => {
    const outputs = [...MATCHES.map((match) => stdout(match, match)), ...REGEXES.map((regex) => byRegex(regex, regex))];
    const context = new ProofContext(but({ outputs }));
    const takers = outputsOf(context);
    expect(takers.flatMap(({ problems }) => problems)).toEqual([]);
    const said = takers.map(({ tags }) => TAGS.filter((tag) => takes(context.languages, tags, tag)).sort());
    const got = await askFluentBit(fluentBit, {
      inputs: () => TAGS.map((tag) => ({ name: 'dummy', tag, samples: 1 })),
      outputs: [...MATCHES.map((match) => ({ match })), ...REGEXES.map((regex) => ({ match_regex: regex }))],
      records: said.flat().length,
    });
    const named = (tags: readonly string[][]) => tags.map((each, i) => [[...MATCHES, ...REGEXES][i], each]);
    expect(named(got)).toEqual(named(said));
  });

  const ID = '0123456789abcdef'.repeat(4);
  const FILES = [
    `containers/web-1.example.com_shop_web-${ID}.log`,
    'app.log',
    'a..b.log',
    'a:b.log',
    'sub/deep/x.log',
    'no-suffix',
    'end.',
    '..dots.log',
    'star*.log',
  ];
  const STARS = ['kube.*', '*', 'a.*.b', 'a..*'];
  const TAG_REGEX = [
    ['kube.<namespace>.<container>.<id>.<pod>', containers.tag_regex?.replace('^/var/log', '') ?? ''],
    ['x.<name>', '(?<name>[^/]+)\\.log$'],
    ['x.<name>.<missing>', '/(?<name>[^/]*)$'],
    ['<a>-<b>', '(?<a>[a-z]+)(?<b>[0-9]*)\\.log$'],
  ] as const;

  itWithTool('fluent-bit', 'makes the tags of files that the proof says', async (fluentBit) => {
    const tails = (folder: string) => [
      ...FILES.flatMap((file) =>
        STARS.map((tag) => ({ name: 'tail', path: join(folder, file.replace('*', '\\*')), tag })),
      ),
      ...FILES.flatMap((file) =>
        TAG_REGEX.map(([tag, regex]) => ({
          name: 'tail',
          path: join(folder, file.replace('*', '\\*')),
          tag,
          tag_regex: regex,
        })),
      ),
    ];
    let said: string[] = [];
    const [got] = await askFluentBit(fluentBit, {
      files: FILES,
      inputs: (folder) => {
        const inputs = tails(folder).map((tail) => ({ ...tail, name: 'tail' as const, path: [tail.path] }));
        const context = new ProofContext(but({ inputs }));
        said = inputTags(context).flatMap(({ tags, problems }) => {
          const unread = problems.some(({ what }) => what.includes('does not read'));
          return unread ? [] : (context.examples.of(tags) ?? []);
        });
        return tails(folder).map((tail) => ({ ...tail, read_from_head: true }));
      },
      outputs: [{ match: '*' }],
      records: FILES.length * STARS.length + 4,
    });
    expect(got).toEqual(said.sort());
  });
});
