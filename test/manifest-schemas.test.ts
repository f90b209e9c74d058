import { strictSchemas } from './tools/schemas';

const statefulSet = (spec: object, container: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'data', labels: { app: 'db' } },
  spec: {
    serviceName: 'db',
    selector: { matchLabels: { app: 'db' } },
    template: {
      metadata: { labels: { app: 'db' } },
      spec: {
        containers: [
          {
            name: 'db',
            image: 'db:1',
            ports: [{ containerPort: 5432 }],
            resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: 1 } },
            livenessProbe: { httpGet: { port: 'http', path: '/' } },
            ...container,
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
    ...spec,
  },
});

describe.each(['1.27', '1.34'] as const)('the strict schemas of Kubernetes %s', (release) => {
  const check = strictSchemas(release);

  it.each([
    ['a StatefulSet with a claim', statefulSet({})],
    [
      'a Secret',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, stringData: { b: 'c' }, data: { d: 'ZQ==' } },
    ],
    [
      'a NetworkPolicy',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'a' },
        spec: { podSelector: {}, egress: [{ ports: [{ port: 53, protocol: 'UDP' }, { port: 'web' }] }] },
      },
    ],
  ])('accept %s', (_, manifest) => {
    expect(check(manifest)).toEqual([]);
  });

  it.each([
    ['an unknown field', statefulSet({ replica: 1 }), "StatefulSet data/db: /spec has the unknown field 'replica'"],
    [
      'an unknown field deep inside',
      statefulSet({}, { imagePullpolicy: 'Always' }),
      "StatefulSet data/db: /spec/template/spec/containers/0 has the unknown field 'imagePullpolicy'",
    ],
    ['a wrong type', statefulSet({ replicas: '1' }), 'StatefulSet data/db: /spec/replicas must be integer'],
    [
      'a number as a label',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { b: 1 } } },
      'Namespace a: /metadata/labels/b must be string',
    ],
    [
      'a missing required field',
      statefulSet({ selector: undefined }),
      "StatefulSet data/db: /spec lacks the required field 'selector'",
    ],
    [
      'a malformed quantity',
      statefulSet({}, { resources: { limits: { memory: '1 GB' } } }),
      'StatefulSet data/db: /spec/template/spec/containers/0/resources/limits/memory must match pattern "^[+-]?(\\d+|\\d+\\.\\d*|\\.\\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\\d+))?$"',
    ],
    ['a null', statefulSet({ replicas: null }), 'StatefulSet data/db: /spec/replicas must be integer'],
    ['a status', { ...statefulSet({}), status: {} }, "StatefulSet data/db: / has the unknown field 'status'"],
    ['no metadata', { apiVersion: 'v1', kind: 'Namespace' }, "Namespace: / lacks the required field 'metadata'"],
    [
      'an unknown kind',
      { apiVersion: 'apps/v1', kind: 'Pod', metadata: { name: 'a' } },
      `Pod a: Kubernetes ${release} has no kind 'Pod' in 'apps/v1'`,
    ],
    ['no kind at all', {}, `a manifest: Kubernetes ${release} has no kind 'undefined' in 'undefined'`],
  ])('refuse %s', (_, manifest, message) => {
    expect(check(JSON.parse(JSON.stringify(manifest)))).toEqual([message]);
  });
});

test('a field that came after 1.27 is refused there alone', () => {
  const manifest = statefulSet({ template: { spec: { containers: [{ name: 'a', restartPolicy: 'Always' }] } } });
  expect(strictSchemas('1.34')(manifest)).toEqual([]);
  expect(strictSchemas('1.27')(manifest)).toEqual([
    "StatefulSet data/db: /spec/template/spec/containers/0 has the unknown field 'restartPolicy'",
  ]);
});
