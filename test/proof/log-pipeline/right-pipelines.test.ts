import type { FluentBitConfig } from '../../../lib/config/fluent-bit/config';
import { validateFluentBit } from '../../../lib/config/fluent-bit/validate';
import { type ProveLogPipelineOptions, proveLogPipeline } from '../../../lib/proof/log-pipeline/prove-log-pipeline';
import { but, byRegex, containers, journal, kubernetes, own, routes, stdout, whole } from './pipelines';

type Row = readonly [title: string, config: FluentBitConfig, options?: ProveLogPipelineOptions];

const traces = {
  name: 'multiline',
  'multiline.parser': ['java'],
  'multiline.key_content': 'log',
} as const;
const fileTags = { ...containers, tag: 'kube.*', tag_regex: undefined };
const onlyFiles = { inputs: [fileTags], filters: [], outputs: [stdout('all', '*')] };

describe('the proof finds nothing wrong with', () => {
  const rows: readonly Row[] = [
    ['routes of two teams, and one for what is left', whole, { terminationGracePeriodSeconds: 75 }],
    ['one output for all', but({ outputs: [stdout('all', '*')] })],
    [
      'a fan-out that is meant',
      but({ outputs: [...whole.outputs, stdout('audit', 'kube.shop.*')] }),
      { meant: [{ tags: 'kube.shop.*', outputs: ['audit', 'shop'] }] },
    ],
    [
      'records that are dropped on purpose',
      but({ outputs: [stdout('shop', 'kube.*'), stdout('own', 'self.*')] }),
      { meant: [{ tags: 'node.*', outputs: [] }] },
    ],
    [
      'containers of one name in all namespaces',
      but({
        outputs: [
          byRegex('web', '^kube\\.[^.]+\\.web\\.'),
          byRegex('pods', '^kube\\.shop\\.(?!web\\.)[^.]+\\.[^.]+\\.shop-'),
          byRegex('rest', '^(?!kube\\.[^.]+\\.web\\.|kube\\.shop\\.[^.]+\\.[^.]+\\.shop-).*'),
        ],
      }),
    ],
    ['tags made of paths', but(onlyFiles)],
    [
      "tags made of paths, with Fluent Bit's own prefix and expression for them",
      but({ ...onlyFiles, filters: [{ name: 'kubernetes', match: 'kube.*' }] }),
    ],
    [
      'namespaces told by the underscores in names of files',
      but({
        ...onlyFiles,
        outputs: [
          stdout('shop', 'kube.*_shop_*'),
          stdout('cart', 'kube.*_cart_*'),
          byRegex('rest', '^kube\\.[^_]+_(?!shop_|cart_)'),
        ],
      }),
    ],
    [
      'a match by either of two ways',
      but({ outputs: [{ name: 'stdout', match: 'kube.*', match_regex: '^(?:node|self)\\.' }] }),
    ],
    [
      'metrics, which outputs for logs let pass',
      but({
        inputs: [...whole.inputs, { name: 'fluentbit_metrics', tag: 'metrics' }],
        outputs: [{ name: 'loki', match: '*', host: 'loki.example.com' }, stdout('metrics', 'metrics')],
      }),
    ],
    [
      'a multiline filter that sends nothing through the others again',
      but({
        filters: [
          { name: 'grep', match: 'kube.*', exclude: ['log ^$'] },
          { ...traces, match: 'kube.*', buffer: false },
        ],
      }),
    ],
    [
      'multiline filters on different tags',
      but({
        filters: [
          { ...traces, match: 'kube.shop.*' },
          { ...traces, match: 'kube.cart.*' },
        ],
      }),
    ],
    [
      'a field that an earlier filter makes, in front of one that merges into the root',
      but({
        filters: [
          { name: 'modify', match: 'kube.*', set: ['level info'] },
          { name: 'grep', match: 'kube.*', exclude: ['level debug'] },
          { ...kubernetes, merge_log_key: undefined },
        ],
      }),
    ],
    [
      'any field behind a script',
      but({
        filters: [
          { name: 'lua', match: 'kube.*', code: 'function f(t, s, r) return 0, t, r end', call: 'f' },
          { name: 'grep', match: 'kube.*', exclude: ['level debug'] },
          { ...kubernetes, merge_log_key: undefined },
        ],
      }),
    ],
    [
      'a tail that ends with its files',
      but({ inputs: [{ ...containers, db: undefined, exit_on_eof: true }, own, journal] }),
    ],
    [
      'a tail that pauses, and waits for long',
      but({ inputs: [{ ...containers, 'storage.pause_on_chunks_overlimit': true, rotate_wait: '5m' }, own, journal] }),
    ],
    ['a tag from the environment', but({ inputs: [containers, own, { ...journal, tag: 'node.${NODE_NAME}.*' }] })],
    [
      'clients that choose their tags',
      but({ inputs: [{ name: 'forward' }], filters: [], outputs: [stdout('all', '*')] }),
    ],
    [
      'clients whose tags are given a beginning',
      but({
        inputs: [
          { name: 'forward', tag_prefix: 'app.' },
          { name: 'http', tag: 'app.http', tag_key: 'tag' },
        ],
        filters: [],
        outputs: [stdout('app', 'app.*'), byRegex('rest', '^(?!app\\.).*')],
      }),
    ],
    [
      'an input that is routed nowhere',
      but({ inputs: [...whole.inputs, { name: 'http', tag: 'http', routable: false }], filters: [] }),
    ],
    ['two hundred routes', routes(200)],
  ];
  it.each(rows.map(([title, config, options]) => ({ title, config, options })))('$title', ({ config, options }) => {
    expect(validateFluentBit(config)).toEqual([]);
    expect(proveLogPipeline(config, options)).toEqual([]);
  });
});
