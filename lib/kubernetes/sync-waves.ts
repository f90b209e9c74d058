import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

const ANNOTATION = 'argocd.argoproj.io/sync-wave';

/**
 * Waves before 0, where workloads and claims are: a claim that waits for its first pod would hold up the waves behind
 * it for ever.
 */
const WAVES: Readonly<Record<string, string>> = {
  Namespace: '-2',
  CustomResourceDefinition: '-2',
  PriorityClass: '-2',
  ServiceAccount: '-1',
  ClusterRole: '-1',
  ClusterRoleBinding: '-1',
  Role: '-1',
  RoleBinding: '-1',
  ConfigMap: '-1',
  Secret: '-1',
  NetworkPolicy: '-1',
};

/** Marks everything below a scope for Argo CD: namespaces first, then access and configuration, then workloads. */
export function addSyncWaves(scope: IConstruct): void {
  for (const node of scope.node.findAll()) {
    if (!ApiObject.isApiObject(node)) continue;
    const wave = WAVES[node.kind];
    if (wave !== undefined) node.metadata.addAnnotation(ANNOTATION, wave);
  }
}
