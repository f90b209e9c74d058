import {
  DashboardsProduct,
  Elasticsearch,
  ExternalDashboards,
  ExternalSearch,
  expectedSecrets,
  type HttpBasicAuth,
  Images,
  IndexNaming,
  type ISearchEndpoint,
  LoggingStack,
  type LoggingStackProps,
  SearchEngine,
  StdoutOutput,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const stack =
  (
    props: LoggingStackProps,
    use: (logging: LoggingStack) => void = () => undefined,
    namespace: string | null = 'logging',
  ) =>
  () => {
    const chart = newChart(namespace);
    use(new LoggingStack(chart, 'Logging', props));
    return synth(chart);
  };

const url = 'https://search.example.com:9200';
const external = new ExternalSearch({
  url,
  admin: { username: 'ops', password: { name: 'search-admin', key: 'password' } },
});
const withoutAdmin = new ExternalSearch({ url });
const shop = { username: 'shop', password: { name: 'shop-search', key: 'password' } };
const agents = { username: 'agents-a', password: { name: 'search-agents', key: 'password' } };
/** What has to be said of a store of others. */
const told: LoggingStackProps = { otherLogs: { dataset: 'cluster_a' }, retention: '7d', writer: agents };
const till = { username: 'till', password: { name: 'till-search', key: 'password' } };
/** A stack with a writer of these settings. */
const writer = (settings: object, props: LoggingStackProps = {}) =>
  stack({ ...props, writers: [{ ...shop, ...settings }] });

describe('LoggingStack refuses', () => {
  refuses([
    [
      'no namespace',
      stack({}, undefined, null),
      "chart/Logging: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a namespace of agents that cannot be one',
      stack({ agentNamespace: 'Node Agents' }),
      "chart/Logging: 'agentNamespace' is 'Node Agents', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a retention in hours, and an unknown naming, at once',
      stack({ retention: '12h', naming: unchecked('weekly') }),
      "chart/Logging: 'naming' is 'weekly', which is unknown; use one of 'daily', 'data-stream'\nchart/Logging: 'retention' is '12h'; use whole days, such as '7d'",
    ],
    [
      'a store of its own beside one of others',
      stack({ ...told, search: external, elasticsearch: { nodes: 3 } }),
      "chart/Logging: 'search' and 'elasticsearch' are set together; keep one of them",
    ],
    [
      'a store that is none',
      stack({ search: unchecked(url) }),
      "chart/Logging: 'search' is no server that could be set up; give one such as new Elasticsearch(chart, 'Elasticsearch', { … })",
    ],
    [
      'a store of another kind',
      stack({ search: unchecked({ engine: 'solr', url }) }),
      "chart/Logging: 'search.engine' is 'solr'; use 'elasticsearch' or 'opensearch'",
    ],
    [
      'a store with an admin who is nobody',
      stack({ search: { engine: SearchEngine.ELASTICSEARCH, url, admin: unchecked(null) } }),
      "chart/Logging: 'search.admin' is not set: nobody may set anything up; give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
    ],
    [
      'passwords in the clear',
      stack({ search: { engine: SearchEngine.ELASTICSEARCH, url: 'http://search.example.com' } }),
      "chart/Logging: 'search.url' is 'http://search.example.com', over which a password would be sent for everybody to read; use 'https://search.example.com'",
    ],
    [
      'a part that is nothing',
      stack({ agent: unchecked(null) }),
      "chart/Logging: 'agent' is null, which is no object; give one such as { nodeLogRate: '1Mi' }",
    ],
    [
      'a part that is a list',
      stack({ elasticsearch: unchecked([]) }),
      "chart/Logging: 'elasticsearch' is [], which is no object; give one such as { nodes: 3 }",
    ],
    [
      'a part that is a number',
      stack({ dashboards: unchecked(5) }),
      "chart/Logging: 'dashboards' is 5, which is no object; give one such as { enabled: false }",
    ],
    [
      'a page that is no page and has settings',
      stack({ dashboards: { enabled: false, replicas: 2, name: 'logs' } }),
      "chart/Logging: dashboards: it is not enabled, and has 'replicas', 'name'; leave 'enabled: false' out, or all but that",
    ],
    [
      'a page that is switched off by a slip of the pen',
      stack({ dashboards: unchecked({ enabeld: false }) }),
      "chart/Logging: dashboards: 'enabeld' is no prop; write 'enabled'",
    ],
    [
      'a page that is switched off by a text',
      stack({ dashboards: unchecked({ enabled: 'no' }) }),
      "chart/Logging: dashboards: 'enabled' is 'no', which is neither true nor false; use true or false",
    ],
    [
      'what only OpenSearch Dashboards has for a Kibana',
      stack({ dashboards: { user: till, cookiePassword: till.password } }),
      [
        "chart/Logging: dashboards: 'user' is set, which Kibana does not have; leave it out",
        "chart/Logging: dashboards: 'cookiePassword' is set, which Kibana does not have; leave it out",
      ].join('\n'),
    ],
    [
      'what only Kibana has for an OpenSearch Dashboards',
      stack({
        search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url }),
        dashboards: { password: till.password, encryptionSecretName: 'keys' },
      }),
      [
        "chart/Logging: dashboards: 'password' is set, which OpenSearch Dashboards does not have; leave it out",
        "chart/Logging: dashboards: 'encryptionSecretName' is set, which OpenSearch Dashboards does not have; leave it out",
      ].join('\n'),
    ],
    [
      "a password of the page's user as a text",
      stack({ dashboards: { password: unchecked('hunter2') } }),
      "chart/Logging: dashboards: 'password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'images that are too old, all at once',
      stack({
        images: new Images({
          overrides: {
            elasticsearch: 'example.com/es:8.19.4',
            kibana: 'example.com/kibana:8.19.4',
            'fluent-bit': 'example.com/fluent-bit:5.1.2',
          },
        }),
      }),
      [
        "chart/Logging: elasticsearch: the image is 'example.com/es:8.19.4', which does not know all that a bootstrap sets, such as the options of data streams; use version 9.1.0 or newer, or reach an older one as ExternalSearch",
        "chart/Logging: agent: the image is 'example.com/fluent-bit:5.1.2', which takes documents that Elasticsearch refuses for delivered; use version 5.1.3 or newer",
        "chart/Logging: dashboards: the image is 'example.com/kibana:8.19.4', which is older than each Elasticsearch that is set up here, and refuses those; use version 9.1.0 or newer, or reach the one of an older Elasticsearch as ExternalDashboards",
      ].join('\n'),
    ],
    [
      'images that cannot be used together',
      stack({ images: new Images({ overrides: { kibana: 'example.com/kibana:9.1.0' } }) }),
      "chart/Logging: dashboards: 'images' runs Kibana 9.1.0 with Elasticsearch 9.5.4; override both with images of one version",
    ],
    [
      'an output of the name of its own one',
      stack({ outputs: [new StdoutOutput('elasticsearch')] }),
      "chart/Logging: two outputs are named 'elasticsearch'; give one of them another name",
    ],
    [
      'an output that is none',
      stack({ outputs: unchecked([{}]) }),
      "chart/Logging: 'outputs[0]' is {}, which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'a setting that no route has',
      stack({ routes: unchecked([{ namespace: 'shop' }]) }),
      "chart/Logging: 'routes[0].namespace' is no setting; write 'namespaces'",
    ],
    [
      'too little memory for its routes',
      stack({
        elasticsearch: { nodes: 5 },
        agent: { resources: { memoryLimit: '110Mi' } },
        retention: '1d',
        routes: Array.from({ length: 200 }, (_, i) => ({ namespaces: [`team-${i}`], dataset: `team-${i}` })),
      }),
      "chart/Logging: agent: 'resources.memoryLimit' is '110Mi', in which lines at nodeLogRate '256Ki' have no room; use '130Mi' or more, or leave it out",
    ],
    [
      'a dataset that is kept for two times',
      stack({
        routes: [
          { namespaces: ['shop'], dataset: 'shop', retention: '30d' },
          { namespaces: ['till'], dataset: 'shop' },
        ],
      }),
      "chart/Logging: routes[1]: 'retention' of dataset 'shop' is none, and '30d' in routes[0]; write the same in both, or give one of them a dataset of its own",
    ],
    [
      'an index that is cut in two ways',
      stack({
        elasticsearch: { nodes: 3 },
        routes: [
          { namespaces: ['shop'], index: 'shop', shards: 2 },
          { namespaces: ['till'], index: 'shop', shards: 3, replicas: 2 },
        ],
      }),
      "chart/Logging: routes[1]: 'shards' of index 'shop' is 3, and 2 in routes[0]; write the same in both, or give one of them an index of its own\nchart/Logging: routes[1]: 'replicas' of index 'shop' is 2, and none in routes[0]; write the same in both, or give one of them an index of its own",
    ],
    [
      'a dataset that is kept for ever here and for some days there',
      stack({
        routes: [
          { namespaces: ['shop'], dataset: 'shop', keepForever: true },
          { namespaces: ['till'], dataset: 'shop' },
        ],
      }),
      "chart/Logging: routes[1]: 'keepForever' of dataset 'shop' is none, and true in routes[0]; write the same in both, or give one of them a dataset of its own",
    ],
    [
      'what is kept for ever and deleted',
      stack({ retention: '30d', keepForever: true, otherLogs: { retention: '9d', keepForever: true } }),
      "chart/Logging: otherLogs: 'retention' and 'keepForever' are set together; keep one of them\nchart/Logging: 'retention' and 'keepForever' are set together; keep one of them",
    ],
    [
      'copies that no node would take, and no shard',
      stack({
        replicas: 1,
        shards: 0,
        routes: [{ name: 'shop', namespaces: ['shop'], dataset: 'shop', shards: 1.5, replicas: 2 }],
      }),
      "chart/Logging: route 'shop': 'shards' is 1.5; use a whole number from 1 to 1024\nchart/Logging: route 'shop': 'replicas' is 2, and one node holds data: no node would take the last copy; use 0, or leave it out\nchart/Logging: 'shards' is 0; use a whole number from 1 to 1024\nchart/Logging: 'replicas' is 1, and one node holds data: no node would take the last copy; use 0, or leave it out",
    ],
    [
      'shards and copies that nobody sets up',
      stack({
        search: withoutAdmin,
        shards: 2,
        otherLogs: { keepForever: true },
        routes: [{ name: 'shop', namespaces: ['shop'], dataset: 'shop', replicas: 0 }],
      }),
      "chart/Logging: 'shards' is 2, and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept\nchart/Logging: route 'shop': 'replicas' is 0, and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept\nchart/Logging: otherLogs: 'keepForever' is true, and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept",
    ],
    [
      'a name that is a dataset here and an index there',
      stack({
        routes: [
          { namespaces: ['shop'], dataset: 'shop' },
          { namespaces: ['till'], index: 'shop' },
        ],
      }),
      "chart/Logging: 'shop' is a dataset of one route or writer and an index of another; give it to both as 'dataset' or as 'index'",
    ],
    [
      'a dataset of the name that rejected lines have',
      stack({ otherLogs: { dataset: 'rejected-logs' } }),
      "chart/Logging: 'rejected-logs' is set up twice, and one template holds for it; keep one of them",
    ],
    [
      'a retention of what nothing is deleted of',
      stack({ retention: '30d', otherLogs: { index: 'all' } }),
      "chart/Logging: 'retention' is '30d', and the store keeps all lines in indices without a date, of which nothing is deleted; write 'dataset' in place of 'index' in 'otherLogs' or a route, or leave 'retention' out",
    ],
    [
      'a naming of what has a name',
      stack({ naming: IndexNaming.DATA_STREAM, otherLogs: { index: 'all' } }),
      "chart/Logging: 'naming' is 'data-stream', and the store keeps all lines in indices that have a name already; write 'dataset' in place of 'index' in 'otherLogs' or a route, or leave 'naming' out",
    ],
    [
      'retentions that nobody sets up',
      stack({
        search: withoutAdmin,
        retention: '30d',
        otherLogs: { retention: '9d' },
        routes: [{ name: 'shop', namespaces: ['shop'], dataset: 'shop', retention: '3d' }],
      }),
      "chart/Logging: 'retention' is '30d', and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept\nchart/Logging: route 'shop': 'retention' is '3d', and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept\nchart/Logging: otherLogs: 'retention' is '9d', and 'search' has no 'admin' who could set it up; give 'search' an admin, or leave it out and see to it where the lines are kept",
    ],
    [
      'users that nobody can make',
      stack({ search: withoutAdmin, writers: [shop] }),
      "chart/Logging: 'writers' is set, and 'search' has no 'admin' who could make users; give 'search' an admin, or leave 'writers' out",
    ],
    [
      'a retention for an output that keeps nothing',
      stack({
        outputs: [new StdoutOutput('stdout')],
        routes: [{ namespaces: ['shop'], output: 'stdout', retention: '3d' }],
      }),
      "chart/Logging: routes[0]: 'retention' is '3d', and output 'stdout' cannot say when lines are deleted; leave it out, and set it where the lines are stored",
    ],
    [
      'a route that is added when the store is set up',
      stack({}, ({ agent }) => agent.addRoute({ namespaces: ['shop'], dataset: 'shop' })),
      "Validation failed with the following errors:\n  [chart/Logging] a route that was added to the agents keeps lines in 'shop', which the store is not set up for; give the route to the LoggingStack, among its 'routes'",
    ],
    [
      'a built-in user for its agents',
      stack({ writer: { username: 'elastic', password: { name: 'fluent-bit', key: 'password' } } }),
      "chart/Logging: 'writer.username' is 'elastic', which is built in; use one of your own, such as 'fluent-bit'",
    ],
    [
      'the password of the superuser for its agents',
      stack({ writer: { username: 'agent', password: { name: 'elasticsearch-users', key: 'elastic' } } }),
      "chart/Logging: 'writer.password' is that of user 'elastic', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'a name of a store that is none, before anything that is made of it',
      stack({ elasticsearch: { name: 'Log Store' } }),
      "chart/Logging: elasticsearch: 'name' is 'Log Store', which no Service can be named; use at most 40 of 'a-z', '0-9' and '-', with a letter in front, such as 'elasticsearch'",
    ],
    [
      'a namespace that is none, before anything that is made of it',
      stack({ namespace: 'Log Store' }),
      "chart/Logging: 'namespace' is 'Log Store', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a user of agents whose name ends in the login',
      stack({ search: withoutAdmin, writer: { username: 'fluent:bit', password: { name: 'a', key: 'b' } } }),
      "chart/Logging: 'writer.username' is 'fluent:bit', which no user of HTTP can be named; use a name of one line without ':', such as 'logs'",
    ],
    [
      'a user of agents that cannot be made',
      stack({ writer: { username: 'team+logs', password: { name: 'a', key: 'b' } } }),
      "chart/Logging: 'writer.username' is 'team+logs', which is no name of a user; use letters, digits, '-', '_', '.' and '@', such as 'fluent-bit'",
    ],
    [
      'no line for its store',
      stack({ outputs: [new StdoutOutput('stdout')], otherLogs: { output: 'stdout' }, agent: { nodeUnits: [] } }),
      "chart/Logging: all lines go to other outputs than 'elasticsearch', and the store gets none; leave 'output' out of 'otherLogs' or of a route, give the place that they go to as 'search', or use FluentBit alone",
    ],
    [
      'the password of agents in the place of a Secret',
      stack({ writer: { username: 'agent', password: unchecked('hunter2') } }),
      "chart/Logging: 'writer.password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
  ]);
});

