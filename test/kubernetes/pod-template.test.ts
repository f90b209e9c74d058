import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import type { PodDraft } from '../../lib/kubernetes/pod-draft';
import { editPods, findWorkload } from '../../lib/kubernetes/pod-template';
import { jsonOf, type Manifest, messageOf, newChart, only, synth } from '../tools/synth';

const POD = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };

const sidecar = (name = 'sidecar', port = 9113) => ({ name, ports: [{ name, containerPort: port }] });

const addSidecar =
  (name?: string, port?: number) =>
  (pod: PodDraft): void => {
    pod.addContainer(sidecar(name, port), "set 'port'");
    pod.addVolume({ name: 'config', configMap: { name: 'config' } });
    pod.addVolumeMount('web', { name: 'config', mountPath: '/etc/config' });
    pod.addAnnotation('scrape', 'true');
    pod.addLabel('watched', 'yes');
  };

const template = (manifest: Manifest) => (manifest.kind === 'Pod' ? manifest : manifest.spec.template);
const names = (manifest: Manifest) => template(manifest).spec.containers.map(({ name }: Manifest) => name);
const added = { name: 'sidecar', ports: [{ name: 'sidecar', containerPort: 9113 }] };

const l1 = (scope: Construct, id = 'Web') =>
  new k8s.KubeDeployment(scope, id, { spec: { selector: { matchLabels: { app: 'web' } }, template: POD } });

const plus = (scope: Construct) =>
  new kplus.Deployment(scope, 'Web', { containers: [{ name: 'web', image: 'web:1', portNumber: 8080 }] });

const workloads: [string, (scope: Construct) => IConstruct][] = [
  ['a Deployment of cdk8s-plus', plus],
  [
    'a StatefulSet of cdk8s-plus',
    (scope) =>
      new kplus.StatefulSet(scope, 'Web', {
        service: new kplus.Service(scope, 'Service', { ports: [{ port: 80 }] }),
        containers: [{ name: 'web', image: 'web:1', portNumber: 8080 }],
      }),
  ],
  ['a Deployment of the typed classes', l1],
  ['a bare Pod', (scope) => new k8s.KubePod(scope, 'Web', POD)],
  [
    'an object of another kind',
    (scope) =>
      new ApiObject(scope, 'Web', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template: POD } }),
  ],
  [
    'the only workload of a construct, beside a Job',
    (scope) => {
      const holder = new Construct(scope, 'Holder');
      new k8s.KubeService(holder, 'Service', { spec: { ports: [{ port: 80 }] } });
      new k8s.KubeJob(holder, 'Migration', { spec: { template: POD } });
      l1(holder);
      return holder;
    },
  ],
];

/** A workload of the scope, that must be there. */
function objectOf(workload: IConstruct): ApiObject {
  const { object, problems } = findWorkload('workload', workload);
  expect(problems).toEqual([]);
  return object as ApiObject;
}

