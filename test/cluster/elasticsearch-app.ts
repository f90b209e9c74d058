import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Elasticsearch, ImageName, Images, ObservabilityNamespace, secretsTable } from '../../lib';

// A single Elasticsearch and one of three members, with heaps as small as they go, and a pod that talks to both.
const app = new App();
const namespace = 'logging-c';
new ObservabilityNamespace(new Chart(app, '00-namespaces'), 'Logging', { name: namespace });

const chart = new Chart(app, 'logging', { namespace });
const labels = { app: 'client' };
const props = {
  accessFrom: [{ namespace, labels }],
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

const clusters = [single, three];
new k8s.KubeDeployment(chart, 'Client', {
  metadata: { name: 'client' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
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
              ...clusters.map(({ serviceName }) => ({ name: serviceName, mountPath: `/secrets/${serviceName}` })),
              { name: 'tmp', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          { name: 'tmp', emptyDir: {} },
          ...clusters.map(({ serviceName, ca, admin: { password } }) => ({
            name: serviceName,
            projected: {
              sources: [
                { secret: { name: ca.name, items: [{ key: ca.key, path: 'ca.crt' }] } },
                { secret: { name: password.name, items: [{ key: password.key, path: 'password' }] } },
              ],
            },
          })),
        ],
      },
    },
  },
});
new k8s.KubeNetworkPolicy(chart, 'ClientPolicy', {
  metadata: { name: 'client' },
  spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'], egress: [{}] },
});

app.synth();
writeFileSync(join(app.outdir, 'secrets.tsv'), secretsTable(app));
