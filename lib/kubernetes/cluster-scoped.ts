import { type ApiObject, JsonPatch } from 'cdk8s';

const CLUSTER_SCOPED = new WeakSet<ApiObject>();

/**
 * Takes the chart's namespace off an object that has none (ClusterRole, Namespace ...): cdk8s stamps it on every object
 * of the chart.
 */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  CLUSTER_SCOPED.add(object);
  return object;
}

/** Whether an object has no namespace, though its metadata still names the chart's. */
export function isClusterScoped(object: ApiObject): boolean {
  return CLUSTER_SCOPED.has(object);
}