describe('an edit of pods', () => {
  it.each(workloads)('reaches %s', (_, build) => {
    const chart = newChart();
    const object = objectOf(build(chart));
    editPods(chart, object, addSidecar());
    synth(chart);
    const { metadata, spec } = template(jsonOf(object));
    expect(spec.containers.map(({ name }: Manifest) => name)).toEqual(['web', 'sidecar']);
    expect(spec.containers[1]).toEqual(added);
    expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'config' } }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'config', mountPath: '/etc/config' }]);
    expect(metadata.annotations).toEqual({ scrape: 'true' });
    expect(metadata.labels).toMatchObject({ watched: 'yes' });
  });

  it('changes nothing but the pods', () => {
    const [edited, plain] = [true, false].map((edit) => {
      const object = l1(newChart());
      if (edit) editPods(object, object, addSidecar());
      const { spec, ...rest } = jsonOf(object);
      return { ...rest, selector: spec.selector };
    });
    expect(edited).toEqual(plain);
  });

  it('sees what the owner adds later: containers, volumes and patches', () => {
    const chart = newChart();
    const deployment = plus(chart);
    editPods(chart, objectOf(deployment), addSidecar());
    deployment.addContainer({ name: 'late', image: 'late:1' });
    deployment.addVolume(kplus.Volume.fromEmptyDir(chart, 'Scratch', 'scratch'));
    ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/spec/template/metadata/annotations', { team: 'shop' }));
    const manifest = only(synth(chart), 'Deployment');
    expect(names(manifest)).toEqual(['web', 'late', 'sidecar']);
    expect(manifest.spec.template.spec.volumes.map(({ name }: Manifest) => name)).toEqual(['scratch', 'config']);
    expect(manifest.spec.template.metadata.annotations).toEqual({ team: 'shop', scrape: 'true' });
  });

  it('waits for the containers of a workload that has none yet', () => {
    const chart = newChart();
    const deployment = new kplus.Deployment(chart, 'Web');
    editPods(chart, objectOf(deployment), addSidecar());
    deployment.addContainer({ name: 'web', image: 'web:1' });
    expect(names(only(synth(chart), 'Deployment'))).toEqual(['web', 'sidecar']);
  });

  it('leaves exposeViaService() to the ports of the owner', () => {
    const chart = newChart();
    const deployment = plus(chart);
    editPods(chart, objectOf(deployment), addSidecar());
    deployment.exposeViaService();
    expect(only(synth(chart), 'Service').spec.ports).toEqual([{ port: 8080, targetPort: 8080 }]);
  });

  it('follows those added before it', () => {
    const chart = newChart();
    const object = l1(chart);
    editPods(chart, object, (pod) => pod.addContainer(sidecar('first', 9113), "set 'port'"));
    editPods(chart, object, (pod) => pod.addContainer(sidecar('second', 9115), "set 'port'"));
    expect(names(only(synth(chart), 'Deployment'))).toEqual(['web', 'first', 'second']);
    // Asked again, the answer is the same.
    expect(names(only(synth(chart), 'Deployment'))).toEqual(['web', 'first', 'second']);
  });

  it('that does not fit beside one before it is refused once, in the name of the later one', () => {
    const chart = newChart();
    const object = l1(chart);
    for (const id of ['First', 'Second']) editPods(new Construct(chart, id), object, addSidecar(id.toLowerCase()));
    const message = messageOf(() => synth(chart));
    expect(message.match(/\[chart.*/g)).toEqual([
      expect.stringMatching(/^\[chart\/Second\] port 9113 .* taken by container 'first'/),
      expect.stringMatching(/^\[chart\/Second\] .* has a volume 'config' already/),
    ]);
  });

  it('leaves the data alone that the owner made the workload of', () => {
    const chart = newChart();
    const shared = structuredClone(POD);
    const [one, two] = ['One', 'Two'].map(
      (id) =>
        new ApiObject(chart, id, {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          spec: { template: Lazy.any({ produce: () => shared }) },
        }),
    ) as [ApiObject, ApiObject];
    editPods(chart, one, addSidecar());
    expect(names(jsonOf(one))).toEqual(['web', 'sidecar']);
    expect(names(jsonOf(two))).toEqual(['web']);
    expect(shared).toEqual(POD);
  });

  it('reaches an object of another cdk8s, which is no instance of ours', () => {
    class Foreign extends Construct {
      readonly kind = 'Deployment';
      readonly name = 'web';
      readonly metadata = { namespace: 'monitoring' };
      toJson(): Manifest {
        return { kind: this.kind, metadata: { name: 'web', namespace: 'monitoring' }, spec: { template: POD } };
      }
    }
    const foreign = new Foreign(newChart(), 'Web');
    expect(foreign instanceof ApiObject).toBe(false);
    editPods(foreign, objectOf(foreign), addSidecar());
    expect(foreign.node.validate()).toEqual([]);
    expect(names(foreign.toJson())).toEqual(['web', 'sidecar']);
  });
});

