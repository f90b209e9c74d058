import { Images } from '../../lib/kubernetes/images';
import { ObservabilityNamespace } from '../../lib/kubernetes/observability-namespace';
import { FluentBit } from '../../lib/logging/fluent-bit/fluent-bit';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit/fluent-bit-props';
import { CloudWatchLogsOutput } from '../../lib/logging/outputs/cloud-watch-logs-output';
import { ElasticsearchOutput } from '../../lib/logging/outputs/elasticsearch-output';
import { ForwardOutput } from '../../lib/logging/outputs/forward-output';
import { HttpOutput } from '../../lib/logging/outputs/http-output';
import { LokiOutput } from '../../lib/logging/outputs/loki-output';
import { OpenSearchOutput } from '../../lib/logging/outputs/open-search-output';
import { S3Output } from '../../lib/logging/outputs/s3-output';
import { IndexNaming } from '../../lib/logging/outputs/search-options';
import { StdoutOutput } from '../../lib/logging/outputs/stdout-output';
import { LogLevel, type LogRoute } from '../../lib/model/log-route';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { CustomOutput, elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { newChart, synth } from '../tools/synth';
import { type Row, refuses, unchecked } from './tools';

const QUIET = { metadata: FluentBitMetadata.TAG, nodeUnits: [] };
const agent = (props: Partial<FluentBitProps>) => () => {
  const chart = newChart();
  new FluentBit(chart, 'Logs', { output: elasticsearch(), ...QUIET, ...props });
  return synth(chart);
};
const image = (reference: string) => agent({ images: new Images({ overrides: { 'fluent-bit': reference } }) });
const search = (settings: object) => () =>
  new ElasticsearchOutput(
    'es',
    unchecked({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://es.example.com' }, ...settings }),
  );
const openSearch = (settings: object) => () =>
  new OpenSearchOutput(
    'os',
    unchecked({ endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://os.example.com' }, ...settings }),
  );
const cloudWatch = (settings: object) => () =>
  new CloudWatchLogsOutput(
    'cw',
    unchecked({ region: 'eu-west-1', logGroupPrefix: '/k8s', retentionDays: 7, ...settings }),
  );
const forward = (settings: object) => () =>
  new ForwardOutput('aggregator', unchecked({ host: 'fluentd.logging.svc', peer: 'fluentd', ...settings }));
const s3 = (settings: object) => () =>
  new S3Output('archive', unchecked({ bucket: 'shop-logs', region: 'eu-west-1', ...settings }));
const loki = (settings: object) => () =>
  new LokiOutput('loki', unchecked({ url: 'https://loki.example.com', ...settings }));

/** An agent with so many routes that are added when it is made. */
const withRoutes = (props: Partial<FluentBitProps>, count: number, route: Partial<LogRoute>) => () => {
  const chart = newChart();
  const logs = new FluentBit(chart, 'Logs', { output: elasticsearch(), ...QUIET, ...props });
  for (let i = 0; i < count; i += 1) logs.addRoute({ namespaces: [`team-${i}`], ...route });
  return synth(chart);
};

const key = { name: 'logs', key: 'password' };
const user = { username: 'writer', password: key };

describe('FluentBit refuses', () => {
  refuses([
    [
      'to send to nothing',
      agent({ output: undefined }),
      "chart/Logs: 'output' is not set; set it, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'an output that is only its name',
      agent({ output: unchecked('elasticsearch') }),
      "chart/Logs: 'output' is 'elasticsearch', which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'two outputs of one name',
      agent({ outputs: [elasticsearch()] }),
      "chart/Logs: two outputs are named 'elasticsearch'; give one of them another name",
    ],
    [
      'copies where the lines are already',
      agent({ copies: [elasticsearch({}, 'archive')] }),
      "chart/Logs: 'copies' holds output 'archive', which sends to the same place as output 'elasticsearch': lines would be there twice; leave it out, or send copies somewhere else",
    ],
    [
      'copies by the name of another output',
      agent({ copies: [new CustomOutput('elasticsearch', 'archive.example.com')] }),
      "chart/Logs: two outputs are named 'elasticsearch', one of them in 'copies'; give one another name",
    ],
    [
      'copies that are printed',
      agent({ copies: [new StdoutOutput()] }),
      "chart/Logs: 'copies' holds output 'stdout', which prints every line to the agent's own log: that would feed itself; use an output that sends them elsewhere",
    ],
    [
      'copies under a dataset that is none where they go',
      agent({
        otherLogs: { dataset: 'our-cluster' },
        copies: [
          new ElasticsearchOutput('archive', {
            endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://archive.example.com' },
            naming: IndexNaming.DATA_STREAM,
          }),
        ],
      }),
      "chart/Logs: otherLogs, as output 'archive' has copies: 'dataset' is 'our-cluster', which cannot be a part of a data stream's name; use at most 100 of 'a-z', '0-9', '_' and '.', such as 'our_cluster'",
    ],
    [
      'a route to what gets copies',
      agent({
        copies: [new CustomOutput('archive', 'archive.example.com')],
        routes: [{ namespaces: ['shop'], output: 'archive' }],
      }),
      "chart/Logs: routes[0]: 'output' is 'archive', and no output is named so; use one of 'elasticsearch'",
    ],
    [
      'memory that copies have no room in',
      agent({ copies: [new CustomOutput('archive', 'archive.example.com')], resources: { memoryLimit: '128Mi' } }),
      "chart/Logs: 'resources.memoryLimit' is '128Mi', in which lines at nodeLogRate '256Ki' have no room; use '156Mi' or more, or leave it out",
    ],
    [
      'a rate without a unit',
      agent({ nodeLogRate: '1' }),
      "chart/Logs: 'nodeLogRate' is '1', which means 1 byte a second; use what all pods of a node log, from '1Ki' to '50Mi'",
    ],
    [
      'a rate that is none',
      agent({ nodeLogRate: '1MB/s' }),
      "chart/Logs: 'nodeLogRate' is '1MB/s', which is no quantity; use bytes a second, such as '256Ki'",
    ],
    [
      'a rate that no agent keeps up with',
      agent({ nodeLogRate: '1Gi' }),
      "chart/Logs: 'nodeLogRate' is '1Gi', which means 1073741824 bytes a second; use what all pods of a node log, from '1Ki' to '50Mi'",
    ],
    [
      'an outage without a unit',
      agent({ maxOutage: '60' }),
      "chart/Logs: 'maxOutage' is '60', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    ['an outage of seconds', agent({ maxOutage: '10s' }), "chart/Logs: 'maxOutage' is '10s'; use '1m' or more"],
    [
      'an outage of weeks',
      agent({ maxOutage: '2w' }),
      "chart/Logs: 'maxOutage' is '2w'; use '7d' or less: nodes have no disks for more",
    ],
    [
      'a disk that is too small for the outage',
      agent({ nodeLogRate: '1Mi', maxOutage: '2h', storageLimit: '5Gi' }),
      "chart/Logs: 'storageLimit' is '5Gi', and nodeLogRate '1Mi' and maxOutage '2h' need 29.5Gi; use '30240Mi' or more, or a 'maxOutage' of '20m' or less",
    ],
    [
      'to take much of a disk unasked',
      agent({ nodeLogRate: '50Mi', maxOutage: '7d' }),
      "chart/Logs: nodeLogRate '50Mi' and maxOutage '7d' need 124031.3Gi of each node's disk; set 'storageLimit' to '127008000Mi' or more if nodes have that, or use a 'maxOutage' of '4m' or less",
    ],
    [
      'to take much of a disk unasked with its second output',
      agent({ nodeLogRate: '1Mi', maxOutage: '3h', routes: [{ namespaces: ['audit'], index: 'audit' }] }),
      "Validation failed with the following errors:\n  [chart/Logs] nodeLogRate '1Mi' and maxOutage '3h' need 86.5Gi of each node's disk for 2 outputs; set 'storageLimit' to '88560Mi' or more if nodes have that, or use a 'maxOutage' of '104m' or less",
    ],
    [
      'a disk that holds the buffers of one output and not of two',
      agent({ nodeLogRate: '64Ki', storageLimit: '1Gi', routes: [{ namespaces: ['audit'], index: 'audit' }] }),
      "Validation failed with the following errors:\n  [chart/Logs] 'storageLimit' is '1Gi', and nodeLogRate '64Ki' and maxOutage '1h' need 1.8Gi for 2 outputs; use '1848Mi' or more, or a 'maxOutage' of '33m' or less",
    ],
    [
      'an output that no route names',
      agent({ outputs: [new LokiOutput('loki', { url: 'https://loki.example.com' })] }),
      "Validation failed with the following errors:\n  [chart/Logs] output 'loki' takes no line, since no route names it; add a route with output: 'loki', or leave the output out",
    ],
    [
      'a disk that is no size',
      agent({ storageLimit: 'big' }),
      "chart/Logs: 'storageLimit' is 'big', which is no quantity; use one such as '5Gi'",
    ],
    [
      'memory that is too small for the rate',
      agent({ nodeLogRate: '10Mi', maxOutage: '5m', resources: { memoryLimit: '128Mi' } }),
      "chart/Logs: 'resources.memoryLimit' is '128Mi', in which lines at nodeLogRate '10Mi' have no room; use '866Mi' or more, or leave it out",
    ],
    [
      'a source of metadata that is none',
      agent({ metadata: unchecked('api') }),
      "chart/Logs: 'metadata' is 'api', which is unknown; use one of 'tag', 'apiserver', 'kubelet'",
    ],
    [
      'annotations of pods that it cannot know',
      agent({ podAnnotations: true }),
      "chart/Logs: 'podAnnotations' is true, and metadata 'tag' knows no annotations; leave one of them out",
    ],
    [
      'labels of namespaces that it cannot know',
      agent({ metadata: FluentBitMetadata.KUBELET, namespaceLabels: true }),
      "chart/Logs: 'namespaceLabels' is true, and metadata 'kubelet' knows nothing of namespaces; use metadata: FluentBitMetadata.API_SERVER, or leave 'namespaceLabels' out",
    ],
    [
      'parsers that no pod may name',
      agent({ metadata: FluentBitMetadata.API_SERVER, parsers: [{ name: 'x', format: 'json' }] }),
      "chart/Logs: 'parsers' is set, and neither pods nor 'filters' name any; add 'podAnnotations: true' or a filter 'parser', or leave it out",
    ],
    [
      'a filter whose script is not in the pods',
      agent({ filters: [{ name: 'lua', match: 'kube.*', script: '/mine.lua', call: 'mine' }] }),
      "chart/Logs: filters[0] (lua): 'script' is '/mine.lua', and the pods have no such file; write it as 'code'",
    ],
    [
      'a filter that takes no line',
      agent({ filters: [{ name: 'throttle', match: 'kube_shop.*', rate: 10 }] }),
      "Validation failed with the following errors:\n  [chart/Logs] filters[0] (throttle): 'match' 'kube_shop.*' takes no tag of any input; mend or remove it; tags are such as 'kube.a.a.a.a' and 'self.monitoring.fluent-bit.a.fluent-bit-a'",
    ],
    [
      'filters that are none',
      agent({ filters: unchecked([null, {}, { name: 'rewrite_tag', match: '*' }]) }),
      [
        "chart/Logs: 'filters[0]' is null, which is no object; give one such as [{ name: 'kubernetes', … }]",
        "chart/Logs: 'filters[1].name' is not set; set it, such as 'kubernetes'",
        "chart/Logs: 'filters[2].name' is 'rewrite_tag', which is no plugin known here; use one of 'kubernetes', 'grep', 'modify', 'nest', 'parser', 'multiline', 'lua', 'throttle', 'record_modifier'",
      ].join('\n'),
    ],
    [
      'a filter that joins lines',
      agent({ filters: [{ name: 'multiline', match: 'kube.*', 'multiline.parser': ['java'] }] }),
      "chart/Logs: filters[0] (multiline) would lose lines whenever an agent ends; use 'stackTraces'",
    ],
    [
      'a filter with an option that it does not have',
      agent({ filters: [unchecked({ name: 'throttle', match: 'kube.*', rates: 10 })] }),
      "chart/Logs: filters[0] (throttle): 'rates' is no option of the filter 'throttle'; write 'rate'",
    ],
    [
      'a parser that does not compile',
      agent({
        metadata: FluentBitMetadata.API_SERVER,
        podAnnotations: true,
        parsers: [{ name: 'x', format: 'regex', regex: '(' }],
      }),
      "chart/Logs: parsers[0] (x): 'regex' is '(', which is no regular expression: a '(' has no ')'; write it as Ruby takes it (Onigmo)",
    ],
    [
      'stack traces of a language that is unknown',
      agent({ stackTraces: [unchecked('perl')] }),
      "chart/Logs: 'stackTraces[0]' is 'perl', which is unknown; use one of 'java', 'go', 'python', 'ruby'",
    ],
    [
      'outputs that would share a credential',
      agent({
        output: new HttpOutput('shop', { url: 'https://a.example.com', secretHeaders: { Password: key } }),
        outputs: [new HttpOutput('shop-header', { url: 'https://b.example.com', user })],
        routes: [{ namespaces: ['b'], output: 'shop-header' }],
      }),
      "Validation failed with the following errors:\n  [chart/Logs] outputs 'shop' and 'shop-header' both take a credential from the environment variable 'SHOP_HEADER_PASSWORD'; give one of them another name",
    ],
    [
      'traces of one language twice',
      agent({ stackTraces: ['java', 'go', 'java'] }),
      "chart/Logs: 'stackTraces' holds 'java' twice; leave one out",
    ],
    [
      'a unit without its kind',
      agent({ nodeUnits: ['kubelet'] }),
      "chart/Logs: 'nodeUnits' holds 'kubelet', which is no name of a unit; use a whole name such as 'kubelet.service'",
    ],
    [
      'a folder that is no path',
      agent({ statePath: 'var/lib/fluent-bit' }),
      "chart/Logs: 'statePath' is 'var/lib/fluent-bit', which is no path from the root of a node; write one such as '/var/lib/fluent-bit'",
    ],
    [
      'a folder that the node empties',
      agent({ statePath: '/tmp/fluent-bit' }),
      "chart/Logs: 'statePath' is '/tmp/fluent-bit', which a node empties when it starts; use a folder such as '/var/lib/fluent-bit'",
    ],
    [
      'a folder of others',
      agent({ statePath: '/var/lib' }),
      "chart/Logs: 'statePath' is '/var/lib', which is others' folder; use one of its own, such as '/var/lib/fluent-bit'",
    ],
    ...['/var/lib/kubelet', '/var/lib/kubelet/fluent-bit', '/etc/kubernetes', '/usr/lib', '/fluent-bit/config'].map(
      (statePath): Row => [
        `a folder of others: ${statePath}`,
        agent({ statePath }),
        `chart/Logs: 'statePath' is '${statePath}', which is others' folder; use one of its own, such as '/var/lib/fluent-bit'`,
      ],
    ),
    ...['/var/log', '/var/log/containers', '/run/log', '/fluent-bit/config'].map(
      (containerLogsPath): Row => [
        `logs of containers in ${containerLogsPath}, which is mounted`,
        agent({ containerLogsPath }),
        `chart/Logs: 'containerLogsPath' is '${containerLogsPath}', and agents have '${containerLogsPath.replace(/\/con.*/, '')}' as it is; use the folder of the container runtime itself, such as '/var/lib/docker/containers'`,
      ],
    ),
    ...['/data/logs', '/data/logs/state', '/data'].map(
      (statePath): Row => [
        `logs of containers in /data/logs and its own state in ${statePath}`,
        agent({ containerLogsPath: '/data/logs', statePath }),
        statePath === '/data'
          ? "chart/Logs: 'statePath' is '/data', which is others' folder; use one of its own, such as '/var/lib/fluent-bit'\nchart/Logs: 'containerLogsPath' is '/data/logs' and 'statePath' is '/data', one inside of the other; use the folder of the container runtime itself, such as '/var/lib/docker/containers'"
          : `chart/Logs: 'containerLogsPath' is '/data/logs' and 'statePath' is '${statePath}', one inside of the other; use the folder of the container runtime itself, such as '/var/lib/docker/containers'`,
      ],
    ),
    [
      'logs of containers where it keeps its own state',
      agent({ namespace: 'agents', containerLogsPath: '/var/lib/fluent-bit.agents' }),
      "chart/Logs: 'containerLogsPath' is '/var/lib/fluent-bit.agents' and 'statePath' is '/var/lib/fluent-bit.agents', one inside of the other; use the folder of the container runtime itself, such as '/var/lib/docker/containers'",
    ],
    ...[
      { pods: ['fluent-bit-*'] },
      { containers: ['fluent-bit'] },
      { pods: ['fluent-bit-*'], containers: ['fluent-bit'] },
    ].map(
      (selector): Row => [
        `a route for its own log by ${Object.keys(selector).join(' and ')}`,
        agent({ namespace: 'agents', routes: [{ namespaces: ['agents'], ...selector, dataset: 'agents' }] }),
        "chart/Logs: routes[0]: it takes no line, as agents read their own log apart from those of containers; leave it out, and say in 'otherLogs' what becomes of that log",
      ],
    ),
    [
      'a variable that its container does not have',
      agent({ output: new CustomOutput('custom', '${NOPE}') }),
      "Validation failed with the following errors:\n  [chart/Logs] the configuration names the environment variable 'NOPE', which its container does not have; write its value, or have it among the 'credentials' of an output",
    ],
    [
      'an output of one instance for two hosts',
      agent({
        output: new CustomOutput('custom', '*.example.com'),
        routes: [{ namespaces: ['shop'], dataset: 'shop' }],
      }),
      "output 'custom': datasets 'shop' and 'kubernetes' are both of instance '', and have other settings; let its class give each an 'instance' of its own, such as their names",
    ],
    [
      'routes that come later and need more memory than it may have',
      withRoutes({ resources: { memoryLimit: '130Mi' } }, 100, { minLevel: LogLevel.WARN }),
      "Validation failed with the following errors:\n  [chart/Logs] 'resources.memoryLimit' is '130Mi', in which lines at nodeLogRate '256Ki' have no room; use '137Mi' or more, or leave it out",
    ],
    [
      'routes that come later and are no routes',
      withRoutes({}, 1, unchecked({ namespaces: undefined, namespace: 'shop' })),
      "chart/Logs: 'route.namespace' is no setting; write 'namespaces'",
    ],
    [
      'a folder that is no path',
      agent({ containerLogsPath: '/var/lib/../docker' }),
      "chart/Logs: 'containerLogsPath' is '/var/lib/../docker', which is no path from the root of a node; write one such as '/var/lib/docker/containers'",
    ],
    [
      'a name in capitals',
      agent({ name: 'FluentBit' }),
      "chart/Logs: 'name' is 'FluentBit', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'fluent-bit'",
    ],
    [
      'an image that loses documents',
      image('registry.example.com/fluent-bit:5.1.2'),
      "chart/Logs: the image is 'registry.example.com/fluent-bit:5.1.2', which takes documents that Elasticsearch refuses for delivered; use version 5.1.3 or newer",
    ],
    [
      'an image of an older line',
      image('registry.example.com/fluent-bit:4.2.9'),
      "chart/Logs: the image is 'registry.example.com/fluent-bit:4.2.9', which takes documents that Elasticsearch refuses for delivered; use version 5.1.3 or newer",
    ],
    [
      'an image of which the tag tells the line alone',
      image('registry.example.com/fluent-bit:5.0'),
      "chart/Logs: the image is 'registry.example.com/fluent-bit:5.0', which takes documents that Elasticsearch refuses for delivered; use version 5.1.3 or newer",
    ],
    [
      'ports of the API server that are none',
      agent({ apiServerPorts: [] }),
      "chart/Logs: 'apiServerPorts' is empty, which allows nothing; leave it out, or give a port such as 6443",
    ],
    ['no samples', agent({ sampleLimit: 0 }), "chart/Logs: 'sampleLimit' is 0; use a whole number of 1 or more"],
    ['a prop in other words', agent(unchecked({ route: [] })), "chart/Logs: 'route' is no prop; write 'routes'"],
    [
      'a namespace that lets no such pods in',
      () => {
        const chart = newChart('logging');
        new ObservabilityNamespace(chart, 'Namespace', { name: 'logging' });
        new FluentBit(chart, 'Logs', { output: elasticsearch(), ...QUIET });
        return synth(chart);
      },
      "Validation failed with the following errors:\n  [chart/Logs] the pods reach into their node, and chart/Namespace makes namespace 'logging' for 'restricted' ones: none would start; use a 'namespace' of its own with podSecurity: PodSecurityLevel.PRIVILEGED",
    ],
  ]);
});

describe('outputs refuse', () => {
  refuses([
    [
      'a name in capitals',
      () => elasticsearch({}, 'ES'),
      "output 'ES': 'ES' is no name of an output; use at most 40 of 'a-z', '0-9' and '-', with a letter in front, such as 'elasticsearch'",
    ],
    [
      'an endpoint that is an address',
      search({ endpoint: 'https://es.example.com' }),
      "output 'es': 'endpoint' is no place where documents are indexed; give one such as { engine: SearchEngine.ELASTICSEARCH, url: 'https://logs.example.com' }",
    ],
    [
      'an endpoint whose URL has a path',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://es.example.com/es/' } }),
      "output 'es': 'endpoint.url' is 'https://es.example.com/es/', with more than an address; use 'https://es.example.com', and write path: '/es'",
    ],
    [
      'an endpoint whose URL has a parameter',
      openSearch({ endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://os.example.com?pretty' } }),
      "output 'os': 'endpoint.url' is 'https://os.example.com?pretty', with more than an address; use 'https://os.example.com'",
    ],
    [
      'a path that does not begin at the root',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://es.example.com', path: 'es' } }),
      "output 'es': 'endpoint.path' is 'es', which is no path; begin it with '/' and end it without, as in '/search'",
    ],
    [
      'an endpoint of another engine',
      search({ endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://os.example.com' } }),
      "output 'es': 'endpoint.engine' is 'opensearch'; use the output OpenSearchOutput",
    ],
    [
      'an address that is none',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'es.example.com' } }),
      "output 'es': 'endpoint.url' is 'es.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a password in the address',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://a:b@es.example.com' } }),
      "output 'es': 'endpoint.url' holds a user or a password; keep credentials in a Secret and refer to it by name and key",
    ],
    [
      'a password in the clear',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'http://es.example.com' }, user }),
      "output 'es': 'endpoint.url' is 'http://es.example.com', over which a password would be sent for everybody to read; use 'https://es.example.com'",
    ],
    [
      'an API key in the clear',
      search({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'http://es.example.com' }, apiKey: key }),
      "output 'es': 'endpoint.url' is 'http://es.example.com', over which a password would be sent for everybody to read; use 'https://es.example.com'",
    ],
    [
      'a user and a key',
      search({ user, apiKey: key }),
      "output 'es': 'apiKey' and 'user' are set together; keep one of them",
    ],
    [
      'a password that is written out',
      search({ user: { username: 'writer', password: 'secret' } }),
      "output 'es': 'user.password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a key that is written out',
      search({ apiKey: 'c2VjcmV0' }),
      "output 'es': 'apiKey' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'naming that is none',
      search({ naming: 'weekly' }),
      "output 'es': 'naming' is 'weekly', which is unknown; use one of 'daily', 'data-stream'",
    ],
    [
      'a namespace of data streams that are none',
      search({ dataStreamNamespace: 'shop' }),
      "output 'es': 'dataStreamNamespace' is set, and 'naming' makes no data streams; add naming: IndexNaming.DATA_STREAM, or leave it out",
    ],
    [
      'a namespace that no data stream has',
      search({ naming: IndexNaming.DATA_STREAM, dataStreamNamespace: 'shop-eu' }),
      "output 'es': 'dataStreamNamespace' is 'shop-eu', which cannot be a part of a data stream's name; use at most 100 of 'a-z', '0-9', '_' and '.', such as 'shop_eu'",
    ],
    ['no workers', search({ workers: 0 }), "output 'es': 'workers' is 0; use a whole number from 1 to 16"],
    [
      'OpenSearch with a user and a signature',
      openSearch({ user, sigv4: { region: 'eu-west-1' } }),
      "output 'os': 'sigv4' and 'user' are set together; keep one of them",
    ],
    [
      'a signature for another service',
      openSearch({ sigv4: { region: 'eu-west-1', service: 's3' } }),
      "output 'os': 'sigv4.service' is 's3'; use 'es', or 'aoss' for a serverless collection",
    ],
    [
      'a signature without a region',
      openSearch({ sigv4: {} }),
      "output 'os': 'sigv4.region' is not set; set it, such as 'eu-west-1'",
    ],
    [
      'CloudWatch without retention',
      cloudWatch({ retentionDays: undefined }),
      "output 'cw': 'retentionDays' is not set; set it, such as 7",
    ],
    [
      'days that CloudWatch cannot keep',
      cloudWatch({ retentionDays: 10 }),
      "output 'cw': 'retentionDays' is 10, which CloudWatch cannot keep; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      'a region that is none',
      cloudWatch({ region: 'Ireland' }),
      "output 'cw': 'region' is 'Ireland', which is no region of AWS; use one such as 'eu-west-1'",
    ],
    [
      'a log group that is none',
      cloudWatch({ logGroupPrefix: '/k8s/' }),
      "output 'cw': 'logGroupPrefix' is '/k8s/', which no log group can begin with; use letters, numbers and '_-/.#', with no '/' at the end, such as '/kubernetes/shop'",
    ],
    [
      'Loki with two logins',
      loki({ user, bearerToken: key }),
      "output 'loki': 'user' and 'bearerToken' are set together; keep one of them",
    ],
    [
      'a label that Loki cannot have',
      loki({ labels: { 'a-b': 'c' } }),
      "output 'loki': 'labels' holds 'a-b: c', which Fluent Bit cannot write; use a label of letters, numbers and '_', and a value without ',' and '$', such as { cluster: 'eu' }",
    ],
    [
      'labels that all lines have in Loki',
      loki({ labels: { job: 'shop', namespace: 'shop', dataset: 'shop', container: 'shop', cluster: 'eu' } }),
      ['job', 'namespace', 'dataset', 'container']
        .map(
          (label) =>
            `output 'loki': 'labels' holds '${label}', which every stream has already; use another name, such as { cluster: 'eu' }`,
        )
        .join('\n'),
    ],
    [
      'forwarding to a host with its port',
      forward({ host: 'x.example.com:24225' }),
      "output 'aggregator': 'host' is 'x.example.com:24225', which is no host; write host: 'x.example.com', port: 24225",
    ],
    [
      'forwarding to nobody knows whom',
      forward({ peer: 'vector' }),
      "output 'aggregator': 'peer' is 'vector', which is unknown; use one of 'fluentd', 'fluent-bit'",
    ],
    [
      'forwarding to a URL',
      forward({ host: 'tcp://fluentd' }),
      "output 'aggregator': 'host' is 'tcp://fluentd', which is no host; use a name such as 'fluentd.logging.svc'",
    ],
    [
      'an authority without TLS',
      forward({ ca: key }),
      "output 'aggregator': 'ca' is set without TLS; add 'tls: true', or leave it out",
    ],
    [
      'a bucket in capitals',
      s3({ bucket: 'Shop' }),
      "output 'archive': 'bucket' is 'Shop', which no bucket can be named; use one such as 'shop-logs'",
    ],
    [
      'an upload after seconds',
      s3({ uploadTimeout: '5s' }),
      "output 'archive': 'uploadTimeout' is '5s'; use '1m' or more",
    ],
    [
      'an upload after two units',
      s3({ uploadTimeout: '1h30m' }),
      "output 'archive': 'uploadTimeout' is '1h30m'; use one unit, such as '90m'",
    ],
    ['objects that are too large', s3({ fileSize: '5Gi' }), "output 'archive': 'fileSize' is '5Gi'; use '1Gi' or less"],
    [
      'a path with spaces',
      s3({ prefix: 'a b' }),
      "output 'archive': 'prefix' is 'a b'; use letters, numbers, '-', '_' and '.', with '/' between, such as 'logs'",
    ],
  ]);
});
