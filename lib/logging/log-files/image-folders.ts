import type { ContainerManifest } from '../../kubernetes/pod-draft';

/** Folders of every Linux in which programs and their settings are; what is below them is, too. */
const SYSTEM = /^\/(?:bin|boot|dev|etc|lib\w*|proc|sbin|sys)(?:\/|$)/;
/** Folders that hold those of several programs; one below them may be for logs alone. */
const SHARED =
  /^\/(?:|app|home|opt|root|run|srv|usr|usr\/(?:bin|include|lib\w*|libexec|local|local\/\w+|sbin|share)|var|var\/(?:lib|opt|run|spool|www))$/;

/** Whether a volume at the folder would surely hide files that the container needs of its image. */
export function hidesFiles(folder: string, { workingDir, command: [program] = [] }: ContainerManifest): boolean {
  const isNeeded = (path: unknown) => typeof path === 'string' && (path === folder || path.startsWith(`${folder}/`));
  return SYSTEM.test(folder) || SHARED.test(folder) || isNeeded(workingDir) || isNeeded(program);
}
