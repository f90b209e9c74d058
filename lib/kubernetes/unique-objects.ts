import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Problem } from '../model/problem';
import { addCheck } from './checks';
import { isClusterScoped } from './cluster-scoped';

const CHECKED = new WeakSet<Construct>();

/**
 * Refuses at synth, once for the whole app, two objects of one kind, namespace (if they have one) and name: the second would overwrite the
 * first in the cluster in silence.
 */
export function requireUniqueObjects(scope: Construct): void {
  const root = scope.node.root as Construct;
  if (CHECKED.has(root)) return;
  CHECKED.add(root);
  addCheck(
    root,
    () => duplicates(root),
    // Objects are never taken away, and keep their names.
    () => root.node.findAll().length,
  );
}

function duplicates(root: Construct): Problem[] {
  const seen = new Map<string, ApiObject>();
  const problems: Problem[] = [];
  for (const node of root.node.findAll()) {
    if (!ApiObject.isApiObject(node)) continue;
    const namespace = isClusterScoped(node) ? undefined : (node.metadata.namespace ?? '');
    const key = [node.apiGroup, node.kind, namespace, node.name].join('/');
    const first = seen.get(key);
    if (first) {
      const place = namespace === undefined ? '' : ` of namespace '${namespace}'`;
      problems.push({
        what: `${first.node.path} and ${node.node.path} are both the ${node.kind} '${node.name}'${place}`,
        fix: `give one of them another 'name'${namespace === undefined ? '' : " or 'namespace'"}`,
      });
    } else {
      seen.set(key, node);
    }
  }
  return problems;
}
