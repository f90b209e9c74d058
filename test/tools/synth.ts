import { type ApiObject, App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';

/** A manifest, read loosely. */
// biome-ignore lint/suspicious/noExplicitAny: a test names the fields that it asserts
export type Manifest = any;

/** A chart of an app of its own, in the namespace `monitoring` unless told otherwise (null: in none). */
export function newChart(namespace: string | null = 'monitoring'): Chart {
  return new Chart(new App(), 'chart', namespace === null ? {} : { namespace });
}

/** The manifests of a chart, after all checks. */
export function synth(chart: Chart): Manifest[] {
  return Testing.synth(chart);
}

/** The one manifest of that kind, and of that name if one is given. */
export function only(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
  if (found.length !== 1) {
    const all = manifests.map((manifest) => `${manifest.kind} ${manifest.metadata.name}`).join(', ');
    throw new Error(`${found.length} manifests are ${kind} ${name ?? ''}; there are: ${all}`);
  }
  return found[0];
}

/** What an object becomes in YAML. */
export const jsonOf = (object: ApiObject): Manifest => object.toJson();

/** The message that a function throws; fails if it throws none. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

/** A construct's constructor, for tests that try props of many. */
export type Build = (scope: Construct) => unknown;
