import type { ApiObject } from 'cdk8s';
import type { ContainerManifest, PodManifest, VolumeManifest } from '../kubernetes/pod-draft';
import { findObject } from '../kubernetes/pod-template';

type Mount = NonNullable<ContainerManifest['volumeMounts']>[number];

const FOLDER = '/etc/nginx';
const CONF_D = `${FOLDER}/conf.d`;

/** Where a file with one more server block can go. */
export interface ConfigFolder {
  /** Folder of files that nginx includes. */
  readonly path: string;
  /** What the workload mounts there, if it does; a claim's template of a StatefulSet is no volume of its pods. */
  readonly mounted?: { readonly mount: Mount; readonly volume?: VolumeManifest };
}

/** The configuration that a workload brings whole. */
export interface GivenConfig {
  /** As messages name it. */
  readonly place: string;
  /** Texts of its files; undefined if they cannot be seen. */
  readonly files?: readonly string[];
}

/** The folder that nginx of a container includes files from, or undefined where its whole configuration is mounted. */
export function configFolder(pod: PodManifest, container: ContainerManifest): ConfigFolder | undefined {
  if (mountsOf(container).some(isWhole)) return undefined;
  const mount = mountsOf(container).find(({ mountPath }) => normalized(mountPath) === CONF_D);
  return mount ? { path: CONF_D, mounted: { mount, volume: volumeOf(pod, mount) } } : { path: CONF_D };
}

/** What is mounted of nginx's configuration, and its text where it is a ConfigMap of the same app. */
export function mountedConfig(object: ApiObject, pod: PodManifest, container: ContainerManifest): GivenConfig {
  const mounts = mountsOf(container).filter(
    (mount) => isWhole(mount) || normalized(mount.mountPath).startsWith(`${FOLDER}/`),
  );
  const volumes = mounts.map((mount) => volumeOf(pod, mount));
  const maps = volumes.flatMap((volume, i) => configMapsIn(volume, mounts[i] as Mount));
  const texts = maps.map(({ name, take }) => {
    const data = findObject(object, 'ConfigMap', name)?.toJson().data as Record<string, string> | undefined;
    return data && Object.entries(data).filter(([key]) => take(key));
  });
  const files = texts.flatMap((entries) => (entries ?? []).map(([, text]) => text));
  const place =
    maps.length > 0
      ? `the ConfigMap ${[...new Set(maps.map(({ name }) => `'${name}'`))].join(' or ')}`
      : volumes.length > 0
        ? `the volume '${volumes.map((volume) => volume?.name).join("' or '")}'`
        : `the image of container '${container.name}'`;
  return { place, ...(files.length > 0 ? { files } : {}) };
}

const normalized = (path: string) => path.replace(/\/+$/, '');

const isWhole = ({ mountPath }: Mount) => ['', '/etc', FOLDER, `${FOLDER}/nginx.conf`].includes(normalized(mountPath));

const mountsOf = ({ volumeMounts = [] }: ContainerManifest) => volumeMounts;

const volumeOf = ({ spec }: PodManifest, { name }: Mount) =>
  (spec.volumes ?? []).find((volume) => volume.name === name);

interface ConfigMapSource {
  readonly name?: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

interface MountedMap {
  readonly name: string;
  /** Whether a key of it is mounted, and is a file of nginx. */
  readonly take: (key: string) => boolean;
}

function configMapsIn(volume: VolumeManifest | undefined, { subPath }: Mount): MountedMap[] {
  const projected = volume?.projected as { sources?: readonly { configMap?: ConfigMapSource }[] } | undefined;
  const sources = projected?.sources ?? [volume as { configMap?: ConfigMapSource } | undefined];
  return sources.flatMap((source) => {
    const { name, items } = source?.configMap ?? {};
    if (name === undefined) return [];
    const pathOf = (key: string) => (items ? items.find((item) => item.key === key)?.path : key);
    const take = (key: string) => {
      const path = pathOf(key);
      return path?.endsWith('.conf') === true && (subPath === undefined || path.startsWith(subPath));
    };
    return [{ name, take }];
  });
}
