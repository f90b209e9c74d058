import { isKubernetesLabelKey } from '../config/prometheus/names';
import type { Problem } from '../model/problem';

/** Checks optional annotations: their names follow the rules of labels, their values are free. */
export function validateAnnotations(prop: string, annotations: Readonly<Record<string, string>> = {}): Problem[] {
  return Object.keys(annotations)
    .filter((name) => !isKubernetesLabelKey(name))
    .map((name) => ({
      what: `'${prop}' holds '${name}', which no annotation can be named`,
      fix: "use a name such as 'example.com/team'",
    }));
}
