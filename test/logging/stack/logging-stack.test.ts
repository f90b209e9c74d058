import { load } from 'js-yaml';
import {
  ExternalDashboards,
  ExternalSearch,
  expectedSecrets,
  IndexNaming,
  type KibanaBootstrap,
  LoggingStack,
  type LoggingStackProps,
  LogLevel,
  MonitoringStack,
  type SearchBootstrap,
  SearchEngine,
  StdoutOutput,
  secretsTable,
} from '../../../lib';
import { strictSchemas } from '../../tools/schemas';
import { type Manifest, newChart, only, synth } from '../../tools/synth';

const stack = (props: LoggingStackProps = {}) => {
  const chart = newChart('logging');
  const logging = new LoggingStack(chart, 'Logging', props);
  return { chart, logging, manifests: () => synth(chart) };
};

const ADMIN = { username: 'admin', password: { name: 'search-admin', key: 'password' } };
const URL = 'https://search.example.com:9200';
/** What has to be said of a store of others that is set up. */
const told: LoggingStackProps = {
  otherLogs: { dataset: 'cluster-a' },
  retention: '7d',
  writer: { username: 'agents-a', password: { name: 'search-agents', key: 'password' } },
};
const auditor = { username: 'audit', password: { name: 'audit', key: 'password' } };

