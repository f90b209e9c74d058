import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import {
  Alertmanager,
  AlertRouting,
  addSyncWaves,
  DeadMansSnitchReceiver,
  MonitoringStack,
  ObservabilityNamespace,
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

const namespaces = new Chart(app, '00-namespaces');
// Where the namespace exists already, remove this; one that this made stays when it is removed.
new ObservabilityNamespace(namespaces, 'Monitoring', { name: namespace });

const monitoring = new MonitoringStack(new Chart(app, 'monitoring', { namespace }), 'Monitoring', {
  cluster,
  externalUrl: externalUrls.prometheus,
  retention: '15d',
  storageSize: '20Gi',
});

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
