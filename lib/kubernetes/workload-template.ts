import { Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type PodDefaultsProps, podDefaults } from './pod-defaults';

export interface WorkloadTemplateProps extends PodDefaultsProps {
  readonly labels: Record<string, string>;
}

/** What is special about the pods of one workload. */
export interface WorkloadPods {
  /** @default - that of the namespace, without its token */
  readonly serviceAccountName?: string;
  /** The first one is the program itself, whose log `kubectl logs` shows. */
  readonly containers: readonly k8s.Container[];
  /** Asked at synth, when all is known. @default - none */
  readonly volumes?: () => readonly k8s.Volume[];
  /** Annotations of the pods, whose change replaces them. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Time to end in peace. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** Fields of the pods over those that every pod of ours has, such as `hostNetwork`. @default - none */
  readonly spec?: Omit<Partial<k8s.PodSpec>, 'containers' | 'volumes'>;
}

/** The template of the pods of a workload. */
export function workloadTemplate(
  scope: Construct,
  props: WorkloadTemplateProps,
  { serviceAccountName, containers, volumes, annotations, terminationGracePeriodSeconds = 30, spec = {} }: WorkloadPods,
): k8s.PodTemplateSpec {
  return {
    metadata: {
      labels: props.labels,
      annotations: { 'kubectl.kubernetes.io/default-container': containers[0]?.name ?? '', ...annotations },
    },
    spec: {
      ...podDefaults(scope, props),
      ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
      terminationGracePeriodSeconds,
      ...spec,
      containers: [...containers],
      ...(volumes ? { volumes: Lazy.any({ produce: () => [...volumes()] }) } : {}),
    },
  };
}
