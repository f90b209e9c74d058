import {
  DashboardsProduct,
  ExternalDashboards,
  type ExternalDashboardsProps,
  type IDashboardsEndpoint,
  type ISearchEndpoint,
  KibanaBootstrap,
  type KibanaBootstrapProps,
  type LogStoreProps,
  SearchBootstrap,
  type SearchBootstrapProps,
  SearchEngine,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const admin = { username: 'elastic', password: { name: 'elasticsearch-users', key: 'elastic' } };
const endpoint: ISearchEndpoint = {
  engine: SearchEngine.ELASTICSEARCH,
  url: 'https://elasticsearch.logging.svc:9200',
  admin,
};
const shop = { username: 'shop', password: { name: 'shop', key: 'password' } };

/** What has to be named in a store of others. */
const named = ({ dataStreams }: Partial<SearchBootstrapProps>) =>
  dataStreams ? {} : { indices: [{ prefix: 'logstash' }] };

const bootstrap = (props: Partial<SearchBootstrapProps>) => () => {
  const chart = newChart();
  new SearchBootstrap(chart, 'Bootstrap', { search: endpoint, ...named(props), ...props });
  return synth(chart);
};
const search = (change: Partial<ISearchEndpoint>) => bootstrap({ search: { ...endpoint, ...change } });

const twice = (a: Partial<SearchBootstrapProps>, b: Partial<SearchBootstrapProps>) => () => {
  const chart = newChart();
  new SearchBootstrap(chart, 'A', { search: endpoint, ...named(a), ...a });
  new SearchBootstrap(chart, 'B', { search: endpoint, name: 'other-bootstrap', ...named(b), ...b });
  return synth(chart);
};
const limited = { dataNodes: 1, maxShardsPerNode: 1000 };
const teams = (count: number, how: LogStoreProps = {}, kind = 'team') =>
  Array.from({ length: count }, (_, i) => ({ prefix: `${kind}-${i}`, ...how }));

describe('SearchBootstrap refuses', () => {
  refuses([
    [
      'an index without a date that shall be deleted by age',
      bootstrap({ indices: [{ prefix: 'audit', dated: false, retention: '30d' }] }),
      "chart/Bootstrap: 'indices[0]' keeps 'audit' for '30d' in one index without a date, and only whole indices can be deleted by age; leave 'dated' out, or 'retention'",
    ],
    [
      'a retention in hours',
      bootstrap({ indices: [{ prefix: 'logstash', retention: '36h' }] }),
      "chart/Bootstrap: 'indices[0].retention' is '36h'; use whole days, such as '7d'",
    ],
    [
      'in a store of others, what nobody has named',
      bootstrap({ indices: undefined }),
      "chart/Bootstrap: 'indices' is not set, and in 'search', a store of others, the Job would set up all that is called 'logstash', and have it deleted by age, whoever wrote it; name what nobody else writes to, such as indices: [{ prefix: 'cluster_a', retention: '30d' }]",
    ],
    [
      'in a store of others, no data stream in place of what nobody has named',
      bootstrap({ dataStreams: [] }),
      "chart/Bootstrap: 'indices' is not set, and in 'search', a store of others, the Job would set up all that is called 'logstash', and have it deleted by age, whoever wrote it; name what nobody else writes to, such as indices: [{ prefix: 'cluster_a', retention: '30d' }]",
    ],
    [
      'a retention of nothing',
      bootstrap({ rejectedRetention: '0d' }),
      "chart/Bootstrap: 'rejectedRetention' is '0d'; use whole days, such as '7d'",
    ],
    [
      'what is rejected and kept for ever and deleted',
      bootstrap({ rejectedRetention: '7d', rejectedKeepForever: true }),
      "chart/Bootstrap: 'rejectedRetention' and 'rejectedKeepForever' are set together; keep one of them",
    ],
    [
      'what is kept for ever and deleted',
      bootstrap({ indices: [{ prefix: 'logstash', retention: '7d', keepForever: true }] }),
      "chart/Bootstrap: 'indices[0]' has 'retention' and 'keepForever'; keep one of them",
    ],
    [
      'daily indices that Elasticsearch takes for data streams',
      bootstrap({ indices: [{ prefix: 'logs-shop' }] }),
      "chart/Bootstrap: 'indices[0].prefix' is 'logs-shop', and Elasticsearch makes a data stream of each index 'logs-shop-2030.01.31'; use a name that does not begin with 'logs-', such as 'shop'",
    ],
    [
      'an index with capitals',
      bootstrap({ indices: [{ prefix: 'Shop' }] }),
      "chart/Bootstrap: 'indices[0].prefix' is 'Shop', which no index can be named; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'an index twice',
      bootstrap({ indices: [{ prefix: 'shop' }, { prefix: 'shop', dated: false }] }),
      "chart/Bootstrap: 'shop' is set up twice, and one template holds for it; keep one of them",
    ],
    [
      'rejected documents among the others',
      bootstrap({ rejectedPrefix: 'logstash', indices: [{ prefix: 'logstash' }] }),
      "chart/Bootstrap: 'logstash' is set up twice, and one template holds for it; keep one of them",
    ],
    [
      'rejected documents among those that are set up where nothing is said',
      bootstrap({ rejectedPrefix: 'logstash' }),
      "chart/Bootstrap: 'logstash' is set up twice, and one template holds for it; keep one of them",
    ],
    [
      'rejected documents where no rule looks for them',
      bootstrap({ search: { ...endpoint, rejectedPrefix: 'rejected-logs' }, rejectedPrefix: 'bad' }),
      "chart/Bootstrap: 'rejectedPrefix' is 'bad', and the rules of 'search' watch 'rejected-logs'; give rejectedPrefix: 'bad' to the Elasticsearch instead",
    ],
    [
      'rejected documents in an index that no server has',
      search({ rejectedPrefix: 'Bad' }),
      "chart/Bootstrap: 'search.rejectedPrefix' is 'Bad', which no index can be named; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'a data stream of any name',
      bootstrap({ dataStreams: [{ pattern: '*' }] }),
      "chart/Bootstrap: 'dataStreams[0].pattern' is '*', which names no data streams of our own; use 'a-z', '0-9', '-', '_', '.' and '*', such as 'logs-shop-*'",
    ],
    [
      'no shard',
      bootstrap({ indices: [{ prefix: 'logstash', shards: 0 }] }),
      "chart/Bootstrap: 'indices[0].shards' is 0; use a whole number from 1 to 1024",
    ],
    [
      'half a copy',
      bootstrap({ indices: [{ prefix: 'logstash', replicas: 0.5 }] }),
      "chart/Bootstrap: 'indices[0].replicas' is 0.5; use a whole number from 0 to 9",
    ],
    [
      'more copies than nodes',
      bootstrap({ search: { ...endpoint, dataNodes: 3 }, indices: [{ prefix: 'logstash', replicas: 3 }] }),
      "chart/Bootstrap: 'indices[0].replicas' is 3, and 3 nodes hold data: no node would take the last copy; use 2 or less",
    ],
    [
      'a copy of a stream on one node',
      bootstrap({ search: { ...endpoint, dataNodes: 1 }, dataStreams: [{ pattern: 'logs-a', replicas: 1 }] }),
      "chart/Bootstrap: 'dataStreams[0].replicas' is 1, and one node holds data: no node would take the last copy; use 0, or leave it out",
    ],
    [
      'patterns of streams without precedence',
      bootstrap({ dataStreams: [{ pattern: 'logs-shop-*' }, { pattern: 'logs-*-shop' }] }),
      "chart/Bootstrap: 'logs-shop-*' and 'logs-*-shop' fit the same names and have as many letters, so that neither has precedence; make one of them longer, or set up one that holds for both",
    ],
    [
      'an index whose name is that of a day',
      bootstrap({ indices: [{ prefix: 'shop' }, { prefix: 'shop-20..', dated: false }] }),
      "chart/Bootstrap: 'shop-20*.*.*' and 'shop-20..' fit the same names and have as many letters, so that neither has precedence; make one of them longer, or set up one that holds for both",
    ],
    [
      'more shards than one node takes',
      bootstrap({ search: { ...endpoint, ...limited }, indices: teams(200, { retention: '30d' }) }),
      'chart/Bootstrap: all that is kept comes to 6258 shards (names x indices of each x shards x copies: 1 x 8 x 1 x 1 + 200 x 31 x 1 x 1, and 50 of the server itself), and one node takes 1000: beyond them documents are rejected; keep fewer names or fewer days, or use data streams, which have fewer indices, or use 13 nodes',
    ],
    [
      'more shards of streams than three nodes take',
      bootstrap({
        search: { ...endpoint, dataNodes: 3, maxShardsPerNode: 100 },
        dataStreams: [{ pattern: 'logs-a-*', retention: '30d', shards: 20 }],
      }),
      'chart/Bootstrap: all that is kept comes to 346 shards (names x indices of each x shards x copies: 1 x 8 x 1 x 2 + 1 x 7 x 20 x 2, and 50 of the server itself), and 3 nodes take 300: beyond them documents are rejected; keep fewer names or fewer days, or use 4 nodes',
    ],
    [
      'more shards than three months of what is never deleted',
      bootstrap({ search: { ...endpoint, ...limited }, indices: teams(12, { keepForever: true }) }),
      'chart/Bootstrap: all that is kept comes to 1150 shards (names x indices of each x shards x copies: 1 x 8 x 1 x 1 + 12 x 91 x 1 x 1, and 50 of the server itself), and one node takes 1000: beyond them documents are rejected; keep fewer names or fewer days, or use data streams, which have fewer indices, or use 3 nodes',
    ],
    [
      'more names than all its ConfigMaps hold',
      bootstrap({ indices: teams(16_000) }),
      'chart/Bootstrap: the 16108 requests take 5.7 MB, and the Job reads 3.8 MB; set up fewer names, such as one for several teams',
    ],
    [
      'a writer of more names than one ConfigMap holds',
      bootstrap({ indices: teams(10_000), writers: [shop] }),
      "chart/Bootstrap: 'PUT /_security/role/shop-writer' takes 219072 bytes, and a ConfigMap that kubectl applies has 200000 for it; set up fewer names, or let each writer add to fewer of them",
    ],
    [
      'another retention by another bootstrap',
      twice({ indices: [{ prefix: 'shop' }] }, { indices: [{ prefix: 'shop', retention: '30d' }] }),
      "Validation failed with the following errors:\n  [chart/B] chart/A and chart/B set up '/_index_template/observability-shop' of https://elasticsearch.logging.svc:9200 in two ways, and the last one to run has it; say the same in both, or say it in one of them alone",
    ],
    [
      'another retention of the same store under an address written in another way',
      twice(
        { search: { ...endpoint, url: 'https://search.example.com' }, indices: [{ prefix: 'shop' }] },
        {
          search: { ...endpoint, url: 'https://Search.example.com:443', path: '/' },
          indices: [{ prefix: 'shop', retention: '30d' }],
        },
      ),
      "Validation failed with the following errors:\n  [chart/B] chart/A and chart/B set up '/_index_template/observability-shop' of https://Search.example.com:443 in two ways, and the last one to run has it; say the same in both, or say it in one of them alone",
    ],
    [
      'another place of rejected documents by another bootstrap',
      twice({}, { rejectedPrefix: 'bad' }),
      "Validation failed with the following errors:\n  [chart/B] chart/A and chart/B set up '/_ingest/pipeline/observability-rejects' of https://elasticsearch.logging.svc:9200 in two ways, and the last one to run has it; say the same in both, or say it in one of them alone",
    ],
    [
      'streams of another bootstrap without precedence',
      twice({ dataStreams: [{ pattern: 'logs-shop-*' }] }, { dataStreams: [{ pattern: 'logs-*-shop' }] }),
      "Validation failed with the following errors:\n  [chart/B] chart/A and chart/B set up 'logs-shop-*' and 'logs-*-shop', which fit the same names and have as many letters, so that neither has precedence; make one of them longer, or set up one that holds for both",
    ],
    [
      'a broader pattern of another bootstrap that keeps streams for another time',
      twice({ dataStreams: [{ pattern: 'logs-shop-*', retention: '365d' }] }, { dataStreams: [{ pattern: 'logs-*' }] }),
      "Validation failed with the following errors:\n  [chart/B] chart/A sets up 'logs-shop-*', kept for 365d with replicas 1, and chart/B 'logs-*', kept for 7d with replicas 1: names that fit both are kept as the last one to run has it; set up both in one of them, where the longer pattern counts, or use names that do not meet",
    ],
    [
      'days of another bootstrap under a prefix that has a date in it',
      twice({ indices: [{ prefix: 'shop' }] }, { indices: [{ prefix: 'shop-20', keepForever: true }] }),
      "Validation failed with the following errors:\n  [chart/B] chart/A sets up 'shop-20*.*.*', kept for 7d with replicas 1, and chart/B 'shop-20-20*.*.*', kept for ever with replicas 1: names that fit both are kept as the last one to run has it; set up both in one of them, where the longer pattern counts, or use names that do not meet",
    ],
    [
      'more shards together than one node takes',
      twice(
        { search: { ...endpoint, ...limited }, indices: teams(60) },
        { search: { ...endpoint, ...limited }, indices: teams(65, {}, 'crew') },
      ),
      'Validation failed with the following errors:\n  [chart/B] all that is kept comes to 1058 shards (names x indices of each x shards x copies: 126 x 8 x 1 x 1, and 50 of the server itself), and one node takes 1000: beyond them documents are rejected; keep fewer names or fewer days, or use 3 nodes',
    ],
    [
      'a setting that no index has',
      bootstrap({ indices: [unchecked({ prefix: 'logstash', retain: '7d' })] }),
      "chart/Bootstrap: 'indices[0].retain' is no setting; use one of 'retention', 'keepForever', 'shards', 'replicas', 'prefix', 'dated'",
    ],
    [
      'a built-in user among the writers',
      bootstrap({ writers: [{ ...shop, username: 'elastic' }] }),
      "chart/Bootstrap: 'writers[0].username' is 'elastic', which is built in; use one of your own, such as 'fluent-bit'",
    ],
    [
      'a user twice',
      bootstrap({ writers: [shop, shop] }),
      "chart/Bootstrap: 'writers' has user 'shop' twice, and the second would take the place of the first; keep one, with the 'indices' of both",
    ],
    [
      'a name that ends the user in a login',
      bootstrap({ writers: [{ ...shop, username: 'shop:x' }] }),
      "chart/Bootstrap: 'writers[0].username' is 'shop:x', which is no name of a user; use letters, digits, '-', '_', '.' and '@', such as 'fluent-bit'",
    ],
    [
      'a password in the place of a Secret',
      bootstrap({ writers: [{ username: 'shop', password: unchecked('hunter2') }] }),
      "chart/Bootstrap: 'writers[0].password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a writer of everything',
      bootstrap({ writers: [{ ...shop, indices: ['*'] }] }),
      "chart/Bootstrap: 'writers[0].indices[0]' is '*', which gives a writer everything; use prefixes or names of what is set up, such as 'logstash'",
    ],
    [
      'a writer of nothing',
      bootstrap({ writers: [{ ...shop, indices: [] }] }),
      "chart/Bootstrap: 'writers[0].indices' is empty, so that the user may write nothing; leave it out, or give such as 'logstash'",
    ],
    [
      'a writer to what nothing sets up',
      bootstrap({ writers: [{ ...shop, indices: ['orders'] }] }),
      "chart/Bootstrap: 'writers[0].indices[0]' is 'orders', which stands for names that nothing sets up: what is written there has no template, and is kept for ever; write one of 'logstash', 'rejected-logs', or set it up by 'indices' or 'dataStreams'",
    ],
    [
      'a writer to more than is set up',
      bootstrap({ indices: [{ prefix: 'shop' }], writers: [{ ...shop, indices: ['shop-*'] }] }),
      "chart/Bootstrap: 'writers[0].indices[0]' is 'shop-*', which stands for names that nothing sets up: what is written there has no template, and is kept for ever; write 'shop', or set it up by 'indices' or 'dataStreams'",
    ],
    [
      'a writer from every pod of a namespace',
      bootstrap({ writers: [{ ...shop, from: [{ namespace: 'shop', labels: {} }] }] }),
      "chart/Bootstrap: 'writers[0].from[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'a writer from a namespace that cannot be one',
      bootstrap({ writers: [{ ...shop, from: [{ namespace: 'Shop', labels: { app: 'shop' } }] }] }),
      "chart/Bootstrap: 'writers[0].from[0].namespace' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a writer with the password of the superuser',
      bootstrap({ writers: [{ ...shop, password: admin.password }] }),
      "chart/Bootstrap: 'writers[0].password' is that of user 'elastic', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'two writers with one password',
      bootstrap({ writers: [shop, { ...shop, username: 'till' }] }),
      "chart/Bootstrap: 'writers[1].password' is that of user 'shop', too: who writes as the one could log in as the other; give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
    ],
    [
      'a writer that is the admin',
      bootstrap({
        search: { ...endpoint, admin: { username: 'ops', password: admin.password } },
        writers: [{ ...shop, username: 'ops' }],
      }),
      "chart/Bootstrap: 'writers[0].username' is 'ops', the admin of 'search', whose rights and password it would replace; use one of its own, such as 'shop'",
    ],
    [
      'a password of Kibana for OpenSearch',
      bootstrap({
        search: { ...endpoint, engine: SearchEngine.OPENSEARCH },
        kibanaPassword: { name: 'kibana', key: 'password' },
      }),
      "chart/Bootstrap: 'kibanaPassword' is set, and OpenSearch has no user kibana_system; that of its Dashboards, kibanaserver, can be changed where OpenSearch is installed alone; leave it out",
    ],
    [
      'a server that nobody may set up',
      search({ admin: undefined }),
      "chart/Bootstrap: 'search.admin' is not set: nobody may set anything up; give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
    ],
    [
      'no server',
      bootstrap({ search: unchecked(undefined) }),
      "chart/Bootstrap: 'search' is no server that could be set up; give one such as new Elasticsearch(chart, 'Elasticsearch', { … })",
    ],
    [
      'an address with a path',
      search({ url: 'https://search.example.com/logs' }),
      "chart/Bootstrap: 'search.url' is 'https://search.example.com/logs', with more than an address; use 'https://search.example.com', and write path: '/logs'",
    ],
    [
      'a path without a slash',
      search({ path: 'logs' }),
      "chart/Bootstrap: 'search.path' is 'logs', which is no path; begin it with '/' and end it without, as in '/search'",
    ],
    [
      'passwords in the clear through networks of others',
      search({ url: 'http://search.example.com' }),
      "chart/Bootstrap: 'search.url' is 'http://search.example.com', over which a password would be sent for everybody to read; use 'https://search.example.com'",
    ],
    [
      'a Job that is deleted at once',
      bootstrap({ ttlSecondsAfterFinished: 0 }),
      "chart/Bootstrap: 'ttlSecondsAfterFinished' is 0; use a whole number of 60 or more",
    ],
    [
      'runbooks at an address that nothing can be appended to',
      bootstrap({ runbookBaseUrl: 'https://wiki.example.com/?page=' }),
      "chart/Bootstrap: 'runbookBaseUrl' is 'https://wiki.example.com/?page=', which nothing can be appended to; use 'https://wiki.example.com/'",
    ],
    [
      'rules for nobody',
      bootstrap({ metrics: unchecked('prometheus') }),
      "chart/Bootstrap: 'metrics' is 'prometheus', which is no metrics backend; give one, such as new MonitoringStack(chart, 'Monitoring', { … })",
    ],
    [
      'a name that no Job can have',
      bootstrap({ name: 'Boot' }),
      "chart/Bootstrap: 'name' is 'Boot', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'search-bootstrap'",
    ],
  ]);
});

const kibana: IDashboardsEndpoint = {
  product: DashboardsProduct.KIBANA,
  url: 'http://kibana.logging.svc:5601',
  admin,
};
const pages = (props: Partial<KibanaBootstrapProps>) => () => {
  const chart = newChart();
  new KibanaBootstrap(chart, 'Bootstrap', { dashboards: kibana, ...props });
  return synth(chart);
};

describe('KibanaBootstrap refuses', () => {
  refuses([
    [
      'no data view',
      pages({ dataViews: [] }),
      "chart/Bootstrap: 'dataViews' is empty, so that nothing can be looked at; leave it out, or give such as { title: 'logstash-*' }",
    ],
    [
      'a data view twice',
      pages({ dataViews: [{ title: 'logstash-*' }, { title: 'logstash-*', name: 'Logs' }] }),
      "chart/Bootstrap: 'dataViews' has 'logstash-*' twice; keep one of them",
    ],
    [
      'a data view with a space',
      pages({ dataViews: [{ title: 'logstash *' }] }),
      "chart/Bootstrap: 'dataViews[0].title' is 'logstash *', which names no indices; use names and '*', with commas between several, such as 'logstash-*'",
    ],
    [
      'a Kibana that nobody may set up',
      pages({ dashboards: { ...kibana, admin: undefined } }),
      "chart/Bootstrap: 'dashboards.admin' is not set: nobody may set anything up; give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
    ],
    [
      'another product',
      pages({ dashboards: { ...kibana, product: unchecked('grafana') } }),
      "chart/Bootstrap: 'dashboards.product' is 'grafana'; use 'kibana' or 'opensearch-dashboards'",
    ],
  ]);
});

const external = (props: Partial<ExternalDashboardsProps>) => () =>
  new ExternalDashboards({ url: 'https://kibana.example.com', admin, ...props });

describe('ExternalDashboards refuses', () => {
  refuses([
    [
      'an address without a scheme',
      external({ url: 'kibana.example.com' }),
      "ExternalDashboards: 'url' is 'kibana.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'an address with a query',
      external({ url: 'https://kibana.example.com/?auth=x' }),
      "ExternalDashboards: 'url' is 'https://kibana.example.com/?auth=x', which nothing can be appended to; use 'https://kibana.example.com/'",
    ],
    [
      'a password in the clear',
      external({ url: 'http://kibana.example.com/logs' }),
      "ExternalDashboards: 'url' is 'http://kibana.example.com', over which a password would be sent for everybody to read; use 'https://kibana.example.com'",
    ],
    [
      'an admin without a password',
      external({ admin: unchecked({ username: 'elastic' }) }),
      "ExternalDashboards: 'admin.password' is not set; set it, such as { name: 'login', key: 'password' }",
    ],
  ]);
});

it('takes bootstraps of one store whose shorter pattern never comes without the longer one', () => {
  const narrow = { pattern: 'logs-shop-*', retention: '365d' };
  const both = { dataStreams: [{ pattern: 'logs-*' }, narrow] };
  for (const other of [both, { dataStreams: [narrow] }, { dataStreams: [{ pattern: 'metrics-*' }] }]) {
    expect(twice(both, other)).not.toThrow();
    expect(twice(other, both)).not.toThrow();
  }
});
