import { ApiObject } from 'cdk8s';
import { dump } from 'js-yaml';
import {
  Alertmanager,
  type AlertmanagerProps,
  AlertRouting,
  DeadMansSnitchReceiver,
  MonitoringStack,
  secretsTable,
} from '../../lib';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { container, manifestsOf, newRouting, slackFrom } from './alertmanager-app';

const kinds = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const flags = (props: Partial<AlertmanagerProps>, prefix: string): string[] =>
  container(manifestsOf(props)).args.filter((arg: string) => arg.startsWith(prefix));

describe('Alertmanager', () => {
  it('is these objects by default', () => {
    expect(kinds(manifestsOf())).toEqual([
      'ConfigMap alertmanager-credential-exporter',
      'PersistentVolumeClaim data-alertmanager-0',
      'PersistentVolumeClaim data-alertmanager-1',
      'StatefulSet alertmanager',
      'Service alertmanager',
      'Service alertmanager-headless',
      'PodDisruptionBudget alertmanager',
      'NetworkPolicy alertmanager',
    ]);
  });

  it('runs one replica alone like this', () => {
    expect(dump(container(manifestsOf({ replicas: 1 })))).toMatchInlineSnapshot(`
"args:
  - --config.file=/etc/alertmanager/config/alertmanager.yaml
  - --storage.path=/alertmanager
  - --data.retention=120h
  - --web.listen-address=:9093
  - --web.external-url=http://alertmanager.monitoring.svc:9093
  - --web.route-prefix=/
  - --enable-feature=receiver-name-in-metrics
  - --cluster.listen-address=
env:
  - name: POD_IP
    valueFrom:
      fieldRef:
        fieldPath: status.podIP
image: quay.io/prometheus/alertmanager:v0.34.0
imagePullPolicy: IfNotPresent
livenessProbe:
  failureThreshold: 10
  httpGet:
    path: /-/healthy
    port: web
  timeoutSeconds: 3
name: alertmanager
ports:
  - containerPort: 9093
    name: web
    protocol: TCP
  - containerPort: 9094
    name: mesh-tcp
    protocol: TCP
  - containerPort: 9094
    name: mesh-udp
    protocol: UDP
readinessProbe:
  failureThreshold: 10
  httpGet:
    path: /-/ready
    port: web
  periodSeconds: 5
  timeoutSeconds: 3
resources:
  limits:
    memory: 256Mi
  requests:
    cpu: 10m
    memory: 64Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
startupProbe:
  failureThreshold: 60
  httpGet:
    path: /-/ready
    port: web
  periodSeconds: 2
  timeoutSeconds: 3
volumeMounts:
  - mountPath: /etc/alertmanager/config
    name: config
    readOnly: true
  - mountPath: /alertmanager
    name: data
    subPath: alertmanager-db
  - mountPath: /etc/alertmanager/secrets/slack
    name: secret-0
    readOnly: true
  - mountPath: /etc/alertmanager/secrets/snitch
    name: secret-1
    readOnly: true
"
`);
  });

  it('listens to no mesh and has no disruption budget when it is alone', () => {
    expect(flags({ replicas: 1 }, '--cluster.')).toEqual(['--cluster.listen-address=']);
    expect(kinds(manifestsOf({ replicas: 1 }))).not.toContain('PodDisruptionBudget alertmanager');
  });

  it('has three replicas find one another, turn members of other meshes away, and go one at a time', () => {
    const peers = [0, 1, 2].map((i) => `--cluster.peer=alertmanager-${i}.alertmanager-headless.monitoring.svc:9094`);
    expect(flags({ replicas: 3 }, '--cluster.')).toEqual([
      '--cluster.listen-address=[$(POD_IP)]:9094',
      '--cluster.label=monitoring/alertmanager',
      '--cluster.reconnect-timeout=5m',
      ...peers,
    ]);
    const manifests = manifestsOf({ replicas: 3 });
    expect(only(manifests, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(only(manifests, 'Service', 'alertmanager-headless').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      ports: [{ name: 'web' }, { name: 'mesh-tcp' }, { name: 'mesh-udp', protocol: 'UDP' }],
    });
  });

  it('answers below the path of its external URL: probes, reloads, scrapes and alerts, too', () => {
    const externalUrl = 'https://example.com/alerts/';
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring');
    const { endpoint } = new Alertmanager(chart, 'Alertmanager', { routing: newRouting(), metrics, externalUrl });
    const manifests = synth(chart).filter(({ metadata }) => metadata.name === 'alertmanager');
    const main = container(manifests);
    expect(main.args).toEqual(
      expect.arrayContaining([`--web.external-url=${externalUrl}`, '--web.route-prefix=/alerts']),
    );
    expect(
      ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => [probe, main[probe].httpGet.path]),
    ).toEqual([
      ['startupProbe', '/alerts/-/ready'],
      ['livenessProbe', '/alerts/-/healthy'],
      ['readinessProbe', '/alerts/-/ready'],
    ]);
    expect(container(manifests, 'config-reloader').args).toContain(
      '--reload-url=http://127.0.0.1:9093/alerts/-/reload',
    );
    expect(endpoint).toMatchObject({ dnsName: 'alertmanager-headless.monitoring.svc', pathPrefix: '/alerts' });
    const { jobs, alertmanagers } = metrics.prometheus.config(0);
    expect(jobs.find(({ name }) => name === 'alertmanager')?.path).toBe('/alerts/metrics');
    expect(alertmanagers).toEqual([endpoint]);
  });

  it('selects its pods by labels that no setting but the name changes', () => {
    const { selector } = only(manifestsOf({ replicas: 5 }), 'StatefulSet').spec;
    expect(selector).toEqual({
      matchLabels: { 'app.kubernetes.io/name': 'alertmanager', alertmanager: 'alertmanager' },
    });
  });

  it('finds its members by the name that another storage gives the StatefulSet, below the same Service', () => {
    expect(flags({ storageClassName: 'gp3' }, '--cluster.peer=')).toEqual(
      [0, 1].map((i) => `--cluster.peer=alertmanager-gp3-${i}.alertmanager-headless.monitoring.svc:9094`),
    );
    const manifests = manifestsOf({ storageClassName: 'gp3' });
    expect(only(manifests, 'StatefulSet', 'alertmanager-gp3').spec.serviceName).toBe('alertmanager-headless');
  });

  it('is found as an object, for what props do not cover', () => {
    const alertmanager = new Alertmanager(newChart(), 'Alertmanager', { routing: newRouting() });
    expect(ApiObject.of(alertmanager).kind).toBe('StatefulSet');
  });

  it('refuses to guess a namespace', () => {
    const chart = newChart(null);
    expect(messageOf(() => new Alertmanager(chart, 'Alertmanager', { routing: newRouting() }))).toBe(
      "chart/Alertmanager: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

describe('credentials', () => {
  /** What is said after the Alertmanager is there already. */
  function withLateRoute() {
    const chart = newChart();
    const routing = new AlertRouting(chart, 'Routing', {
      defaultReceiver: slackFrom('slack'),
      heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'snitch', key: 'url' } }),
    });
    new Alertmanager(chart, 'Alertmanager', { routing, replicas: 1 });
    routing.addRoute({ matchers: ['team="shop"'], receiver: slackFrom('late') });
    return { chart, manifests: synth(chart) };
  }

  it('are mounted Secret by Secret, none of which the pod waits for, also those of a route added later', () => {
    const { manifests } = withLateRoute();
    const { volumes } = only(manifests, 'StatefulSet').spec.template.spec;
    const secrets = volumes.flatMap(({ name, secret }: Manifest) => (name.startsWith('secret-') ? [secret] : []));
    expect(secrets).toEqual(
      ['late', 'slack', 'snitch'].map((secretName) => ({ secretName, optional: true, defaultMode: 0o440 })),
    );
    for (const name of ['alertmanager', 'credential-exporter']) {
      const paths = container(manifests, name).volumeMounts.map(({ mountPath }: Manifest) => mountPath);
      expect(paths.filter((path: string) => path.includes('/secrets/'))).toEqual(
        ['late', 'slack', 'snitch'].map((secret) => `/etc/alertmanager/secrets/${secret}`),
      );
    }
  });

  it('are not mounted where nothing needs them: the reloader sees the configuration alone', () => {
    expect(container(withLateRoute().manifests, 'config-reloader').volumeMounts).toEqual([
      { name: 'config', mountPath: '/etc/alertmanager/config', readOnly: true },
    ]);
  });

  it('are listed for whoever has to provide them', () => {
    expect(secretsTable(withLateRoute().chart)).toBe(
      [
        'namespace\tsecret\tkey\tprovision\tpurpose',
        'monitoring\tlate\turl\tvalue\tincoming webhook URL of Slack, receiver late',
        'monitoring\tslack\turl\tvalue\tincoming webhook URL of Slack, receiver slack',
        "monitoring\tsnitch\turl\tvalue\tcheck-in URL of the dead man's switch, receiver heartbeat",
        '',
      ].join('\n'),
    );
  });
});

describe('two of them in one chart', () => {
  const two = (names: readonly [string, string]) => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring');
    const alertmanagers = names.map((name, i) => {
      const secretName = `routing-${i}`;
      const routing = new AlertRouting(chart, `Routing${i}`, {
        defaultReceiver: slackFrom('slack'),
        heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'snitch', key: 'url' } }),
        secretName,
      });
      return new Alertmanager(chart, `Alertmanager${i}`, { routing, metrics, name });
    });
    return { metrics, alertmanagers, manifests: synth(chart) };
  };

  it('work side by side on one MonitoringStack: jobs, rules and endpoints of each', () => {
    const { metrics, alertmanagers, manifests } = two(['alertmanager', 'second']);
    const config = metrics.prometheus.config(0);
    expect(config.jobs.map(({ name }) => name)).toEqual([
      'prometheus',
      'prometheus-config-reloader',
      'kubernetes-pods',
      ...['alertmanager', 'second'].flatMap((name) => [name, `${name}-config-reloader`, `${name}-credentials`]),
    ]);
    expect(config.alertmanagers).toEqual(alertmanagers.map(({ endpoint }) => endpoint));
    const files = Object.keys(only(manifests, 'ConfigMap', 'prometheus-rules-0').data);
    expect(files.filter((file) => file.startsWith('alertmanager'))).toEqual([
      'alertmanager.rules.second.yaml',
      'alertmanager.rules.yaml',
    ]);
  });

  it('are refused when they have one name', () => {
    expect(messageOf(() => two(['alertmanager', 'alertmanager']))).toBe(
      "chart/Monitoring/Prometheus: scrape job 'alertmanager' exists already; give each job a name of its own",
    );
  });
});