const opensearch = (admin?: HttpBasicAuth) =>
  new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: 'https://logs.eu-west-1.es.amazonaws.com', admin });
const sigv4 = { region: 'eu-west-1' };
const keeping: LoggingStackProps = { ...told, writer: undefined };
const ops = { username: 'ops', password: { name: 'search-admin', key: 'password' } };
const apiKey = { name: 'elastic-cloud', key: 'api-key' };

describe('LoggingStack refuses agents that log in', () => {
  refuses([
    [
      'in two ways',
      stack({ search: opensearch(), sigv4, writer: shop }),
      "chart/Logging: 'writer' and 'sigv4' are set together, and agents log in in one way; keep one of them",
    ],
    [
      'in three ways',
      stack({ search: opensearch(), sigv4, writer: shop, apiKey }),
      "chart/Logging: 'writer' and 'sigv4' and 'apiKey' are set together, and agents log in in one way; keep one of them",
    ],
    [
      'to Elasticsearch by signed requests',
      stack({ search: withoutAdmin, sigv4 }),
      "chart/Logging: 'sigv4' is set, and the store is an Elasticsearch, for which no request is signed; leave it out, or write search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: 'https://…' })",
    ],
    [
      'to its own store by signed requests',
      stack({ sigv4 }),
      "chart/Logging: 'sigv4' is set, and the store is an Elasticsearch, for which no request is signed; leave it out, or write search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: 'https://…' })",
    ],
    [
      'to a service that there is not, from nowhere',
      stack({ search: opensearch(), sigv4: unchecked({ service: 'ec2' }) }),
      "chart/Logging: 'sigv4.region' is not set; set it, such as 'eu-west-1'\nchart/Logging: 'sigv4.service' is 'ec2'; use 'es', or 'aoss' for a serverless collection",
    ],
    [
      'by a role that the admin of the domain cannot know',
      stack({ ...keeping, search: opensearch(ops), sigv4 }),
      "chart/Logging: 'search.admin' may give the agents' role of AWS the right to write, and none is known; set agent.serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' } or 'sigv4.roleArn', or leave 'admin' out and set the domain up elsewhere",
    ],
    [
      'by a role that is none',
      stack({ ...keeping, search: opensearch(ops), sigv4: { ...sigv4, roleArn: 'logs' } }),
      "chart/Logging: 'sigv4.roleArn' is 'logs', which is no role of IAM; use one such as 'arn:aws:iam::123456789012:role/logs'",
    ],
    [
      'to a collection that has no admin',
      stack({ ...keeping, search: opensearch(ops), sigv4: { ...sigv4, service: 'aoss' } }),
      "chart/Logging: 'search.admin' is set, and a serverless collection has no users: the Job could not log in; leave 'admin' out, and see to old lines where the collection is",
    ],
    [
      'to its own store by a key that nobody makes',
      stack({ apiKey }),
      "chart/Logging: 'apiKey' is set, and an Elasticsearch of our own makes the agents a user, and no key; leave it out, or give 'search' where there is a key",
    ],
    [
      'to OpenSearch by a key',
      stack({ search: opensearch(), apiKey }),
      "chart/Logging: 'apiKey' is set, and agents log in to OpenSearch with a user or with signed requests; use 'writer' or 'sigv4'",
    ],
    [
      'by a key in the place of a Secret',
      stack({ search: withoutAdmin, apiKey: unchecked('hunter2') }),
      "chart/Logging: 'apiKey' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'with the rights of an app',
      stack({
        ...keeping,
        search: opensearch(ops),
        sigv4: { ...sigv4, roleArn: 'arn:aws:iam::123456789012:role/logs' },
        writers: [{ ...shop, username: 'fluent-bit-logs' }],
      }),
      "chart/Logging: 'writers[0].username' is 'fluent-bit-logs', whose role is that of the agents, and their rights would replace each other; use another one, such as 'shop'",
    ],
  ]);
});

