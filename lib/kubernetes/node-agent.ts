import type { ComponentProps } from './component';
import type { PlacementProps } from './placement';

/** What every program that runs on all nodes can be told. */
export interface NodeAgentProps extends ComponentProps {
  /** One whose Pod Security level is `privileged`. @default - that of the chart */
  readonly namespace?: string;
  /** Labels that the node must have. @default - any Linux node but virtual ones */
  readonly nodeSelector?: PlacementProps['nodeSelector'];
  /** @default - every taint is tolerated */
  readonly tolerations?: PlacementProps['tolerations'];
  /** Name of an existing PriorityClass. @default 'system-node-critical' */
  readonly priorityClassName?: string;
}

/** Placement of what belongs on every node: it bears all taints and is the last to be evicted. */
export function onEveryNode({ nodeSelector, tolerations, priorityClassName }: PlacementProps): PlacementProps {
  return {
    nodeSelector,
    tolerations: tolerations ?? [{ operator: 'Exists' }],
    priorityClassName: priorityClassName ?? 'system-node-critical',
  };
}
