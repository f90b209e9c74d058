import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { type AppProblem, addAppCheck } from './app-check';
import { isClusterScoped } from './cluster-scoped';

/**
 * Refuses at synth, once for the whole app, two objects of one kind, namespace (if they have one) and name: the second would overwrite the
 * first in the cluster in silence.
 */
export function requireUniqueObjects(scope: Construct): void {
  // Objects are never taken away, and keep their names.
  addAppCheck(scope, duplicates);
}

function duplicates(root: IConstruct): AppProblem[] {
  const seen = new Map<string, ApiObject>();
  const problems: AppProblem[] = [];
  for (const node of root.node.findAll()) {
    if (!ApiObject.isApiObject(node)) continue;
    const namespace = isClusterScoped(node) ? undefined : (node.metadata.namespace ?? '');
    const key = [node.apiGroup, node.kind, namespace, node.name].join('/');
    const first = seen.get(key);
    if (first) {
      const place = namespace === undefined ? '' : ` of namespace '${namespace}'`;
      problems.push({
        at: node,
        what: `${first.node.path} and ${node.node.path} are both the ${node.kind} '${node.name}'${place}`,
        fix: `give one of them another 'name'${namespace === undefined ? '' : " or 'namespace'"}`,
      });
    } else {
      seen.set(key, node);
    }
  }
  return problems;
}
