import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import {
  type Elasticsearch,
  LoggingStack,
  ObservabilityNamespace,
  PodSecurityLevel,
  type SearchBootstrap,
  secretsTable,
} from '../../lib';
import { userFromFiles } from './users-from-files';

// The logs of two namespaces, and of all others on the node, in an Elasticsearch of their own.
const app = new App();
const namespace = 'logs-store';
const agentNamespace = 'logs-agents';
const namespaces = new Chart(app, '00-namespaces');
new ObservabilityNamespace(namespaces, 'Store', { name: namespace });
new ObservabilityNamespace(namespaces, 'Agents', { name: agentNamespace, podSecurity: PodSecurityLevel.PRIVILEGED });
for (const name of ['logs-shop', 'logs-other']) new ObservabilityNamespace(namespaces, name, { name });

const chart = new Chart(app, 'logging', { namespace });
const logging = new LoggingStack(chart, 'Logging', {
  agentNamespace,
  elasticsearch: {
    storageSize: '2Gi',
    resources: { cpuRequest: '50m', memoryRequest: '1Gi', memoryLimit: '1536Mi' },
  },
  dashboards: { enabled: false },
  agent: {
    // Its folder on the node, too, so that no other agent's is touched.
    name: 'logs-agent',
    nodeLogRate: '1Mi',
    // Changed to see a rollout.
    maxOutage: process.env.MAX_OUTAGE ?? '10m',
  },
  routes: [
    { namespaces: ['logs-shop'], containers: ['audit'], index: 'audit' },
    { namespaces: ['logs-shop'], dataset: 'shop' },
  ],
});
const bootstrap = logging.node.findChild('SearchBootstrap') as SearchBootstrap;
const { requests } = bootstrap;
const secrets = secretsTable(app);

// The server of these tests knows no lifecycles either: what else the Job would ask for is asked for by the test.
const store = logging.search as Elasticsearch;
userFromFiles(chart, store, bootstrap, {
  username: 'fluent-bit',
  password: { name: 'fluent-bit-writer', key: 'password' },
});
// It starts twice within the test.
store.statefulSet.addJsonPatch(
  JsonPatch.add('/spec/template/spec/containers/0/env/-', { name: 'ES_JAVA_OPTS', value: '-XX:TieredStopAtLevel=1' }),
);

app.synth();
writeFileSync(join(app.outdir, 'requests.txt'), JSON.stringify(requests));
writeFileSync(join(app.outdir, 'secrets.tsv'), secrets);
