import { App, Chart } from 'cdk8s';
import { load } from 'js-yaml';
import {
  type Exposure,
  ExposureType,
  expectedSecrets,
  Images,
  type ISearchEndpoint,
  Kibana,
  KibanaBootstrap,
  type KibanaProps,
  OpenSearchDashboards,
  type OpenSearchDashboardsProps,
  SearchBootstrap,
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
};
const openSearch: ISearchEndpoint = { engine: SearchEngine.OPENSEARCH, url: 'https://search.example.com' };

function manifestsOf(props: Partial<KibanaProps> = {}): Manifest[] {
  const chart = newChart('logging');
  new Kibana(chart, 'Kibana', { search, ...props });
  return synth(chart);
}
function dashboardsOf(props: Partial<OpenSearchDashboardsProps> = {}): Manifest[] {
  const chart = newChart('logging');
  new OpenSearchDashboards(chart, 'Dashboards', { search: openSearch, ...props });
  return synth(chart);
}

const settingsOf = (manifests: Manifest[]) => load(only(manifests, 'ConfigMap').data.config) as Manifest;
const podOf = (manifests: Manifest[]) => only(manifests, 'Deployment').spec.template.spec;

describe('Kibana', () => {
  it('is these objects by default', () => {
    expect(manifestsOf().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap kibana',
      'Deployment kibana',
      'Service kibana',
      'NetworkPolicy kibana',
    ]);
  });

  it('keeps its settings in a file and its secrets in Secrets', () => {
    expect(settingsOf(manifestsOf({ publicBaseUrl: 'https://example.com/kibana/' }))).toEqual({
      'server.name': 'kibana',
      'server.host': '0.0.0.0',
      'server.port': 5601,
      'server.basePath': '/kibana',
      'server.rewriteBasePath': true,
      'server.publicBaseUrl': 'https://example.com/kibana',
      'elasticsearch.hosts': ['https://elasticsearch.logging.svc:9200'],
      'elasticsearch.username': 'kibana_system',
      'elasticsearch.password': '${SECRET_PASSWORD}',
      'elasticsearch.ssl.certificateAuthorities': ['/secrets/elasticsearch-http-tls/ca.crt'],
      'xpack.security.encryptionKey': '${SECRET_SESSION_KEY}',
      'xpack.encryptedSavedObjects.encryptionKey': '${SECRET_OBJECTS_KEY}',
      'xpack.reporting.encryptionKey': '${SECRET_REPORTING_KEY}',
      'telemetry.optIn': false,
      'newsfeed.enabled': false,
      'map.includeElasticMapsService': false,
      'xpack.fleet.isAirGapped': true,
    });
    const from = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
    expect(podOf(manifestsOf()).containers[0].env.slice(1)).toEqual([
      { name: 'SECRET_PASSWORD', ...from('kibana-users', 'kibana_system') },
      { name: 'SECRET_SESSION_KEY', ...from('kibana-encryption', 'security') },
      { name: 'SECRET_OBJECTS_KEY', ...from('kibana-encryption', 'saved-objects') },
      { name: 'SECRET_REPORTING_KEY', ...from('kibana-encryption', 'reporting') },
    ]);
  });

  it('sees of the Secret with the certificate the authority alone', () => {
    const { volumes } = podOf(manifestsOf());
    expect(volumes.filter(({ secret }: Manifest) => secret).map(({ secret }: Manifest) => secret)).toEqual([
      {
        secretName: 'elasticsearch-http-tls',
        optional: true,
        defaultMode: 0o440,
        items: [{ key: 'ca.crt', path: 'ca.crt' }],
      },
    ]);
  });

  it('asks for each Secret that it reads, of which all but the authority may be random', () => {
    const chart = newChart('logging');
    new Kibana(chart, 'Kibana', { search });
    expect(expectedSecrets(chart).map(({ secret, random }) => [secret.name, secret.key, Boolean(random)])).toEqual([
      ['elasticsearch-http-tls', 'ca.crt', false],
      ['kibana-encryption', 'reporting', true],
      ['kibana-encryption', 'saved-objects', true],
      ['kibana-encryption', 'security', true],
      ['kibana-users', 'kibana_system', true],
    ]);
  });

  it('does not guess the password of an Elasticsearch that nobody may set up', () => {
    const chart = newChart('logging');
    new Kibana(chart, 'Kibana', { search: { ...search, admin: undefined } });
    const password = expectedSecrets(chart).find(({ secret }) => secret.name === 'kibana-users');
    expect(password?.random).toBe(false);
  });

  it('runs as everything under the level restricted, writes to folders of its own alone, and gets no variables of Services', () => {
    const pod = podOf(manifestsOf());
    expect(pod).toMatchObject({ enableServiceLinks: false, automountServiceAccountToken: false });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 });
    expect(pod.containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    const writable = pod.containers[0].volumeMounts.filter(({ readOnly }: Manifest) => !readOnly);
    expect(writable.map(({ mountPath }: Manifest) => mountPath)).toEqual([
      '/usr/share/kibana/data',
      '/usr/share/kibana/logs',
      '/tmp',
    ]);
  });

  it('is ready when its own status says so, and lives on when Elasticsearch is away', () => {
    const [{ readinessProbe, livenessProbe }] = podOf(
      manifestsOf({ publicBaseUrl: 'https://example.com/k' }),
    ).containers;
    expect(readinessProbe.httpGet).toEqual({ path: '/k/api/status', port: 'http', scheme: 'HTTP' });
    expect(livenessProbe.tcpSocket).toEqual({ port: 'http' });
  });

  it('ends all pods before those of another version start', () => {
    const manifests = manifestsOf({ replicas: 2 });
    expect(only(manifests, 'Deployment').spec.strategy).toEqual({ type: 'Recreate' });
    expect(only(manifests, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
  });

  it('rolls when its settings change', () => {
    const sum = (props: Partial<KibanaProps>) => podOf(manifestsOf(props)).containers[0].env[0].value;
    expect(sum({ extraConfig: { 'logging.root.level': 'warn' } })).not.toBe(sum({}));
  });

  it('takes more settings, over its own', () => {
    const extraConfig = { 'telemetry.optIn': true, 'xpack.screenshotting.browser.chromium.disableSandbox': true };
    expect(settingsOf(manifestsOf({ extraConfig }))).toMatchObject(extraConfig);
  });

  it.each([
    { 'xpack.security.authc.providers': { token: { token1: { order: 0 } }, basic: { basic1: { order: 1 } } } },
    { 'xpack.security.authc.providers.anonymous.a': { credentials: 'elasticsearch_anonymous_user', order: 2 } },
    { 'xpack.security.showInsecureClusterWarning': false, 'xpack.security.secureCookies': true },
    { 'xpack.actions.preconfigured': { x: { secrets: { webhookUrl: '${SECRET_HOOK}' }, actionTypeId: '.slack' } } },
    {
      elasticsearch: { ssl: { key: '/certs/tls.key', certificate: '/certs/tls.crt' }, password: '${SECRET_PASSWORD}' },
    },
    { 'xpack.fleet.packageVerification.gpgKeyPath': '/keys/elastic', 'xpack.actions.proxyUrl': 'http://proxy:3128' },
    { 'elasticsearch.requestHeadersWhitelist': ['authorization', 'x-api-key'] },
  ])('takes settings that are no credentials: %j', (extraConfig) => {
    expect(settingsOf(manifestsOf({ extraConfig }))).toMatchObject(extraConfig);
  });

  it('reaches its Elasticsearch and DNS, and lets in who is named', () => {
    const accessFrom = [{ namespace: 'auth', labels: { app: 'proxy' } }];
    const { ingress, egress } = only(manifestsOf({ accessFrom }), 'NetworkPolicy').spec;
    expect(ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'auth' } },
            podSelector: { matchLabels: { app: 'proxy' } },
          },
        ],
        ports: [{ port: 5601, protocol: 'TCP' }],
      },
    ]);
    expect(egress[1]).toMatchObject({
      to: [{ podSelector: { matchLabels: { elasticsearch: 'elasticsearch' } } }],
      ports: [{ port: 9200 }],
    });
  });

  it('asks its Elasticsearch to let it in', () => {
    const peers: unknown[] = [];
    manifestsOf({ search: { ...search, allowFrom: (peer) => peers.push(peer) } });
    expect(peers).toEqual([{ namespace: 'logging', labels: { 'app.kubernetes.io/name': 'kibana', kibana: 'kibana' } }]);
  });

  it('is served over TLS with a certificate for its Service', () => {
    const chart = newChart('logging');
    const kibana = new Kibana(chart, 'Kibana', { search, tlsSecretName: 'kibana-http-tls' });
    expect(kibana.url).toBe('https://kibana.logging.svc:5601');
    expect(kibana.ca).toEqual({ name: 'kibana-http-tls', key: 'ca.crt' });
    const key = expectedSecrets(chart).find(({ secret }) => secret.key === 'tls.key');
    expect(key?.certificateFor).toContain('kibana.logging.svc');
    const manifests = synth(chart);
    expect(settingsOf(manifests)).toMatchObject({
      'server.ssl.enabled': true,
      'server.ssl.certificate': '/tls/tls.crt',
      'server.ssl.key': '/tls/tls.key',
    });
    expect(podOf(manifests).containers[0].readinessProbe.httpGet.scheme).toBe('HTTPS');
  });

  it('leaves that certificate to cert-manager if it is told an issuer', () => {
    const chart = newChart('logging');
    const issuer = { name: 'cluster-ca', kind: 'ClusterIssuer' };
    new Kibana(chart, 'Kibana', { search, tlsSecretName: 'kibana-http-tls', issuer });
    const made = expectedSecrets(chart).filter(({ certManager }) => certManager === 'kibana-http-tls');
    expect(made.map(({ secret }) => `${secret.name} ${secret.key}`)).toEqual([
      'kibana-http-tls ca.crt',
      'kibana-http-tls tls.crt',
      'kibana-http-tls tls.key',
    ]);
    expect(only(synth(chart), 'Certificate', 'kibana-http-tls').spec).toMatchObject({
      secretName: 'kibana-http-tls',
      dnsNames: expect.arrayContaining(['kibana.logging.svc']),
      issuerRef: { name: 'cluster-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    });
  });

  it('is watched by a sidecar, with an alert when no pod is there and one when none is available', () => {
    const { job, alerts, manifests } = watched((chart, metrics) => new Kibana(chart, 'Kibana', { search, metrics }));
    expect(job('kibana')).toMatchObject({ metrics_path: '/cgi-bin/metrics' });
    expect(alerts(/^Kibana/).map(({ alert }) => alert)).toEqual(['KibanaDown', 'KibanaUnavailable']);
    const { spec } = only(manifests, 'Deployment', 'kibana');
    expect(spec.template.spec.containers.map(({ name }: Manifest) => name)).toEqual(['kibana', 'exporter']);
  });

  it('is there twice in one chart under two names', () => {
    const chart = newChart('logging');
    const { password } = new Kibana(chart, 'A', { search });
    new Kibana(chart, 'B', { search, name: 'audit', password, encryptionSecretName: 'kibana-encryption' });
    new Kibana(chart, 'C', { search: { ...search, url: 'https://audit.example.com:9200' }, name: 'other' });
    expect(synth(chart).filter(({ kind }) => kind === 'Deployment')).toHaveLength(3);
  });

  it('gets copies of what it shares with the Job and with a Kibana of another namespace', () => {
    const app = new App();
    const chart = (namespace: string) => new Chart(app, namespace, { namespace });
    const { password } = new Kibana(chart('audit'), 'Kibana', { search });
    new Kibana(chart('web'), 'Kibana', { search, password });
    new SearchBootstrap(chart('logging'), 'SearchBootstrap', {
      search,
      indices: [{ prefix: 'logstash' }],
      kibanaPassword: password,
    });
    const rows = secretsTable(app)
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '))
      .filter((row) => /kibana_system|security/.test(row));
    expect(rows).toEqual([
      'audit kibana-encryption security random',
      'audit kibana-users kibana_system copy logging',
      'logging kibana-users kibana_system random',
      'web kibana-encryption security copy audit',
      'web kibana-users kibana_system copy logging',
    ]);
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new Kibana(newChart(null), 'Kibana', { search }))).toBe(
      "chart/Kibana: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });

  it('runs the version of Elasticsearch in the table of images', () => {
    const version = (image: string) => image.split(':')[1];
    const [{ image }] = podOf(manifestsOf()).containers;
    expect(version(image)).toBe(Images.UPSTREAM.versionOf('elasticsearch' as never));
  });
});

describe('KibanaBootstrap', () => {
  it('wants the password of the admin from where its Elasticsearch is', () => {
    const chart = newChart('pages');
    const kibana = new Kibana(chart, 'Kibana', { search, tlsSecretName: 'kibana-tls' });
    new KibanaBootstrap(chart, 'Bootstrap', { dashboards: kibana });
    const copies = expectedSecrets(chart).filter(({ copyFrom }) => copyFrom === 'logging');
    expect(copies.map(({ secret }) => secret.name)).toEqual(['elasticsearch-http-tls', 'elasticsearch-users']);
    const { ingress } = only(synth(chart), 'NetworkPolicy', 'kibana').spec;
    expect(ingress[0].from[0].podSelector.matchLabels).toMatchObject({ bootstrap: 'kibana-bootstrap' });
  });
});

it.each([
  [undefined, 'rejected-logs-*'],
  ['bad', 'bad-*'],
])('KibanaBootstrap shows the rejected documents of the Elasticsearch that has them at %s', (rejectedPrefix, title) => {
  const chart = newChart('pages');
  const kibana = new Kibana(chart, 'Kibana', { search: { ...search, rejectedPrefix } });
  const { requests } = new KibanaBootstrap(chart, 'Bootstrap', { dashboards: kibana });
  const views = requests.flatMap(({ body }) => (body as Manifest | undefined)?.data_view?.title ?? []);
  expect(views).toEqual(['logstash-*', title]);
});

describe('an exposed Kibana', () => {
  const policyOf = (props: Partial<KibanaProps>) => only(manifestsOf(props), 'NetworkPolicy').spec.ingress;

  it('has an Ingress for its host', () => {
    const exposure = {
      type: ExposureType.INGRESS,
      host: 'kibana.example.com',
      ingressClassName: 'nginx',
      tlsSecretName: 'kibana-tls',
      annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
    };
    const { metadata, spec } = only(manifestsOf({ exposure }), 'Ingress');
    expect(metadata.annotations).toEqual(exposure.annotations);
    expect(spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['kibana.example.com'], secretName: 'kibana-tls' }],
      rules: [
        {
          host: 'kibana.example.com',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'kibana', port: { name: 'http' } } } },
            ],
          },
        },
      ],
    });
    expect(policyOf({ exposure })).toEqual([{ ports: [{ port: 5601, protocol: 'TCP' }] }]);
  });

  it('lets the pods of its controller in alone where they are known', () => {
    const controllerPods = [{ namespace: 'ingress-nginx', labels: { app: 'ingress-nginx' } }];
    const exposure = { type: ExposureType.INGRESS, host: 'kibana.example.com', controllerPods };
    expect(policyOf({ exposure })[0].from[0].podSelector).toEqual({ matchLabels: { app: 'ingress-nginx' } });
  });

  const annotationsOf = (exposure: Exposure, props: Partial<KibanaProps> = {}) =>
    only(
      manifestsOf({ exposure: { type: ExposureType.INGRESS, host: 'kibana.example.com', ...exposure }, ...props }),
      'Ingress',
    ).metadata.annotations;
  const tls = { tlsSecretName: 'kibana-http-tls' };
  const alb = (settings: Record<string, string>) =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [`alb.ingress.kubernetes.io/${name}`, value]));

  it.each<[string, Exposure, Partial<KibanaProps>, Record<string, string> | undefined]>([
    ['nothing of plain HTTP', { ingressClassName: 'nginx' }, {}, undefined],
    ['nothing to who is not known', { ingressClassName: 'traefik' }, {}, undefined],
    ['TLS', { ingressClassName: 'nginx' }, tls, { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }],
    [
      'TLS, of whatever class it is',
      { ingressClassName: 'public', annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' } },
      tls,
      {
        'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
        'nginx.ingress.kubernetes.io/proxy-body-size': '8m',
      },
    ],
    [
      'TLS, of a class that is named as it was once',
      { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      tls,
      { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS', 'kubernetes.io/ingress.class': 'nginx' },
    ],
    [
      'the addresses of pods',
      { ingressClassName: 'alb' },
      {},
      alb({ 'target-type': 'ip', 'healthcheck-path': '/api/status' }),
    ],
    [
      'the addresses of pods that speak TLS, and where to look whether they live',
      { ingressClassName: 'alb', annotations: alb({ scheme: 'internal' }) },
      { ...tls, publicBaseUrl: 'https://kibana.example.com/logs' },
      alb({
        'backend-protocol': 'HTTPS',
        'healthcheck-protocol': 'HTTPS',
        'target-type': 'ip',
        'healthcheck-path': '/logs/api/status',
        scheme: 'internal',
      }),
    ],
    [
      'another place to look, where one is given',
      { ingressClassName: 'alb', annotations: alb({ 'healthcheck-path': '/', 'success-codes': '200-399' }) },
      {},
      alb({ 'target-type': 'ip', 'healthcheck-path': '/', 'success-codes': '200-399' }),
    ],
    [
      'what others need to know',
      { ingressClassName: 'haproxy', annotations: { 'haproxy.org/server-ssl': 'true' } },
      tls,
      { 'haproxy.org/server-ssl': 'true' },
    ],
  ])('tells its Ingress controller %s', (_, exposure, props, annotations) => {
    expect(annotationsOf(exposure, props)).toEqual(annotations);
  });

  it('has a Service that controllers look at which look there', () => {
    const serviceAnnotations = { 'traefik.ingress.kubernetes.io/service.serversscheme': 'https' };
    const exposure = { type: ExposureType.INGRESS, host: 'kibana.example.com', serviceAnnotations };
    const manifests = manifestsOf({ exposure, ...tls });
    expect(only(manifests, 'Service').metadata.annotations).toEqual(serviceAnnotations);
    expect(only(manifests, 'Ingress').metadata.annotations).toBeUndefined();
  });

  it.each([[30561], [undefined]])('has a port of every node: %s', (nodePort) => {
    const exposure = { type: ExposureType.NODE_PORT, nodePort, annotations: { 'example.com/team': 'shop' } };
    const { metadata, spec } = only(manifestsOf({ exposure }), 'Service');
    expect(metadata.annotations).toEqual({ 'example.com/team': 'shop' });
    expect(spec).toEqual({
      type: 'NodePort',
      selector: { 'app.kubernetes.io/name': 'kibana', kibana: 'kibana' },
      ports: [{ name: 'http', port: 5601, protocol: 'TCP', targetPort: 'http', ...(nodePort ? { nodePort } : {}) }],
    });
    expect(policyOf({ exposure })).toEqual([{ ports: [{ port: 5601, protocol: 'TCP' }] }]);
  });

  it('has a load balancer for some address ranges', () => {
    const exposure = { type: ExposureType.LOAD_BALANCER, sourceRanges: ['192.0.2.0/24'] };
    expect(only(manifestsOf({ exposure }), 'Service').spec).toMatchObject({
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      ports: [{ name: 'http', port: 5601, protocol: 'TCP', targetPort: 'http' }],
    });
  });
});

describe('OpenSearchDashboards', () => {
  it('logs in as its own user, and shows its status to probes', () => {
    const manifests = dashboardsOf({ publicBaseUrl: 'https://logs.example.com' });
    expect(settingsOf(manifests)).toEqual({
      'server.name': 'opensearch-dashboards',
      'server.host': '0.0.0.0',
      'server.port': 5601,
      'opensearch.hosts': ['https://search.example.com'],
      'opensearch.username': 'kibanaserver',
      'opensearch.password': '${SECRET_PASSWORD}',
      'opensearch.ssl.verificationMode': 'full',
      'opensearch.requestHeadersAllowlist': ['authorization', 'securitytenant'],
      'opensearch_security.multitenancy.enabled': true,
      'opensearch_security.multitenancy.tenants.preferred': ['Global', 'Private'],
      'opensearch_security.cookie.password': '${SECRET_COOKIE}',
      'opensearch_security.cookie.secure': true,
      'opensearch_security.auth.unauthenticated_routes': ['/api/status'],
    });
    const [container] = podOf(manifests).containers;
    expect(container.image).toMatch(/\/opensearch-dashboards:/);
    expect(container.volumeMounts[0].mountPath).toBe(
      '/usr/share/opensearch-dashboards/config/opensearch_dashboards.yml',
    );
  });

  it('reaches what is outside at its port', () => {
    expect(only(dashboardsOf(), 'NetworkPolicy').spec.egress[1]).toEqual({ ports: [{ port: 443, protocol: 'TCP' }] });
  });

  it('is watched under a series and a name of its own', () => {
    const { alerts } = watched(
      (chart, metrics) => new OpenSearchDashboards(chart, 'Dashboards', { search: openSearch, metrics }),
    );
    expect(alerts(/Dashboards/).map(({ alert }) => alert)).toEqual([
      'OpensearchDashboardsDown',
      'OpenSearchDashboardsUnavailable',
    ]);
  });
});
