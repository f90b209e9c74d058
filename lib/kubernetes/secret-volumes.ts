import type { k8s } from 'cdk8s-plus-27';
import type { SecretKey } from '../model/secret-key';

/** Volumes and mounts that bring Secrets into a pod as files `<folder>/<secret name>/<key>`. */
export interface SecretFiles {
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
}

/**
 * Mounts the Secrets that the keys belong to, each whole, one a folder. A Secret that does not exist yet does not keep
 * the pod from starting; its files appear when it is made.
 */
export function secretFiles(folder: string, keys: readonly SecretKey[]): SecretFiles {
  const names = [...new Set(keys.map(({ name }) => name))].sort();
  return {
    // A volume's name is at most 63 characters without dots; a Secret's may be longer.
    volumes: names.map((secretName, i) => ({
      name: `secret-${i}`,
      secret: { secretName, optional: true, defaultMode: 0o440 },
    })),
    mounts: names.map((name, i) => ({ name: `secret-${i}`, mountPath: `${folder}/${name}`, readOnly: true })),
  };
}
