import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Manifest } from './synth';

/** A container's files as Kubernetes would mount them, below a folder of this machine. */
export interface MountedContainer {
  readonly workload: string;
  /** The container's name. */
  readonly name: string;
  /** Where on this machine its root folder is. */
  readonly root: string;
  /** The file that `--config.file` names, on this machine. */
  readonly configFile: string;
}

/** The slash in front of those paths in a configuration that the pods mount something at. */
const PATHS = /(?<![\w/])\/(?=etc\/(?:prometheus|alertmanager)|var\/run\/secrets\/)/g;

const text = (base64: string) => Buffer.from(base64, 'base64').toString();
const decoded = (data: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(data).map(([file, value]) => [file, text(value)]));

/**
 * Mounts what ConfigMaps and Secrets hold for each container that has a `--config.file`, at the paths the pods see.
 * Absolute paths of the configuration in the files themselves become those on this machine.
 */
export function mountConfigs(manifests: readonly Manifest[], folder: string): MountedContainer[] {
  const filesOf = (kind: string, namespace: string, name: string): Record<string, string> | undefined => {
    const found = manifests.find(
      ({ kind: k, metadata: m }) => k === kind && m.name === name && m.namespace === namespace,
    );
    return found && (kind === 'Secret' ? decoded(found.data) : found.data);
  };
  const filesIn = (volume: Manifest, namespace: string): Record<string, string> => {
    const sources = volume.projected?.sources ?? [volume];
    return Object.assign(
      {},
      ...sources.flatMap(({ configMap, secret, serviceAccountToken }: Manifest) => [
        configMap?.name === 'kube-root-ca.crt' && { 'ca.crt': rootCertificates[0] },
        serviceAccountToken && { [serviceAccountToken.path]: 'token' },
        configMap && filesOf('ConfigMap', namespace, configMap.name),
        secret && filesOf('Secret', namespace, secret.secretName ?? secret.name),
      ]),
    );
  };
  return manifests
    .filter(({ kind }) => kind === 'StatefulSet')
    .flatMap(({ metadata, spec }) => {
      const { containers, volumes } = spec.template.spec;
      return containers.flatMap((container: Manifest): MountedContainer[] => {
        const flag = (container.args ?? []).find((arg: string) => arg.startsWith('--config.file='));
        if (!flag) return [];
        const root = join(folder, metadata.namespace, metadata.name, container.name);
        for (const { name, mountPath } of container.volumeMounts) {
          const volume = volumes.find((each: Manifest) => each.name === name) ?? {};
          for (const [file, content] of Object.entries(filesIn(volume, metadata.namespace))) {
            const path = join(root, mountPath, file);
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, content.replaceAll(PATHS, `${root}/`));
          }
        }
        const configFile = join(root, flag.slice('--config.file='.length));
        return [{ workload: metadata.name, name: container.name, root, configFile }];
      });
    });
}