describe('LoggingStack', () => {
  /** The bodies of what the Job asks for. */
  const requestsOf = (logging: LoggingStack): Record<string, Manifest> => {
    const { requests } = logging.node.findChild('SearchBootstrap') as SearchBootstrap;
    return Object.fromEntries(requests.map(({ method, path, body }) => [`${method} ${path}`, body as Manifest]));
  };

  const everything = () => {
    const chart = newChart('logging');
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new LoggingStack(chart, 'Logging', { metrics });
    return synth(chart);
  };

  it.each(['1.27', '1.34'] as const)('is, with all its parts, what Kubernetes %s knows', (release) => {
    expect(everything().flatMap(strictSchemas(release))).toEqual([]);
  });

  it('is a store, a page, two Jobs and an agent on each node', () => {
    const workloads = stack()
      .manifests()
      .filter(({ kind }) => /^(StatefulSet|Deployment|DaemonSet|Job)$/.test(kind))
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name.replace(/-[0-9a-f]{10}$/, '-…')}`);
    expect(workloads).toEqual([
      'StatefulSet logging/elasticsearch',
      'DaemonSet node-agents/fluent-bit',
      'Deployment logging/kibana',
      'Job logging/search-bootstrap-…',
      'Job logging/kibana-bootstrap-…',
    ]);
  });

  it('sets up what its routes write, for as long as they say', () => {
    const { logging } = stack({
      routes: [
        { namespaces: ['shop'], dataset: 'shop', retention: '30d' },
        { namespaces: ['bank'], index: 'bank' },
        { namespaces: ['ci'], dataset: 'shop', retention: '30d', minLevel: LogLevel.WARN },
        { namespaces: ['quiet'], output: 'stdout' },
      ],
      outputs: [new StdoutOutput('stdout')],
      retention: '14d',
    });
    expect(logging.stored.indices).toEqual([
      { prefix: 'logstash', retention: '14d' },
      { prefix: 'shop', retention: '30d' },
      { prefix: 'bank', dated: false },
    ]);
    expect(logging.stored.dataStreams).toEqual([]);
    expect(logging.stored.dataViews.map(({ title, name }) => `${name}: ${title}`)).toEqual([
      'Logs: logstash-*',
      'shop: shop-*',
      'bank: bank',
      'Rejected log lines: rejected-logs-*',
    ]);
  });

  it('calls by its name what it keeps of some apps alone', () => {
    const { logging } = stack({
      routes: [{ namespaces: ['shop'], dataset: 'shop' }],
      outputs: [new StdoutOutput('stdout')],
      otherLogs: { output: 'stdout' },
    });
    expect(logging.stored.dataViews.map(({ title, name }) => `${name}: ${title}`)).toEqual([
      'shop: shop-*',
      'Rejected log lines: rejected-logs-*',
    ]);
  });

  it('cuts, copies and keeps what its routes write as they say, and all else as it says itself', () => {
    const { logging, manifests } = stack({
      elasticsearch: { nodes: 7 },
      shards: 2,
      replicas: 2,
      keepForever: true,
      routes: [
        { namespaces: ['shop'], dataset: 'shop', retention: '30d', shards: 4, replicas: 0 },
        { namespaces: ['bank'], index: 'bank', shards: 1 },
      ],
      writers: [{ ...auditor, dataset: 'audit' }],
    });
    expect(logging.stored.indices).toEqual([
      { prefix: 'logstash', keepForever: true, shards: 2, replicas: 2 },
      { prefix: 'shop', retention: '30d', shards: 4, replicas: 0 },
      { prefix: 'audit', keepForever: true, shards: 2, replicas: 2 },
      { prefix: 'bank', dated: false, shards: 1, replicas: 2 },
    ]);
    const requests = requestsOf(logging);
    const cut = (name: string) => {
      const { index } = requests[`PUT /_index_template/observability-${name}`].template.settings;
      return [index.number_of_shards, index.number_of_replicas, index.lifecycle?.name];
    };
    expect(['logstash', 'shop', 'bank', 'rejected-logs'].map(cut)).toEqual([
      [2, 2, undefined],
      [4, 0, 'observability-30d'],
      [1, 2, undefined],
      // What is rejected is little; it is kept as long as what says nothing.
      [1, 1, undefined],
    ]);
    const config: string = only(manifests(), 'ConfigMap', 'fluent-bit-config').data['fluent-bit.yaml'];
    expect(config).toContain('- dataset shop');
  });

  it('lets its agents write to all of it', () => {
    const { logging, manifests } = stack({ routes: [{ namespaces: ['shop'], dataset: 'shop' }] });
    const config: string = only(manifests(), 'ConfigMap', 'fluent-bit-config').data['fluent-bit.yaml'];
    const datasets = [...config.matchAll(/- dataset (\S+)/g)].map(([, dataset]) => dataset);
    expect(datasets.sort()).toEqual(['logstash', 'shop']);
    const role = JSON.stringify(requestsOf(logging)['PUT /_security/role/fluent-bit-writer']);
    expect(role).toContain('create_doc');
    for (const dataset of datasets) expect(role).toContain(`${dataset}-20*.*.*`);
    expect(logging.agent.namespace).toBe('node-agents');
  });

  it('keeps data streams of other names', () => {
    const { stored } = stack({
      naming: IndexNaming.DATA_STREAM,
      routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }],
    }).logging;
    expect(stored.indices).toEqual([]);
    expect(stored.dataStreams).toEqual([
      { pattern: 'logs-kubernetes-default', retention: '7d' },
      { pattern: 'logs-shop-default', retention: '30d' },
    ]);
    expect(stored.dataViews.map(({ title }) => title)).toEqual([
      'logs-kubernetes-default',
      'logs-shop-default',
      'rejected-logs-*',
      'logs-*-default::failures',
    ]);
  });

  it('says which Secrets agents need a copy of', () => {
    const { chart } = stack();
    const copies = secretsTable(chart)
      .split('\n')
      .filter((row) => row.startsWith('node-agents'))
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(copies).toEqual([
      'node-agents elasticsearch-http-tls ca.crt copy logging',
      'node-agents fluent-bit-writer password copy logging',
    ]);
    expect(secretsTable(stack({ agentNamespace: 'logging' }).chart)).not.toContain('copy');
  });

  const shop = { username: 'shop', password: { name: 'shop-search', key: 'password' } };
  const SHOP = { namespace: 'shop', labels: { app: 'shop' } };

  it('gives an app that writes itself a user, a way in and a dataset that is set up, kept and shown', () => {
    const { chart, logging, manifests } = stack({
      elasticsearch: { nodes: 3 },
      writers: [{ ...shop, from: [SHOP], dataset: 'orders', retention: '30d', shards: 2, replicas: 2 }],
    });
    const requests = requestsOf(logging);
    expect(requests['PUT /_security/role/shop-writer'].indices).toEqual([
      { names: ['orders-20*.*.*', 'rejected-logs-20*.*.*'], privileges: ['auto_configure', 'create_doc'] },
    ]);
    expect(requests['PUT /_security/role/fluent-bit-writer'].indices[0].names).toEqual([
      'logstash-20*.*.*',
      'rejected-logs-20*.*.*',
    ]);
    expect(requests['PUT /_security/user/shop'].roles).toEqual(['shop-writer']);
    expect(requests['PUT /_ilm/policy/observability-30d'].policy.phases.delete.min_age).toBe('31d');
    expect(requests['PUT /_index_template/observability-orders'].template.settings.index).toMatchObject({
      lifecycle: { name: 'observability-30d' },
      number_of_shards: 2,
      number_of_replicas: 2,
    });
    expect(logging.stored.dataViews.map(({ title }) => title)).toEqual(['logstash-*', 'orders-*', 'rejected-logs-*']);
    const rows = secretsTable(chart)
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(rows).toEqual(
      expect.arrayContaining([
        'logging shop-search password random',
        'shop shop-search password copy logging',
        'shop elasticsearch-http-tls ca.crt copy logging',
      ]),
    );
    const { ingress } = only(manifests(), 'NetworkPolicy', 'elasticsearch').spec;
    expect(JSON.stringify(ingress)).toContain('"podSelector":{"matchLabels":{"app":"shop"}}');
    const { metadata, spec } = only(manifests(), 'Service', 'elasticsearch');
    expect(logging.search.url).toBe(`https://${metadata.name}.${metadata.namespace}.svc:${spec.ports[0].port}`);
  });

  it('keeps a dataset as the only one that says so has it, in whatever order, and as all that say the same', () => {
    const till = { username: 'till', password: { name: 'till', key: 'password' } };
    const told = { ...shop, dataset: 'shop', retention: '90d' };
    const shopLogs = { namespaces: ['shop'], dataset: 'shop' };
    for (const props of [
      { routes: [shopLogs], writers: [told] },
      { writers: [{ ...till, dataset: 'shop' }, told] },
      { writers: [told, { ...till, dataset: 'shop' }] },
    ]) {
      expect(stack(props).logging.stored.indices).toContainEqual({ prefix: 'shop', retention: '90d' });
    }
    const standard = (retention?: string) =>
      stack({ retention, routes: [{ namespaces: ['a'], retention: retention ?? '7d' }] }).logging.stored.indices;
    expect(standard()).toEqual([{ prefix: 'logstash', retention: '7d' }]);
    expect(standard('9d')).toEqual([{ prefix: 'logstash', retention: '9d' }]);
    const { stored } = stack({ keepForever: true, routes: [{ namespaces: ['a'], keepForever: true }] }).logging;
    expect(stored.indices).toEqual([{ prefix: 'logstash', keepForever: true }]);
  });

  it('lets an app add to the dataset of a route, which is kept as the route says', () => {
    const { logging } = stack({
      routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }],
      writers: [
        { ...shop, dataset: 'shop', shards: 3 },
        { username: 'till', password: { name: 'till', key: 'password' }, indices: ['shop'] },
        { username: 'relay', password: { name: 'relay', key: 'password' } },
      ],
    });
    expect(logging.stored.indices).toEqual([
      { prefix: 'logstash', retention: '7d' },
      { prefix: 'shop', retention: '30d', shards: 3 },
    ]);
    expect(logging.stored.writers.map(({ indices }) => indices)).toEqual([['shop'], ['shop'], ['logstash', 'shop']]);
  });

  it('gives a writer a data stream, or an index without a date, too', () => {
    const { logging } = stack({
      naming: IndexNaming.DATA_STREAM,
      routes: [{ namespaces: ['shop'], dataset: 'shop' }],
      writers: [
        { ...shop, dataset: 'orders', keepForever: true, indices: ['shop', 'audit'] },
        { ...auditor, index: 'audit' },
      ],
    });
    expect(logging.stored.dataStreams).toContainEqual({ pattern: 'logs-orders-default', keepForever: true });
    expect(logging.stored.indices).toEqual([{ prefix: 'audit', dated: false }]);
    const role = requestsOf(logging)['PUT /_security/role/shop-writer'];
    expect(role.indices[0].names).toEqual([
      'logs-shop-default',
      'audit',
      'logs-orders-default',
      'rejected-logs-20*.*.*',
    ]);
  });

  it('keeps what is rejected as long as what says nothing', () => {
    const requests = requestsOf(stack({ retention: '2d' }).logging);
    const { index } = requests['PUT /_index_template/observability-rejected-logs'].template.settings;
    expect(index.lifecycle.name).toBe('observability-2d');
    expect(requests['PUT /_ilm/policy/observability-2d'].policy.phases.delete.min_age).toBe('3d');
  });

  it('has agents in other namespaces log in with a copy, wherever the store is', () => {
    const search = new ExternalSearch({ url: URL, admin: ADMIN });
    const { chart } = stack({ ...told, search });
    expect(secretsTable(chart)).toContain('node-agents\tsearch-agents\tpassword\tcopy logging');
  });

  it('sets nothing up where nobody may, and asks for the password of the writer', () => {
    const search = new ExternalSearch({ engine: SearchEngine.ELASTICSEARCH, url: URL });
    const { chart, manifests } = stack({ search });
    expect(manifests().filter(({ kind }) => kind === 'Job' || kind === 'StatefulSet')).toEqual([]);
    expect(secretsTable(chart)).toContain('node-agents\tfluent-bit-writer\tpassword\tvalue');
  });

  it('asks nobody for what cert-manager makes, and copies it for the agents', () => {
    const { chart } = stack({ elasticsearch: { issuer: { name: 'cluster-ca', kind: 'ClusterIssuer' } } });
    const rows = secretsTable(chart)
      .split('\n')
      .filter((row) => row.includes('-tls\t'));
    expect(rows.map((row) => row.split('\t').slice(0, 4).join(' ')).filter((row) => row.includes('ca.crt'))).toEqual([
      'logging elasticsearch-http-tls ca.crt cert-manager elasticsearch-http-tls',
      'logging elasticsearch-transport-tls ca.crt cert-manager elasticsearch-transport-tls',
      'node-agents elasticsearch-http-tls ca.crt copy logging',
    ]);
  });

  it('has its page read the Secrets that it is told of, and sets the same password', () => {
    const password = { name: 'logins', key: 'kibana' };
    const { chart, logging } = stack({ dashboards: { password, encryptionSecretName: 'keys' } });
    const secrets = expectedSecrets(chart).map(({ secret }) => `${secret.name} ${secret.key}`);
    expect(secrets).toEqual(expect.arrayContaining(['keys security', 'logins kibana']));
    expect(secrets.filter((secret) => /^kibana-(?:users|encryption) /.test(secret))).toEqual([]);
    const { requests } = logging.node.findChild('SearchBootstrap') as SearchBootstrap;
    expect(requests.filter((request) => request.password).map((request) => request.password)).toContainEqual(password);
  });

  it('has OpenSearch Dashboards log in as the user that it is told', () => {
    const search = new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: URL, admin: ADMIN });
    const user = { username: 'pages', password: { name: 'logins', key: 'pages' } };
    const cookiePassword = { name: 'logins', key: 'cookie' };
    const { chart, manifests } = stack({ ...told, search, dashboards: { user, cookiePassword } });
    expect(only(manifests(), 'ConfigMap', 'opensearch-dashboards').data.config).toContain('pages');
    const secrets = expectedSecrets(chart).map(({ secret }) => `${secret.name} ${secret.key}`);
    expect(secrets).toEqual(expect.arrayContaining(['logins pages', 'logins cookie']));
  });

  it('writes to OpenSearch with what belongs to it', () => {
    const search = new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: URL, admin: ADMIN });
    const manifests = stack({ ...told, search, dashboards: {} }).manifests();
    const config: string = only(manifests, 'ConfigMap', 'fluent-bit-config').data['fluent-bit.yaml'];
    expect(config).toContain('name: opensearch');
    expect(only(manifests, 'Deployment').metadata.name).toBe('opensearch-dashboards');
  });
});

