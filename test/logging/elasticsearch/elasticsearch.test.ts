import { spawnSync } from 'node:child_process';
import { dump } from 'js-yaml';
import {
  Elasticsearch,
  type ElasticsearchProps,
  expectedSecrets,
  Images,
  MonitoringStack,
  secretsTable,
} from '../../../lib';
import { ElasticsearchMmap } from '../../../lib/logging/elasticsearch/mmap';
import { strictSchemas } from '../../tools/schemas';
import { type Manifest, newChart, only, synth } from '../../tools/synth';
import { watched } from '../../tools/watched';

const manifestsOf = (props: ElasticsearchProps = {}): Manifest[] => {
  const chart = newChart('logging');
  new Elasticsearch(chart, 'Elasticsearch', props);
  return synth(chart);
};
const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const podOf = (props: ElasticsearchProps = {}, name = 'elasticsearch') =>
  only(manifestsOf(props), 'StatefulSet', name).spec.template.spec;
const memberOf = (props: ElasticsearchProps = {}, name?: string) => podOf(props, name).containers[0];
const settingsOf = (props: ElasticsearchProps = {}, name?: string): Record<string, string> =>
  Object.fromEntries(
    memberOf(props, name).args.map((arg: string) => arg.replace('-E', '').split(/=(.*)/s).slice(0, 2)),
  );
const envOf = (props: ElasticsearchProps = {}, name?: string): Record<string, string> =>
  Object.fromEntries(memberOf(props, name).env.map((each: Manifest) => [each.name, each.value]));
const TWO = { nodes: 2, tiebreaker: true };

