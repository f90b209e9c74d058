import type { k8s } from 'cdk8s-plus-27';

/** A taint that pods bear. */
export interface Toleration {
  /** @default - every taint */
  readonly key?: string;
  /** `Exists` or `Equal`. @default 'Exists' */
  readonly operator?: string;
  /** With `Equal`. @default - none */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. @default - every effect */
  readonly effect?: string;
}

/** Where the pods of a component run. */
export interface PlacementProps {
  /** Labels that the node must have. @default - any Linux node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tolerations?: readonly Toleration[];
  /** Name of an existing PriorityClass. @default - the cluster's default */
  readonly priorityClassName?: string;
}

/** Tolerates the taint of control-plane nodes, by its present and its former name. */
export const CONTROL_PLANE_TOLERATIONS: readonly Toleration[] = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'NoSchedule' },
];

/** The fields of a pod's spec that place it; replicas keep to different nodes where they can. */
export function placement(
  { nodeSelector, tolerations, priorityClassName }: PlacementProps,
  spread?: { selector: Record<string, string>; replicas: number },
): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations' | 'priorityClassName' | 'affinity'> {
  return {
    nodeSelector: { 'kubernetes.io/os': 'linux', ...nodeSelector },
    ...(tolerations ? { tolerations: tolerations.map((toleration) => ({ operator: 'Exists', ...toleration })) } : {}),
    ...(priorityClassName ? { priorityClassName } : {}),
    ...(spread && spread.replicas > 1 ? { affinity: apart(spread.selector) } : {}),
  };
}

const apart = (selector: Record<string, string>): k8s.Affinity => ({
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } },
      },
    ],
  },
});