describe('LoggingStack with a store of others', () => {
  const AWS = 'https://search-logs.eu-west-1.es.amazonaws.com';
  const ROLE = 'arn:aws:iam::123456789012:role/logs';
  const awsAgent = { serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': ROLE } };
  /** The plugin that writes to the store. */
  const outputOf = (manifests: readonly Manifest[]): Record<string, unknown> => {
    const config = load(only(manifests, 'ConfigMap', 'fluent-bit-config').data['fluent-bit.yaml']) as Manifest;
    expect(config.pipeline.outputs).toHaveLength(1);
    return config.pipeline.outputs[0];
  };
  const requestsOf = (logging: LoggingStack) => (logging.node.findChild('SearchBootstrap') as SearchBootstrap).requests;
  const jobs = (manifests: readonly Manifest[]) =>
    manifests
      .filter(({ kind }) => kind === 'Job')
      .map(({ metadata, spec }) => ({ name: metadata.name.replace(/-[0-9a-f]{10}$/, ''), spec }));

  it('signs what agents write to a domain of AWS that knows no passwords', () => {
    const search = new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: AWS });
    const { chart, manifests } = stack({ search, sigv4: { region: 'eu-west-1' }, agent: awsAgent });
    const all = manifests();
    expect(outputOf(all)).toMatchObject({
      name: 'opensearch',
      aws_auth: true,
      aws_region: 'eu-west-1',
      aws_service_name: 'es',
    });
    expect(outputOf(all)).not.toHaveProperty('http_user');
    expect(only(all, 'ServiceAccount', 'fluent-bit').metadata.annotations).toEqual(awsAgent.serviceAccountAnnotations);
    expect(all.filter(({ kind }) => ['Job', 'Deployment', 'StatefulSet'].includes(kind))).toEqual([]);
    expect(secretsTable(chart)).toBe('namespace\tsecret\tkey\tprovision\tpurpose\n');
  });

  it('takes on a role of another account for a serverless collection', () => {
    const search = new ExternalSearch({
      engine: SearchEngine.OPENSEARCH,
      url: 'https://logs.eu-west-1.aoss.amazonaws.com',
    });
    const sigv4 = { region: 'eu-west-1', service: 'aoss', roleArn: ROLE, externalId: 'logs' };
    expect(outputOf(stack({ search, sigv4 }).manifests())).toMatchObject({
      aws_service_name: 'aoss',
      aws_role_arn: ROLE,
      aws_external_id: 'logs',
    });
  });

  it.each([
    ['of its ServiceAccount', { agent: awsAgent, sigv4: { region: 'eu-west-1' } }],
    ['that it takes on', { sigv4: { region: 'eu-west-1', roleArn: ROLE } }],
  ])('has the master user of a domain give the agents the rights of their role %s', (_, props) => {
    const search = new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: AWS, admin: ADMIN });
    const { chart, logging } = stack({
      ...told,
      writer: undefined,
      search,
      ...props,
      writers: [{ ...auditor, dataset: 'audit' }],
    });
    const security = requestsOf(logging).filter(({ path }) => path.includes('_security'));
    expect(security.map(({ method, path }) => `${method} ${path.replace('/_plugins/_security/api/', '')}`)).toEqual([
      'PUT roles/audit-writer',
      'PUT internalusers/audit',
      'PUT rolesmapping/audit-writer',
      'PUT roles/fluent-bit-logs-writer',
      'PUT rolesmapping/fluent-bit-logs-writer',
    ]);
    expect(security[3]?.body).toMatchObject({
      index_permissions: [{ index_patterns: ['cluster-a-20*.*.*', 'rejected-logs-20*.*.*'] }],
    });
    expect(security[4]?.body).toEqual({ backend_roles: [ROLE] });
    expect(secretsTable(chart)).not.toContain('fluent-bit-writer');
  });

  it('sends an API key to Elastic Cloud, where its admin sets up all but a user', () => {
    const cloudId = `logs:${Buffer.from('eu.aws.example.com$search$kibana').toString('base64')}`;
    const { chart, logging, manifests } = stack({
      ...told,
      writer: undefined,
      search: new ExternalSearch({ cloudId, admin: ADMIN }),
      apiKey: { name: 'elastic-cloud', key: 'api-key' },
    });
    const all = manifests();
    expect(outputOf(all)).toMatchObject({ name: 'es', http_api_key: '${ELASTICSEARCH_API_KEY}' });
    expect(outputOf(all)).not.toHaveProperty('http_user');
    expect(requestsOf(logging).filter(({ path }) => path.includes('_security'))).toEqual([]);
    expect(jobs(all).map(({ name }) => name)).toEqual(['search-bootstrap']);
    const rows = secretsTable(chart)
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(rows).toEqual(
      expect.arrayContaining(['node-agents elastic-cloud api-key value', 'logging search-admin password value']),
    );
  });

  it('makes no Kibana that would take over from another one, unless asked to', () => {
    const search = new ExternalSearch({ url: URL, admin: ADMIN });
    const quiet = stack({ ...told, search });
    expect(quiet.logging.dashboards).toBeUndefined();
    expect(
      requestsOf(quiet.logging)
        .map(({ path }) => path)
        .join(),
    ).not.toContain('kibana_system');
    const asked = stack({ ...told, search, dashboards: { name: 'logs' } });
    expect(asked.logging.dashboards?.url).toBe('http://logs.logging.svc:5601');
    expect(requestsOf(asked.logging).map(({ path }) => path)).toContain('/_security/user/kibana_system/_password');
  });

  it('shows its logs in a Kibana of others', () => {
    const externalDashboards = new ExternalDashboards({ url: 'https://kibana.example.com/logs', admin: ADMIN });
    for (const search of [undefined, new ExternalSearch({ url: URL })]) {
      const { logging, manifests } = stack({ search, externalDashboards });
      const all = manifests();
      expect(all.filter(({ kind }) => kind === 'Deployment')).toEqual([]);
      const { spec } = jobs(all).find(({ name }) => name === 'kibana-bootstrap') as Manifest;
      expect(spec.template.spec.containers[0].env).toContainEqual({
        name: 'URL',
        value: 'https://kibana.example.com/logs',
      });
      const { requests } = logging.node.findChild('KibanaBootstrap') as KibanaBootstrap;
      expect(JSON.stringify(requests)).toContain('"title":"logstash-*"');
    }
  });
});

