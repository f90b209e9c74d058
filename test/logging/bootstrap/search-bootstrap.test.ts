import {
  Elasticsearch,
  expectedSecrets,
  type ISearchEndpoint,
  SearchBootstrap,
  type SearchBootstrapProps,
  SearchEngine,
  secretsTable,
} from '../../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../../tools/synth';
import { watched } from '../../tools/watched';

const search: ISearchEndpoint = {
  engine: SearchEngine.ELASTICSEARCH,
  url: 'https://elasticsearch.logging.svc:9200',
  ca: { name: 'elasticsearch-http-tls', key: 'ca.crt' },
  admin: { username: 'elastic', password: { name: 'elasticsearch-users', key: 'elastic' } },
  pods: { namespace: 'logging', labels: { elasticsearch: 'elasticsearch' } },
  dataNodes: 3,
};
const openSearch = { ...search, engine: SearchEngine.OPENSEARCH };
/** How paths end that change what is there. */
const SETTINGS = '/_settings?ignore_unavailable=true&allow_no_indices=true';
const writer = (username: string, indices?: string[]) => ({
  username,
  password: { name: username, key: 'password' },
  indices,
});

const indices = [{ prefix: 'logstash' }];

function build(props: Partial<SearchBootstrapProps> = {}) {
  const chart = newChart('logging');
  const bootstrap = new SearchBootstrap(chart, 'Bootstrap', {
    search,
    ...(props.dataStreams ? {} : { indices }),
    ...props,
  });
  return { chart, bootstrap };
}
const manifestsOf = (props: Partial<SearchBootstrapProps> = {}): Manifest[] => synth(build(props).chart);
const paths = (props: Partial<SearchBootstrapProps> = {}) =>
  build(props).bootstrap.requests.map(({ method, path }) => `${method} ${path}`);
/** The body of the request that ends so. */
const bodyOf = (end: string, props: Partial<SearchBootstrapProps> = {}) =>
  build(props).bootstrap.requests.find(({ path }) => path.endsWith(end))?.body as Manifest;
const templateOf = (name: string, props: Partial<SearchBootstrapProps> = {}) => bodyOf(`/observability-${name}`, props);
const indexTemplate = (props: Partial<SearchBootstrapProps> = {}, name = 'logstash') =>
  build(props).bootstrap.requests.find(({ path }) => path === `/_index_template/observability-${name}`)
    ?.body as Manifest;

