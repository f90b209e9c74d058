import { StatefulSet } from '../../lib/kubernetes/stateful-set';
import { type StorageProps, statefulSetStorage, validateStorage } from '../../lib/kubernetes/storage';
import { newChart, only, synth } from '../tools/synth';

function withStorage(props: StorageProps, replicas = 2) {
  const chart = newChart();
  const storage = statefulSetStorage(
    chart,
    { name: 'web', namespace: 'monitoring', replicas, labels: { app: 'web' } },
    { storageSize: '10Gi', ...props },
  );
  new StatefulSet(
    chart,
    'StatefulSet',
    {
      spec: {
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web' }], volumes: [...storage.volumes] },
        },
      },
    },
    storage.claimTemplate,
  );
  return synth(chart);
}

const sizes = (props: StorageProps) =>
  withStorage(props)
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ metadata, spec }) => [metadata.name, spec.resources.requests.storage, spec.storageClassName]);

describe('storage of a StatefulSet', () => {
  it('makes the claim of each replica under the name that the StatefulSet looks for', () => {
    expect(sizes({})).toEqual([
      ['data-web-0', '10Gi', undefined],
      ['data-web-1', '10Gi', undefined],
    ]);
  });

  it('changes no immutable field of the StatefulSet when size or class change', () => {
    const template = (props: StorageProps) => only(withStorage(props), 'StatefulSet').spec.volumeClaimTemplates;
    expect(template({ storageSize: '50Gi', storageClassName: 'gp3' })).toEqual(template({}));
    expect(template({})).toMatchObject([
      {
        kind: 'PersistentVolumeClaim',
        spec: { resources: { requests: { storage: '1Gi' } } },
        status: { phase: 'Pending' },
      },
    ]);
    expect(sizes({ storageSize: '50Gi', storageClassName: 'gp3' })[0]).toEqual(['data-web-0', '50Gi', 'gp3']);
  });

  it('keeps claims that are no longer in Git', () => {
    const [claim] = withStorage({}).filter(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(claim.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' });
  });

  it('uses an existing claim, or an emptyDir of that size', () => {
    const volumes = (props: StorageProps) => only(withStorage(props, 1), 'StatefulSet').spec.template.spec.volumes;
    expect(volumes({ existingClaim: 'efs' })).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'efs' } }]);
    expect(volumes({ ephemeralStorage: true })).toEqual([{ name: 'data', emptyDir: { sizeLimit: '10Gi' } }]);
  });

  it('refuses one existing claim for several pods, and choices that exclude each other', () => {
    expect(
      validateStorage({ existingClaim: 'efs', ephemeralStorage: true, storageSize: '0' }, 2).map(({ what }) => what),
    ).toEqual([
      "'storageSize' is '0', which is no quantity above zero",
      "'existingClaim' and 'ephemeralStorage' are set together",
      "'existingClaim' is 'efs' with 2 pods",
    ]);
  });
});
