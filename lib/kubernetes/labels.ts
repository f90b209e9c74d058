/** Labels that never change while the workload lives: the only ones that selectors use. */
export interface SelectorLabels {
  readonly [label: string]: string;
}

/** Labels of an object: the selector's, and those that may change, such as the version. */
export function objectLabels(
  selector: SelectorLabels,
  { component, version }: { component: string; version?: string },
): Record<string, string> {
  return {
    ...selector,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'observability',
    'app.kubernetes.io/managed-by': 'cdk8s',
    ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
  };
}
