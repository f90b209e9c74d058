import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Elasticsearch, ExternalSearch, MonitoringStack, SearchEngine } from '../lib';

const app = new App();
const metrics = new MonitoringStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});

/** Three members, one of which may fail at any time; watched, with certificates from cert-manager. */
const logging = new Chart(app, 'logging', { namespace: 'logging' });
const elasticsearch = new Elasticsearch(logging, 'Elasticsearch', {
  nodes: 3,
  storageSize: '50Gi',
  resources: { memoryRequest: '4Gi', memoryLimit: '4Gi' },
  issuer: { name: 'logging-ca' },
  metrics,
});

/** Two members and a small third one that only votes; its certificates are made by `npm run secrets`. */
new Elasticsearch(new Chart(app, 'audit', { namespace: 'audit' }), 'Elasticsearch', {
  name: 'audit',
  nodes: 2,
  tiebreaker: true,
});

/** An app that searches on its own is let in, and told where to ask. */
elasticsearch.allowFrom({ namespace: 'shop', labels: { app: 'shop' } });
new k8s.KubeConfigMap(new Chart(app, 'shop', { namespace: 'shop' }), 'Search', {
  metadata: { name: 'search', namespace: 'shop' },
  data: { url: elasticsearch.url },
});

/** What others run is an endpoint like that of our own, for agents and dashboards. */
export const hosted = new ExternalSearch({
  engine: SearchEngine.OPENSEARCH,
  url: 'https://search-logs.eu-central-1.es.amazonaws.com',
});

app.synth();
