import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Problem } from '../model/problem';
import { validateDnsLabel } from '../model/units';

/** The namespace that a construct puts its objects into: the prop, or else that of the chart; undefined if neither is set. */
export function namespaceOf(scope: Construct, prop: string | undefined): string | undefined {
  return prop ?? Chart.of(scope).namespace;
}

/** Refuses a missing namespace: a ClusterRoleBinding or a NetworkPolicy must not guess it. */
export function validateNamespace(namespace: string | undefined): Problem[] {
  if (namespace !== undefined) return validateDnsLabel('namespace', namespace);
  return [{ what: 'no namespace is set', fix: "set 'namespace' here or on the chart, such as 'monitoring'" }];
}
