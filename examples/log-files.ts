import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ElasticsearchOutput, LogFileSidecar, SearchEngine } from '../lib';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });

/** An app that writes its log into files, as user 1000. */
const container = (name: string): k8s.Container => ({
  name,
  image: `registry.example.com/shop/${name}:1.4.2`,
  securityContext: { runAsNonRoot: true, runAsUser: 1000 },
});
const orders = new k8s.KubeDeployment(shop, 'Orders', {
  metadata: { name: 'orders' },
  spec: {
    selector: { matchLabels: { app: 'orders' } },
    template: { metadata: { labels: { app: 'orders' } }, spec: { containers: [container('orders')] } },
  },
});

/** `kubectl logs deploy/orders -c log-orders` has its lines, and so do the agents on the nodes. */
new LogFileSidecar(shop, 'OrderLogs', {
  workload: orders,
  container: 'orders',
  paths: ['/var/log/orders/*.log'],
});

/** What must not go through the nodes: straight into an index of its own. */
new LogFileSidecar(shop, 'AuditLogs', {
  workload: orders,
  container: 'orders',
  containerName: 'log-audit',
  paths: ['/var/log/audit/audit.log'],
  port: 2022,
  output: new ElasticsearchOutput('elasticsearch', {
    endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.example.com:9200' },
    user: { username: 'audit', password: { name: 'audit-writer', key: 'password' } },
  }),
  index: 'audit',
});

app.synth();
