import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import {
  Alertmanager,
  AlertRouting,
  addSyncWaves,
  ClusterTargets,
  DeadMansSnitchReceiver,
  KubeStateMetrics,
  LoggingStack,
  MetricsServer,
  MonitoringStack,
  NginxDemo,
  NodeExporter,
  ObservabilityNamespace,
  PodSecurityLevel,
  SlackReceiver,
  secretsTable,
} from './lib';

/**
 * The default cluster: what `kubectl apply -f dist/` installs. Every chart is one file in dist/; files are applied in
 * the order of their names, so the one with the namespaces comes first.
 */
const app = new App();
const namespace = 'monitoring';
/** Name of this cluster: the label `cluster` of every series and alert. */
const cluster = 'default';
/**
 * Links in messages begin with these. They open with `kubectl port-forward` as the README shows; put the public URLs
 * here once there are some.
 */
const externalUrls = { prometheus: 'http://localhost:9090', alertmanager: 'http://localhost:9093' };

/**
 * Whether kubelets show certificates of the cluster's own authority: they do on EKS, GKE and AKS; those of kubeadm sign
 * theirs themselves unless `serverTLSBootstrap` is on.
 */
const verifyKubelets = false;

/** Whether to run an nginx with its exporter and a little load, to see how an app is watched. */
const withDemo: boolean = false;

const namespaces = new Chart(app, '00-namespaces');
// Where the namespace exists already, remove this; one that this made stays when it is removed.
new ObservabilityNamespace(namespaces, 'Monitoring', { name: namespace });
// For pods that look into their node, as no stricter level lets them.
const nodeAgents = new ObservabilityNamespace(namespaces, 'NodeAgents', {
  name: 'node-agents',
  podSecurity: PodSecurityLevel.PRIVILEGED,
});

new ObservabilityNamespace(namespaces, 'Logging', { name: 'logging' });

const monitoring = new MonitoringStack(new Chart(app, 'monitoring', { namespace }), 'Monitoring', {
  cluster,
  externalUrl: externalUrls.prometheus,
  retention: '15d',
  storageSize: '20Gi',
});

const targets = new Chart(app, 'targets', { namespace });
new ClusterTargets(targets, 'Cluster', { metrics: monitoring, verifyKubelets });
new KubeStateMetrics(targets, 'KubeStateMetrics', { metrics: monitoring });
// A cluster has one resource metrics API: where `kubectl top` works already, remove this.
new MetricsServer(targets, 'MetricsServer', { metrics: monitoring, kubeletInsecureTls: !verifyKubelets });
new NodeExporter(new Chart(app, 'node-agents', { namespace: nodeAgents.name }), 'NodeExporter', {
  metrics: monitoring,
});

// The logs of all containers, kept for a week on one node: with three `nodes` one may fail. Some lines can go elsewhere, stay
// longer or be dropped: `routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }]`.
new LoggingStack(new Chart(app, 'logging', { namespace: 'logging' }), 'Logging', {
  metrics: monitoring,
  agentNamespace: nodeAgents.name,
  elasticsearch: { nodes: 1, storageSize: '20Gi' },
  agent: { nodeLogRate: '256Ki', maxOutage: '1h' },
  retention: '7d',
});

if (withDemo) {
  const demo = new ObservabilityNamespace(namespaces, 'Demo', { name: 'nginx-demo' });
  new NginxDemo(new Chart(app, 'nginx-demo', { namespace: demo.name }), 'Demo', { metrics: monitoring });
}

const alerting = new Chart(app, 'alerting', { namespace });
const routing = new AlertRouting(alerting, 'Routing', {
  defaultReceiver: new SlackReceiver('slack', {
    channel: '#alerts',
    apiUrl: { name: 'alertmanager-slack', key: 'url' },
  }),
  heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'alertmanager-heartbeat', key: 'url' } }),
});
new Alertmanager(alerting, 'Alertmanager', {
  routing,
  metrics: monitoring,
  externalUrl: externalUrls.alertmanager,
});

addSyncWaves(app);
app.synth();
// For people and scripts; kubectl and Argo CD read the YAML files only.
writeFileSync(join(app.outdir, 'secrets.tsv'), secretsTable(app));
writeFileSync(join(app.outdir, 'alertmanager.yaml.txt'), routing.files['alertmanager.yaml'] ?? '');