describe('Elasticsearch', () => {
  it('is these objects by default', () => {
    expect(kinds(manifestsOf())).toEqual([
      'PersistentVolumeClaim data-elasticsearch-0',
      'StatefulSet elasticsearch',
      'Service elasticsearch',
      'Service elasticsearch-headless',
      'NetworkPolicy elasticsearch',
    ]);
  });

  it('is these objects with two members, a tiebreaker, an issuer and a Prometheus', () => {
    const { manifests } = watched(
      (chart, metrics) =>
        new Elasticsearch(chart, 'Elasticsearch', { ...TWO, metrics, issuer: { name: 'ca', kind: 'ClusterIssuer' } }),
    );
    expect(kinds(manifests).filter((name) => name.includes('elasticsearch'))).toEqual([
      'Certificate elasticsearch-http-tls',
      'Certificate elasticsearch-transport-tls',
      'PersistentVolumeClaim data-elasticsearch-0',
      'PersistentVolumeClaim data-elasticsearch-1',
      'StatefulSet elasticsearch',
      'PersistentVolumeClaim data-elasticsearch-tiebreaker-0',
      'StatefulSet elasticsearch-tiebreaker',
      'Service elasticsearch',
      'Service elasticsearch-headless',
      'PodDisruptionBudget elasticsearch',
      'NetworkPolicy elasticsearch',
      'Deployment elasticsearch-exporter',
      'NetworkPolicy elasticsearch-exporter',
    ]);
  });

  it.each(['1.27', '1.34'] as const)('writes manifests that Kubernetes %s knows', (release) => {
    const { manifests } = watched((chart, metrics) => new Elasticsearch(chart, 'Elasticsearch', { ...TWO, metrics }));
    expect(manifests.flatMap(strictSchemas(release))).toEqual([]);
  });

  it('starts every member with these settings', () => {
    expect(dump(settingsOf({ nodes: 3 }))).toMatchInlineSnapshot(`
"cluster.name: elasticsearch
node.name: $(POD_NAME)
network.host: 0.0.0.0
discovery.seed_hosts: elasticsearch-headless.logging.svc
node.store.allow_mmap: 'false'
xpack.security.enabled: 'true'
xpack.security.autoconfiguration.enabled: 'false'
xpack.security.http.ssl.enabled: 'true'
xpack.security.http.ssl.key: http/tls.key
xpack.security.http.ssl.certificate: http/tls.crt
xpack.security.http.ssl.certificate_authorities: http/ca.crt
xpack.security.transport.ssl.enabled: 'true'
xpack.security.transport.ssl.key: transport/tls.key
xpack.security.transport.ssl.certificate: transport/tls.crt
xpack.security.transport.ssl.certificate_authorities: transport/ca.crt
xpack.security.transport.ssl.verification_mode: certificate
"
`);
  });

  it('lets those with data found a new cluster, all of them together', () => {
    expect(envOf().INITIAL_MASTER_NODES).toBe('elasticsearch-0');
    expect(envOf({ nodes: 3, storageClassName: 'gp3' }, 'elasticsearch-gp3').INITIAL_MASTER_NODES).toBe(
      'elasticsearch-gp3-0,elasticsearch-gp3-1,elasticsearch-gp3-2',
    );
    expect(envOf(TWO).INITIAL_MASTER_NODES).toBe('elasticsearch-0,elasticsearch-1');
    expect(envOf(TWO, 'elasticsearch-tiebreaker').INITIAL_MASTER_NODES).toBe('');
  });

  it('has a tiebreaker only vote, small, and reached by members alone', () => {
    const name = 'elasticsearch-tiebreaker';
    expect(settingsOf(TWO, name)['node.roles']).toBe('master,voting_only');
    expect(settingsOf(TWO)['node.roles']).toBeUndefined();
    expect(memberOf(TWO, name).resources.limits).toEqual({ memory: '768Mi' });
    const manifests = manifestsOf(TWO);
    const { labels } = only(manifests, 'StatefulSet', name).spec.template.metadata;
    const selects = (selector: object) => Object.entries(selector).every(([key, value]) => labels[key] === value);
    expect(selects(only(manifests, 'Service', 'elasticsearch').spec.selector)).toBe(false);
    expect(selects(only(manifests, 'Service', 'elasticsearch-headless').spec.selector)).toBe(true);
    expect(selects(only(manifests, 'PodDisruptionBudget').spec.selector.matchLabels)).toBe(true);
    expect(selects(only(manifests, 'NetworkPolicy').spec.podSelector.matchLabels)).toBe(true);
    expect(selects(only(manifests, 'StatefulSet', 'elasticsearch').spec.selector.matchLabels)).toBe(false);
    expect(only(manifests, 'StatefulSet', name).spec.serviceName).toBe('elasticsearch-headless');
  });

  it('rolls one member after the other, each with time to end and to open its indices', () => {
    const { spec } = only(manifestsOf({ nodes: 3 }), 'StatefulSet');
    expect(spec).toMatchObject({ podManagementPolicy: 'Parallel', serviceName: 'elasticsearch-headless' });
    expect(spec.updateStrategy).toBeUndefined();
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(180);
    const { startupProbe, livenessProbe, readinessProbe } = spec.template.spec.containers[0];
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(900);
    expect(livenessProbe).toMatchObject({ tcpSocket: { port: 'http' }, periodSeconds: 10, failureThreshold: 18 });
    expect(readinessProbe.exec.command[2]).toContain('wait_for_status=green');
  });

  it('rolls when a setting changes', () => {
    const more = { 'cluster.max_shards_per_node': '2000' };
    expect(settingsOf({ settings: more })).toMatchObject(more);
    expect(only(manifestsOf({ settings: more }), 'StatefulSet').spec.template).not.toEqual(
      only(manifestsOf(), 'StatefulSet').spec.template,
    );
  });

  it('runs as the user of the image, with nothing writable but its own folders', () => {
    const { securityContext, containers, volumes } = podOf();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 });
    expect(containers).toHaveLength(1);
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const writable = containers[0].volumeMounts.filter(({ readOnly }: Manifest) => !readOnly);
    expect(writable.map(({ mountPath }: Manifest) => mountPath)).toEqual([
      '/usr/share/elasticsearch/data',
      '/etc/elasticsearch',
      '/usr/share/elasticsearch/logs',
      '/tmp',
    ]);
    expect(volumes.find(({ name }: Manifest) => name === 'config').emptyDir.medium).toBe('Memory');
  });

  it('keeps passwords out of arguments, variables and manifests', () => {
    const text = JSON.stringify(manifestsOf(TWO));
    expect(text).not.toMatch(/ELASTIC_PASSWORD|"Secret"/);
    const { projected } = podOf().volumes.find(({ name }: Manifest) => name === 'passwords');
    expect(projected.sources).toEqual([
      { secret: { name: 'elasticsearch-users', items: [{ key: 'elastic', path: 'elastic' }] } },
      { secret: { name: 'elasticsearch-users', items: [{ key: 'monitor', path: 'monitor' }] } },
    ]);
  });

  it('runs scripts that bash takes', () => {
    const scripts = ['elasticsearch', 'elasticsearch-tiebreaker'].flatMap((name) => {
      const { command, readinessProbe, lifecycle } = memberOf(TWO, name);
      return [command, readinessProbe.exec.command, lifecycle.preStop.exec.command].map(([, , script]) => script);
    });
    const said = scripts.map((input) => spawnSync('bash', ['-n'], { encoding: 'utf8', input }).stderr);
    expect(said).toEqual(scripts.map(() => ''));
    expect(new Set(scripts).size).toBe(4);
  });

  it('maps index files only where the nodes were made for it', () => {
    expect(settingsOf()['node.store.allow_mmap']).toBe('false');
    expect(settingsOf({ mmap: ElasticsearchMmap.NODE_TUNED })['node.store.allow_mmap']).toBeUndefined();
  });

  it('keeps members apart, as a wish or as a must', () => {
    const labelSelector = { matchLabels: { elasticsearch: 'elasticsearch' } };
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector };
    expect(podOf({ nodes: 3 }).affinity.podAntiAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
    });
    expect(podOf({ nodes: 3, requireSeparateNodes: true }).affinity.podAntiAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [term],
    });
  });

  it('expects passwords and certificates that a script can make', () => {
    const chart = newChart('logging');
    new Elasticsearch(chart, 'Elasticsearch', {});
    const http =
      'certificate elasticsearch.logging.svc,elasticsearch.logging.svc.cluster.local,elasticsearch.logging,elasticsearch,*.elasticsearch-headless.logging.svc,localhost';
    const transport = 'certificate *.elasticsearch-headless.logging.svc';
    const rows = secretsTable(chart).trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split('\t').slice(1, 4))).toEqual([
      ['elasticsearch-http-tls', 'ca.crt', http],
      ['elasticsearch-http-tls', 'tls.crt', http],
      ['elasticsearch-http-tls', 'tls.key', http],
      ['elasticsearch-transport-tls', 'ca.crt', transport],
      ['elasticsearch-transport-tls', 'tls.crt', transport],
      ['elasticsearch-transport-tls', 'tls.key', transport],
      ['elasticsearch-users', 'elastic', 'random'],
      ['elasticsearch-users', 'monitor', 'random'],
    ]);
    expect(rows.slice(3, 6).map((row) => row.split('\t')[4])).toEqual([
      'authority of the certificate that members of elasticsearch show each other',
      'certificate that members of elasticsearch show each other',
      'private key of the certificate that members of elasticsearch show each other',
    ]);
  });

  it.each(['9.1.0', '9.2', '10.0.1', '9.5.4-ours', 'stable'])('runs an image of version %s', (version) => {
    const image = `example.com/es:${version}`;
    const images = new Images({ overrides: { elasticsearch: image } });
    expect(memberOf({ images }).image).toBe(image);
  });

  it('takes settings that only speak of credentials', () => {
    const settings = {
      'xpack.security.authc.password_hashing.algorithm': 'pbkdf2',
      'xpack.security.authc.token.enabled': 'true',
      'xpack.security.authc.api_key.cache.ttl': '12h',
    };
    expect(settingsOf({ settings })).toMatchObject(settings);
  });

  it('leaves certificates to cert-manager if it is told an issuer', () => {
    const chart = newChart('logging');
    new Elasticsearch(chart, 'Elasticsearch', { issuer: { name: 'logs-ca' } });
    const made = expectedSecrets(chart).filter(({ certManager }) => certManager !== undefined);
    expect(made.map(({ secret, certManager }) => [certManager, secret.name, secret.key])).toEqual(
      ['elasticsearch-http-tls', 'elasticsearch-transport-tls'].flatMap((name) =>
        ['ca.crt', 'tls.crt', 'tls.key'].map((key) => [name, name, key]),
      ),
    );
    expect(only(synth(chart), 'Certificate', 'elasticsearch-transport-tls').spec).toEqual({
      secretName: 'elasticsearch-transport-tls',
      dnsNames: ['*.elasticsearch-headless.logging.svc'],
      usages: ['digital signature', 'server auth', 'client auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { name: 'logs-ca', kind: 'Issuer', group: 'cert-manager.io' },
    });
  });

  it('says as an endpoint where it is, whom to trust and who may set it up', () => {
    const { engine, url, dataNodes, ca, admin, pods, namespace } = new Elasticsearch(newChart('logging'), 'E', TWO);
    expect({ engine, url, dataNodes, ca, admin, pods, namespace }).toEqual({
      engine: 'elasticsearch',
      url: 'https://elasticsearch.logging.svc:9200',
      dataNodes: 2,
      ca: { name: 'elasticsearch-http-tls', key: 'ca.crt' },
      admin: { username: 'elastic', password: { name: 'elasticsearch-users', key: 'elastic' } },
      pods: {
        namespace: 'logging',
        labels: { 'app.kubernetes.io/name': 'elasticsearch', elasticsearch: 'elasticsearch' },
      },
      namespace: 'logging',
    });
  });

  it('lets in members and those named, also later, and members out to one another', () => {
    const chart = newChart('logging');
    const peer = (app: string) => ({ namespace: 'agents', labels: { app } });
    const elasticsearch = new Elasticsearch(chart, 'Elasticsearch', { accessFrom: [peer('first')] });
    elasticsearch.allowFrom(peer('later'));
    const { ingress, egress } = only(synth(chart), 'NetworkPolicy').spec;
    const shown = (rules: Manifest[], side: string) =>
      rules.map((rule) => [rule[side]?.[0].podSelector.matchLabels, rule.ports.map(({ port }: Manifest) => port)]);
    expect(shown(ingress, 'from')).toEqual([
      [{ elasticsearch: 'elasticsearch' }, [9200, 9300]],
      [{ app: 'first' }, [9200]],
      [{ app: 'later' }, [9200]],
    ]);
    expect(shown(egress, 'to')).toEqual([
      [undefined, [53, 53]],
      [{ elasticsearch: 'elasticsearch' }, [9200, 9300]],
    ]);
  });

  it.each([
    [{}, 13_000],
    [{ nodes: 3, settings: { 'cluster.max_shards_per_node': '2000' } }, 75_000],
    [{ sampleLimit: 90_000 }, 90_000],
  ])('lets the exporter bring what all indices come to that %j may hold: %s', (props, limit) => {
    const { job } = watched((chart, metrics) => new Elasticsearch(chart, 'Elasticsearch', { ...props, metrics }));
    const { sample_limit, metric_relabel_configs } = job('elasticsearch-exporter');
    expect(sample_limit).toBe(limit);
    const dropped = new RegExp(`^(?:${metric_relabel_configs[0].regex})$`);
    const series = (name: string) => `elasticsearch_${name};logstash-2030.01.31`;
    expect(metric_relabel_configs[0]).toMatchObject({ source_labels: ['__name__', 'index'], action: 'drop' });
    expect(dropped.test(series('indices_segment_count_total'))).toBe(true);
    expect(dropped.test(series('index_stats_merge_time_seconds_total'))).toBe(true);
    expect(dropped.test(series('indices_docs_primary'))).toBe(false);
    expect(dropped.test(series('indices_store_size_bytes_total'))).toBe(false);
    expect(dropped.test('elasticsearch_indices_segments_count;')).toBe(false);
  });

  it('has rules for the watermarks and the limit of shards that its settings say', () => {
    const settings = {
      'cluster.routing.allocation.disk.watermark.low': '100gb',
      'cluster.routing.allocation.disk.watermark.flood_stage.max_headroom': '40gb',
      'cluster.max_shards_per_node': '2000',
    };
    const { alerts } = watched((chart, metrics) => new Elasticsearch(chart, 'Elasticsearch', { settings, metrics }));
    const exprOf = (alert: string) => alerts(new RegExp(`^Elasticsearch${alert}$`))[0].expr;
    expect(exprOf('DiskLowWatermark')).toMatch(/ < 100 \* 1024 \^ 3$/);
    expect(exprOf('DiskHighWatermark')).toMatch(/> 0\.9\s+and .* < 150 \* 1024 \^ 3$/);
    expect(exprOf('DiskFloodStage')).toMatch(/> 0\.95\s+and .* < 40 \* 1024 \^ 3$/);
    expect(exprOf('ShardLimitNear')).toContain('* 2000)');
  });

  it('is watched through an exporter that logs in as the user who may only look', () => {
    const { job, alerts, manifests } = watched(
      (chart, metrics) => new Elasticsearch(chart, 'Elasticsearch', { ...TWO, metrics }),
    );
    // Three members, two of which hold shards.
    expect(job('elasticsearch-exporter')).toMatchObject({ sample_limit: 27_000, label_limit: 60 });
    const names = alerts(/^Elasticsearch/).map(({ alert }) => alert);
    expect(names).toContain('ElasticsearchExporterDown');
    expect(names).toHaveLength(15);
    expect(alerts(/^ElasticsearchTooFewNodesRunning$/)[0].expr).toContain('< 3');
    const [container] = only(manifests, 'Deployment').spec.template.spec.containers;
    expect(container.args).toContain('--es.uri=https://elasticsearch.monitoring.svc:9200');
    expect(container.args).toEqual(expect.arrayContaining(['--es.data_stream', '--log.output=stderr']));
    expect(container.command.slice(0, 3)).toEqual([
      '/bin/sh',
      '-c',
      'exec /bin/elasticsearch_exporter "$@" >/dev/null',
    ]);
    expect(container.env).toEqual([
      { name: 'ES_USERNAME', value: 'monitor' },
      { name: 'ES_PASSWORD', valueFrom: { secretKeyRef: { name: 'elasticsearch-users', key: 'monitor' } } },
    ]);
    const { ingress } = only(manifests, 'NetworkPolicy', 'elasticsearch').spec;
    expect(ingress[1].from[0].podSelector.matchLabels).toEqual(only(manifests, 'Deployment').spec.selector.matchLabels);
  });

  it('leaves rules out, or points their runbooks elsewhere', () => {
    const alertsOf = (props: ElasticsearchProps) =>
      watched((chart, metrics) => new Elasticsearch(chart, 'E', { metrics, ...props })).alerts(/^Elasticsearch/);
    // That on the job without a target is the only one left.
    expect(alertsOf({ defaultRules: false })).toHaveLength(1);
    const [down] = alertsOf({ runbookBaseUrl: 'https://wiki.example.com' }).filter(
      ({ alert }) => alert === 'ElasticsearchDown',
    );
    expect(down.annotations.runbook_url).toBe('https://wiki.example.com/elasticsearch/elasticsearchdown');
  });

  it('is there twice in one chart under two names', () => {
    const chart = newChart('logging');
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new Elasticsearch(chart, 'A', { metrics });
    new Elasticsearch(chart, 'B', { metrics, name: 'audit', nodes: 3, images: Images.UPSTREAM });
    expect(kinds(synth(chart)).filter((name) => /^StatefulSet (?:elastic|audit)/.test(name))).toEqual([
      'StatefulSet elasticsearch',
      'StatefulSet audit',
    ]);
  });
});
