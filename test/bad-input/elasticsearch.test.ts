import {
  Elasticsearch,
  type ElasticsearchProps,
  ExternalSearch,
  type ExternalSearchProps,
  Images,
  SearchEngine,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { type Row, refuses, unchecked } from './tools';

const elasticsearch =
  (props: ElasticsearchProps, namespace: string | null = 'logging') =>
  () => {
    const chart = newChart(namespace);
    new Elasticsearch(chart, 'Search', props);
    return synth(chart);
  };

describe('Elasticsearch refuses', () => {
  refuses([
    [
      'two nodes alone',
      elasticsearch({ nodes: 2 }),
      "chart/Search: 'nodes' is 2, of which none may fail: one alone is no majority, and takes no writes; use 1, 3 or more, or add 'tiebreaker: true', a small third member that only votes",
    ],
    ['no node', elasticsearch({ nodes: 0 }), "chart/Search: 'nodes' is 0; use a whole number of 1 or more"],
    ['half a node', elasticsearch({ nodes: 3.5 }), "chart/Search: 'nodes' is 3.5; use a whole number of 1 or more"],
    [
      'one node whose volume goes with its pod',
      elasticsearch({ ephemeralStorage: true }),
      "chart/Search: 'ephemeralStorage' is set with one node: whenever its pod moves, all logs go, and with them the users and templates that a bootstrap set up, without which nobody writes again; leave it out, or use 'nodes: 3' or more, of which one at a time may start empty",
    ],
    [
      'a scrape of nothing',
      elasticsearch({ sampleLimit: 0 }),
      "chart/Search: 'sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'a tiebreaker beside three',
      elasticsearch({ nodes: 3, tiebreaker: true }),
      "chart/Search: 'tiebreaker' is set with 3 nodes; leave it out: they are a majority without it",
    ],
    [
      'a tiebreaker beside one',
      elasticsearch({ tiebreaker: true }),
      "chart/Search: 'tiebreaker' is set with 1 nodes; use it with 'nodes: 2', or leave it out",
    ],
    [
      'no namespace',
      elasticsearch({}, null),
      "chart/Search: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a name that no Service can have',
      elasticsearch({ name: 'Elastic_Search' }),
      "chart/Search: 'name' is 'Elastic_Search', which no Service can be named; use at most 40 of 'a-z', '0-9' and '-', with a letter in front, such as 'elasticsearch'",
    ],
    [
      'one claim for three members',
      elasticsearch({ nodes: 3, existingClaim: 'efs' }),
      "chart/Search: 'existingClaim' is 'efs' with 3 pods; use one replica and one shard, or leave the claims to us",
    ],
    [
      'a volume whose unit was forgotten',
      elasticsearch({ storageSize: '50' }),
      "chart/Search: 'storageSize' is '50', which means 50 bytes; use a unit, such as '50Gi'",
    ],
    [
      'too little memory for a heap',
      elasticsearch({ resources: { memoryRequest: '256Mi', memoryLimit: '512Mi' } }),
      "chart/Search: 'resources.memoryLimit' is '512Mi', of which Elasticsearch takes the half or less as its heap; use '768Mi' or more",
    ],
    [
      'a request above the limit that is there by default',
      elasticsearch({ resources: { memoryRequest: '4Gi' } }),
      "chart/Search: 'resources.memoryRequest' is '4Gi', above 'memoryLimit' '2Gi'; lower the request or raise the limit",
    ],
    [
      'a limit below the request that is there by default',
      elasticsearch({ resources: { memoryLimit: '1Gi' } }),
      "chart/Search: 'resources.memoryRequest' is '2Gi', above 'memoryLimit' '1Gi'; lower the request or raise the limit",
    ],
    ...['8.19.4', '9.0.8'].map(
      (version): Row => [
        `version ${version}`,
        elasticsearch({ images: new Images({ overrides: { elasticsearch: `example.com/es:${version}` } }) }),
        `chart/Search: the image is 'example.com/es:${version}', which does not know all that a bootstrap sets, such as the options of data streams; use version 9.1.0 or newer, or reach an older one as ExternalSearch`,
      ],
    ),
    [
      'a password as a text',
      elasticsearch({ elasticPassword: unchecked('changeme') }),
      "chart/Search: 'elasticPassword' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a setting that follows from a prop',
      elasticsearch({ settings: { 'discovery.type': 'single-node' } }),
      "chart/Search: 'settings' sets 'discovery.type', which follows from other props; leave it out, and use those props",
    ],
    [
      'security switched off',
      elasticsearch({ settings: { 'xpack.security.enabled': 'false' } }),
      "chart/Search: 'settings' sets 'xpack.security.enabled', which follows from other props; leave it out, and use those props",
    ],
    ...[
      's3.client.default.secret_key',
      's3.client.default.session_token',
      'azure.client.default.sas_token',
      'xpack.security.authc.realms.ldap.ldap1.bind_password',
      'xpack.security.authc.realms.ldap.ldap1.ssl.key_passphrase',
      'xpack.security.authc.realms.oidc.oidc1.rp.client_secret',
      'xpack.notification.slack.account.ops.secure_url',
    ].map(
      (name): Row => [
        `the credential ${name} among the settings`,
        elasticsearch({ settings: { [name]: 'x' } }),
        `chart/Search: 'settings' sets '${name}', and what is set here can be read by everybody who sees the pods; leave it out: credentials belong into Elasticsearch's keystore, or into a Secret`,
      ],
    ),
    [
      'a credential inside of an address',
      elasticsearch({ settings: { 'xpack.http.proxy.url': 'https://me:hunter2@proxy.example.com' } }),
      "chart/Search: 'settings' sets 'xpack.http.proxy.url', and what is set here can be read by everybody who sees the pods; leave it out: credentials belong into Elasticsearch's keystore, or into a Secret",
    ],
    [
      'a setting that is none',
      elasticsearch({ settings: { ES_JAVA_OPTS: '-Xmx4g' } }),
      "chart/Search: 'settings' holds 'ES_JAVA_OPTS', which no setting of Elasticsearch is named; use names such as 'cluster.max_shards_per_node'",
    ],
    [
      'a setting that is a number',
      elasticsearch({ settings: { 'cluster.max_shards_per_node': unchecked(900) } }),
      "chart/Search: 'settings.cluster.max_shards_per_node' is 900, which is no text; use a text such as '200'",
    ],
    [
      'an unknown way to read files',
      elasticsearch({ mmap: unchecked('on') }),
      "chart/Search: 'mmap' is 'on', which is unknown; use one of 'off', 'node-tuned'",
    ],
    [
      'an issuer without a name',
      elasticsearch({ issuer: unchecked({ kind: 'ClusterIssuer' }) }),
      "chart/Search: 'issuer.name' is not set; set it, such as 'cluster-ca'",
    ],
    [
      'readers of a whole namespace',
      elasticsearch({ accessFrom: [{ namespace: 'shop', labels: {} }] }),
      "chart/Search: 'accessFrom[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'rejected documents in what Elasticsearch takes for a data stream',
      elasticsearch({ rejectedPrefix: 'logs-rejected' }),
      "chart/Search: 'rejectedPrefix' is 'logs-rejected', and Elasticsearch makes a data stream of each index 'logs-rejected-2030.01.31'; use a name that does not begin with 'logs-', such as 'rejected'",
    ],
    [
      'a cluster name with a space',
      elasticsearch({ clusterName: 'our logs' }),
      "chart/Search: 'clusterName' is 'our logs'; use letters, digits, '.', '_' and '-', such as 'logs'",
    ],
    ['a slip of the pen', elasticsearch(unchecked({ node: 3 })), "chart/Search: 'node' is no prop; write 'nodes'"],
  ]);

  const external = (props: ExternalSearchProps) => () => new ExternalSearch(props);
  refuses([
    [
      'an endpoint without an address',
      external({}),
      "ExternalSearch: neither 'url' nor 'cloudId' is set; give one of them, such as url: 'https://search.example.com:9200'",
    ],
    [
      'an endpoint with two addresses',
      external({ url: 'https://a.example.com', cloudId: 'b:Yw==' }),
      "ExternalSearch: 'url' and 'cloudId' are set together; give one of them, such as url: 'https://search.example.com:9200'",
    ],
    [
      'an address that is none',
      external({ url: 'search.example.com' }),
      "ExternalSearch: 'url' is 'search.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'an address with a password',
      external({ url: 'https://elastic:changeme@search.example.com' }),
      "ExternalSearch: 'url' holds a user or a password; keep credentials in a Secret and refer to it by name and key",
    ],
    [
      'half a Cloud ID',
      external({ cloudId: 'logs:ZXU=' }),
      "ExternalSearch: 'cloudId' is none that Elastic Cloud gives; copy the whole of it, which is a name, a colon and letters",
    ],
    [
      'a Cloud ID of OpenSearch',
      external({
        cloudId: `logs:${Buffer.from('cloud.example.com$abc$def').toString('base64')}`,
        engine: SearchEngine.OPENSEARCH,
      }),
      "ExternalSearch: 'cloudId' is set with OpenSearch, which Elastic Cloud does not offer; use 'url'",
    ],
    [
      'an authority without TLS',
      external({ url: 'http://search.example.com', ca: { name: 'ca', key: 'ca.crt' } }),
      "ExternalSearch: 'ca' is set, and 'url' is 'http://search.example.com'; use 'https:', or leave the other out",
    ],
    [
      'an admin without a password',
      external({ url: 'https://search.example.com', admin: unchecked({ username: 'admin' }) }),
      "ExternalSearch: 'admin.password' is not set; set it, such as { name: 'login', key: 'password' }",
    ],
    [
      'an address range that is none',
      external({ url: 'https://search.example.com', egressCidrs: ['10.0.0.1'] }),
      "ExternalSearch: 'egressCidrs' holds '10.0.0.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'an unknown engine',
      external({ url: 'https://search.example.com', engine: unchecked('solr') }),
      "ExternalSearch: 'engine' is 'solr', which is unknown; use one of 'elasticsearch', 'opensearch'",
    ],
  ]);
});