describe('SearchBootstrap', () => {
  it('is these objects, the names of Job and requests with a hash', () => {
    expect(
      manifestsOf().map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/[0-9a-f]{10}$/, 'HASH')}`),
    ).toEqual(['ConfigMap search-bootstrap', 'Job search-bootstrap-HASH', 'NetworkPolicy search-bootstrap']);
  });

  it('makes daily indices that go after seven days, with users after that, and changes what is there last', () => {
    expect(paths({ writers: [writer('fluent-bit')], kibanaPassword: { name: 'k', key: 'p' } })).toEqual([
      'GET /_cluster/health?wait_for_status=yellow&timeout=60s',
      'POST /_security/user/kibana_system/_password',
      'PUT /_ingest/pipeline/observability-rejects',
      'PUT /_component_template/observability-logs',
      'PUT /_ilm/policy/observability-7d',
      'PUT /_index_template/observability-rejected-logs',
      'PUT /_index_template/observability-logstash',
      'PUT /_security/role/fluent-bit-writer',
      'PUT /_security/user/fluent-bit',
      `PUT /logstash-20*.*.*${SETTINGS}`,
      `PUT /rejected-logs-20*.*.*${SETTINGS}`,
    ]);
    expect(bodyOf('/_ilm/policy/observability-7d')).toEqual({
      policy: { phases: { delete: { min_age: '8d', actions: { delete: {} } } } },
    });
    expect(indexTemplate()).toMatchObject({ composed_of: ['observability-logs'] });
    expect(indexTemplate().template).toEqual({
      settings: {
        index: {
          number_of_shards: 1,
          number_of_replicas: 1,
          lifecycle: { name: 'observability-7d', parse_origination_date: true },
        },
      },
    });
    const { settings, mappings } = bodyOf('/_component_template/observability-logs').template;
    expect(settings.index).toEqual({
      mapping: { ignore_malformed: true, total_fields: { limit: 1000, ignore_dynamic_beyond_limit: true } },
      default_pipeline: 'observability-rejects',
    });
    expect(mappings).toMatchObject({
      subobjects: false,
      properties: {
        '@timestamp': { type: 'date_nanos', ignore_malformed: false },
        'kubernetes.labels': { type: 'flattened' },
        'kubernetes_namespace.labels': { type: 'flattened' },
      },
    });
    expect(bodyOf(`/logstash-20*.*.*${SETTINGS}`)).toEqual({
      index: {
        number_of_replicas: 1,
        default_pipeline: 'observability-rejects',
        lifecycle: { name: 'observability-7d' },
      },
    });
  });

  it('has one policy for all that is kept for so long, and changes what is there by few requests', () => {
    const indices = Array.from({ length: 200 }, (_, i) => ({ prefix: `team-${i}`, retention: i % 2 ? '7d' : '30d' }));
    const all = paths({ indices });
    expect(all.filter((path) => path.includes('_ilm'))).toEqual([
      'PUT /_ilm/policy/observability-7d',
      'PUT /_ilm/policy/observability-30d',
    ]);
    const settings = all.filter((path) => path.endsWith(SETTINGS));
    expect(settings.length).toBeLessThan(8);
    for (const path of settings) expect(path.length).toBeLessThan(3500);
    expect(settings.join(' ').match(/team-\d+-20/g)).toHaveLength(200);
  });

  const datasets = (count: number) => Array.from({ length: count }, (_, i) => ({ prefix: `team-${i}` }));
  /** The bytes of kubectl's annotation, which holds the whole object. */
  const annotation = (manifest: Manifest) => Buffer.byteLength(JSON.stringify(manifest).replace(/[<>&]/g, '\\u0000'));

  it.each([
    [200, 'elasticsearch', 1],
    [2000, 'elasticsearch', 4],
    [2000, 'opensearch', 10],
  ])('keeps the requests of %s datasets of %s in %s ConfigMaps that kubectl can apply', (count, engine, maps) => {
    const manifests = manifestsOf({
      search: { ...search, engine: engine as SearchEngine },
      indices: datasets(count),
      writers: [writer('fluent-bit')],
    });
    const all = manifests.filter(({ kind }) => kind === 'ConfigMap');
    expect(all).toHaveLength(maps);
    for (const each of all) expect(annotation(each)).toBeLessThan(250_000);
    const { volumes, containers } = only(manifests, 'Job').spec.template.spec;
    expect(containers[0].env).toContainEqual({ name: 'PARTS', value: String(maps) });
    const requests = volumes.find(({ name }: Manifest) => name === 'requests');
    const sources = requests.projected?.sources ?? [requests];
    expect(sources.map(({ configMap }: Manifest) => configMap.name)).toEqual(all.map(({ metadata }) => metadata.name));
  });

  it.each([
    [1, undefined, 0],
    [2, undefined, 1],
    [3, undefined, 1],
    [undefined, undefined, 1],
    [3, 2, 2],
  ])('copies shards on %s nodes with data, told %s, %s times', (dataNodes, replicas, copies) => {
    const template = indexTemplate({
      search: { ...search, dataNodes },
      indices: [{ prefix: 'logstash', replicas, shards: 2 }],
    });
    expect(template.template.settings.index).toMatchObject({ number_of_shards: 2, number_of_replicas: copies });
  });

  it('lets documents of all kinds into the index of rejected ones, by reasons that are searched for', () => {
    const { mappings, settings } = indexTemplate({}, 'rejected-logs').template;
    expect(mappings).toMatchObject({
      dynamic: false,
      properties: { rejected: { properties: { reason: { type: 'keyword' } } } },
    });
    expect(settings.index).not.toHaveProperty('default_pipeline');
    const { processors, on_failure } = bodyOf('/observability-rejects', { rejectedPrefix: 'odd' });
    expect(processors[1].date).toMatchObject({
      formats: ['strict_date_optional_time_nanos', 'UNIX_MS'],
      target_field: '_ingest.time',
    });
    expect(processors.flatMap(({ fail }: Manifest) => fail?.message ?? [])).toEqual([
      "'@timestamp' is no time",
      "'kubernetes' is no object",
      "'kubernetes_namespace' is no object",
      "'kubernetes.labels' is no object",
      "'kubernetes.annotations' is no object",
      "'kubernetes_namespace.labels' is no object",
    ]);
    expect(on_failure.at(-1).date_index_name).toMatchObject({
      date_formats: ['ISO8601'],
      index_name_prefix: 'odd-',
      index_name_format: 'yyyy.MM.dd',
    });
  });

  it('deletes nothing of what is kept for ever, and nothing of an index without a date', () => {
    const indices = [
      { prefix: 'audit', keepForever: true },
      { prefix: 'test', dated: false },
    ];
    expect(paths({ indices }).filter((path) => /audit|test/.test(path))).toEqual([
      'PUT /_index_template/observability-audit',
      'PUT /_index_template/observability-test',
      `PUT /test${SETTINGS}`,
      `PUT /audit-20*.*.*${SETTINGS}`,
    ]);
    expect(bodyOf(`/audit-20*.*.*${SETTINGS}`, { indices }).index.lifecycle).toEqual({ name: null });
    const { policy } = bodyOf('/_plugins/_ism/policies/observability-audit', { indices, search: openSearch });
    expect(policy.states).toEqual([{ name: 'kept', actions: [], transitions: [] }]);
  });

  it('gives data streams a lifecycle, the way of rejected documents, and a failure store behind it', () => {
    const dataStreams = [{ pattern: 'logs-shop-*', retention: '30d' }];
    expect(paths({ dataStreams }).slice(-6)).toEqual([
      'PUT /_index_template/observability-logs-shop-~',
      'PUT /_data_stream/logs-shop-*/_lifecycle',
      'PUT /_data_stream/logs-shop-*/_options',
      `PUT /logs-shop-*${SETTINGS}`,
      `PUT /.fs-logs-shop-*-*${SETTINGS}`,
      `PUT /rejected-logs-20*.*.*${SETTINGS}`,
    ]);
    const { data_stream, template } = templateOf('logs-shop-~', { dataStreams });
    expect(data_stream).toEqual({});
    expect(template).toMatchObject({
      lifecycle: { data_retention: '30d' },
      data_stream_options: { failure_store: { enabled: true, lifecycle: { data_retention: '30d' } } },
    });
    expect(bodyOf(`/logs-shop-*${SETTINGS}`, { dataStreams })).toEqual({
      index: { number_of_replicas: 1, default_pipeline: 'observability-rejects' },
    });
    expect(bodyOf(`/.fs-logs-shop-*-*${SETTINGS}`, { dataStreams })).toEqual({ index: { number_of_replicas: 1 } });
  });

  it('prefers the longer of two patterns, both over those of the server', () => {
    const dataStreams = [{ pattern: 'logs-*' }, { pattern: 'logs-shop-*' }];
    const [wide, narrow] = ['logs-~', 'logs-shop-~'].map((name) => templateOf(name, { dataStreams }).priority);
    expect(wide).toBeGreaterThan(200);
    expect(narrow).toBeGreaterThan(wide);
  });

  describe('where a name fits two patterns, in whatever order they are given', () => {
    const streams = [{ pattern: 'logs-shop-*', retention: '365d' }, { pattern: 'logs-*' }, { pattern: 'logs-ab' }];
    const days = [{ prefix: 'shop-20', retention: '365d' }, { prefix: 'shop' }];

    it.each([
      [streams, days],
      [[...streams].reverse(), [...days].reverse()],
    ])('tells it by the longer one last', (dataStreams, indices) => {
      const props = { dataStreams, indices };
      const of = (part: string, more: Partial<SearchBootstrapProps> = {}) =>
        paths({ ...props, ...more })
          .filter((path) => path.includes(part) && !path.includes('rejected'))
          .map((path) => path.replace(/^.*?\/(?:_data_stream\/|_plugins\/_ism\/\w+\/)?([^/]*).*$/, '$1'));
      expect(of('/_lifecycle')).toEqual(['logs-*', 'logs-ab', 'logs-shop-*']);
      expect(of('/_options')).toEqual(['logs-*', 'logs-ab', 'logs-shop-*']);
      const settings = of('/_settings');
      for (const [wide, narrow] of [
        ['logs-*', 'logs-ab'],
        ['logs-*', 'logs-shop-*'],
        ['shop-20*.*.*', 'shop-20-20*.*.*'],
        ['.fs-logs-*-*', '.fs-logs-shop-*-*'],
      ] as const) {
        expect([wide, settings.indexOf(wide)]).not.toContain(-1);
        expect(settings.indexOf(narrow)).toBeGreaterThan(settings.indexOf(wide));
      }
      const search = openSearch;
      const broadFirst = ['logs-*', 'logs-ab', 'shop-20*.*.*', 'logs-shop-*', 'shop-20-20*.*.*'];
      expect(of('/change_policy/', { search })).toEqual(broadFirst);
      expect(of('/add/', { search })).toEqual([...broadFirst].reverse());
    });
  });

  it('lets writers add to what is set up, or to what they are for, and to the rejected documents', () => {
    const props = {
      indices: [{ prefix: 'logstash' }, { prefix: 'shop' }, { prefix: 'audit', dated: false }],
      dataStreams: [{ pattern: 'logs-shop-*' }],
      writers: [
        writer('fluent-bit'),
        writer('shop', ['shop', 'logs-shop-orders']),
        writer('old', ['shop-2030.*.*', 'audit', 'rejected-logs']),
      ],
    };
    const role = (name: string) => bodyOf(`/_security/role/${name}-writer`, props);
    const rejected = 'rejected-logs-20*.*.*';
    expect(role('fluent-bit')).toEqual({
      cluster: ['monitor'],
      indices: [
        {
          names: ['logstash-20*.*.*', 'shop-20*.*.*', 'audit', rejected, 'logs-shop-*'],
          privileges: ['auto_configure', 'create_doc'],
        },
      ],
    });
    expect(role('shop').indices[0].names).toEqual(['shop-20*.*.*', 'logs-shop-orders', rejected]);
    expect(role('old').indices[0].names).toEqual(['shop-2030.*.*', 'audit', rejected]);
  });

  it('leaves what was parsed from a long line out of OpenSearch, which would refuse all of it', () => {
    const removed = (props: Partial<SearchBootstrapProps>) =>
      bodyOf('/observability-rejects', props).processors.flatMap(({ remove }: Manifest) => remove ?? []);
    expect(removed({ search: openSearch })).toMatchObject([{ field: 'parsed' }]);
    expect(removed({})).toEqual([]);
  });

  it('sets OpenSearch up by its own APIs', () => {
    const props = { search: openSearch, writers: [writer('fluent-bit')] };
    expect(paths(props).slice(-10)).toEqual([
      'REPLACE /_plugins/_ism/policies/observability-logstash',
      'PUT /_plugins/_security/api/roles/fluent-bit-writer',
      'PUT /_plugins/_security/api/internalusers/fluent-bit',
      'PUT /_plugins/_security/api/rolesmapping/fluent-bit-writer',
      'POST /_plugins/_ism/add/rejected-logs-20*.*.*',
      'POST /_plugins/_ism/add/logstash-20*.*.*',
      'POST /_plugins/_ism/change_policy/logstash-20*.*.*',
      'POST /_plugins/_ism/change_policy/rejected-logs-20*.*.*',
      `PUT /logstash-20*.*.*${SETTINGS}`,
      `PUT /rejected-logs-20*.*.*${SETTINGS}`,
    ]);
    const { policy } = bodyOf('/policies/observability-logstash', props);
    expect(policy.states).toEqual([
      { name: 'kept', actions: [], transitions: [{ state_name: 'old', conditions: { min_index_age: '8d' } }] },
      { name: 'old', actions: [{ delete: {} }], transitions: [] },
    ]);
    const change = build(props).bootstrap.requests.find(({ path }) => path.includes('change_policy/logstash'));
    expect(change).toMatchObject({ idle: 'no documents to get' });
    expect(change).not.toHaveProperty('accept');
    const { mappings } = bodyOf('/_component_template/observability-logs', props).template;
    expect(mappings).not.toHaveProperty('subobjects');
    expect(mappings.properties).toMatchObject({
      parsed: { type: 'flat_object' },
      kubernetes: { properties: { labels: { type: 'flat_object' }, pod_name: { type: 'keyword' } } },
      kubernetes_namespace: { properties: { labels: { type: 'flat_object' } } },
    });
  });

  it('closes a data stream of OpenSearch every day, so that old parts of it can go', () => {
    const dataStreams = [{ pattern: 'logs-shop', retention: '3d' }];
    const { policy } = bodyOf('/policies/observability-logs-shop', { search: openSearch, dataStreams });
    expect(policy.states[0].actions).toEqual([{ rollover: { min_index_age: '1d', min_primary_shard_size: '30gb' } }]);
    expect(policy.states[0].transitions).toEqual([{ state_name: 'old', conditions: { min_rollover_age: '3d' } }]);
  });

  it('keeps passwords out of everything that is written', () => {
    const manifests = manifestsOf({ writers: [writer('fluent-bit')], kibanaPassword: { name: 'kibana', key: 'x' } });
    const { data } = only(manifests, 'ConfigMap');
    expect(data['requests.tsv']).toContain('\tfluent-bit/password\t-');
    expect(data['requests.tsv'].match(/"password":"@PASSWORD@"/g)).toHaveLength(2);
  });

  it('runs without rights, mounts the keys it needs, and ends within a day', () => {
    const { spec } = only(manifestsOf(), 'Job');
    expect(spec).toMatchObject({ backoffLimit: 12, activeDeadlineSeconds: 86_400 });
    expect(spec).not.toHaveProperty('ttlSecondsAfterFinished');
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
    expect(pod.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
    const secrets = pod.volumes.flatMap(({ secret }: Manifest) => (secret ? [[secret.secretName, secret.items]] : []));
    expect(secrets).toEqual([
      ['elasticsearch-http-tls', [{ key: 'ca.crt', path: 'ca.crt' }]],
      ['elasticsearch-users', [{ key: 'elastic', path: 'elastic' }]],
    ]);
  });

  it('reaches DNS and the server alone', () => {
    const { ingress, egress } = only(manifestsOf(), 'NetworkPolicy').spec;
    expect(ingress).toBeUndefined();
    expect(egress.map(({ ports }: Manifest) => ports[0].port)).toEqual([53, 9200]);
  });

  it('tells which Secrets it reads', () => {
    const { chart } = build({ writers: [writer('shop')] });
    expect(expectedSecrets(chart).map(({ secret, random }) => [secret.name, Boolean(random)])).toEqual([
      ['elasticsearch-http-tls', false],
      ['elasticsearch-users', true],
      ['shop', true],
    ]);
    const outside = build({ search: { ...search, pods: undefined } });
    const admin = expectedSecrets(outside.chart).find(({ secret }) => secret.name === 'elasticsearch-users');
    expect(admin?.random).toBe(false);
  });

  it('wants copies of the Secrets of an Elasticsearch in another namespace', () => {
    const { chart } = build({ namespace: 'jobs', writers: [writer('shop')] });
    expect(expectedSecrets(chart).map(({ secret, copyFrom }) => [secret.name, copyFrom])).toEqual([
      ['elasticsearch-http-tls', 'logging'],
      ['elasticsearch-users', 'logging'],
      ['shop', 'logging'],
      ['shop', undefined],
    ]);
  });

  it('lets the pods of a writer in, with copies of the Secrets they log in with', () => {
    const chart = newChart('logging');
    const elasticsearch = new Elasticsearch(chart, 'Elasticsearch');
    const from = [
      { namespace: 'shop', labels: { app: 'api' } },
      { namespace: 'shop', labels: { app: 'worker' } },
      { namespace: 'logging', labels: { app: 'relay' } },
    ];
    new SearchBootstrap(chart, 'Bootstrap', { search: elasticsearch, writers: [{ ...writer('shop'), from }] });
    const { ingress } = only(synth(chart), 'NetworkPolicy', 'elasticsearch').spec;
    const open = ingress.filter(({ ports }: Manifest) => ports.some(({ port }: Manifest) => port === 9200));
    for (const { namespace, labels } of from) {
      expect(open).toContainEqual({
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            podSelector: { matchLabels: labels },
          },
        ],
        ports: [{ port: 9200, protocol: 'TCP' }],
      });
    }
    expect(secretsTable(chart)).toContain('logging\tshop\tpassword\trandom');
    const copies = secretsTable(chart)
      .split('\n')
      .filter((row) => row.startsWith('shop\t'));
    expect(copies).toEqual([
      "shop\telasticsearch-http-tls\tca.crt\tcopy logging\tcertificate of the authority that signed https://elasticsearch.logging.svc:9200's",
      "shop\tshop\tpassword\tcopy logging\tpassword of user 'shop' of https://elasticsearch.logging.svc:9200, who writes logs",
    ]);
  });

  it('says which Secrets the pods of a writer need where nothing has to be opened', () => {
    const from = [{ namespace: 'shop', labels: { app: 'api' } }];
    const ca = { name: 'search-ca', key: 'ca.crt' };
    const { chart } = build({
      search: { ...search, url: 'https://search.example.com', ca, pods: undefined },
      writers: [{ ...writer('shop'), from }],
    });
    const provisions = secretsTable(chart)
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(provisions).toContain('shop shop password copy logging');
    expect(provisions).toContain('shop search-ca ca.crt value');
  });

  it('sets up an Elasticsearch of ours, which lets it in', () => {
    const chart = newChart('logging');
    new SearchBootstrap(chart, 'Bootstrap', { search: new Elasticsearch(chart, 'Elasticsearch') });
    const manifests = synth(chart);
    const variables = only(manifests, 'Job').spec.template.spec.containers[0].env;
    expect(variables[0]).toEqual({ name: 'URL', value: 'https://elasticsearch.logging.svc:9200' });
    expect(JSON.stringify(only(manifests, 'NetworkPolicy', 'elasticsearch').spec.ingress)).toContain(
      'search-bootstrap',
    );
  });

  it('is told of when it fails, is late or is undone, each under its own name', () => {
    const { manifests, alerts } = watched((chart, metrics) => {
      new SearchBootstrap(chart, 'A', { search, indices, metrics });
      const runbookBaseUrl = 'https://wiki.example.com';
      new SearchBootstrap(chart, 'B', { search, indices, metrics, name: 'audit-bootstrap', runbookBaseUrl });
    });
    const jobs = manifests.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name);
    const failed = alerts(/^LoggingBootstrapFailed$/);
    expect(failed.map(({ expr }) => /namespace="monitoring", job_name="([^"]+)"/.exec(expr)?.[1]).sort()).toEqual(
      jobs.sort(),
    );
    expect(failed.map(({ annotations }) => annotations.runbook_url)).toContain(
      'https://wiki.example.com/logging-bootstrap/loggingbootstrapfailed',
    );
    expect(alerts(/^LoggingBootstrap(?:NotCompleted|Undone)$/)).toHaveLength(4);
  });

  it('puts rejected documents where the rules of the server look for them', () => {
    const { manifests, alerts } = watched((chart, metrics) => {
      const server = new Elasticsearch(chart, 'Elasticsearch', { metrics, rejectedPrefix: 'odd' });
      new SearchBootstrap(chart, 'Bootstrap', { search: server });
    });
    expect(alerts(/^ElasticsearchDocumentsRejected$/)[0].expr).toContain('index=~"odd-.+"');
    const { data } = manifests.find(
      ({ kind, data = {} }) => kind === 'ConfigMap' && 'requests.tsv' in data,
    ) as Manifest;
    expect(data['requests.tsv']).toContain('/_index_template/observability-odd\t');
  });

  it('is there twice in one chart under two names', () => {
    const chart = newChart('logging');
    new SearchBootstrap(chart, 'A', { search, indices });
    new SearchBootstrap(chart, 'B', { search, indices, name: 'audit-bootstrap' });
    expect(synth(chart).filter(({ kind }) => kind === 'Job')).toHaveLength(2);
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new SearchBootstrap(newChart(null), 'Bootstrap', { search, indices }))).toBe(
      "chart/Bootstrap: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});