describe('LoggingStack refuses to set up, in a store of others, what nobody has named', () => {
  const dataset = (place: string, name = 'logstash') =>
    `chart/Logging: ${place}: 'dataset' is not set, and in 'search', a store of others, the Job would set up all that is called '${name}', and have it deleted by age, whoever wrote it; name one that nobody else writes to, such as dataset: 'cluster_a', or leave 'admin' out of 'search'`;
  const retention =
    "chart/Logging: 'retention' is not set, and by it the Job has lines deleted in 'search', a store of others, those that the mapping would reject included; say how long they stay, such as retention: '30d', or set keepForever: true";
  const user =
    "chart/Logging: 'writer' is not set, and in 'search', a store of others, the Job would take user 'fluent-bit' and role 'fluent-bit-writer' from who has them; name one of this cluster alone, such as { username: 'fluent-bit-a', password: { name: 'fluent-bit-writer', key: 'password' } }";
  const { otherLogs } = told;
  const elsewhere = { otherLogs: { output: 'stdout' }, outputs: [new StdoutOutput('stdout')] };
  refuses([
    ['by its defaults', stack({ search: external }), [dataset('otherLogs'), retention, user].join('\n')],
    [
      'by its defaults in OpenSearch',
      stack({ search: opensearch(ops) }),
      [dataset('otherLogs'), retention, user].join('\n'),
    ],
    [
      'with a store that is written by hand',
      stack({ ...told, otherLogs: {}, search: { engine: SearchEngine.ELASTICSEARCH, url, admin: ops } }),
      dataset('otherLogs'),
    ],
    [
      'with data streams',
      stack({ ...told, search: external, otherLogs: {}, naming: IndexNaming.DATA_STREAM }),
      dataset('otherLogs', 'kubernetes'),
    ],
    [
      'with routes of which one has the dataset of other lines, wherever these go',
      stack({
        ...told,
        ...elsewhere,
        search: external,
        agent: { nodeUnits: [] },
        routes: [
          { namespaces: ['shop'], dataset: 'shop' },
          { name: 'till', namespaces: ['till'] },
          { namespaces: ['audit'], index: 'audit' },
        ],
      }),
      dataset("route 'till'"),
    ],
    ['with a dataset alone', stack({ search: external, otherLogs }), [retention, user].join('\n')],
    ['for a time that nobody says', stack({ ...told, search: external, retention: undefined }), retention],
    [
      'for a time that nobody says, for a writer alone',
      stack({
        search: external,
        otherLogs: { index: 'lines' },
        writer: agents,
        writers: [{ ...shop, dataset: 'shop' }],
      }),
      retention,
    ],
    ['for a user that nobody names', stack({ ...told, search: external, writer: undefined }), user],
    ['by an API key', stack({ search: external, apiKey }), [dataset('otherLogs'), retention].join('\n')],
    [
      'with what is named wrongly',
      stack({ ...told, search: external, retention: unchecked(7), writer: unchecked('agents') }),
      [
        "chart/Logging: 'retention' is 7, which is no text; use a text such as '7d'",
        "chart/Logging: 'writer' is no object; give one such as { username: 'monitoring', password: { name: 'login', key: 'password' } }",
      ].join('\n'),
    ],
  ]);

  it.each<[string, LoggingStackProps]>([
    ['with all of it named', told],
    ['and nothing deleted', { ...told, retention: undefined, keepForever: true }],
    ['and nothing dated', { otherLogs: { index: 'lines' }, writer: agents }],
    ['with a key in place of a user', { ...told, writer: undefined, apiKey }],
  ])('but does so %s', (_, props) => {
    expect(stack({ ...props, search: external })).not.toThrow();
  });

  it('but has its defaults beside an Elasticsearch of ours', () => {
    const chart = newChart('logging');
    const search = new Elasticsearch(chart, 'Elasticsearch');
    new LoggingStack(chart, 'Logging', { search });
    expect(() => synth(chart)).not.toThrow();
  });
});

