import { dump } from 'js-yaml';
import { FluentBitMetadata } from '../../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../../lib/logging/fluent-bit/fluent-bit-props';
import { S3Output } from '../../../lib/logging/outputs/s3-output';
import { IndexNaming } from '../../../lib/logging/outputs/search-options';
import { StdoutOutput } from '../../../lib/logging/outputs/stdout-output';
import { LogLevel } from '../../../lib/model/log-route';
import { agentFiles, agentPipeline, elasticsearch } from './fluent-bit-app';

const yaml = (data: unknown) => dump(data, { lineWidth: -1 });
const QUIET = { metadata: FluentBitMetadata.TAG, nodeUnits: [] };

/** Filters that routes make. */
const routing = (props: Partial<FluentBitProps>) =>
  yaml(
    agentPipeline({ ...QUIET, ...props }).filters.filter(
      ({ name, add, match }: { name: string; add?: string[]; match?: string }) =>
        name === 'lua' || (name === 'modify' && add !== undefined && match !== '*'),
    ),
  );
/** Which tags each output takes. */
const taken = (props: Partial<FluentBitProps>) =>
  Object.fromEntries(
    agentPipeline({ ...QUIET, ...props }).outputs.map(
      ({ alias, match, match_regex }: Readonly<Record<string, string>>) => [alias, match ?? match_regex],
    ),
  );

describe('the inputs of an agent', () => {
  it('are containers, its own log apart, and units of the node', () => {
    expect(
      agentPipeline().inputs.map(({ alias, path, exclude_path, tag }: Readonly<Record<string, string>>) => ({
        alias,
        path,
        exclude_path,
        tag,
      })),
    ).toEqual([
      {
        alias: 'containers',
        path: '/var/log/pods/*/*/*.log, /var/log/pods/*/*/*.log.*',
        exclude_path: '/var/log/pods/node-agents_fluent-bit-*_*/fluent-bit/*, *.gz, *.tmp',
        tag: 'kube.<namespace>.<container>.<uid>.<pod>',
      },
      {
        alias: 'agent',
        path: '/var/log/pods/node-agents_fluent-bit-*_*/fluent-bit/*.log, /var/log/pods/node-agents_fluent-bit-*_*/fluent-bit/*.log.*',
        exclude_path: '*.gz, *.tmp',
        tag: 'self.<namespace>.<container>.<uid>.<pod>',
      },
      { alias: 'node', tag: 'node.*' },
    ]);
  });

  it('lack its own log where an output prints to it', () => {
    const inputs = agentPipeline({ ...QUIET, output: new StdoutOutput() }).inputs;
    expect(inputs.map(({ alias }: { alias: string }) => alias)).toEqual(['containers']);
  });

  it('keep positions and whatever waits in one folder of the node', () => {
    const text = agentFiles({ statePath: '/data/logs' })['fluent-bit.yaml'] as string;
    expect(text.match(/(?:db|storage\.path): .*/g)).toEqual([
      'storage.path: /data/logs/chunks',
      'db: /data/logs/containers.db',
      'db: /data/logs/agent.db',
      'db: /data/logs/node.db',
    ]);
    expect(text.match(/storage\.type: .*/g)).toEqual(Array(4).fill('storage.type: filesystem'));
  });

  it('join the stack traces of containers', () => {
    const { inputs } = agentPipeline({ stackTraces: ['java', 'go'] });
    expect(yaml(inputs.map(({ processors = null }) => processors))).toMatchInlineSnapshot(`
"- logs:
    - name: multiline
      multiline.parser: java-trace, go
      multiline.key_content: log
- null
- null
"
`);
  });
});

