import type { k8s } from 'cdk8s-plus-27';
import type { ContainerManifest, PodDraft, PodManifest } from '../../kubernetes/pod-draft';
import { restrictedSidecar } from '../../kubernetes/security';

interface Identity {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

const identityOf = (manifest: { readonly [field: string]: unknown }) => (manifest.securityContext ?? {}) as Identity;

/**
 * The security context of a container that reads what another one writes: it runs as the same user, as programs often keep
 * their logs from others, and may do nothing else. Notes the problem where nobody knows that user.
 *
 * @param given the user of the writer's image, where the pods do not say it
 */
export function readerContext(
  pod: PodDraft,
  writer: ContainerManifest,
  given: number | undefined,
): k8s.SecurityContext | undefined {
  const own = identityOf(writer);
  const all = identityOf(pod.pod.spec as PodManifest['spec'] & { readonly [field: string]: unknown });
  const said = own.runAsUser ?? all.runAsUser;
  const user = given ?? said;
  if (user === undefined) {
    pod.addProblems({
      what: `nobody knows as which user container '${writer.name}' of the ${pod.workload} writes files, which others may not read`,
      fix: "set 'runAsUser' to that of its image, such as 1000, or 'runAsUser' of its security context",
    });
    return undefined;
  }
  if (said !== undefined && said !== user) {
    pod.addProblems({
      what: `'runAsUser' is ${given}, and container '${writer.name}' of the ${pod.workload} runs as ${said}, whose files others may not read`,
      fix: 'leave it out',
    });
    return undefined;
  }
  return {
    ...restrictedSidecar(user),
    runAsNonRoot: user !== 0,
    runAsGroup: own.runAsGroup ?? all.runAsGroup ?? user,
  };
}
