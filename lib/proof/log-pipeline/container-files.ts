import type { Language, Languages } from '../language/languages';
import type { OnigmoLanguages } from '../language/onigmo-languages';
import { readOnigmo } from '../language/read-onigmo';

/** Names of namespaces and containers. */
export const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
/** Names of pods. */
export const POD = '[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?';
export const CONTAINER_ID = '[0-9a-f]{64}';
export const CONTAINER_FOLDER = '/var/log/containers/';
export const POD_FOLDER = '/var/log/pods/';
export const POD_UID = '[-0-9a-f]+';
/** Names of files in the folder of a container: one for each start of it, and what was rotated. */
export const POD_FILE = '[0-9]+\\.log(?:\\.[0-9]{8}-[0-9]{6}(?:\\.gz|\\.tmp)?)?';
/** How the kubelet names the files of containers: below these folders no others are. */
const FILES = [
  [CONTAINER_FOLDER, `${POD}_${LABEL}_${LABEL}-${CONTAINER_ID}\\.log`],
  [POD_FOLDER, `${LABEL}_${POD}_${POD_UID}/${LABEL}/${POD_FILE}`],
] as const;

/** What most tails read: just the files that the kubelet names. */
const EVERY_CONTAINER = `${CONTAINER_FOLDER}*.log`;

/** The paths of a pattern that there can be: in the folders of the kubelet, those that it makes. */
export function existingPaths(
  languages: Languages,
  onigmo: OnigmoLanguages,
  pattern: string,
  paths: Language,
): Language {
  const known = FILES.find(([folder]) => pattern.startsWith(folder));
  const names = known && onigmo.plain(readOnigmo(known[1]).tree);
  if (!known || !names) return paths;
  const made = languages.concat([languages.text(known[0]), names]);
  return pattern === EVERY_CONTAINER ? made : languages.and([paths, made]);
}