describe('the filters of an agent', () => {
  it('tell who wrote a line, then route it', () => {
    const { filters } = agentPipeline({ ...QUIET, stackTraces: ['java', 'go'], routes: [{ namespaces: ['shop'] }] });
    expect(filters.map(({ name }: { name: string }) => name)).toEqual([
      'kubernetes',
      'throttle',
      'kubernetes',
      'modify',
      'modify',
      'lua',
    ]);
  });

  it('have those that were added between who wrote a line and routes', () => {
    const { filters } = agentPipeline({
      ...QUIET,
      filters: [{ name: 'grep', match: 'kube.shop.*', exclude: ['log ^GET /healthz'] }],
      routes: [{ namespaces: ['shop'], minLevel: LogLevel.WARN, dataset: 'shop' }],
    });
    const places = filters.map(({ name, add, call }: { name: string; add?: string[]; call?: string }) =>
      [name, add?.[0], call].filter(Boolean).join(' '),
    );
    expect(places.slice(places.indexOf('grep') - 1)).toEqual([
      'kubernetes',
      'grep',
      'modify',
      'lua at_least_warn',
      'modify dataset shop',
      'modify dataset logstash',
      'lua leave',
    ]);
  });

  it('end with one that sees few records, where an agent ends', () => {
    const last = (props: Partial<FluentBitProps>) => agentPipeline(props).filters.at(-1);
    const script = { name: 'lua', script: '/fluent-bit/config/lines.lua', call: 'leave' };
    expect(last({})).toEqual({ ...script, match: 'self.*' });
    expect(last({ output: new StdoutOutput() })).toEqual({ ...script, match: 'node.*' });
    expect(last({ ...QUIET, output: new StdoutOutput() })).toEqual({ ...script, match: 'kube.*' });
    const s3 = { name: 'archive', namespaces: ['shop'], dataset: 'shop', output: 's3' };
    const outputs = [new S3Output('s3', { bucket: 'logs', region: 'eu-west-1' })];
    expect(last({ outputs, routes: [s3] }).name).toBe('modify');
  });

  it('know who wrote a line from its tag, if they may ask nobody', () => {
    expect(yaml(agentPipeline(QUIET).filters[0])).toMatchInlineSnapshot(`
"name: kubernetes
match: kube.*
kube_tag_prefix: kube.
regex_parser: container-tag
use_tag_for_meta: true
merge_log: true
merge_log_key: parsed
keep_log: true
"
`);
  });

  it('know it from the tag while the API server does not answer', () => {
    const { filters } = agentPipeline({ nodeUnits: [], podAnnotations: true, namespaceLabels: true });
    expect(yaml(filters.slice(0, 4))).toMatchInlineSnapshot(`
"- name: kubernetes
  match: kube.*
  kube_tag_prefix: kube.
  regex_parser: container-tag
  use_tag_for_meta: true
- name: modify
  match: kube.*
  rename:
    - kubernetes kubernetes_tag
- name: kubernetes
  match: kube.*
  kube_tag_prefix: kube.
  regex_parser: container-tag
  merge_log: true
  merge_log_key: parsed
  keep_log: true
  labels: true
  annotations: false
  namespace_labels: true
  k8s-logging.parser: true
  k8s-logging.exclude: true
  buffer_size: '0'
  dns_retries: 2
  dns_wait_time: 2
- name: modify
  match: kube.*
  rename:
    - kubernetes_tag kubernetes
  remove:
    - kubernetes_tag
"
`);
  });

  it('ask the kubelet of their own node', () => {
    const { filters } = agentPipeline({ nodeUnits: [], metadata: FluentBitMetadata.KUBELET });
    expect(filters[2]).toMatchObject({
      use_kubelet: true,
      kubelet_host: '${NODE_IP}',
      kubelet_port: 10250,
      'tls.verify': false,
    });
  });
});

