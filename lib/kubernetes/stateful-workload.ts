import { Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type PodDefaultsProps, podDefaults } from './pod-defaults';
import { StatefulSet } from './stateful-set';
import { type StorageProps, statefulSetStorage } from './storage';

export interface StatefulWorkloadProps extends PodDefaultsProps {
  /** Of the Service; the StatefulSet's begins with it. */
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly storage: StorageProps & { readonly storageSize: string };
}

/** What the containers of a workload have to know of its StatefulSet. */
export interface StatefulSetFacts {
  /** Its pods are called so, with a number behind. */
  readonly statefulSetName: string;
  /** The volume of each replica, to mount. */
  readonly dataVolume: string;
}

/** What is special about the pods of one workload. */
export interface StatefulPods {
  /** Time to end in peace. */
  readonly terminationGracePeriodSeconds: number;
  /** @default - that of the namespace, without its token */
  readonly serviceAccountName?: string;
  /** The first one is the program itself, whose log `kubectl logs` shows. */
  readonly containers: (facts: StatefulSetFacts) => k8s.Container[];
  /** Besides the data's; asked at synth, when all is known. */
  readonly volumes: () => readonly k8s.Volume[];
}

/**
 * The StatefulSet of a workload, with its claims. The pods answer under `<name>-headless`, and start and end at once:
 * none waits for another.
 */
export function statefulWorkload(scope: Construct, props: StatefulWorkloadProps, pods: StatefulPods): StatefulSet {
  const { name, namespace, labels, selector, replicas } = props;
  const storage = statefulSetStorage(scope, { name, namespace, replicas, labels }, props.storage);
  const { statefulSetName, volumeName: dataVolume } = storage;
  const containers = pods.containers({ statefulSetName, dataVolume });
  return new StatefulSet(
    scope,
    'StatefulSet',
    {
      metadata: { name: statefulSetName, namespace, labels },
      spec: {
        serviceName: `${name}-headless`,
        replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selector },
        template: {
          metadata: { labels, annotations: { 'kubectl.kubernetes.io/default-container': containers[0]?.name ?? '' } },
          spec: {
            ...podDefaults(scope, props),
            ...(pods.serviceAccountName === undefined ? {} : { serviceAccountName: pods.serviceAccountName }),
            terminationGracePeriodSeconds: pods.terminationGracePeriodSeconds,
            containers,
            volumes: Lazy.any({ produce: () => [...pods.volumes(), ...storage.volumes] }),
          },
        },
      },
    },
    storage.claimTemplate,
  );
}
