import { App, Chart } from 'cdk8s';
import {
  ElasticsearchOutput,
  ExternalSearch,
  FluentBit,
  FluentdAggregator,
  MonitoringStack,
  ObservabilityNamespace,
  PodSecurityLevel,
} from '../lib';

const app = new App();
const metrics = new MonitoringStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});

/** What stores the logs is elsewhere. */
const logging = new Chart(app, 'logging', { namespace: 'logging' });
const store = new ExternalSearch({ url: 'https://logs.example.com:9243' });

/** Three Fluentds keep in their volumes what it cannot take yet, for a whole night if need be, and alone know its password. */
const aggregator = new FluentdAggregator(logging, 'Fluentd', {
  metrics,
  replicas: 3,
  storageSize: '50Gi',
  output: new ElasticsearchOutput('elasticsearch', {
    endpoint: store,
    user: { username: 'log-writer', password: { name: 'log-store', key: 'password' } },
  }),
});

/** Agents hand lines over and forget them; which dataset a line belongs to, they say. */
const agents = new Chart(app, 'agents', { namespace: 'node-agents' });
new ObservabilityNamespace(agents, 'Namespace', {
  name: 'node-agents',
  podSecurity: PodSecurityLevel.PRIVILEGED,
});
new FluentBit(agents, 'FluentBit', {
  metrics,
  output: aggregator.agentOutput(),
  routes: [{ namespaces: ['shop', 'payments'], dataset: 'shop' }],
});

app.synth();
