import { App, Chart } from 'cdk8s';
import {
  Elasticsearch,
  ExposureType,
  ExternalDashboards,
  ExternalSearch,
  Kibana,
  KibanaBootstrap,
  MonitoringStack,
  OpenSearchDashboards,
  SearchBootstrap,
  SearchEngine,
} from '../lib';

const app = new App();
const metrics = new MonitoringStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});

/** Elasticsearch and Kibana, set up by two Jobs: indices that go after some days, users, data views and a dashboard. */
const logging = new Chart(app, 'logging', { namespace: 'logging' });
const shop = { namespace: 'shop', labels: { app: 'shop' } };
const search = new Elasticsearch(logging, 'Elasticsearch', { metrics });
const kibana = new Kibana(logging, 'Kibana', {
  search,
  metrics,
  publicBaseUrl: 'https://kibana.example.com',
  exposure: { type: ExposureType.INGRESS, host: 'kibana.example.com', tlsSecretName: 'kibana-tls' },
});
new SearchBootstrap(logging, 'SearchBootstrap', {
  search,
  metrics,
  kibanaPassword: kibana.password,
  indices: [{ prefix: 'logstash' }, { prefix: 'shop', retention: '90d' }],
  // The agents, and an app that writes documents of its own: to indices that are kept for as long as it wants.
  writers: [
    { username: 'fluent-bit', password: { name: 'fluent-bit', key: 'password' } },
    { username: 'shop', password: { name: 'shop-search', key: 'password' }, indices: ['shop'], from: [shop] },
  ],
});
const rejected = { title: 'rejected-logs-*', name: 'Rejected log lines', timeField: 'rejected.at' };
const dataViews = [{ title: 'logstash-*', name: 'Logs' }, { title: 'shop-*' }, rejected];
new KibanaBootstrap(logging, 'KibanaBootstrap', { dashboards: kibana, metrics, dataViews });

/** A Kibana that somebody else runs gets the same data views and dashboard. */
new KibanaBootstrap(new Chart(app, 'team', { namespace: 'team' }), 'KibanaBootstrap', {
  dashboards: new ExternalDashboards({
    url: 'https://kibana.team.example.com',
    admin: { username: 'bootstrap', password: { name: 'kibana-bootstrap', key: 'password' } },
  }),
});

/** Beside OpenSearch the page is OpenSearch Dashboards. */
new OpenSearchDashboards(new Chart(app, 'audit', { namespace: 'audit' }), 'Dashboards', {
  search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: 'https://opensearch.example.com:9200' }),
});

app.synth();
