import { StatefulSet } from '../../lib/kubernetes/stateful-set';
import { type StorageProps, statefulSetStorage, validateStorage } from '../../lib/kubernetes/storage';
import { nameWithStorage } from '../../lib/kubernetes/storage-name';
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
      metadata: { name: storage.statefulSetName },
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

describe('the name of a StatefulSet', () => {
  it.each<[string, StorageProps, string]>([
    ['claims of the default class', { storageSize: '1Gi' }, 'web'],
    ['a class', { storageClassName: 'gp3' }, 'web-gp3'],
    ['an existing claim', { existingClaim: 'efs' }, 'web-existing'],
    ['an emptyDir', { ephemeralStorage: true }, 'web-ephemeral'],
    ['no emptyDir', { ephemeralStorage: false }, 'web'],
    ['a class whose name no pod can have', { storageClassName: 'fast.ssd' }, 'web-fast-ssd-fc7c822c'],
    ['a class that is called as another choice', { storageClassName: 'existing' }, 'web-existing-afafb16a'],
    ['a class that is called as a shard', { storageClassName: 'shard-1' }, 'web-shard-1-6d3b1ed7'],
  ])('tells of %s', (_, storage, name) => {
    expect(nameWithStorage('web', storage)).toBe(name);
  });

  it.each([
    ['a long name', 'w'.repeat(52), 'gp3'],
    ['a long name that is cut behind a dash', `${'w'.repeat(42)}-${'w'.repeat(9)}`, 'gp3'],
    ['a long class', 'web', 'c'.repeat(253)],
  ])(
    'stays within 52 characters with %s, and differs from that of other names and classes',
    (_, name, storageClassName) => {
      const named = nameWithStorage(name, { storageClassName });
      expect(named).toMatch(/^w[a-z]*-[0-9a-f]{8}$/);
      expect(named.length).toBeLessThanOrEqual(52);
      expect(named).not.toBe(nameWithStorage(`${name.slice(0, -1)}x`, { storageClassName }));
      expect(named).not.toBe(nameWithStorage(name, { storageClassName: `${storageClassName.slice(0, -1)}x` }));
    },
  );
});

describe('storage of a StatefulSet', () => {
  it('makes the claim of each replica under the name that the StatefulSet looks for', () => {
    expect(sizes({})).toEqual([
      ['data-web-0', '10Gi', undefined],
      ['data-web-1', '10Gi', undefined],
    ]);
  });

  it('has a template that says the same whatever the size', () => {
    const template = (props: StorageProps) => only(withStorage(props), 'StatefulSet').spec.volumeClaimTemplates;
    expect(template({ storageSize: '50Gi' })).toEqual(template({}));
    expect(template({})).toMatchObject([
      {
        kind: 'PersistentVolumeClaim',
        spec: { resources: { requests: { storage: '1Gi' } } },
        status: { phase: 'Pending' },
      },
    ]);
    expect(sizes({ storageSize: '50Gi' })[0]).toEqual(['data-web-0', '50Gi', undefined]);
  });

  it('names the claims of another class after it, as the StatefulSet looks for them', () => {
    expect(only(withStorage({ storageClassName: 'gp3' }), 'StatefulSet').metadata.name).toBe('web-gp3');
    expect(sizes({ storageClassName: 'gp3' })).toEqual([
      ['data-web-gp3-0', '10Gi', 'gp3'],
      ['data-web-gp3-1', '10Gi', 'gp3'],
    ]);
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
