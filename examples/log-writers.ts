import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { LoggingStack, ObservabilityNamespace, PodSecurityLevel } from '../lib';

/**
 * A till that sends its orders to the log store itself: as a user of its own, from its own pods alone, to daily indices
 * that are kept for a year. `secretsTable(app)` lists what its namespace needs copies of: the password and the authority's
 * certificate.
 */
const app = new App();
const namespaces = new Chart(app, '00-namespaces');
for (const name of ['logging', 'shop']) new ObservabilityNamespace(namespaces, name, { name });
new ObservabilityNamespace(namespaces, 'Agents', { name: 'node-agents', podSecurity: PodSecurityLevel.PRIVILEGED });

const labels = { app: 'till' };
const password = { name: 'orders-writer', key: 'password' };
const { search } = new LoggingStack(new Chart(app, 'logging', { namespace: 'logging' }), 'Logging', {
  elasticsearch: { nodes: 3 },
  // Its plain log lines go the way of all lines.
  routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '30d' }],
  writers: [
    {
      username: 'orders',
      password,
      from: [{ namespace: 'shop', labels }],
      dataset: 'orders',
      retention: '365d',
      shards: 2,
    },
  ],
});

/** It posts documents with a `@timestamp` to `orders-2030.01.31/_doc`, or creates them in bulk. */
new k8s.KubeDeployment(new Chart(app, 'shop', { namespace: 'shop' }), 'Till', {
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'till',
            image: 'registry.example.com/till:1.0.0',
            env: [
              { name: 'SEARCH_URL', value: search.url },
              { name: 'SEARCH_USER', value: 'orders' },
              { name: 'SEARCH_PASSWORD', valueFrom: { secretKeyRef: password } },
              { name: 'SEARCH_CA_FILE', value: '/search/ca.crt' },
            ],
            volumeMounts: [{ name: 'search', mountPath: '/search', readOnly: true }],
          },
        ],
        volumes: [{ name: 'search', secret: { secretName: search.ca?.name } }],
      },
    },
  },
});

app.synth();