/** A store as somebody else may write it. */
class OtherStore implements ISearchEndpoint {
  readonly engine = SearchEngine.ELASTICSEARCH;
  readonly #host = 'search.example.com';
  readonly #admin?: HttpBasicAuth;

  constructor(admin?: HttpBasicAuth) {
    this.#admin = admin;
  }

  get url() {
    return `https://${this.#host}`;
  }

  get admin() {
    return this.#admin;
  }
}

it.each<[string, HttpBasicAuth | undefined]>([
  ['without an admin', undefined],
  ['with an admin', ops],
])('takes a store %s whose class keeps its fields to itself', (_, admin) => {
  const chart = newChart('logging');
  new LoggingStack(chart, 'Logging', { ...(admin ? told : {}), search: new OtherStore(admin) });
  expect(JSON.stringify(synth(chart))).toContain('search.example.com');
  const secrets = expectedSecrets(chart).map(({ secret }) => secret.name);
  expect(secrets).toEqual(expect.arrayContaining(admin ? ['search-admin', 'search-agents'] : ['fluent-bit-writer']));
});

describe('LoggingStack refuses another one at its store', () => {
  /** Two for the nodes of two teams. */
  const both = (a: LoggingStackProps, b: LoggingStackProps) => () => {
    const chart = newChart();
    const team = (name: string, props: LoggingStackProps) =>
      new LoggingStack(chart, name, {
        ...told,
        search: external,
        namespace: name,
        agentNamespace: `${name}-agents`,
        ...props,
        agent: { nodeSelector: { team: name }, name: `fluent-bit-${name}` },
      });
    team('a', a);
    team('b', b);
    return synth(chart);
  };
  refuses([
    [
      'that gives its user another password',
      both({}, {}),
      "Validation failed with the following errors:\n  [chart/b/SearchBootstrap] chart/a/SearchBootstrap and chart/b/SearchBootstrap give user 'agents-a' of https://search.example.com:9200 passwords of two Secrets, and the last one to run has it; use a user of another name in one of them, such as 'agents-a-2'",
    ],
    [
      'that keeps its lines otherwise',
      both({}, { writer: till, retention: '9d' }),
      "Validation failed with the following errors:\n  [chart/b/SearchBootstrap] chart/a/SearchBootstrap and chart/b/SearchBootstrap set up '/_index_template/observability-rejected-logs' of https://search.example.com:9200 in two ways, and the last one to run has it; say the same in both, or say it in one of them alone\n  [chart/b/SearchBootstrap] chart/a/SearchBootstrap and chart/b/SearchBootstrap set up '/_index_template/observability-cluster_a' of https://search.example.com:9200 in two ways, and the last one to run has it; say the same in both, or say it in one of them alone",
    ],
  ]);

  it('but takes one of other users and datasets', () => {
    expect(both({}, { writer: till, otherLogs: { dataset: 'till' } })).not.toThrow();
  });
});

