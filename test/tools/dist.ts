import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { repository } from './app-folder';

/** One manifest of dist/. */
export interface DistManifest {
  /** The file it is in: `dist/monitoring.k8s.yaml`. */
  readonly file: string;
  readonly manifest: Record<string, unknown>;
}

/** The manifests of the committed dist/, in the order in which kubectl applies them. */
export function distManifests(): DistManifest[] {
  const files = readdirSync(join(repository, 'dist')).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((name) => {
    const manifests = loadAll(readFileSync(join(repository, 'dist', name), 'utf8'));
    return manifests.map((manifest) => ({ file: `dist/${name}`, manifest: manifest as Record<string, unknown> }));
  });
}
