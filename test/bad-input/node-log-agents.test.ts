import { App, Chart } from 'cdk8s';
import { FluentBit } from '../../lib/logging/fluent-bit/fluent-bit';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit/fluent-bit-props';
import { FluentdAgent } from '../../lib/logging/fluentd/fluentd-agent';
import type { FluentdAgentProps } from '../../lib/logging/fluentd/fluentd-agent-props';
import { CloudWatchLogsOutput } from '../../lib/logging/outputs/cloud-watch-logs-output';
import { ForwardOutput, ForwardPeer } from '../../lib/logging/outputs/forward-output';
import { HttpOutput } from '../../lib/logging/outputs/http-output';
import type { LogOutput } from '../../lib/logging/outputs/log-output';
import { LokiOutput } from '../../lib/logging/outputs/loki-output';
import { S3Output } from '../../lib/logging/outputs/s3-output';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { synth } from '../tools/synth';
import { type Row, refuses } from './tools';

const FOLDER = "give one of them another 'statePath', or a 'nodeSelector' that no node of the other has";
const TWICE = "leave one of them out, or give it a 'nodeSelector' that no node of the other has";
const message = (problem: string) => `Validation failed with the following errors:\n  ${problem}`;

interface Props extends Pick<FluentBitProps, 'statePath' | 'nodeSelector'> {
  readonly output?: LogOutput;
}

/** Two agents, in charts of two namespaces; unless they are told otherwise, they send to two places. */
function synthesized(one: Props, other: Props, otherIsFluentd = false) {
  const app = new App();
  const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id })) as [Chart, Chart];
  const [first, second] = [
    { output: elasticsearch(), ...one },
    { output: external, ...other },
  ] as [FluentBitProps & FluentdAgentProps, FluentBitProps & FluentdAgentProps];
  new FluentBit(a, 'Logs', { metadata: FluentBitMetadata.TAG, ...first });
  if (otherIsFluentd) new FluentdAgent(b, 'Logs', second);
  else new FluentBit(b, 'Logs', { metadata: FluentBitMetadata.TAG, ...second });
  return synth(b);
}

const inCluster = (namespace: string) =>
  elasticsearch({
    endpoint: {
      engine: SearchEngine.ELASTICSEARCH,
      url: `https://elasticsearch.${namespace}.svc:9200`,
      pods: { namespace, labels: { app: 'elasticsearch' } },
    },
  });
const shared = elasticsearch();
const external = elasticsearch({
  endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.example.com' },
});

describe('two agents of one node are refused', () => {
  refuses([
    ...[false, true].map(
      (fluentd): Row => [
        `that keep their state in one folder${fluentd ? ', one of them Fluentd' : ''}`,
        () => synthesized({ statePath: '/var/lib/logs' }, { statePath: '/var/lib/logs' }, fluentd),
        message(
          `[b/Logs] a/Logs and b/Logs both keep their positions and chunks in '/var/lib/logs', and may run on one node; ${FOLDER}`,
        ),
      ],
    ),
    [
      'of which one keeps its state inside of that of the other',
      () => synthesized({ statePath: '/var/lib/logs/two' }, { statePath: '/var/lib/logs' }),
      message(
        `[b/Logs] b/Logs and a/Logs keep their positions and chunks in '/var/lib/logs' and, inside of it, in '/var/lib/logs/two', and may run on one node; ${FOLDER}`,
      ),
    ],
    ...[false, true].map(
      (fluentd): Row => [
        `that send to one output${fluentd ? ', one of them Fluentd' : ''}`,
        () => synthesized({ output: shared }, { output: shared }, fluentd),
        message(
          `[b/Logs] a/Logs and b/Logs may run on one node, where both read every line and send it to output 'elasticsearch', so that it is there twice; ${TWICE}`,
        ),
      ],
    ),
    ...[
      () => elasticsearch({}, 'elasticsearch'),
      () => new LokiOutput('loki', { url: 'https://loki.example.com' }),
      () => new HttpOutput('http', { url: 'https://in.example.com/logs' }),
      () => new ForwardOutput('forward', { host: 'logs.example.com', peer: ForwardPeer.FLUENT_BIT }),
      () => new S3Output('s3', { bucket: 'logs', region: 'eu-west-1' }),
      () =>
        new CloudWatchLogsOutput('cloudwatch', {
          region: 'eu-west-1',
          logGroupPrefix: '/kubernetes',
          retentionDays: 7,
        }),
    ].map((build): Row => {
      const { name } = build();
      return [
        `that send to one place, as ${name}`,
        () => synthesized({ output: build() }, { output: build() }),
        message(
          `[b/Logs] a/Logs and b/Logs may run on one node, where both read every line and send it to output '${name}', so that it is there twice; ${TWICE}`,
        ),
      ];
    }),
    [
      'that write an address in two ways',
      () =>
        synthesized(
          { output: new LokiOutput('one', { url: 'https://loki.example.com' }) },
          { output: new LokiOutput('two', { url: 'https://LOKI.example.com:443/' }) },
        ),
      message(
        `[b/Logs] a/Logs and b/Logs may run on one node, where both read every line and send it to output 'one', so that it is there twice; ${TWICE}`,
      ),
    ],
    [
      'that send to the same pods',
      () => synthesized({ output: inCluster('logging') }, { output: inCluster('logging') }, true),
      message(
        `[b/Logs] a/Logs and b/Logs may run on one node, where both read every line and send it to output 'elasticsearch', so that it is there twice; ${TWICE}`,
      ),
    ],
  ]);
});

it.each<[string, Props, Props]>([
  ['are of two namespaces', {}, {}],
  [
    'send to two tenants of one Loki',
    { output: new LokiOutput('loki', { url: 'https://loki.example.com', tenantId: 'one' }) },
    { output: new LokiOutput('loki', { url: 'https://loki.example.com', tenantId: 'two' }) },
  ],
  [
    'say to one address whose lines they are',
    { output: new HttpOutput('http', { url: 'https://in.example.com', headers: { 'X-Team': 'shop' } }) },
    { output: new HttpOutput('http', { url: 'https://in.example.com', headers: { 'X-Team': 'web' } }) },
  ],
  [
    'run on nodes of different kinds',
    { output: shared, statePath: '/var/lib/logs', nodeSelector: { pool: 'a' } },
    { output: shared, statePath: '/var/lib/logs', nodeSelector: { pool: 'b' } },
  ],
  ['have folders whose names begin alike', { statePath: '/var/lib/logs' }, { statePath: '/var/lib/logs-two' }],
  ['send to the pods of two namespaces', { output: inCluster('one') }, { output: inCluster('two') }],
])('two agents may be there that %s', (_, one, other) => {
  expect(() => synthesized(one, other)).not.toThrow();
});
