import { Images, PrometheusServer, type PrometheusServerProps, secretsTable } from '../../lib';
import { type Manifest, newChart, synth } from '../tools/synth';

/** A server to which a job with a password was added after it was made. */
function withLateJob(props: PrometheusServerProps = {}) {
  const chart = newChart();
  const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, ...props });
  prometheus.addScrapeJob({
    name: 'web',
    pods: { namespaces: ['shop'], labels: { app: 'web' }, port: 'metrics' },
    basicAuth: { username: 'prometheus', password: { name: 'web-login', key: 'password' } },
  });
  const manifests = synth(chart);
  const workloads = manifests.filter(({ kind }) => kind === 'StatefulSet');
  return { chart, pods: workloads.map(({ spec }) => spec.template.spec as Manifest) };
}

describe('the pods of Prometheus', () => {
  it('get the credentials of a job that was added later, in every shard, and only in the main container', () => {
    const { pods } = withLateJob({ shards: 2 });
    expect(pods).toHaveLength(2);
    for (const { containers, volumes } of pods) {
      expect(volumes).toContainEqual({
        name: 'secret-0',
        secret: { secretName: 'web-login', optional: true, defaultMode: 0o440 },
      });
      const readers = containers.filter(({ volumeMounts }: Manifest) =>
        volumeMounts.some(({ mountPath }: Manifest) => mountPath === '/etc/prometheus/secrets/web-login'),
      );
      expect(readers.map(({ name }: Manifest) => name)).toEqual(['prometheus']);
    }
  });

  it('hand the token for the Kubernetes API to the main container alone', () => {
    const [pod] = withLateJob().pods;
    const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
    expect(pod).toMatchObject({ serviceAccountName: 'prometheus', automountServiceAccountToken: false });
    const mounts = pod.containers.flatMap(({ name, volumeMounts }: Manifest) =>
      volumeMounts.flatMap((mount: Manifest) => (mount.mountPath === mountPath ? [[name, mount]] : [])),
    );
    expect(mounts).toEqual([['prometheus', { name: 'api-access', mountPath, readOnly: true }]]);
  });

  it('get the token as Kubernetes itself would mount it, with every default written out', () => {
    const [pod] = withLateJob().pods;
    expect(pod.volumes.find(({ name }: Manifest) => name === 'api-access')).toEqual({
      name: 'api-access',
      projected: {
        defaultMode: 420,
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          {
            downwardAPI: {
              items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
            },
          },
        ],
      },
    });
  });

  it('name their pull secrets, which are expected once, whatever the number of shards', () => {
    const { chart, pods } = withLateJob({ shards: 2, images: new Images({ pullSecrets: ['login', 'mirror'] }) });
    expect(pods.map(({ imagePullSecrets }) => imagePullSecrets)).toEqual([
      [{ name: 'login' }, { name: 'mirror' }],
      [{ name: 'login' }, { name: 'mirror' }],
    ]);
    const purpose = 'login to the registry that images are pulled from, as Docker keeps it in config.json';
    expect(secretsTable(chart).trimEnd().split('\n').slice(1)).toEqual([
      `monitoring\tlogin\t.dockerconfigjson\tvalue\t${purpose}`,
      `monitoring\tmirror\t.dockerconfigjson\tvalue\t${purpose}`,
      "monitoring\tweb-login\tpassword\tvalue\tpassword to scrape job 'web'",
    ]);
  });
});
