import type { PodDraft } from '../../kubernetes/pod-draft';
import { Examples } from '../../proof/language/example';
import { Languages } from '../../proof/language/languages';
import { pathGlob } from '../../proof/log-pipeline/globs';
import type { SharedVolume } from './log-file-folders';

/** Of pods: which files a sidecar reads. */
const FILES = 'cdk8s-observability/log-files-';
/** Enough for hundreds of paths. */
const MOST_EXPRESSIONS = 100_000;

/** A path in its volume, whatever the folder that a container has it at. */
function placesOf({ mount, paths }: SharedVolume): string[] {
  const inside = (path: string) => path.slice(mount.mountPath.replace(/\/+$/, '').length);
  const { subPath } = mount;
  return paths.map((path) => `${mount.name}:${subPath === undefined ? '' : `/${subPath}`}${inside(path)}`);
}

/** Notes on the pods which files a sidecar reads, and refuses those that another one reads. */
export function validateOtherReaders(
  pod: PodDraft,
  { containerName }: { readonly containerName: string },
  volumes: readonly SharedVolume[],
): void {
  const own = volumes.flatMap(placesOf);
  const languages = new Languages(MOST_EXPRESSIONS);
  const examples = new Examples(languages);
  for (const [annotation, value] of Object.entries(pod.pod.metadata?.annotations ?? {})) {
    const other = annotation.startsWith(FILES) ? annotation.slice(FILES.length) : containerName;
    if (other === containerName) continue;
    const common = value
      .split(' ')
      .flatMap((theirs) => own.map((ours) => languages.and([pathGlob(languages, theirs), pathGlob(languages, ours)])))
      .map((both) => examples.of(both))
      .find((example) => example !== undefined);
    if (common === undefined) continue;
    pod.addProblems({
      what: `sidecar '${other}' of the ${pod.workload} reads ${common.replace(/^.*?:/, '')} in the volume '${common.replace(/:.*$/s, '')}' too, so that its lines are there twice`,
      fix: 'give each sidecar files of its own',
    });
  }
  pod.addAnnotation(`${FILES}${containerName}`, own.join(' '));
}
