import type { TagChoice } from '../../../lib/logging/lines/container-tags';
import { ElasticsearchOutput } from '../../../lib/logging/outputs/elasticsearch-output';
import { S3Output } from '../../../lib/logging/outputs/s3-output';
import { tagsByPlace } from '../../../lib/logging/routes/route-places';
import { SearchEngine } from '../../../lib/model/search-endpoint';
import { messageOf } from '../../tools/synth';
import { agentPipeline, elasticsearch } from '../fluent-bit/fluent-bit-app';

jest.mock('../../../lib/logging/routes/route-places', () => {
  const real = jest.requireActual('../../../lib/logging/routes/route-places');
  return { ...real, tagsByPlace: jest.fn(real.tagsByPlace) };
});

const { tagsByPlace: rightTags } = jest.requireActual<typeof import('../../../lib/logging/routes/route-places')>(
  '../../../lib/logging/routes/route-places',
);

const audit = new ElasticsearchOutput('audit', {
  endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://audit.example.com' },
});
const ROUTES = [
  { name: 'payments', namespaces: ['shop'], containers: ['pay*'], output: 'audit' },
  { namespaces: ['shop', 'cart'], index: 'shop' },
  { namespaces: ['team-*'], pods: ['api-*'], output: 'audit' },
];
const agent = () => agentPipeline({ outputs: [audit], routes: ROUTES });

type Matches = Map<string, TagChoice>;

/** A mistake in how matches are written. */
const withMistake = (mistake: (matches: Matches) => void) =>
  jest.mocked(tagsByPlace).mockImplementation((routes, rest) => {
    const matches = rightTags(routes, rest);
    mistake(matches);
    return matches;
  });

const swap = (a: string, b: string) => (matches: Matches) => {
  const [first, second] = [matches.get(a), matches.get(b)] as [TagChoice, TagChoice];
  matches.set(a, second).set(b, first);
};

const replace = (place: string, from: string, to: string) => (matches: Matches) => {
  const { match_regex = '' } = matches.get(place) as TagChoice;
  expect(match_regex).toContain(from);
  matches.set(place, { match_regex: match_regex.replaceAll(from, to) });
};

/** The message about a tag of containers unless another input is named, and whatever comes after it. */
const wrong = (route: string, tag: string, reached: string, meant: string, input = 'containers') =>
  `[chart/FluentBit] ${route}: tag '${tag}' of input '${input}' reaches ${reached} instead of output '${meant}'; mend the 'match' of these outputs, or what is meant`;

afterEach(() => jest.mocked(tagsByPlace).mockImplementation(rightTags));

describe('an agent whose matches are not what its routes say is refused', () => {
  it.each<[string, (matches: Matches) => void, string[]]>([
    [
      'where two outputs are swapped',
      swap('audit', 'elasticsearch.shop'),
      [
        wrong('routes[1]', 'kube.cart.a.a.a', "output 'audit'", 'elasticsearch.shop'),
        wrong("route 'payments'", 'kube.shop.pay.a.a', "output 'elasticsearch.shop'", 'audit'),
        wrong('routes[2]', 'kube.team-a.a.a.api-a', "output 'elasticsearch.shop'", 'audit'),
      ],
    ],
    [
      'where an output is swapped with that of all other logs',
      swap('audit', 'elasticsearch'),
      [
        wrong('otherLogs', 'kube.a.a.a.a', "output 'audit'", 'elasticsearch'),
        wrong("route 'payments'", 'kube.shop.pay.a.a', "output 'elasticsearch'", 'audit'),
        wrong('routes[2]', 'kube.team-a.a.a.api-a', "output 'elasticsearch'", 'audit'),
        wrong('otherLogs', 'self.node-agents.fluent-bit.a.fluent-bit-a', "output 'audit'", 'elasticsearch', 'agent'),
        wrong('otherLogs', 'node.a', "output 'audit'", 'elasticsearch', 'node'),
      ],
    ],
    [
      'where the second route gets what the first has',
      (matches) => {
        const [all] = rightTags([{ selector: { namespaces: ['shop', 'cart'] }, place: 'a' }], 'b');
        matches.set('elasticsearch.shop', all?.[1] as TagChoice);
      },
      [wrong("route 'payments'", 'kube.shop.pay.a.a', "output 'audit' and output 'elasticsearch.shop'", 'audit')],
    ],
    [
      'where no output has the rest',
      (matches) => matches.set('elasticsearch', { match: 'self.*' }),
      [
        wrong('otherLogs', 'kube.a.a.a.a', 'no output', 'elasticsearch'),
        wrong('otherLogs', 'node.a', 'no output', 'elasticsearch', 'node'),
      ],
    ],
    [
      'where containers of another name go along',
      (matches) => {
        replace('audit', 'pay[^.]*', 'pa[^.]*')(matches);
        replace('elasticsearch.shop', 'pay[^.]*', 'pa[^.]*')(matches);
      },
      [wrong('routes[1]', 'kube.shop.pa.a.a', "output 'audit'", 'elasticsearch.shop')],
    ],
  ])('%s', (_, mistake, problems) => {
    withMistake(mistake);
    expect(messageOf(agent)).toBe(['Validation failed with the following errors:', ...problems].join('\n  '));
  });

  it('and not where they are', () => {
    expect(agent).not.toThrow();
  });
});

test('an index of one output is not taken for another output of that name', () => {
  const routes = [
    { namespaces: ['shop'], index: 'archive' },
    { namespaces: ['cart'], output: 'elasticsearch-archive' },
  ];
  const { outputs } = agentPipeline({ outputs: [elasticsearch({}, 'elasticsearch-archive')], routes });
  expect(outputs).toMatchObject([
    { alias: 'elasticsearch.archive', match: 'kube.shop.*', index: 'archive' },
    { alias: 'elasticsearch-archive', match: 'kube.cart.*', logstash_format: true },
    { alias: 'elasticsearch' },
  ]);
});

test('a dataset of one output is not taken for that of another whose name it goes on', () => {
  const s3 = (name: string) => new S3Output(name, { bucket: `${name}-logs`, region: 'eu-west-1' });
  const routes = [
    { namespaces: ['shop'], output: 's3', dataset: 'a-b' },
    { namespaces: ['cart'], output: 's3-a', dataset: 'b' },
    { namespaces: ['bank'], output: 's3', dataset: 'a.b' },
  ];
  const { outputs } = agentPipeline({ outputs: [s3('s3'), s3('s3-a')], routes });
  expect(outputs).toMatchObject([
    { alias: 's3.a-b', match: 'kube.shop.*', bucket: 's3-logs' },
    { alias: 's3-a.b', match: 'kube.cart.*', bucket: 's3-a-logs' },
    { alias: 's3.a.b', match: 'kube.bank.*', bucket: 's3-logs' },
    { alias: 'elasticsearch' },
  ]);
});
