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

/** The same with these keys alone, for Secrets that hold more than the pod needs, such as the key of a certificate. */
export function secretKeyFiles(folder: string, keys: readonly SecretKey[]): SecretFiles {
  const { volumes, mounts } = secretFiles(folder, keys);
  const keysOf = (secret?: string) =>
    [...new Set(keys.filter(({ name }) => name === secret).map(({ key }) => key))].sort();
  return {
    mounts,
    volumes: volumes.map(({ name, secret }) => ({
      name,
      secret: { ...secret, items: keysOf(secret?.secretName).map((key) => ({ key, path: key })) },
    })),
  };
}
