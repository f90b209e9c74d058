import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  type Elasticsearch,
  LoggingStack,
  ObservabilityNamespace,
  PodSecurityLevel,
  type SearchBootstrap,
  secretsTable,
} from '../../lib';
import { START_SCRIPT } from '../../lib/logging/elasticsearch/scripts';

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

// The server of these tests knows users and roles from files alone, and no lifecycles: what the Job would ask for is put
// into files here, or asked for by the test.
logging.node.tryRemoveChild('SearchBootstrap');
const role = requests.find(({ path }) => path.startsWith('/_security/role/'));
new k8s.KubeConfigMap(chart, 'Roles', {
  metadata: { name: 'roles' },
  data: { 'roles.yml': JSON.stringify({ writer: role?.body }) },
});
const addUser = `bin/elasticsearch-users useradd fluent-bit -r writer -p "$(</writer/password)" >/dev/null`;
const started = START_SCRIPT.replace('unset password', `${addUser}\nunset password`);
const pod = '/spec/template/spec';
(logging.search as Elasticsearch).statefulSet.addJsonPatch(
  JsonPatch.replace(`${pod}/containers/0/command/2`, started),
  // It starts twice within the test.
  JsonPatch.add(`${pod}/containers/0/env/-`, { name: 'ES_JAVA_OPTS', value: '-XX:TieredStopAtLevel=1' }),
  JsonPatch.add(`${pod}/volumes/-`, { name: 'roles', configMap: { name: 'roles' } }),
  JsonPatch.add(`${pod}/volumes/-`, {
    name: 'writer',
    secret: { secretName: 'fluent-bit-writer', defaultMode: 0o440 },
  }),
  JsonPatch.add(`${pod}/containers/0/volumeMounts/-`, { name: 'writer', mountPath: '/writer' }),
  JsonPatch.add(`${pod}/containers/0/volumeMounts/-`, {
    name: 'roles',
    mountPath: '/usr/share/elasticsearch/config/roles.yml',
    subPath: 'roles.yml',
  }),
);

app.synth();
writeFileSync(join(app.outdir, 'requests.txt'), JSON.stringify(requests));
writeFileSync(join(app.outdir, 'secrets.tsv'), secrets);
