import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Problem } from '../model/problem';
import { parseQuantity, validateObjectName, validateQuantity } from '../model/units';
import { nameWithStorage } from './storage-name';

/**
 * Where a component keeps its data.
 *
 * A choice other than claims of the default class is part of the names of the StatefulSet and of its claims:
 * `prometheus-gp3`, `prometheus-existing`, `prometheus-ephemeral`; Services keep theirs. So a changed choice is a new
 * StatefulSet with new, empty volumes beside the old one, and one apply makes it. Both serve, scrape and notify until the
 * old one is pruned or deleted by hand (`kubectl delete statefulset prometheus`). Its data stays in its claims, which
 * are never pruned; delete them too when nobody needs it any more.
 */
export interface StorageProps {
  /** Size of the volume of each replica, a Kubernetes quantity. Can be raised later if the storage class allows. */
  readonly storageSize?: string;
  /** Storage class of the claims, such as `gp3`; another one means empty volumes. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Name of an existing claim to use, such as one on EFS; for one replica. @default - claims are made */
  readonly existingClaim?: string;
  /** Keep the data in an emptyDir of `storageSize`: it is lost with the pod. @default false */
  readonly ephemeralStorage?: boolean;
}

const VOLUME = 'data';

/**
 * The template inside a StatefulSet, with all that the API server fills in there: kubectl compares this list as a whole
 * and would patch it at every apply.
 */
const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: VOLUME },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
  status: { phase: 'Pending' },
};

/** Checks the storage props of a component with that many pods. */
export function validateStorage(props: StorageProps, pods: number): Problem[] {
  const problems = [
    ...validateQuantity('storageSize', props.storageSize),
    ...validateObjectName('storageClassName', props.storageClassName, 'gp3'),
    ...validateObjectName('existingClaim', props.existingClaim, 'prometheus-data'),
  ];
  const chosen = (['existingClaim', 'ephemeralStorage', 'storageClassName'] as const).filter((name) => props[name]);
  if (chosen.length > 1) {
    problems.push({ what: `'${chosen.join("' and '")}' are set together`, fix: 'keep one of them' });
  }
  if (props.existingClaim !== undefined && pods > 1) {
    problems.push({
      what: `'existingClaim' is '${props.existingClaim}' with ${pods} pods`,
      fix: 'use one replica and one shard, or leave the claims to us',
    });
  }
  return problems;
}

/** The pieces of storage that a StatefulSet's spec takes. */
export interface StatefulSetStorage {
  readonly statefulSetName: string;
  /** To mount the data by. */
  readonly volumeName: string;
  readonly volumes: readonly k8s.Volume[];
  /** For the StatefulSet. @default - none */
  readonly claimTemplate?: object;
}

/**
 * Makes the claims of a StatefulSet's replicas.
 *
 * The claims are objects of their own under the names the StatefulSet looks for, so that a larger `storageSize` goes
 * live by a plain apply. The template inside the StatefulSet, which can never be changed, says the same whatever the
 * settings are; it would only serve a replica that was scaled up by hand.
 */
export function statefulSetStorage(
  scope: Construct,
  workload: { name: string; namespace: string; replicas: number; labels: Record<string, string> },
  props: StorageProps & { storageSize: string },
): StatefulSetStorage {
  const { existingClaim, ephemeralStorage, storageSize, storageClassName } = props;
  const statefulSetName = nameWithStorage(workload.name, props);
  if (ephemeralStorage) {
    return {
      statefulSetName,
      volumeName: VOLUME,
      volumes: [{ name: VOLUME, emptyDir: { sizeLimit: k8s.Quantity.fromString(storageSize) } }],
    };
  }
  if (existingClaim !== undefined) {
    return {
      statefulSetName,
      volumeName: VOLUME,
      volumes: [{ name: VOLUME, persistentVolumeClaim: { claimName: existingClaim } }],
    };
  }
  for (let replica = 0; replica < workload.replicas; replica++) {
    new k8s.KubePersistentVolumeClaim(scope, `Claim${replica}`, {
      metadata: {
        name: `${VOLUME}-${statefulSetName}-${replica}`,
        namespace: workload.namespace,
        labels: workload.labels,
        // Data outlives a scale-down, and the removal of the stack.
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      spec: {
        accessModes: CLAIM.spec.accessModes,
        volumeMode: CLAIM.spec.volumeMode,
        resources: { requests: { storage: k8s.Quantity.fromString(storageSize) } },
        ...(storageClassName === undefined ? {} : { storageClassName }),
      },
    });
  }
  return {
    statefulSetName,
    volumeName: VOLUME,
    volumes: [],
    claimTemplate: CLAIM,
  };
}

/** A whole number of MiB that is that share of a quantity. */
export function shareInMebibytes(quantity: string, share: number): number {
  return Math.floor(((parseQuantity(quantity) ?? 0) * share) / 1024 ** 2);
}
