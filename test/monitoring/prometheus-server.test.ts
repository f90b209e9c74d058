import { ApiObject } from 'cdk8s';
import { load } from 'js-yaml';
import { PrometheusServer, type PrometheusServerProps, Severity } from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';

function server(props: PrometheusServerProps = {}): { prometheus: PrometheusServer; manifests: () => Manifest[] } {
  const chart = newChart();
  const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, ...props });
  return { prometheus, manifests: () => synth(chart) };
}

const manifestsOf = (props?: PrometheusServerProps) => server(props).manifests();
const kinds = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const args = (manifests: Manifest[]): string[] => only(manifests, 'StatefulSet').spec.template.spec.containers[0].args;
const configOf = (manifests: Manifest[], name = 'prometheus-config') =>
  load(only(manifests, 'ConfigMap', name).data['prometheus.yml']) as Manifest;

const job = { name: 'web', pods: { namespaces: ['shop'], labels: { app: 'web' }, port: 'metrics' } };
const alert = (name: string, expr = 'up == 0') => ({
  alert: name,
  expr,
  severity: Severity.WARNING,
  summary: 's',
  description: 'd',
  runbookUrl: 'https://runbooks.example.com/x',
});

describe('PrometheusServer', () => {
  it('is these objects by default', () => {
    expect(kinds(manifestsOf())).toEqual([
      'ConfigMap prometheus-rules-0',
      'ServiceAccount prometheus',
      'ConfigMap prometheus-config',
      'PersistentVolumeClaim data-prometheus-0',
      'StatefulSet prometheus',
      'Service prometheus',
      'Service prometheus-headless',
      'NetworkPolicy prometheus',
      'Role prometheus',
      'RoleBinding prometheus',
    ]);
  });

  it('hands retention and sizes to the server, and keeps a fifth of the volume free by default', () => {
    expect(args(manifestsOf())).toEqual(
      expect.arrayContaining(['--storage.tsdb.retention.time=15d', '--storage.tsdb.retention.size=16384MB']),
    );
    expect(args(manifestsOf({ retention: '5d', retentionSize: '10GiB' }))).toEqual(
      expect.arrayContaining(['--storage.tsdb.retention.time=5d', '--storage.tsdb.retention.size=10GiB']),
    );
  });

  it('answers below the path of its external URL, probes and reloads included', () => {
    const { containers } = only(manifestsOf({ externalUrl: 'https://example.com/prometheus/' }), 'StatefulSet').spec
      .template.spec;
    expect(containers[0].args).toEqual(expect.arrayContaining(['--web.route-prefix=/prometheus']));
    expect(containers[0].readinessProbe.httpGet.path).toBe('/prometheus/-/ready');
    expect(containers[1].args).toEqual(
      expect.arrayContaining(['--reload-url=http://127.0.0.1:9090/prometheus/-/reload']),
    );
  });

  it('reads only the namespaces that its jobs name', () => {
    const { prometheus, manifests } = server();
    prometheus.addScrapeJob(job);
    const roles = manifests().filter(({ kind }) => kind === 'Role');
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['monitoring', 'shop']);
    for (const { rules } of roles) {
      expect(rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
    }
    expect(kinds(manifests())).not.toContain('ClusterRole monitoring:prometheus');
  });

  it('reads the whole cluster when a job names no namespace, by a role without one itself', () => {
    const { prometheus, manifests } = server();
    prometheus.addScrapeJob({ name: 'pods', annotatedPods: {} });
    expect(only(manifests(), 'ClusterRole').metadata.namespace).toBeUndefined();
    expect(only(manifests(), 'ClusterRoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' },
    ]);
  });

  it('opens the way to just the pods and ports of its jobs', () => {
    const { prometheus, manifests } = server({ apiServerCidrs: ['10.0.0.1/32'] });
    prometheus.addScrapeJob(job);
    const { egress } = only(manifests(), 'NetworkPolicy').spec;
    expect(egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '10.0.0.1/32' } }],
      ports: [
        { port: 443, protocol: 'TCP' },
        { port: 6443, protocol: 'TCP' },
      ],
    });
    expect(egress.at(-1)).toEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: { matchLabels: { app: 'web' } },
        },
      ],
      ports: [{ port: 'metrics', protocol: 'TCP' }],
    });
  });

  it('sends alerts to every Alertmanager that is given or added, without the replica label', () => {
    const { prometheus, manifests } = server({
      withoutAlertmanager: false,
      alertmanagers: [{ addresses: ['10.0.0.1:9093'] }],
    });
    prometheus.addAlertmanager({ dnsName: 'alertmanager-headless.monitoring.svc' });
    const { alerting, global } = configOf(manifests());
    expect(alerting.alertmanagers).toHaveLength(2);
    expect(alerting.alert_relabel_configs).toEqual([{ regex: 'prometheus_replica', action: 'labeldrop' }]);
    expect(global.external_labels.prometheus_replica).toBe('${POD_NAME}');
  });

  it('brings an alert on the absence of each job, also of those added later', () => {
    const { prometheus, manifests } = server();
    prometheus.addScrapeJob(job);
    const groups = load(only(manifests(), 'ConfigMap', 'prometheus-rules-0').data['absent-jobs.yaml']) as Manifest;
    expect(groups.groups[0].rules.map((rule: Manifest) => rule.alert)).toEqual([
      'PrometheusDown',
      'PrometheusConfigReloaderDown',
      'WebDown',
    ]);
  });

  it('takes a group a second time where nothing in it differs, and refuses another of that name', () => {
    const { prometheus, manifests } = server();
    const group = () => ({ name: 'web', alerts: [alert('WebSlow')] });
    prometheus.addRules(group());
    prometheus.addRules(group());
    const files = only(manifests(), 'ConfigMap', 'prometheus-rules-0').data;
    expect(Object.keys(files)).toEqual(['absent-jobs.yaml', 'web.yaml']);
    expect(messageOf(() => prometheus.addRules({ ...group(), interval: '1m' }))).toContain("group 'web' is there");
  });

  it('spreads targets over shards, each with its own claim, configuration and Service', () => {
    const { prometheus, manifests } = server({ shards: 2 });
    prometheus.addScrapeJob(job);
    expect(kinds(manifests()).filter((name) => /^(StatefulSet|Service|PersistentVolumeClaim) /.test(name))).toEqual([
      'PersistentVolumeClaim data-prometheus-0',
      'StatefulSet prometheus',
      'Service prometheus',
      'Service prometheus-headless',
      'PersistentVolumeClaim data-prometheus-shard-1-0',
      'StatefulSet prometheus-shard-1',
      'Service prometheus-shard-1',
      'Service prometheus-shard-1-headless',
    ]);
    expect(configOf(manifests())).not.toEqual(configOf(manifests(), 'prometheus-shard-1-config'));
  });

  it('refuses a rule that needs the series of several shards', () => {
    const { prometheus, manifests } = server({ shards: 2 });
    prometheus.addScrapeJob(job);
    prometheus.addRules({ name: 'web', alerts: [alert('WebTooFew', 'count(up{job="web"}) < 3')] });
    expect(messageOf(manifests)).toContain('WebTooFew');
  });

  it('writes rules that outgrow one ConfigMap into the next one, which the pods mount already', () => {
    const big = (name: string) => ({ name, alerts: Array.from({ length: 400 }, (_, i) => alert(`${name}${i}`)) });
    const one = server();
    const two = server();
    one.prometheus.addRules(big('A'));
    two.prometheus.addRules(big('A'), big('B'), big('C'));
    expect(only(two.manifests(), 'StatefulSet').spec.template).toEqual(
      only(one.manifests(), 'StatefulSet').spec.template,
    );
    const maps = two.manifests().filter(({ metadata }) => /rules/.test(metadata.name));
    expect(maps.length).toBeGreaterThan(1);
    for (const map of maps) expect(JSON.stringify(map).length).toBeLessThan(262_144);
  });

  it('is found as an object, for what props do not cover', () => {
    const { prometheus } = server();
    expect(ApiObject.of(prometheus).kind).toBe('StatefulSet');
  });

  it('can stand twice in one chart under two names, and says so when the names are one', () => {
    const twice = (names: [string, string]) => {
      const chart = newChart();
      for (const name of names)
        new PrometheusServer(chart, `Server-${names.indexOf(name)}${chart.node.children.length}`, {
          name,
          withoutAlertmanager: true,
        });
      return synth(chart);
    };
    expect(twice(['a', 'b']).filter(({ kind }) => kind === 'StatefulSet')).toHaveLength(2);
    expect(messageOf(() => twice(['a', 'a']))).toContain("are both the StatefulSet 'a' of namespace 'monitoring'");
  });

  it('refuses to guess a namespace', () => {
    expect(messageOf(() => new PrometheusServer(newChart(null), 'Prometheus'))).toBe(
      "chart/Prometheus: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});
