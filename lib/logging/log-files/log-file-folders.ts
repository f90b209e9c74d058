import type { ContainerManifest, PodManifest, VolumeManifest } from '../../kubernetes/pod-draft';
import type { Problem } from '../../model/problem';
import { hidesFiles } from './image-folders';

type Mount = NonNullable<ContainerManifest['volumeMounts']>[number] & { readonly subPathExpr?: string };

/** A volume that both containers have, and the files in it. */
export interface SharedVolume {
  readonly mount: Mount;
  /** Whether it is put there by us. */
  readonly added: boolean;
  /** Whether its files are still there in the next pod. */
  readonly lasting: boolean;
  readonly paths: readonly string[];
}

/** What to look for, and where. */
export interface LogFolderOptions {
  /** The workload as messages name it. */
  readonly workload: string;
  readonly kind: string;
  /** Of the workload: how many pods there are, and how they are replaced. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly pod: PodManifest;
  /** Container that writes. */
  readonly writer: ContainerManifest;
  readonly paths: readonly string[];
  /** What names of added volumes begin with. */
  readonly sidecar: string;
}

/** The folder of a path. */
export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/';

const isInside = (folder: string, outer: string) => folder === outer || folder.startsWith(`${outer}/`);
const plain = (mountPath: string) => mountPath.replace(/\/+$/, '');

/** The volumes that hold the files: those that are mounted there, and new ones for folders where none is. */
export function sharedVolumes(options: LogFolderOptions): { volumes: SharedVolume[]; problems: Problem[] } {
  const { workload, writer, paths, sidecar } = options;
  const mounts = (writer.volumeMounts ?? []) as readonly Mount[];
  const mountOf = (path: string) =>
    mounts
      .filter(({ mountPath }) => isInside(folderOf(path), plain(mountPath)))
      .sort((a, b) => plain(b.mountPath).length - plain(a.mountPath).length)[0];
  const bare = [...new Set(paths.filter((path) => mountOf(path) === undefined).map(folderOf))];
  const outermost = bare.filter((folder) => !bare.some((other) => other !== folder && isInside(folder, other)));

  const there = [...new Set(paths.map(mountOf))].filter((mount) => mount !== undefined);
  const found = there.map((mount) => ({ mount, paths: paths.filter((path) => mountOf(path) === mount) }));
  const problems = [
    ...found.flatMap(({ mount }) => mountProblems(options, mount)),
    ...outermost.filter((folder) => hidesFiles(folder, writer)).map((folder) => hiding(options, folder)),
  ];
  const volumes = [
    ...found.map((each) => ({ ...each, added: false, lasting: isLasting(volumeOf(options, each.mount)) })),
    ...outermost.map((folder, i) => ({
      mount: { name: `${sidecar}-files${i === 0 ? '' : `-${i}`}`, mountPath: folder },
      added: true,
      lasting: false,
      paths: paths.filter((path) => mountOf(path) === undefined && isInside(folderOf(path), folder)),
    })),
  ];
  const [lasting, ending] = [volumes.find((each) => each.lasting), volumes.find((each) => !each.lasting)];
  if (problems.length === 0 && lasting && ending) {
    problems.push({
      what: `of the files of container '${writer.name}' of the ${workload}, those in ${lasting.mount.mountPath} are still there in its next pod, and those in ${ending.mount.mountPath} are not`,
      fix: 'read them with two sidecars',
    });
  }
  return { volumes, problems };
}

const hiding = ({ writer, workload }: LogFolderOptions, folder: string): Problem => ({
  what: `the sidecar sees files of container '${writer.name}' of the ${workload} only in a volume, and one at '${folder}' would hide what its image has there`,
  fix: "have it write to a folder for logs alone, such as '/var/log/app'",
});

/** A claim of a StatefulSet's own template has no entry among the volumes. */
const CLAIM_TEMPLATE: VolumeManifest = { name: '', claimTemplate: {} };

function volumeOf({ pod, spec }: LogFolderOptions, { name }: Mount): VolumeManifest | undefined {
  const templates = (spec.volumeClaimTemplates ?? []) as readonly { readonly metadata?: { readonly name?: string } }[];
  if (templates.some(({ metadata }) => metadata?.name === name)) return CLAIM_TEMPLATE;
  return pod.spec.volumes?.find((volume) => volume.name === name);
}

const kindOf = (volume: VolumeManifest | undefined) => Object.keys(volume ?? {}).find((key) => key !== 'name');

/** Volumes that end with their pod; all others are there for the next one. */
const isLasting = (volume: VolumeManifest | undefined) => !['emptyDir', 'ephemeral'].includes(kindOf(volume) ?? '');

const WRITTEN_BY_KUBERNETES = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'];

function mountProblems(options: LogFolderOptions, mount: Mount): Problem[] {
  const { workload, writer } = options;
  const volume = volumeOf(options, mount);
  const kind = kindOf(volume);
  const mounted = `container '${writer.name}' of the ${workload} mounts the volume '${mount.name}' at ${mount.mountPath}`;
  if (kind === undefined) return [{ what: `${mounted}, which its pods do not have`, fix: 'add it to them' }];
  if (WRITTEN_BY_KUBERNETES.includes(kind) || mount.readOnly === true) {
    return [
      {
        what: `${mounted}, where it can write nothing`,
        fix: 'have it write to another folder, or mount an emptyDir there',
      },
    ];
  }
  if (mount.subPathExpr !== undefined) {
    return [
      {
        what: `${mounted} with the subPathExpr '${mount.subPathExpr}', which only it can work out`,
        fix: "use 'subPath', or an emptyDir",
      },
    ];
  }
  if (!isLasting(volume) || isOfOnePod(options, kind)) return [];
  return [
    {
      what: `${mounted}, which several pods share, so that the sidecar of each reads the files of all`,
      fix: 'use an emptyDir, a claim template of a StatefulSet, or one replica with the strategy Recreate',
    },
  ];
}

/** Whether no two pods have the volume at the same time. */
function isOfOnePod({ kind, spec }: LogFolderOptions, volume: string): boolean {
  const {
    replicas = 1,
    strategy,
    updateStrategy,
    parallelism = 1,
  } = spec as {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly strategy?: { readonly type?: string };
    readonly updateStrategy?: { readonly rollingUpdate?: { readonly maxSurge?: number | string } };
  };
  switch (kind) {
    case 'Pod':
      return true;
    case 'StatefulSet':
      return volume === 'claimTemplate' || replicas <= 1;
    case 'Deployment':
      return replicas <= 1 && strategy?.type === 'Recreate';
    case 'DaemonSet':
      return volume === 'hostPath' && !Number.parseInt(String(updateStrategy?.rollingUpdate?.maxSurge ?? 0), 10);
    case 'Job':
      return parallelism <= 1;
    default:
      return false;
  }
}
