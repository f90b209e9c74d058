import type { k8s } from 'cdk8s-plus-27';

/** The user and group `nobody`, which the images of the Prometheus project run as. */
const NOBODY = 65534;

/** Security context of a pod that lives under the Pod Security level `restricted`. */
export function restrictedPod({
  user = NOBODY,
  group = user,
}: {
  user?: number;
  group?: number;
} = {}): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    fsGroup: group,
    // Else the kubelet walks and changes the whole volume at every start, minutes on a large one.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Security context of a container that lives under `restricted`, with a read-only root. */
export function restrictedContainer(): k8s.SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** The same for a container beside those of somebody else, whose pods may be laxer. */
export function restrictedSidecar(user: number): k8s.SecurityContext {
  return {
    ...restrictedContainer(),
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
