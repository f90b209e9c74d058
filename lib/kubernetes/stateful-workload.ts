import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { StatefulSet } from './stateful-set';
import { type StorageProps, statefulSetStorage } from './storage';
import { type WorkloadPods, type WorkloadTemplateProps, workloadTemplate } from './workload-template';

export interface StatefulWorkloadProps extends WorkloadTemplateProps {
  /** Of the Service; the StatefulSet's begins with it. */
  readonly name: string;
  /** The headless Service that its pods answer under. @default - `<name>-headless` */
  readonly serviceName?: string;
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
export interface StatefulPods extends Omit<WorkloadPods, 'containers'> {
  /** The first one is the program itself, whose log `kubectl logs` shows. */
  readonly containers: (facts: StatefulSetFacts) => k8s.Container[];
  /** Besides the data's; asked at synth, when all is known. @default - none */
  readonly volumes?: () => readonly k8s.Volume[];
}

/**
 * The StatefulSet of a workload, with its claims. The pods answer under a headless Service, and start and end at once:
 * none waits for another.
 */
export function statefulWorkload(scope: Construct, props: StatefulWorkloadProps, pods: StatefulPods): StatefulSet {
  const { name, namespace, labels, selector, replicas } = props;
  const storage = statefulSetStorage(scope, { name, namespace, replicas, labels }, props.storage);
  const { statefulSetName, volumeName: dataVolume } = storage;
  return new StatefulSet(
    scope,
    'StatefulSet',
    {
      metadata: { name: statefulSetName, namespace, labels },
      spec: {
        serviceName: props.serviceName ?? `${name}-headless`,
        replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selector },
        template: workloadTemplate(scope, props, {
          ...pods,
          containers: pods.containers({ statefulSetName, dataVolume }),
          volumes: () => [...(pods.volumes?.() ?? []), ...storage.volumes],
        }),
      },
    },
    storage.claimTemplate,
  );
}
