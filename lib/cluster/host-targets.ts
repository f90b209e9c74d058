import { validateSelector } from '../config/prometheus/names';
import type { Problem } from '../model/problem';
import { mapOf, number, type Shape, text } from '../model/shape';
import { validatePort } from '../model/units';
import type { ClusterComponent } from './cluster-flavour';

/**
 * A component that listens on the address of its nodes: as a process, as a static pod or as a pod on the host network.
 * `{}` means on every node, at its usual port.
 */
export interface HostTargets {
  /**
   * Labels of the nodes that it runs on, such as `{ 'node-role.kubernetes.io/control-plane': '' }`. A node without it
   * shows as InstanceDown.
   * @default - every node, or `podLabels`
   */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Labels of its pods in `kube-system`, in place of those of nodes. @default - found by node */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default - the usual one of the component */
  readonly portNumber?: number;
}

/** What such a place consists of. */
export const HOST_TARGETS: Shape<HostTargets> = {
  portNumber: number(10259),
  nodeLabels: mapOf(text('control-plane')),
  podLabels: mapOf(text('kube-scheduler')),
};

/** The component at that place, with the port and the protocol that it usually has. */
export function onHosts(
  { nodeLabels, podLabels, portNumber }: HostTargets,
  { usualPort, ...protocol }: Omit<ClusterComponent, 'pods' | 'nodes' | 'services' | 'absent'> & { usualPort: number },
): ClusterComponent {
  const port = portNumber ?? usualPort;
  return podLabels
    ? { pods: { namespaces: ['kube-system'], labels: podLabels, portNumber: port, hostNetwork: true }, ...protocol }
    : { nodes: { labels: nodeLabels, portNumber: port }, ...protocol };
}

/** All that is wrong with the values of such a place. */
export function validateHostTargets(prop: string, targets: HostTargets | undefined): Problem[] {
  if (targets === undefined) return [];
  const { nodeLabels, podLabels, portNumber } = targets;
  return [
    ...validateSelector(`${prop}.nodeLabels`, nodeLabels),
    ...validateSelector(`${prop}.podLabels`, podLabels),
    ...validatePort(`${prop}.portNumber`, portNumber),
    ...(nodeLabels && podLabels
      ? [{ what: `'${prop}' has both 'nodeLabels' and 'podLabels'`, fix: 'keep those by which it is to be found' }]
      : []),
  ];
}
