import {
  type Exposure,
  ExposureType,
  Images,
  type ISearchEndpoint,
  Kibana,
  type KibanaProps,
  OpenSearchDashboards,
  SearchBootstrap,
  SearchEngine,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { type Row, refuses, unchecked } from './tools';

const search: ISearchEndpoint = {
  engine: SearchEngine.ELASTICSEARCH,
  url: 'https://elasticsearch.logging.svc:9200',
  pods: { namespace: 'logging', labels: { elasticsearch: 'elasticsearch' } },
};

const kibana = (props: Partial<KibanaProps>) => () => {
  const chart = newChart();
  new Kibana(chart, 'Kibana', { search, ...props });
  return synth(chart);
};
const exposed = (exposure: Exposure) => kibana({ exposure });
const ingress = (exposure: Exposure): Exposure => ({
  type: ExposureType.INGRESS,
  host: 'kibana.example.com',
  ...exposure,
});
const behind = (exposure: Exposure) => kibana({ exposure: ingress(exposure) });
const tlsBehind = (exposure: Exposure) => kibana({ exposure: ingress(exposure), tlsSecretName: 'kibana-http-tls' });

/** Two at one Elasticsearch. */
const twice = (props: Partial<KibanaProps>) => () => {
  const chart = newChart();
  new Kibana(chart, 'A', { search });
  new Kibana(chart, 'B', { search, name: 'audit', ...props });
  return synth(chart);
};
const password = { name: 'kibana-users', key: 'kibana_system' };
const encryptionSecretName = 'kibana-encryption';

describe('Kibana refuses', () => {
  refuses([
    [
      'a second password of the one user of all',
      twice({ encryptionSecretName }),
      "Validation failed with the following errors:\n  [chart/B] chart/A has the password of 'kibana_system' of https://elasticsearch.logging.svc:9200 in key 'kibana_system' of Secret 'kibana-users', and chart/B in key 'kibana_system' of Secret 'audit-users': the user has one; give both the same, such as { name: 'kibana-users', key: 'kibana_system' }",
    ],
    [
      'other keys for what all store in one place',
      twice({ password }),
      "Validation failed with the following errors:\n  [chart/B] chart/A and chart/B keep what they store in one index of https://elasticsearch.logging.svc:9200, and encrypt it by the keys of Secrets 'kibana-encryption' and 'audit-encryption': neither reads what the other one wrote; give both encryptionSecretName: 'kibana-encryption'",
    ],
    [
      'a password that the Job does not set',
      () => {
        const chart = newChart();
        const admin = { username: 'elastic', password: { name: 'elasticsearch-users', key: 'elastic' } };
        new Kibana(chart, 'Kibana', { search });
        new SearchBootstrap(chart, 'Job', {
          search: { ...search, admin },
          indices: [{ prefix: 'logstash' }],
          kibanaPassword: { name: 'kibana', key: 'password' },
        });
        return synth(chart);
      },
      "Validation failed with the following errors:\n  [chart/Job] chart/Kibana has the password of 'kibana_system' of https://elasticsearch.logging.svc:9200 in key 'kibana_system' of Secret 'kibana-users', and chart/Job in key 'password' of Secret 'kibana': the user has one; give both the same, such as { name: 'kibana-users', key: 'kibana_system' }",
    ],
    [
      'OpenSearch',
      kibana({ search: { ...search, engine: SearchEngine.OPENSEARCH } }),
      "chart/Kibana: 'search.engine' is 'opensearch', whose page this is not; use OpenSearchDashboards",
    ],
    [
      'nothing to search in',
      kibana({ search: unchecked('https://elasticsearch:9200') }),
      "chart/Kibana: 'search' is no place where documents are searched; give one such as { engine: SearchEngine.ELASTICSEARCH, url: 'https://search.example.com' }",
    ],
    [
      'a password in the clear',
      kibana({ search: { ...search, url: 'http://search.example.com' } }),
      "chart/Kibana: 'search.url' is 'http://search.example.com', over which a password would be sent for everybody to read; use 'https://search.example.com'",
    ],
    [
      'another version than that of its Elasticsearch',
      kibana({ images: new Images({ overrides: { kibana: 'registry.example.com/kibana:9.1.0' } }) }),
      `chart/Kibana: 'images' runs Kibana 9.1.0 with Elasticsearch ${Images.UPSTREAM.versionOf(unchecked('elasticsearch'))}; override both with images of one version`,
    ],
    [
      'a version that is too old for each Elasticsearch of ours',
      kibana({
        images: new Images({ overrides: { kibana: 'example.com/kibana:8.19.4' } }),
        search: { ...search, pods: undefined },
      }),
      "chart/Kibana: the image is 'example.com/kibana:8.19.4', which is older than each Elasticsearch that is set up here, and refuses those; use version 9.1.0 or newer, or reach the one of an older Elasticsearch as ExternalDashboards",
    ],
    [
      'the superuser',
      kibana({ extraConfig: { 'elasticsearch.username': 'elastic' } }),
      "chart/Kibana: 'extraConfig' has Kibana log in as 'elastic', which it refuses; leave it out: its user is 'kibana_system'",
    ],
    [
      'a password in its settings',
      kibana({ extraConfig: { 'elasticsearch.password': 'hunter2' } }),
      "chart/Kibana: 'extraConfig' holds 'elasticsearch.password', which would be a credential in a ConfigMap; leave it out; this component's own come from Secrets",
    ],
    [
      'a key in its settings',
      kibana({ extraConfig: { 'xpack.security.encryptionKey': 'x'.repeat(32) } }),
      "chart/Kibana: 'extraConfig' holds 'xpack.security.encryptionKey', which would be a credential in a ConfigMap; leave it out; this component's own come from Secrets",
    ],
    ...(
      [
        ['elasticsearch.password', { elasticsearch: { password: 'hunter2' } }],
        ['elasticsearch.password', { elasticsearch: { password: 12345 } }],
        ['elasticsearch.serviceAccountToken', { 'elasticsearch.serviceAccountToken': 'AAEAAWVs' }],
        [
          'elasticsearch.customHeaders.Authorization',
          { 'elasticsearch.customHeaders': { Authorization: 'Basic eDp5' } },
        ],
        ['server.ssl.keystore.password', { 'server.ssl': { 'keystore.password': 'x' } }],
        ['server.ssl.keyPassphrase', { 'server.ssl.keyPassphrase': 'x' }],
        [
          'xpack.encryptedSavedObjects.keyRotation.decryptionOnlyKeys.0',
          { 'xpack.encryptedSavedObjects': { keyRotation: { decryptionOnlyKeys: ['x'.repeat(32)] } } },
        ],
        [
          'xpack.actions.preconfigured.x.secrets.webhookUrl',
          { 'xpack.actions.preconfigured': { x: { secrets: { webhookUrl: 'https://hooks.example.com/x' } } } },
        ],
        [
          'xpack.security.authc.providers.anonymous.a.credentials.apiKey.key',
          { 'xpack.security.authc.providers': { anonymous: { a: { credentials: { apiKey: { key: 'x' } } } } } },
        ],
        ['xpack.fleet.outputs.0.secrets.ssl.key', { 'xpack.fleet.outputs': [{ secrets: { ssl: { key: 'x' } } }] }],
        [
          'xpack.fleet.outputs.0.ssl.key',
          { 'xpack.fleet.outputs': [{ ssl: { key: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' } }] },
        ],
        ['xpack.actions.proxyUrl', { 'xpack.actions.proxyUrl': 'http://me:hunter2@proxy.example.com:3128' }],
      ] as const
    ).map(
      ([name, extraConfig]): Row => [
        `${JSON.stringify(extraConfig)} in its settings`,
        kibana({ extraConfig }),
        `chart/Kibana: 'extraConfig' holds '${name}', which would be a credential in a ConfigMap; leave it out; this component's own come from Secrets`,
      ],
    ),
    [
      'the superuser, written otherwise',
      kibana({ extraConfig: { elasticsearch: { username: 'elastic' } } }),
      "chart/Kibana: 'extraConfig' has Kibana log in as 'elastic', which it refuses; leave it out: its user is 'kibana_system'",
    ],
    [
      'a password in the place of a Secret',
      kibana({ password: unchecked('hunter2') }),
      "chart/Kibana: 'password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    ['no pod', kibana({ replicas: 0 }), "chart/Kibana: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'an address without a scheme',
      kibana({ publicBaseUrl: 'kibana.example.com' }),
      "chart/Kibana: 'publicBaseUrl' is 'kibana.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a Secret with capitals',
      kibana({ encryptionSecretName: 'Kibana' }),
      "chart/Kibana: 'encryptionSecretName' is 'Kibana', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'kibana-encryption'",
    ],
    [
      'an issuer without a certificate for it to make',
      kibana({ issuer: { name: 'cluster-ca' } }),
      "chart/Kibana: 'issuer' is set without 'tlsSecretName', and the page is served over plain HTTP; name the Secret for the certificate, such as 'kibana-http-tls', or leave it out",
    ],
    [
      'an issuer without a name',
      kibana({ tlsSecretName: 'kibana-http-tls', issuer: unchecked({}) }),
      "chart/Kibana: 'issuer.name' is not set; set it, such as 'cluster-ca'",
    ],
    [
      'a slip of the pen',
      kibana(unchecked({ publicBaseURL: 'https://kibana.example.com' })),
      "chart/Kibana: 'publicBaseURL' is no prop; write 'publicBaseUrl'",
    ],
    [
      'the rights of a whole namespace',
      kibana({ accessFrom: [{ namespace: 'auth', labels: {} }] }),
      "chart/Kibana: 'accessFrom[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'an Ingress without a host',
      exposed({ type: ExposureType.INGRESS }),
      "chart/Kibana: 'exposure.host' is not set, and an Ingress for any host takes the requests of all; set it, such as 'kibana.example.com'",
    ],
    [
      'a URL for a host',
      exposed({ type: ExposureType.INGRESS, host: 'https://kibana.example.com' }),
      "chart/Kibana: 'exposure.host' is 'https://kibana.example.com', which is no host name; use one without scheme, port and path, such as 'kibana.example.com'",
    ],
    [
      'links to another host than that of the Ingress',
      kibana({
        publicBaseUrl: 'https://logs.example.com',
        exposure: { type: ExposureType.INGRESS, host: 'kibana.example.com' },
      }),
      "chart/Kibana: 'publicBaseUrl' is at 'logs.example.com', and 'exposure.host' is 'kibana.example.com'; use the same host in both",
    ],
    [
      'a load balancer for everybody who finds it',
      exposed({ type: ExposureType.LOAD_BALANCER }),
      "chart/Kibana: 'exposure' is a load balancer without 'sourceRanges', open to whoever finds its address; give the ranges that may connect, such as ['10.0.0.0/8'], or ['0.0.0.0/0'] for everybody",
    ],
    [
      'a range that is none',
      exposed({ type: ExposureType.LOAD_BALANCER, sourceRanges: ['10.0.0.1'] }),
      "chart/Kibana: 'exposure.sourceRanges' holds '10.0.0.1', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'a host without an Ingress',
      exposed({ host: 'kibana.example.com' }),
      "chart/Kibana: 'exposure.host' is set, which the type 'ClusterIP' does not read; use the type 'Ingress', or leave it out",
    ],
    [
      'address ranges for an Ingress',
      exposed({ type: ExposureType.INGRESS, host: 'kibana.example.com', sourceRanges: ['10.0.0.0/8'] }),
      "chart/Kibana: 'exposure.sourceRanges' is set, which the type 'Ingress' does not read; use the type 'LoadBalancer', or leave it out",
    ],
    [
      'an exposure of another kind',
      exposed({ type: unchecked('Gateway') }),
      "chart/Kibana: 'exposure.type' is 'Gateway', which is unknown; use one of 'ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress'",
    ],
    ...[29999, 32768, 30561.5].map(
      (nodePort): Row => [
        `a port of nodes like ${nodePort}`,
        exposed({ type: ExposureType.NODE_PORT, nodePort }),
        `chart/Kibana: 'exposure.nodePort' is ${nodePort}; use a whole number from 30000 to 32767`,
      ],
    ),
    [
      'a port of nodes for a load balancer',
      exposed({ type: ExposureType.LOAD_BALANCER, sourceRanges: ['10.0.0.0/8'], nodePort: 30561 }),
      "chart/Kibana: 'exposure.nodePort' is set, which the type 'LoadBalancer' does not read; use the type 'NodePort', or leave it out",
    ],
    [
      'annotations of a Service that is no Ingress',
      exposed({ type: ExposureType.NODE_PORT, serviceAnnotations: { 'example.com/a': 'b' } }),
      "chart/Kibana: 'exposure.serviceAnnotations' is set, which the type 'NodePort' does not read; use the type 'Ingress', or leave it out",
    ],
    [
      'TLS behind a controller that nobody tells of it',
      tlsBehind({}),
      "chart/Kibana: 'exposure' leads to pods that speak TLS, and nothing tells that to the Ingress controller of the cluster's default class; say it in 'annotations' or 'serviceAnnotations' as that controller reads it, such as { 'haproxy.org/server-ssl': 'true' }, or name the class if it is 'nginx' or 'alb'",
    ],
    [
      'TLS behind a controller that is told of the way to it alone',
      tlsBehind({
        ingressClassName: 'traefik',
        annotations: {
          'traefik.ingress.kubernetes.io/router.tls': 'true',
          'cert-manager.io/cluster-issuer': 'letsencrypt',
        },
      }),
      "chart/Kibana: 'exposure' leads to pods that speak TLS, and nothing tells that to the Ingress controller of class 'traefik'; say it in 'annotations' or 'serviceAnnotations' as that controller reads it, such as { 'haproxy.org/server-ssl': 'true' }, or name the class if it is 'nginx' or 'alb'",
    ],
    [
      'TLS behind the other controller that has the class nginx',
      tlsBehind({ ingressClassName: 'nginx', annotations: { 'nginx.org/client-max-body-size': '8m' } }),
      "chart/Kibana: 'exposure' leads to pods that speak TLS, and nothing tells that to the Ingress controller of class 'nginx'; say it in 'annotations' or 'serviceAnnotations' as that controller reads it, such as { 'haproxy.org/server-ssl': 'true' }, or name the class if it is 'nginx' or 'alb'",
    ],
    [
      'plain HTTP to pods that speak TLS',
      tlsBehind({ annotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTP' } }),
      "chart/Kibana: 'exposure.annotations' sets 'nginx.ingress.kubernetes.io/backend-protocol' to 'HTTP', and the pods speak HTTPS; leave it out, or use 'HTTPS'",
    ],
    [
      'TLS to pods that speak plain HTTP',
      behind({
        ingressClassName: 'alb',
        annotations: { 'alb.ingress.kubernetes.io/healthcheck-protocol': 'HTTPS' },
      }),
      "chart/Kibana: 'exposure.annotations' sets 'alb.ingress.kubernetes.io/healthcheck-protocol' to 'HTTPS', and the pods speak HTTP; leave it out, or use 'HTTP'",
    ],
    [
      'an ALB that looks for ports of nodes',
      behind({
        ingressClassName: 'internal',
        annotations: { 'alb.ingress.kubernetes.io/target-type': 'instance' },
      }),
      "chart/Kibana: 'exposure.annotations' sets 'alb.ingress.kubernetes.io/target-type' to 'instance', and the Service has no port on the nodes; leave it out, or use 'ip'",
    ],
    [
      'pods of an ALB, which has none',
      behind({ ingressClassName: 'alb', controllerPods: [{ namespace: 'kube-system', labels: { app: 'alb' } }] }),
      "chart/Kibana: 'exposure.controllerPods' is set, and requests come from outside of the cluster with the controller 'alb'; leave it out",
    ],
    [
      'an annotation of no name',
      exposed({ type: ExposureType.INGRESS, host: 'kibana.example.com', annotations: { 'a b': 'x' } }),
      "chart/Kibana: 'exposure.annotations' holds 'a b', which no annotation can be named; use a name such as 'example.com/team'",
    ],
  ]);
});

describe('OpenSearchDashboards refuses', () => {
  const dashboards =
    (engine: SearchEngine, props = {}) =>
    () => {
      const chart = newChart();
      new OpenSearchDashboards(chart, 'Dashboards', { search: { ...search, engine }, ...props });
      return synth(chart);
    };

  refuses([
    [
      'Elasticsearch',
      dashboards(SearchEngine.ELASTICSEARCH),
      "chart/Dashboards: 'search.engine' is 'elasticsearch', whose page this is not; use Kibana",
    ],
    [
      'a key of cookies in its settings',
      dashboards(SearchEngine.OPENSEARCH, { extraConfig: { 'opensearch_security.cookie.password': 'x' } }),
      "chart/Dashboards: 'extraConfig' holds 'opensearch_security.cookie.password', which would be a credential in a ConfigMap; leave it out; this component's own come from Secrets",
    ],
    [
      'a user without a password',
      dashboards(SearchEngine.OPENSEARCH, { user: { username: 'kibanaserver' } }),
      "chart/Dashboards: 'user.password' is not set; set it, such as { name: 'login', key: 'password' }",
    ],
  ]);
});