describe('an edit of pods refuses', () => {
  const refusal = (build: (scope: Construct) => IConstruct, edit: (pod: PodDraft) => void = addSidecar()) => {
    const chart = newChart();
    editPods(new Construct(chart, 'Sidecar'), objectOf(build(chart)), edit);
    return messageOf(() => synth(chart))
      .replace('Validation failed with the following errors:\n', '')
      .trim();
  };
  const web =
    (ports: Manifest[], spec: object = {}) =>
    (scope: Construct) =>
      new k8s.KubePod(scope, 'Web', {
        metadata: { name: 'web', annotations: { scrape: 'false' } },
        spec: { containers: [{ name: 'web', ports }], ...spec },
      });
  const addContainer = (pod: PodDraft) => pod.addContainer(sidecar(), "set 'port'");

  it.each<[string, (scope: Construct) => IConstruct, (pod: PodDraft) => void, string]>([
    [
      'a container of that name',
      web([], { initContainers: [{ name: 'sidecar' }] }),
      addContainer,
      "[chart/Sidecar] the Pod 'web' has a container 'sidecar' already; add it once, or rename the workload's own",
    ],
    [
      'a port that is taken',
      web([{ containerPort: 9113 }]),
      addContainer,
      "[chart/Sidecar] port 9113 of container 'sidecar' is taken by container 'web' of the Pod 'web'; set 'port'",
    ],
    [
      'the name of a port that is taken',
      web([{ name: 'sidecar', containerPort: 80 }]),
      addContainer,
      "[chart/Sidecar] the port name 'sidecar' of container 'sidecar' is taken by container 'web' of the Pod 'web'; rename the workload's own port",
    ],
    [
      'an annotation that says something else',
      web([]),
      (pod) => pod.addAnnotation('scrape', 'true'),
      "[chart/Sidecar] the pods of the Pod 'web' have the annotation 'scrape' with 'false', where 'true' is needed; remove the workload's own",
    ],
    [
      'a volume of that name',
      web([], { volumes: [{ name: 'config', emptyDir: {} }] }),
      (pod) => pod.addVolume({ name: 'config', configMap: { name: 'config' } }),
      "[chart/Sidecar] the Pod 'web' has a volume 'config' already; rename the workload's own",
    ],
    [
      'a workload that never got a container',
      (scope) => new kplus.Deployment(scope, 'Web', { metadata: { name: 'web' } }),
      addContainer,
      "[chart/Sidecar] the Deployment 'web' cannot be written (PodSpec must have at least 1 container); give it what it lacks",
    ],
    [
      'a workload with an empty list of containers',
      (scope) => new k8s.KubePod(scope, 'Web', { metadata: { name: 'web' }, spec: { containers: [] } }),
      addContainer,
      "[chart/Sidecar] the Pod 'web' has no containers; give it the container that is to be watched",
    ],
    [
      'a workload that is patched into another namespace',
      (scope) => {
        const object = web([])(scope);
        object.addJsonPatch(JsonPatch.replace('/metadata/namespace', 'shop'));
        return object;
      },
      () => undefined,
      "[chart/Sidecar] the Pod 'web' was patched into namespace 'shop'; set the namespace on the workload or on its chart instead",
    ],
  ])('%s', (_, build, edit, message) => {
    expect(refusal(build, edit)).toContain(message);
  });

  it.each<[string, (scope: Construct) => unknown, string]>([
    ['nothing', () => undefined, "'workload' is not set"],
    ['a text', () => 'web', "'workload' is 'web', which is no construct"],
    [
      'a Service',
      (scope) => new k8s.KubeService(scope, 'Web', { metadata: { name: 'web' } }),
      "'workload' is the Service 'web', which makes no pods",
    ],
    [
      'a construct without a workload',
      (scope) => new Construct(scope, 'Web'),
      "'workload' is chart/Web, which holds no workload",
    ],
    [
      'a construct with two',
      (scope) => {
        const holder = new Construct(scope, 'Web');
        l1(holder, 'One');
        l1(holder, 'Two');
        return holder;
      },
      "'workload' is chart/Web, which holds several workloads",
    ],
  ])('%s in place of a workload', (_, build, what) => {
    const { object, problems } = findWorkload('workload', build(newChart()) as IConstruct);
    expect(object).toBeUndefined();
    expect(problems.map((problem) => problem.what)).toEqual([what]);
  });
});
