import { PrometheusServer, type PrometheusServerProps } from '../../lib';
import { type Manifest, newChart, synth } from '../tools/synth';

/** A server to which a job with a password was added after it was made. */
function withLateJob(props: PrometheusServerProps = {}) {
  const chart = newChart();
  const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, ...props });
  prometheus.addScrapeJob({
    name: 'web',
    pods: { namespaces: ['shop'], labels: { app: 'web' }, port: 'metrics' },
    username: 'prometheus',
    password: { name: 'web-login', key: 'password' },
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
});