describe('LoggingStack refuses a page', () => {
  const page = new ExternalDashboards({ url: 'https://kibana.example.com', admin: ops });
  refuses([
    [
      'of its own beside one of others',
      stack({ dashboards: { name: 'logs' }, externalDashboards: page }),
      "chart/Logging: 'dashboards' and 'externalDashboards' are set together; keep one of them",
    ],
    [
      'that is none',
      stack({ externalDashboards: unchecked('https://kibana.example.com') }),
      "chart/Logging: 'externalDashboards' is no server that could be set up; give one such as new Kibana(chart, 'Kibana', { … })",
    ],
    [
      'of others that nobody may set up',
      stack({ externalDashboards: { product: DashboardsProduct.KIBANA, url: 'https://kibana.example.com' } }),
      "chart/Logging: 'externalDashboards.admin' is not set: nobody may set anything up; give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
    ],
    [
      'of others that does not read OpenSearch',
      stack({ search: opensearch(), externalDashboards: page }),
      "chart/Logging: 'externalDashboards.product' is 'kibana', which does not read OpenSearch; give one with product: DashboardsProduct.OPENSEARCH_DASHBOARDS",
    ],
    [
      'of others that does not read Elasticsearch',
      stack({
        externalDashboards: new ExternalDashboards({
          url: 'https://logs.example.com/_dashboards',
          admin: ops,
          product: DashboardsProduct.OPENSEARCH_DASHBOARDS,
        }),
      }),
      "chart/Logging: 'externalDashboards.product' is 'opensearch-dashboards', which does not read Elasticsearch; give one with product: DashboardsProduct.KIBANA",
    ],
    [
      'of its own where requests are signed',
      stack({ search: opensearch(), sigv4, dashboards: {} }),
      "chart/Logging: 'dashboards' is set, and an OpenSearch Dashboards of our own signs no requests as 'sigv4' asks for; leave it out: a service of AWS has one of its own, which may be given as 'externalDashboards'",
    ],
  ]);
});

