import {
  FluentBit,
  FluentdAgent,
  type FluentdAgentProps,
  FluentdAggregator,
  type FluentdAggregatorProps,
  ForwardOutput,
  ForwardPeer,
  type IFluentdOutput,
  type LogRoute,
  OpenSearchOutput,
  SearchEngine,
  StdoutOutput,
} from '../../lib';
import { elasticsearch } from '../logging/fluentd/fluentd-app';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const aggregator = (props: Partial<FluentdAggregatorProps>) => () => {
  const chart = newChart();
  new FluentdAggregator(chart, 'Fluentd', { output: elasticsearch(), ...props });
  return synth(chart);
};
const agent = (props: Partial<FluentdAgentProps>) => () => {
  const chart = newChart('node-agents');
  new FluentdAgent(chart, 'Fluentd', { output: elasticsearch(), ...props });
  return synth(chart);
};
const openSearch = () =>
  new OpenSearchOutput('opensearch', {
    endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://search.example.com' },
  });
const forward = (name: string) => new ForwardOutput(name, { host: `${name}.example.com`, peer: ForwardPeer.FLUENTD });

describe('FluentdAggregator refuses', () => {
  refuses([
    [
      'no output',
      aggregator({ output: undefined }),
      "chart/Fluentd: 'output' is not set; set it, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'an output that its image has no plugin for',
      // @ts-expect-error it has no renderer for Fluentd
      aggregator({ output: openSearch() }),
      `chart/Fluentd: 'output' is {"name":"opensearch","credentials":[],"files":[],"defaultDataset":"logstash","pr…, which is no output of Fluentd, whose image has plugins for Elasticsearch, forward and stdout alone; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })`,
    ],
    [
      'an output whose lines come back',
      aggregator({ output: new StdoutOutput() }),
      "chart/Fluentd: output 'stdout' prints to the log of this pod, which agents send here again; use one that stores lines, such as ElasticsearchOutput",
    ],
    ['no replica', aggregator({ replicas: 0 }), "chart/Fluentd: 'replicas' is 0; use a whole number from 1 to 50"],
    [
      'a volume without room',
      aggregator({ storageSize: '100Mi' }),
      "chart/Fluentd: 'storageSize' is '100Mi', in which nothing could wait for an output that is away; use '512Mi' or more",
    ],
    [
      'a volume whose unit was forgotten',
      aggregator({ storageSize: '10' }),
      "chart/Fluentd: 'storageSize' is '10', which means 10 bytes; use a unit, such as '10Gi'",
    ],
    [
      'a volume that ends with the pod',
      aggregator({ ephemeralStorage: true }),
      "chart/Fluentd: 'ephemeralStorage' is true: lines that agents were told are safe would be lost with the pod; leave it out, and name a 'storageClassName' or an 'existingClaim' if there is no default class",
    ],
    [
      'a claim of unknown size',
      aggregator({ existingClaim: 'fluentd', replicas: 1 }),
      "chart/Fluentd: 'existingClaim' is 'fluentd', whose size is not known here; set 'storageSize' to it, such as '10Gi'",
    ],
    [
      'one claim of two replicas',
      aggregator({ existingClaim: 'fluentd', storageSize: '10Gi' }),
      "chart/Fluentd: 'existingClaim' is 'fluentd' with 2 pods; use one replica and one shard, or leave the claims to us",
    ],
    [
      'a key written out',
      aggregator({ sharedKey: unchecked('abc') }),
      "chart/Fluentd: 'sharedKey' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a certificate without its key',
      aggregator({ tls: unchecked({ certificate: { name: 'a', key: 'b' }, ca: { name: 'a', key: 'c' } }) }),
      "chart/Fluentd: 'tls.privateKey' is not set; set it, such as { name: 'fluentd-tls', key: 'tls.crt' }",
    ],
    [
      'senders of a whole namespace',
      aggregator({ forwardFrom: [{ namespace: 'shop', labels: {} }] }),
      "chart/Fluentd: 'forwardFrom[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'a name that is none',
      aggregator({ name: 'Fluentd' }),
      "chart/Fluentd: 'name' is 'Fluentd', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'fluentd'",
    ],
    [
      'a slip of the pen',
      aggregator(unchecked({ replica: 3 })),
      "chart/Fluentd: 'replica' is no prop; write 'replicas'",
    ],
  ]);
});

