import { App, Chart } from 'cdk8s';
import { FluentBit } from '../../lib/logging/fluent-bit';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit-props';
import { FluentdAgent } from '../../lib/logging/fluentd-agent';
import type { FluentdAgentProps } from '../../lib/logging/fluentd-agent-props';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { elasticsearch } from '../logging/fluent-bit-app';
import { synth } from '../tools/synth';
import { type Row, refuses } from './tools';

const FOLDER = "give one of them another 'statePath', or a 'nodeSelector' that no node of the other has";
const TWICE = "leave one of them out, or give it a 'nodeSelector' that no node of the other has";
const message = (problem: string) => `Validation failed with the following errors:\n  ${problem}`;

type Props = Partial<Pick<FluentBitProps & FluentdAgentProps, 'output' | 'statePath' | 'nodeSelector'>>;

/** Two agents, in charts of two namespaces. */
function synthesized(one: Props, other: Props, otherIsFluentd = false) {
  const app = new App();
  const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id })) as [Chart, Chart];
  const [first, second] = [one, other].map((props) => ({ output: elasticsearch(), ...props })) as [
    FluentBitProps & FluentdAgentProps,
    FluentBitProps & FluentdAgentProps,
  ];
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
    'run on nodes of different kinds',
    { output: shared, statePath: '/var/lib/logs', nodeSelector: { pool: 'a' } },
    { output: shared, statePath: '/var/lib/logs', nodeSelector: { pool: 'b' } },
  ],
  ['have folders whose names begin alike', { statePath: '/var/lib/logs' }, { statePath: '/var/lib/logs-two' }],
  ['send to the pods of two namespaces', { output: inCluster('one') }, { output: inCluster('two') }],
])('two agents may be there that %s', (_, one, other) => {
  expect(() => synthesized(one, other)).not.toThrow();
});