describe('Jobs of a LoggingStack', () => {
  const podsOf = (props: LoggingStackProps): Record<string, Manifest> =>
    Object.fromEntries(
      stack(props)
        .manifests()
        .filter(({ kind }) => kind === 'Job')
        .map(({ metadata, spec }) => [metadata.name.replace(/-[0-9a-f]{10}$/, ''), spec]),
    );
  const tolerations = [{ key: 'dedicated' }];

  it('run on the nodes of what they set up', () => {
    const { 'search-bootstrap': search, 'kibana-bootstrap': kibana } = podsOf({
      elasticsearch: { tolerations, nodeSelector: { pool: 'logs' }, priorityClassName: 'high' },
      dashboards: { tolerations: [{ key: 'web' }] },
    });
    expect(search.template.spec).toMatchObject({
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      nodeSelector: { pool: 'logs', 'kubernetes.io/os': 'linux' },
      priorityClassName: 'high',
    });
    expect(kibana.template.spec).toMatchObject({ tolerations: [{ key: 'web', operator: 'Exists' }] });
    expect(kibana.template.spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
  });

  it('run, use and stay as they are told', () => {
    const jobs = podsOf({
      elasticsearch: { tolerations: [{ key: 'logs' }], nodeSelector: { pool: 'logs' } },
      bootstrap: { tolerations, resources: { memoryLimit: '128Mi' }, ttlSecondsAfterFinished: 86_400 },
    });
    expect(Object.keys(jobs)).toEqual(['search-bootstrap', 'kibana-bootstrap']);
    for (const { ttlSecondsAfterFinished, template } of Object.values(jobs)) {
      expect(ttlSecondsAfterFinished).toBe(86_400);
      expect(template.spec.tolerations).toEqual([{ key: 'dedicated', operator: 'Exists' }]);
      expect(template.spec.containers[0].resources.limits.memory).toBe('128Mi');
    }
    expect(jobs['search-bootstrap'].template.spec.nodeSelector.pool).toBe('logs');
  });
});
