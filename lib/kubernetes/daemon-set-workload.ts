import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { claimHostPort } from './host-ports';
import type { PlacementProps } from './placement';
import { type PodDefaultsProps, podDefaults } from './pod-defaults';

export interface DaemonSetWorkloadProps extends Omit<PodDefaultsProps, 'replicas'> {
  readonly name: string;
  readonly labels: Record<string, string>;
}

/** What is special about the pods of one workload. */
export interface DaemonPods {
  /** Time to end in peace. */
  readonly terminationGracePeriodSeconds: number;
  /** @default - that of the namespace, without its token */
  readonly serviceAccountName?: string;
  /** Of the pods, such as the hash of what they read at start only. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fields of the pods over those that every pod of ours has, such as `hostNetwork`. @default - none */
  readonly spec?: Omit<Partial<k8s.PodSpec>, 'containers' | 'volumes'>;
  /** The first one is the program itself, whose log `kubectl logs` shows. */
  readonly containers: readonly k8s.Container[];
  /** Asked at synth, when all is known. */
  readonly volumes: () => readonly k8s.Volume[];
}

const CRITICAL = ['system-node-critical', 'system-cluster-critical'];

/** Placement of what belongs on every node: it bears all taints and is the last to be evicted. */
export function onEveryNode({ nodeSelector, tolerations, priorityClassName }: PlacementProps): PlacementProps {
  return {
    nodeSelector,
    tolerations: tolerations ?? [{ operator: 'Exists' }],
    priorityClassName: priorityClassName ?? 'system-node-critical',
  };
}

/**
 * The DaemonSet of a workload. An update replaces the pods of a tenth of the nodes at a time. Nodes that are none, those
 * of Fargate and of virtual kubelets, are left out: pods for them would be pending for ever.
 */
export function daemonSetWorkload(
  scope: Construct,
  props: DaemonSetWorkloadProps,
  pods: DaemonPods,
): k8s.KubeDaemonSet {
  const { name, namespace, labels, selector, placement } = props;
  const { containers, spec = {} } = pods;
  for (const { hostPort, containerPort, protocol } of containers.flatMap(({ ports = [] }) => ports)) {
    const port = hostPort ?? (spec.hostNetwork ? containerPort : undefined);
    if (port !== undefined) claimHostPort(scope, { port, protocol, nodeSelector: placement.nodeSelector });
  }
  criticalPodsQuota(scope, props);
  return new k8s.KubeDaemonSet(scope, 'DaemonSet', {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selector },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') },
      },
      template: {
        metadata: {
          labels,
          annotations: {
            'kubectl.kubernetes.io/default-container': containers[0]?.name ?? '',
            ...pods.annotations,
          },
        },
        spec: {
          ...podDefaults(scope, { ...props, replicas: 1 }),
          affinity: REAL_NODES,
          ...(pods.serviceAccountName === undefined ? {} : { serviceAccountName: pods.serviceAccountName }),
          terminationGracePeriodSeconds: pods.terminationGracePeriodSeconds,
          ...spec,
          containers: [...containers],
          volumes: Lazy.any({ produce: () => pods.volumes() }),
        },
      },
    },
  });
}

const REAL_NODES: k8s.Affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate'] },
            { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
          ],
        },
      ],
    },
  },
};

/**
 * Some platforms, GKE among them, let pods be critical only in `kube-system` and where a quota allows them. This one
 * allows any number.
 */
function criticalPodsQuota(scope: Construct, { name, namespace, labels, placement }: DaemonSetWorkloadProps): void {
  const { priorityClassName = '' } = placement;
  if (!CRITICAL.includes(priorityClassName) || namespace === 'kube-system') return;
  new k8s.KubeResourceQuota(scope, 'CriticalPods', {
    metadata: { name, namespace, labels },
    spec: {
      hard: { pods: k8s.Quantity.fromString('1G') },
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: [priorityClassName] }],
      },
    },
  });
}
