import { flag, listOf, mapOf, type Shape, struct, text } from '../model/shape';
import type { PlacementProps, Toleration } from './placement';
import type { ContainerResources } from './resources';
import type { StorageProps } from './storage';

/** What the props about storage consist of. */
export const STORAGE: Shape<StorageProps> = {
  storageSize: text('50Gi'),
  storageClassName: text('gp3'),
  existingClaim: text('prometheus-data'),
  ephemeralStorage: flag(),
};

const TOLERATION: Shape<Toleration> = {
  key: text('dedicated'),
  operator: text('Exists'),
  value: text('monitoring'),
  effect: text('NoSchedule'),
};

/** What the props about placement consist of. */
export const PLACEMENT: Shape<PlacementProps> = {
  nodeSelector: mapOf(text('monitoring')),
  tolerations: listOf(struct(TOLERATION)),
  priorityClassName: text('system-cluster-critical'),
};

/** What the resources of a container consist of. */
export const RESOURCES: Shape<ContainerResources> = {
  cpuRequest: text('500m'),
  cpuLimit: text('2'),
  memoryRequest: text('1Gi'),
  memoryLimit: text('2Gi'),
};