describe('routes', () => {
  it('give a line the dataset of the first that fits', () => {
    expect(
      routing({
        routes: [
          { namespaces: ['shop'], containers: ['nginx'], dataset: 'access' },
          { namespaces: ['shop'], dataset: 'shop' },
          { namespaces: ['team-*', 'lab'], pods: ['api-*'], dataset: 'apis' },
        ],
      }),
    ).toMatchInlineSnapshot(`
"- name: modify
  match: kube.shop.nginx.*
  add:
    - dataset access
- name: modify
  match: kube.shop.*
  add:
    - dataset shop
- name: modify
  match_regex: ^kube\\.(?:team-[^.]*|lab)\\.[^.]+\\.[^.]+\\.api-.*$
  add:
    - dataset apis
- name: lua
  match: self.*
  script: /fluent-bit/config/lines.lua
  call: leave
"
`);
  });

  it('drop lines before they give them a dataset, so that lines of routes before are let be', () => {
    expect(
      routing({
        routes: [
          {
            namespaces: ['numbers'],
            pods: ['numbers-api*'],
            containers: ['api'],
            dataset: 'numbers',
            keep: { field: 'priority', values: ['2', '3', '4'] },
          },
          { namespaces: ['numbers'], minLevel: LogLevel.WARN },
        ],

        otherLogs: { minLevel: LogLevel.INFO },
      }),
    ).toMatchInlineSnapshot(`
"- name: lua
  match_regex: ^kube\\.numbers\\.api\\.[^.]+\\.numbers-api.*$
  script: /fluent-bit/config/lines.lua
  call: keep_1
- name: modify
  match_regex: ^kube\\.numbers\\.api\\.[^.]+\\.numbers-api.*$
  add:
    - dataset numbers
- name: lua
  match: kube.numbers.*
  script: /fluent-bit/config/lines.lua
  call: at_least_warn
- name: modify
  match: kube.numbers.*
  add:
    - dataset logstash
- name: lua
  match: kube.*
  script: /fluent-bit/config/lines.lua
  call: at_least_info
- name: lua
  match: self.*
  script: /fluent-bit/config/lines.lua
  call: leave
"
`);
  });

  it('share functions of one script', () => {
    const script = agentFiles({
      ...QUIET,
      routes: [
        { namespaces: ['a'], minLevel: LogLevel.WARN },
        { namespaces: ['b'], minLevel: LogLevel.WARN, keep: { field: 'a"b\\', values: ['ü', '2', '2'] } },
      ],
    })['lines.lua'] as string;
    expect(script.slice(script.indexOf('function at_least_'))).toMatchInlineSnapshot(`
"function at_least_warn(tag, timestamp, record)
  return at_least(record, 40), timestamp, record
end

function keep_2(tag, timestamp, record)
  return keep(record, "a\\034b\\092", { ["\\195\\188"] = true, ["2"] = true, [2] = true }), timestamp, record
end
"
`);
  });

  it('drop nothing by a script where nothing is to be dropped', () => {
    expect(agentFiles(QUIET)['lines.lua']?.match(/function \w+/g)).toEqual(['function leave']);
  });

  it('share one output, which reads the name of the index in the record', () => {
    expect(
      taken({
        routes: [
          { namespaces: ['numbers'], dataset: 'test' },
          { namespaces: ['kube-system'], dataset: 'sys' },
        ],
      }),
    ).toEqual({ elasticsearch: '*' });
  });

  it('make an output of each index without a date, whose lines no other output takes', () => {
    expect(
      taken({
        routes: [
          { namespaces: ['numbers'], index: 'test' },
          { namespaces: ['kube-system'], index: 'sys' },
          { namespaces: ['lab'], index: 'test' },
        ],
      }),
    ).toMatchInlineSnapshot(`
{
  "elasticsearch": "^(?!(?:kube\\.numbers\\..*|kube\\.lab\\..*|kube\\.kube-system\\..*)$).+$",
  "elasticsearch.sys": "kube.kube-system.*",
  "elasticsearch.test": "^(?:kube\\.numbers\\..*|kube\\.lab\\..*)$",
}
`);
  });

  it('leave to an output only what no route before sends elsewhere', () => {
    const audit = elasticsearch({}, 'audit');
    expect(
      taken({
        outputs: [audit],
        routes: [
          { namespaces: ['shop'], pods: ['test-*'], dataset: 'tests' },
          { namespaces: ['shop'], output: 'audit' },
          { containers: ['istio-proxy'], dataset: 'mesh' },
          { namespaces: ['bank'], output: 'audit' },
        ],
      }),
    ).toMatchInlineSnapshot(`
{
  "audit": "^(?:(?!(?:kube\\.shop\\.[^.]+\\.[^.]+\\.test-.*)$)kube\\.shop\\..*|(?!(?:kube\\.[^.]+\\.istio-proxy\\.[^.]+\\..*)$)kube\\.bank\\..*)$",
  "elasticsearch": "^(?!(?:(?!(?:kube\\.shop\\.[^.]+\\.[^.]+\\.test-.*)$)kube\\.shop\\..*|(?!(?:kube\\.[^.]+\\.istio-proxy\\.[^.]+\\..*)$)kube\\.bank\\..*)$).+$",
}
`);
  });

  it('write data streams by their names', () => {
    const output = elasticsearch({ naming: IndexNaming.DATA_STREAM });
    const { filters, outputs } = agentPipeline({
      ...QUIET,
      output,
      routes: [{ namespaces: ['shop'], dataset: 'shop' }],
    });
    expect(filters.flatMap(({ add = [] }: { add?: string[] }) => add)).toEqual([
      'dataset logs-shop',
      'dataset logs-kubernetes',
      'node ${NODE_NAME}',
    ]);
    expect(outputs[0]).toMatchObject({
      logstash_prefix_key: '$dataset',
      logstash_prefix_separator: '-',
      logstash_dateformat: 'default',
      write_operation: 'create',
    });
  });

  it('go where all other lines go unless they say', () => {
    const { filters } = agentPipeline({
      ...QUIET,
      routes: [{ namespaces: ['shop'], minLevel: LogLevel.WARN }],
      otherLogs: { dataset: 'all' },
    });
    expect(filters.flatMap(({ add = [] }: { add?: string[] }) => add)).toEqual([
      'dataset all',
      'dataset all',
      'node ${NODE_NAME}',
    ]);
  });
});
