import type { k8s } from 'cdk8s-plus-27';
import { isKubernetesLabelKey, validateKubernetesLabels } from '../config/prometheus/names';
import type { Problem } from '../model/problem';
import { validateObjectName } from '../model/units';

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

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Checks the props about placement. */
export function validatePlacement({ nodeSelector, tolerations = [], priorityClassName }: PlacementProps): Problem[] {
  const os = nodeSelector?.['kubernetes.io/os'];
  return [
    ...validateKubernetesLabels('nodeSelector', nodeSelector),
    ...(os === undefined || os === 'linux'
      ? []
      : [
          { what: `'nodeSelector' asks for 'kubernetes.io/os: ${os}'`, fix: "leave it out: the images run on 'linux'" },
        ]),
    ...tolerations.flatMap((toleration, i) => validateToleration(`tolerations[${i}]`, toleration)),
    ...validateObjectName('priorityClassName', priorityClassName, 'system-cluster-critical'),
  ];
}

function validateToleration(place: string, { key, operator = 'Exists', value, effect }: Toleration): Problem[] {
  return [
    ...(key === undefined || isKubernetesLabelKey(key)
      ? []
      : [{ what: `'${place}.key' is '${key}', which no taint can have`, fix: "use a key such as 'dedicated'" }]),
    ...(['Exists', 'Equal'].includes(operator)
      ? []
      : [{ what: `'${place}.operator' is '${operator}'`, fix: "use 'Exists' or 'Equal'" }]),
    ...(operator === 'Exists' && value !== undefined
      ? [
          {
            what: `'${place}.value' is '${value}', which operator 'Exists' does not read`,
            fix: "set 'operator' to 'Equal', or leave 'value' out",
          },
        ]
      : []),
    ...(operator === 'Equal' && key === undefined
      ? [{ what: `'${place}' has operator 'Equal' without 'key'`, fix: "give 'key', such as 'dedicated'" }]
      : []),
    ...(effect === undefined || EFFECTS.includes(effect)
      ? []
      : [
          {
            what: `'${place}.effect' is '${effect}'`,
            fix: `use one of ${EFFECTS.map((each) => `'${each}'`).join(', ')}`,
          },
        ]),
  ];
}
