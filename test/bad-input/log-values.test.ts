import { ApiObject, type Chart } from 'cdk8s';
import {
  CloudWatchLogsOutput,
  Elasticsearch,
  ElasticsearchOutput,
  ExternalDashboards,
  ExternalSearch,
  FluentBit,
  type FluentBitProps,
  FluentdAggregator,
  HttpOutput,
  type IFluentBitOutput,
  type ISearchEndpoint,
  Kibana,
  KibanaBootstrap,
  LogFileSidecar,
  LoggingStack,
  type LoggingStackProps,
  LogOutput,
  LokiOutput,
  OpenSearchDashboards,
  OpenSearchOutput,
  S3Output,
  SearchBootstrap,
  SearchEngine,
  StdoutOutput,
} from '../../lib';
import { messageOf, newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const url = 'https://search.example.com:9200';
const user = { username: 'logs', password: { name: 'logs', key: 'password' } };
/** A store that somebody wrote down in place of a construct. */
const store = (parts: object): ISearchEndpoint =>
  unchecked({ engine: SearchEngine.ELASTICSEARCH, url, admin: user, ...parts });
const indices = [{ prefix: 'shop' }];
const setUp = (parts: object) => () =>
  new SearchBootstrap(newChart(), 'SetUp', { search: store(parts), indices, writers: [] });
const output = (parts: object) => () => new ElasticsearchOutput('store', { endpoint: store(parts) });
const openSearch = (sigv4: object) => () =>
  new OpenSearchOutput('store', { endpoint: store({ engine: SearchEngine.OPENSEARCH }), sigv4: unchecked(sigv4) });
const agent = (props: object) => () =>
  new FluentBit(newChart(), 'Agent', unchecked<FluentBitProps>({ output: new StdoutOutput(), ...props }));
const stack = (props: object) => () => {
  const chart = newChart();
  new LoggingStack(chart, 'Logging', unchecked<LoggingStackProps>(props));
  return synth(chart);
};
const role = 'arn:aws:iam::123456789012:role/logs';

describe('a store or page that is written down in place of a construct is refused', () => {
  refuses([
    [
      'with a path that is no text',
      output({ path: {} }),
      "output 'store': 'endpoint.path' is {}, which is no text; use a text such as '/search'",
    ],
    [
      'with one range where a list is wanted',
      output({ egressCidrs: '192.0.2.0/24' }),
      `output 'store': 'endpoint.egressCidrs' is '192.0.2.0/24', which is no list; give one such as ['192.0.2.0/24']`,
    ],
    [
      'with an entry of that list that is none',
      setUp({ egressCidrs: [null] }),
      "chart/SetUp: 'search.egressCidrs[0]' is null, which is no text; use a text such as '192.0.2.0/24'",
    ],
    [
      'with pods that nothing selects',
      output({ pods: 'elasticsearch' }),
      "output 'store': 'endpoint.pods' is 'elasticsearch', which is no object; give one such as { namespace: 'monitoring', labels: { name: 'grafana' } }",
    ],
    [
      'with all pods of a namespace that cannot be one',
      setUp({ pods: { namespace: 'Shop', labels: {} } }),
      "chart/SetUp: 'search.pods.namespace' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'\n" +
        "chart/SetUp: 'search.pods.labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'with parts of a node',
      setUp({ dataNodes: 1.5, maxShardsPerNode: 0 }),
      "chart/SetUp: 'search.dataNodes' is 1.5; use a whole number of 1 or more\n" +
        "chart/SetUp: 'search.maxShardsPerNode' is 0; use a whole number of 1 or more",
    ],
    [
      'with nodes as text',
      setUp({ dataNodes: '3' }),
      "chart/SetUp: 'search.dataNodes' is '3', which is no number; use a number such as 3",
    ],
    [
      'with a name of rejected documents that is no text',
      setUp({ rejectedPrefix: 5 }),
      "chart/SetUp: 'search.rejectedPrefix' is 5, which is no text; use a text such as 'rejected-logs'",
    ],
    [
      'with something else than a function that lets pods in',
      setUp({ allowFrom: true }),
      "chart/SetUp: 'search.allowFrom' is true, which is no function; give one, such as (peer) => undefined",
    ],
    [
      'with an admin without a password',
      setUp({ admin: { username: 'ops' } }),
      "chart/SetUp: 'search.admin.password' is not set; set it, such as { name: 'login', key: 'password' }",
    ],
    [
      'with an engine that is no text',
      () => new Kibana(newChart(), 'Kibana', { search: store({ engine: {} }) }),
      "chart/Kibana: 'search.engine' is {}, whose page this is not; use OpenSearchDashboards",
    ],
    [
      'of others whose admin has no name',
      () => new ExternalSearch({ url, admin: { ...user, username: '' } }),
      "ExternalSearch: 'admin.username' is '', which no user of HTTP can be named; use a name of one line without ':', such as 'logs'",
    ],
    [
      'with data views of no name and no time',
      () =>
        new KibanaBootstrap(newChart(), 'SetUp', {
          dashboards: new ExternalDashboards({ url: 'https://kibana.example.com', admin: user }),
          dataViews: [{ title: 'shop-*', name: '', timeField: ' ' }],
        }),
      "chart/SetUp: 'dataViews[0].name' is empty; give a text, or leave it out\n" +
        "chart/SetUp: 'dataViews[0].timeField' is empty; give a text, or leave it out",
    ],
  ]);
});

describe('a value of an output that its other side would not take is refused', () => {
  const regions = "'Frankfurt', which is no region of AWS; use one such as 'eu-west-1'";
  const roles = `'logs', which is no role of IAM; use one such as '${role}'`;
  refuses([
    [
      'a region and a role of a signature',
      openSearch({ region: 'Frankfurt', roleArn: 'logs' }),
      `output 'store': 'sigv4.region' is ${regions}\noutput 'store': 'sigv4.roleArn' is ${roles}`,
    ],
    [
      'a role for CloudWatch',
      () =>
        new CloudWatchLogsOutput('logs', {
          region: 'Frankfurt',
          roleArn: 'logs',
          logGroupPrefix: '/shop',
          retentionDays: 7,
        }),
      `output 'logs': 'region' is ${regions}\noutput 'logs': 'roleArn' is ${roles}`,
    ],
    [
      'a role for S3',
      () => new S3Output('logs', { bucket: 'shop-logs', region: 'eu-west-1', roleArn: 'logs' }),
      `output 'logs': 'roleArn' is ${roles}`,
    ],
    [
      'a pipeline that ends the address of a request',
      () => new ElasticsearchOutput('store', { endpoint: store({}), pipeline: 'our logs' }),
      "output 'store': 'pipeline' is 'our logs', which cannot stand in an address as it is; use letters, digits, '-', '_' and '.', such as 'logs'",
    ],
    [
      'a tenant that Loki does not take',
      () => new LokiOutput('loki', { url: 'https://loki.example.com', tenantId: 'team a' }),
      `output 'loki': 'tenantId' is 'team a', which is no tenant to Loki; use at most 150 letters, digits and "-_.!*'()", such as 'shop'`,
    ],
    [
      'a user whose name ends at its colon',
      () => new HttpOutput('http', { url: 'https://logs.example.com', user: { ...user, username: 'shop:till' } }),
      "output 'http': 'user.username' is 'shop:till', which no user of HTTP can be named; use a name of one line without ':', such as 'logs'",
    ],
    [
      'a user of a page, with a blank behind',
      () =>
        new OpenSearchDashboards(newChart(), 'Page', {
          search: store({ engine: SearchEngine.OPENSEARCH }),
          user: { ...user, username: 'page ' },
        }),
      "chart/Page: 'user.username' is 'page ', which no user of HTTP can be named; use a name of one line without ':', such as 'logs'",
    ],
  ]);
});

describe('a value that YAML or the program would drop in silence is refused', () => {
  refuses([
    [
      'a setting of Kibana that is a function, and one that is no number',
      () =>
        new Kibana(newChart(), 'Kibana', {
          search: store({}),
          extraConfig: { 'server.name': () => 'kibana', ops: { interval: Number.NaN } },
        }),
      "chart/Kibana: 'extraConfig' has a function as 'server.name', which YAML does not hold; use texts, numbers, true and false, and lists and objects of them\n" +
        "chart/Kibana: 'extraConfig' has NaN as 'ops.interval', which YAML does not hold; use texts, numbers, true and false, and lists and objects of them",
    ],
    [
      'an issuer of no kind of cert-manager, and one of a group that is none',
      () => new Elasticsearch(newChart(), 'Store', { issuer: { name: 'ca', kind: 'clusterissuer' } }),
      "chart/Store: 'issuer.kind' is 'clusterissuer', which is no kind of cert-manager; use 'Issuer' or 'ClusterIssuer', or set its 'group'",
    ],
    [
      'an issuer of a group of others that has neither name nor kind',
      () => new Elasticsearch(newChart(), 'Store', { issuer: { name: 'ca', kind: '', group: 'AWS PCA' } }),
      "chart/Store: 'issuer.kind' is '', which is no kind of 'AWS PCA'; use one such as 'AWSPCAClusterIssuer'\n" +
        "chart/Store: 'issuer.group' is 'AWS PCA', which is no group of an API; use 'a-z', '0-9', '-' and '.', such as 'cert-manager.io'",
    ],
    [
      'parsers that are none',
      agent({ podAnnotations: true, parsers: 'json' }),
      `chart/Agent: 'parsers' is 'json', which is no list; give one such as [{ name: 'json', … }]`,
    ],
    [
      'a parser that is none',
      agent({ podAnnotations: true, parsers: [null] }),
      `chart/Agent: 'parsers[0]' is null, which is no object; give one such as { name: 'json', … }`,
    ],
    [
      'a place of runbooks that is none, be there somebody who watches or not',
      agent({ runbookBaseUrl: 'wiki' }),
      "chart/Agent: 'runbookBaseUrl' is 'wiki', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a throttle that would take its defaults',
      agent({ filters: [{ name: 'throttle', match: 'kube.*', rate: 0.5, window: 1, interval: '0s' }] }),
      "chart/Agent: filters[0] (throttle): 'rate' is 0.5; use a number of 1 or more\n" +
        "chart/Agent: filters[0] (throttle): 'window' is 1; use a whole number of 2 or more\n" +
        "chart/Agent: filters[0] (throttle): 'interval' is 0; use 1 or more, or leave it out",
    ],
    [
      'a route for names that are longer than any',
      agent({ routes: [{ namespaces: ['x'.repeat(64)], dataset: 'shop' }] }),
      `chart/Agent: routes[0]: 'namespaces' holds '${'x'.repeat(64)}', which no namespace is named; use a name such as 'shop', with '*' for any letters`,
    ],
  ]);
});

describe('LoggingStack refuses for a part what is its own to say', () => {
  refuses([
    [
      'the name of two Jobs',
      stack({ bootstrap: { name: null } }),
      "chart/Logging: 'bootstrap.name' is set, which the stack decides; leave it out: the Jobs are 'search-bootstrap' and 'kibana-bootstrap'",
    ],
    [
      'routes of the agents, which they would lose',
      stack({ agent: { routes: [{ namespaces: ['shop'], dataset: 'shop' }] } }),
      "chart/Logging: 'agent.routes' is set, which the stack decides; set 'routes' of the LoggingStack",
    ],
    [
      'another namespace of a part',
      stack({ agent: { namespace: 'agents' }, elasticsearch: { namespace: 'search' }, dashboards: { search: url } }),
      "chart/Logging: 'elasticsearch.namespace' is set, which the stack decides; set 'namespace' of the LoggingStack\n" +
        "chart/Logging: 'dashboards.search' is set, which the stack decides; set 'search' of the LoggingStack\n" +
        "chart/Logging: 'agent.namespace' is set, which the stack decides; set 'agentNamespace' of the LoggingStack",
    ],
    [
      'a list in place of its props',
      stack([]),
      'chart/Logging: the props are [], which is no object; give an object of props',
    ],
  ]);
});

it('what only a whole pipeline shows is told at once', () => {
  const chart = newChart();
  const spare = new StdoutOutput('spare');
  const filters = [{ name: 'throttle', match: 'shop.*', rate: 10 } as const];
  new FluentBit(chart, 'Agent', { output: new StdoutOutput(), outputs: [spare], filters });
  expect(
    messageOf(() => synth(chart))
      .split('\n')
      .map((line) => line.replace(/;.*/, '')),
  ).toEqual([
    'Validation failed with the following errors:',
    "  [chart/Agent] output 'spare' takes no line, since no route names it",
    "  [chart/Agent] filters[0] (throttle): 'match' 'shop.*' takes no tag of any input",
  ]);
});

describe('what classes and calls of others bring along is refused', () => {
  /** An output of JavaScript, of which nobody checked what it answers. */
  class Own extends LogOutput {
    override readonly egress = [];
    constructor(private readonly answer: unknown) {
      super('own');
    }
    fluentBit() {
      return this.answer;
    }
    fluentd() {
      return this.answer;
    }
  }
  const own = (answer: unknown) => () => {
    const chart = newChart();
    new FluentBit(chart, 'Agent', { output: unchecked(new Own(answer)) });
    return synth(chart);
  };
  const calls = "let it answer one such as { instance: '', dataset: 'shop', plugin: { name: 'stdout' } }";
  const servers = (chart: Chart) => {
    const search = new Elasticsearch(chart, 'Store');
    return [search, new Kibana(chart, 'Kibana', { search })] as const;
  };
  refuses([
    ['no delivery', own(undefined), `output 'own': its class answers undefined, which is no delivery; ${calls}`],
    [
      'a delivery without a plugin',
      own({ instance: '', dataset: 'shop' }),
      `output 'own': its class answers {"instance":"","dataset":"shop"}, which is no delivery; ${calls}`,
    ],
    [
      'no delivery to a sidecar',
      () => {
        const chart = newChart();
        const workload = new ApiObject(chart, 'App', {
          apiVersion: 'v1',
          kind: 'Pod',
          spec: { containers: [{ name: 'app' }] },
        });
        const output = unchecked<IFluentBitOutput>(new Own(undefined));
        new LogFileSidecar(chart, 'Files', { workload, container: 'app', paths: ['/var/log/app/*.log'], output });
        return synth(chart);
      },
      `output 'own': its class answers undefined, which is no delivery; ${calls}`,
    ],
    [
      'a delivery of Fluentd that says nothing of filters and a buffer',
      () =>
        new FluentdAggregator(newChart(), 'Aggregator', {
          output: unchecked(new Own({ instance: '', dataset: 'shop', plugin: { $type: 'stdout' } })),
        }),
      `output 'own': its class answers {"instance":"","dataset":"shop","plugin":{"$type":"stdout"}}, which is no delivery; let it answer one such as { instance: '', dataset: 'shop', buffered: true, filters: [], plugin: { $type: 'stdout' } }`,
    ],
    [
      'a delivery of Fluentd without filters',
      () =>
        new FluentdAggregator(newChart(), 'Aggregator', {
          output: unchecked(new Own({ instance: '', dataset: 'shop', buffered: false, plugin: {} })),
        }),
      `output 'own': its class answers {"instance":"","dataset":"shop","buffered":false,"plugin":{}}, which is no delivery; let it answer one such as { instance: '', dataset: 'shop', buffered: true, filters: [], plugin: { $type: 'stdout' } }`,
    ],
    [
      'a plugin that Fluent Bit is not known to have',
      own({ instance: '', dataset: 'shop', plugin: { name: 'lokki' } }),
      "Validation failed with the following errors:\n  [chart/Agent] 'outputs[0].name' is 'lokki', which is no plugin known here; write 'loki'",
    ],
    [
      'an output that has nothing of one but its renderer',
      agent({ output: { name: 'own', fluentBit: () => undefined } }),
      `chart/Agent: 'output' is {"name":"own"}, which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })`,
    ],
    [
      'copies that go to no output',
      agent({ copies: [null, 's3'] }),
      "chart/Agent: 'copies[0]' is null, which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })\n" +
        "chart/Agent: 'copies[1]' is 's3', which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'a set of images that knows no versions',
      agent({ images: { of: () => 'fluent-bit:1' } }),
      "chart/Agent: 'images' is {}, which is no set of images; give one, such as new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })",
    ],
    [
      'pods that are let in and name none',
      () => servers(newChart())[0].allowFrom({ namespace: 'shop', labels: {} }),
      "chart/Store: 'peer.labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'pods of no namespace',
      () => servers(newChart())[1].allowFrom(unchecked({ labels: { app: 'shop' } })),
      "chart/Kibana: 'peer.namespace' is not set; set it, such as 'monitoring'",
    ],
  ]);
});

describe('SearchBootstrap refuses', () => {
  refuses([
    [
      'props that are none',
      () => new SearchBootstrap(newChart(), 'SetUp', unchecked(null)),
      "chart/SetUp: the props are null, which is no object; give an object of props\nchart/SetUp: 'search' is no server that could be set up; give one such as new Elasticsearch(chart, 'Elasticsearch', { … })",
    ],
  ]);
});
