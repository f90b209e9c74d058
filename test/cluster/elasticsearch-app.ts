import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  Elasticsearch,
  ImageName,
  Images,
  ObservabilityNamespace,
  SearchBootstrap,
  type SecretKey,
  secretsTable,
} from '../../lib';
import { userFromFiles } from './users-from-files';

// A single Elasticsearch and one of three members, with heaps as small as they go, a pod that talks to both, and two of
// another namespace, of which one may write to the single one.
const app = new App();
const namespace = 'logging-c';
const shop = 'logging-c-shop';
const namespaces = new Chart(app, '00-namespaces');
for (const name of [namespace, shop]) new ObservabilityNamespace(namespaces, name, { name });

const chart = new Chart(app, 'logging', { namespace });
const props = {
  accessFrom: [{ namespace, labels: { app: 'client' } }],
  storageSize: '1Gi',
  resources: { cpuRequest: '50m', memoryRequest: '768Mi', memoryLimit: '1Gi' },
  // Changed to see a rollout.
  ...(process.env.ANOTHER_SETTING ? { settings: { 'cluster.max_shards_per_node': '900' } } : {}),
};
const single = new Elasticsearch(chart, 'Single', { ...props, name: 'single' });
const three = new Elasticsearch(chart, 'Three', { ...props, nodes: 3 });

// Four servers start at once, most of which the compiler would use.
for (const { statefulSet } of [single, three]) {
  const quick = { name: 'ES_JAVA_OPTS', value: '-XX:TieredStopAtLevel=1' };
  statefulSet.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/env/-', quick));
}

/**
 * Members of a cluster ask for 65535 open files, which the machine of a test may not allow; OPEN_FILES is a library that
 * says so anyway.
 */
if (process.env.OPEN_FILES) {
  const binaryData = { 'open-files.so': readFileSync(process.env.OPEN_FILES).toString('base64') };
  new k8s.KubeConfigMap(chart, 'OpenFiles', { metadata: { name: 'open-files' }, binaryData });
  const container = '/spec/template/spec/containers/0';
  three.statefulSet.addJsonPatch(
    JsonPatch.add('/spec/template/spec/volumes/-', { name: 'open-files', configMap: { name: 'open-files' } }),
    JsonPatch.add(`${container}/volumeMounts/-`, { name: 'open-files', mountPath: '/open-files' }),
    JsonPatch.add(`${container}/env/-`, { name: 'LD_PRELOAD', value: '/open-files/open-files.so' }),
  );
}

const writer = { username: 'shop', password: { name: 'shop-writer', key: 'password' } };
const bootstrap = new SearchBootstrap(chart, 'Bootstrap', {
  search: single,
  indices: [{ prefix: 'orders' }, { prefix: 'audit' }],
  writers: [{ ...writer, indices: ['orders'], from: [{ namespace: shop, labels: { app: 'shop' } }] }],
});
const secrets = secretsTable(app);
userFromFiles(chart, single, bootstrap, writer);

/** A pod that may reach everything, as far as it is let in, with keys of Secrets in folders of their names. */
function client(scope: Chart, name: string, keys: readonly SecretKey[][]): void {
  const selector = { app: name };
  const items = ({ key }: SecretKey) => [{ key, path: key === 'ca.crt' ? key : 'password' }];
  new k8s.KubeDeployment(scope, name, {
    metadata: { name },
    spec: {
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          terminationGracePeriodSeconds: 0,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'client',
              image: Images.UPSTREAM.of(ImageName.ELASTICSEARCH),
              imagePullPolicy: 'IfNotPresent',
              command: ['/bin/bash', '-c', 'sleep infinity'],
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              volumeMounts: [
                ...keys.map((_, i) => ({ name: `keys-${i}`, mountPath: `/secrets/${clusters[i]?.serviceName}` })),
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            { name: 'tmp', emptyDir: {} },
            ...keys.map((each, i) => ({
              name: `keys-${i}`,
              projected: { sources: each.map((key) => ({ secret: { name: key.name, items: items(key) } })) },
            })),
          ],
        },
      },
    },
  });
  new k8s.KubeNetworkPolicy(scope, `${name}-policy`, {
    metadata: { name },
    spec: { podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'], egress: [{}] },
  });
}
const clusters = [single, three];
client(
  chart,
  'client',
  clusters.map(({ ca, admin }) => [ca, admin.password]),
);
const apps = new Chart(app, 'shop', { namespace: shop });
for (const name of ['shop', 'other']) client(apps, name, [[single.ca, writer.password]]);

app.synth();
writeFileSync(join(app.outdir, 'secrets.tsv'), secrets);