describe('LoggingStack refuses Jobs', () => {
  refuses([
    [
      'with settings that are none',
      stack({ bootstrap: { ttlSecondsAfterFinished: 1, tolerations: [{ value: 'x' }] } }),
      "chart/Logging: bootstrap: 'tolerations[0].value' is 'x', which operator 'Exists' does not read; set 'operator' to 'Equal', or leave 'value' out\nchart/Logging: bootstrap: 'ttlSecondsAfterFinished' is 1; use a whole number of 60 or more",
    ],
    [
      'that are none and have settings',
      stack({ search: withoutAdmin, bootstrap: { ttlSecondsAfterFinished: 3600 } }),
      "chart/Logging: bootstrap: it has settings, and there is no Job: 'search' has no 'admin'; give it one, or leave 'bootstrap' out",
    ],
  ]);
});

describe('LoggingStack refuses a writer', () => {
  refuses([
    [
      'that is built in',
      writer({ username: 'elastic' }),
      "chart/Logging: 'writers[0].username' is 'elastic', which is built in; use one of your own, such as 'fluent-bit'",
    ],
    [
      'that is the user of the agents',
      writer({ username: 'fluent-bit' }),
      "chart/Logging: 'writers[0].username' is 'fluent-bit', the user of the agents, whose rights and password it would replace; use one of its own, such as 'shop'",
    ],
    [
      'that is the admin',
      writer({ username: 'ops' }, { ...told, search: external }),
      "chart/Logging: 'writers[0].username' is 'ops', the admin of 'search', whose rights and password it would replace; use one of its own, such as 'shop'",
    ],
    [
      'that is there twice',
      stack({
        writers: [
          { ...shop, dataset: 'shop' },
          { ...shop, dataset: 'till' },
        ],
      }),
      "chart/Logging: 'writers' has user 'shop' twice, and the second would take the place of the first; keep one, with the 'indices' of both",
    ],
    [
      'with the password of the agents',
      writer({ password: { name: 'fluent-bit-writer', key: 'password' } }),
      "chart/Logging: 'writers[0].password' is that of user 'fluent-bit', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'with the password of Kibana',
      writer({ password: { name: 'kibana-users', key: 'kibana_system' } }),
      "chart/Logging: 'writers[0].password' is that of user 'kibana_system', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'with the password of another one',
      stack({ writers: [shop, { ...till, password: shop.password }] }),
      "chart/Logging: 'writers[1].password' is that of user 'shop', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'with a password in the place of a Secret',
      writer({ password: 'hunter2' }),
      "chart/Logging: 'writers[0].password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'with a setting that there is not',
      writer({ datasets: ['orders'] }),
      "chart/Logging: 'writers[0].datasets' is no setting; write 'dataset'",
    ],
    [
      'from every pod of a namespace that cannot be one',
      writer({ from: [{ namespace: 'Shop', labels: {} }] }),
      "chart/Logging: 'writers[0].from[0].namespace' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'\nchart/Logging: 'writers[0].from[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'to what nothing sets up',
      writer({ dataset: 'shop', indices: ['logstash', 'orders'] }),
      "chart/Logging: 'writers[0].indices[1]' is 'orders', which stands for names that nothing sets up: what is written there has no template, and is kept for ever; write one of 'logstash', 'shop', 'rejected-logs', or give the writer a 'dataset' or an 'index' of its own",
    ],
    [
      'to more than is set up',
      writer({ indices: ['logstash-*'] }),
      "chart/Logging: 'writers[0].indices[0]' is 'logstash-*', which stands for names that nothing sets up: what is written there has no template, and is kept for ever; write 'logstash', or give the writer a 'dataset' or an 'index' of its own",
    ],
    [
      'that says how nothing is kept',
      writer({ indices: ['logstash'], retention: '3d', shards: 2 }),
      "chart/Logging: 'writers[0]' has 'retention', and no dataset or index of its own; add 'dataset', such as 'shop', or leave 'retention' out\nchart/Logging: 'writers[0]' has 'shards', and no dataset or index of its own; add 'dataset', such as 'shop', or leave 'shards' out",
    ],
    [
      'with a dataset and an index',
      writer({ dataset: 'orders', index: 'audit' }),
      "chart/Logging: 'writers[0]' has dataset 'orders' and index 'audit'; keep one of them",
    ],
    [
      'with an index without a date that shall be deleted by age',
      writer({ index: 'audit', retention: '3d' }),
      "chart/Logging: writers[0]: 'retention' is '3d', and index 'audit' has no date: no line of it grows old alone; write dataset: 'audit' for an index a day, or leave 'retention' out",
    ],
    [
      'with a retention in hours',
      writer({ dataset: 'orders', retention: '36h' }),
      "chart/Logging: 'writers[0].retention' is '36h'; use whole days, such as '7d'",
    ],
    [
      'whose documents are kept for ever and deleted',
      writer({ dataset: 'orders', retention: '3d', keepForever: true }),
      "chart/Logging: 'writers[0]' has 'retention' and 'keepForever'; keep one of them",
    ],
    [
      'with a dataset in capitals',
      writer({ dataset: 'Orders' }),
      "chart/Logging: writers[0]: 'dataset' is 'Orders', which no index can be named; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'with a dataset that Elasticsearch takes for a data stream',
      writer({ dataset: 'logs-shop' }),
      "chart/Logging: writers[0]: 'dataset' is 'logs-shop', and Elasticsearch makes a data stream of each index 'logs-shop-2030.01.31'; use a name that does not begin with 'logs-', such as 'shop'",
    ],
    [
      'with a dataset that no data stream can have',
      writer({ dataset: 'shop-orders' }, { naming: IndexNaming.DATA_STREAM }),
      "chart/Logging: writers[0]: 'dataset' is 'shop-orders', which cannot be a part of a data stream's name; use at most 100 of 'a-z', '0-9', '_' and '.', such as 'shop_orders'",
    ],
    [
      'with no shard',
      writer({ dataset: 'orders', shards: 0 }),
      "chart/Logging: 'writers[0].shards' is 0; use a whole number from 1 to 1024",
    ],
    [
      'with more copies than nodes',
      writer({ dataset: 'orders', replicas: 3 }, { elasticsearch: { nodes: 3 } }),
      "chart/Logging: 'writers[0].replicas' is 3, and 3 nodes hold data: no node would take the last copy; use 2 or less",
    ],
    [
      'with a copy of what one node holds',
      writer({ dataset: 'orders', replicas: 1 }),
      "chart/Logging: 'writers[0].replicas' is 1, and one node holds data: no node would take the last copy; use 0, or leave it out",
    ],
    [
      'with another retention than the route whose dataset it shares',
      writer(
        { dataset: 'shop', retention: '9d' },
        { routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }] },
      ),
      "chart/Logging: 'writers[0]' has retention 9d for 'shop', which a route or another writer has with 30d; say the same in both, leave it out here, or give the writer a dataset of its own",
    ],
    [
      'that keeps for ever what others have deleted',
      writer({ dataset: 'logstash', keepForever: true }, { otherLogs: { retention: '7d' } }),
      "chart/Logging: 'writers[0]' has retention for ever for 'logstash', which a route or another writer has with 7d; say the same in both, leave it out here, or give the writer a dataset of its own",
    ],
    [
      'with other shards than the one whose dataset it shares',
      stack({
        writers: [
          { ...shop, dataset: 'shop', shards: 2 },
          { ...till, dataset: 'shop', shards: 3 },
        ],
      }),
      "chart/Logging: 'writers[1]' has shards 3 for 'shop', which a route or another writer has with 2; say the same in both, leave it out here, or give the writer a dataset of its own",
    ],
    [
      'whose index is a dataset',
      writer({ index: 'logstash' }),
      "chart/Logging: 'logstash' is a dataset of one route or writer and an index of another; give it to both as 'dataset' or as 'index'",
    ],
    [
      'with the dataset of rejected lines',
      writer({ dataset: 'rejected-logs' }),
      "chart/Logging: 'rejected-logs' is set up twice, and one template holds for it; keep one of them",
    ],
  ]);
});

it('lets a writer share a dataset, and come from pods that nothing has to be opened for', () => {
  const from = [{ namespace: 'shop', labels: { app: 'shop' } }];
  const routes = [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }];
  for (const props of [
    { dataset: 'shop', retention: '30d', from },
    { dataset: 'orders', from },
    { index: 'audit', from },
  ]) {
    writer(props, { ...told, search: external, routes })();
  }
});
