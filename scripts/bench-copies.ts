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
} from '../lib';

/** Prints how many milliseconds it takes to make and synthesize $COPIES default stacks, each in a namespace of its own. */
const copies = Number(process.env.COPIES ?? '1');
const start = process.hrtime.bigint();
const app = new App();

for (let copy = 1; copy <= copies; copy++) {
  const namespace = `copy-${copy}`;
  const chart = new Chart(app, namespace, { namespace });
  new ObservabilityNamespace(chart, 'Namespace', { name: namespace });
  const monitoring = new MonitoringStack(chart, 'Monitoring', {
    cluster: namespace,
    externalUrl: 'http://localhost:9090',
    retention: '15d',
    storageSize: '20Gi',
  });
  const routing = new AlertRouting(chart, 'Routing', {
    defaultReceiver: new SlackReceiver('slack', {
      channel: '#alerts',
      apiUrl: { name: 'alertmanager-slack', key: 'url' },
    }),
    heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'alertmanager-heartbeat', key: 'url' } }),
  });
  new Alertmanager(chart, 'Alertmanager', { routing, metrics: monitoring, externalUrl: 'http://localhost:9093' });
}
addSyncWaves(app);
app.synth();
secretsTable(app);
process.stdout.write(`${Number(process.hrtime.bigint() - start) / 1e6}\n`);