describe('an agent of a FluentdAggregator refuses', () => {
  const routed = (route: LogRoute, output: IFluentdOutput) => () => {
    const chart = newChart('logging');
    const through = new FluentdAggregator(chart, 'Fluentd', { output });
    new FluentBit(chart, 'Agent', { namespace: 'node-agents', output: through.agentOutput(), routes: [route] });
  };
  const next = new ForwardOutput('next', { host: 'fluentd.example.com', peer: ForwardPeer.FLUENTD });
  refuses([
    [
      'an index where the aggregator sends to none',
      routed({ namespaces: ['shop'], index: 'audit' }, next),
      "chart/Agent: routes[0]: 'index' is 'audit', and output 'next' has no indices; write dataset: 'audit'",
    ],
    [
      'a dataset of whose indices its store makes data streams',
      routed({ namespaces: ['shop'], dataset: 'logs-a-b' }, elasticsearch()),
      "chart/Agent: routes[0]: 'dataset' is 'logs-a-b', and Elasticsearch makes a data stream of each index 'logs-a-b-2030.01.31'; use a name that does not begin with 'logs-', such as 'a-b'",
    ],
    [
      'an index that its store makes a data stream of',
      routed({ namespaces: ['shop'], index: 'logs-shop-a' }, elasticsearch()),
      "chart/Agent: routes[0]: 'index' is 'logs-shop-a', and Elasticsearch makes a data stream of each index 'logs-shop-a'; use a name that does not begin with 'logs-', such as 'shop-a'",
    ],
  ]);
});

describe('FluentdAgent refuses', () => {
  refuses([
    [
      'an output that its image has no plugin for',
      // @ts-expect-error it has no renderer for Fluentd
      agent({ outputs: [openSearch()] }),
      `chart/Fluentd: 'outputs[0]' is {"name":"opensearch","credentials":[],"files":[],"defaultDataset":"logstash","pr…, which is no output of Fluentd, whose image has plugins for Elasticsearch, forward and stdout alone; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })`,
    ],
    [
      'a route to an output that there is not',
      agent({ routes: [{ namespaces: ['shop'], output: 'elasticsaerch' }] }),
      "chart/Fluentd: routes[0]: 'output' is 'elasticsaerch', and no output is named so; write 'elasticsearch'",
    ],
    [
      'a route behind one that takes all of it',
      agent({ routes: [{ namespaces: ['*'], dataset: 'a', pods: ['*'] }] }),
      "chart/Fluentd: routes[0]: it takes the lines of all containers, so that no route after it takes any; name 'namespaces', 'pods' or 'containers', or write what it says as 'otherLogs'",
    ],
    [
      'a folder that the node empties',
      agent({ statePath: '/tmp/fluentd' }),
      "chart/Fluentd: 'statePath' is '/tmp/fluentd', which a node empties when it starts; use a folder such as '/var/lib/fluent-bit'",
    ],
    [
      'an outage that the disk is too small for',
      agent({ maxOutage: '10h', storageLimit: '1Gi' }),
      "chart/Fluentd: 'storageLimit' is '1Gi', and nodeLogRate '256Ki' and maxOutage '10h' need 36.9Gi; use '37800Mi' or more, or a 'maxOutage' of '16m' or less",
    ],
    [
      'a disk that is too small for the buffers of all outputs',
      agent({
        outputs: ['a', 'b'].map(forward),
        routes: ['a', 'b'].map((output) => ({ namespaces: [output], output })),
        storageLimit: '4Gi',
      }),
      "chart/Fluentd: 'storageLimit' is '4Gi', and nodeLogRate '256Ki' and maxOutage '1h' need 10.7Gi for 3 outputs; use '10980Mi' or more, or a 'maxOutage' of '22m' or less",
    ],
    [
      'an output that no route names',
      agent({ outputs: [forward('archive')] }),
      "chart/Fluentd: output 'archive' takes no line, since no route names it; add a route with output: 'archive', or leave the output out",
    ],
  ]);
});
