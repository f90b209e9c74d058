import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { claimHostPort } from './host-ports';
import { requirePodSecurity } from './pod-security';
import { type WorkloadPods, type WorkloadTemplateProps, workloadTemplate } from './workload-template';

export interface DaemonSetWorkloadProps extends Omit<WorkloadTemplateProps, 'replicas'> {
  readonly name: string;
}

const CRITICAL = ['system-node-critical', 'system-cluster-critical'];

/**
 * The DaemonSet of a workload. An update replaces the pods of a tenth of the nodes at a time. Nodes that are none, those
 * of Fargate and of virtual kubelets, are left out: pods for them would be pending for ever.
 */
export function daemonSetWorkload(
  scope: Construct,
  props: DaemonSetWorkloadProps,
  pods: WorkloadPods,
): k8s.KubeDaemonSet {
  const { name, namespace, labels, selector, placement } = props;
  const { containers, spec = {} } = pods;
  for (const { hostPort, containerPort, protocol } of containers.flatMap(({ ports = [] }) => ports)) {
    const port = hostPort ?? (spec.hostNetwork ? containerPort : undefined);
    if (port !== undefined) claimHostPort(scope, { port, protocol, nodeSelector: placement.nodeSelector });
  }
  requirePodSecurity(scope, namespace, pods);
  criticalPodsQuota(scope, props);
  return new k8s.KubeDaemonSet(scope, 'DaemonSet', {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selector },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') },
      },
      template: workloadTemplate(
        scope,
        { ...props, replicas: 1 },
        { ...pods, spec: { affinity: REAL_NODES, ...spec } },
      ),
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
