import { App, Chart } from 'cdk8s';
import {
  ElasticsearchOutput,
  FluentBit,
  LogLevel,
  MonitoringStack,
  ObservabilityNamespace,
  PodSecurityLevel,
  SearchEngine,
} from '../lib';

/**
 * Logs of an app in the index `test`, those of the system in daily indices `sys-…`, of one API only what has priority 2, 3
 * or 4, of a noisy namespace only warnings; everything else in `logstash-…`.
 */
const app = new App();
const monitoring = new Chart(app, 'monitoring', { namespace: 'monitoring' });
new ObservabilityNamespace(monitoring, 'Namespace', { name: 'monitoring' });
const metrics = new MonitoringStack(monitoring, 'Monitoring', { withoutAlertmanager: true });

const agents = new Chart(app, 'node-agents', { namespace: 'node-agents' });
new ObservabilityNamespace(agents, 'Namespace', { name: 'node-agents', podSecurity: PodSecurityLevel.PRIVILEGED });
new FluentBit(agents, 'FluentBit', {
  metrics,
  nodeLogRate: '512Ki',
  maxOutage: '2h',
  output: new ElasticsearchOutput('elasticsearch', {
    endpoint: {
      engine: SearchEngine.ELASTICSEARCH,
      url: 'https://elasticsearch.example.com:9200',
      ca: { name: 'elasticsearch-ca', key: 'ca.crt' },
    },
    user: { username: 'fluent-bit', password: { name: 'elasticsearch-fluent-bit', key: 'password' } },
  }),
  routes: [
    {
      name: 'important numbers',
      namespaces: ['numbers'],
      pods: ['numbers-api*'],
      containers: ['api'],
      keep: { field: 'priority', values: ['2', '3', '4'] },
      index: 'test',
    },
    { name: 'app', namespaces: ['numbers'], index: 'test' },
    { name: 'system', namespaces: ['kube-system'], dataset: 'sys' },
    { name: 'noise', namespaces: ['ci-*'], minLevel: LogLevel.WARN },
  ],
});

app.synth();
