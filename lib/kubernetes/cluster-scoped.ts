import { type ApiObject, JsonPatch } from 'cdk8s';

/**
 * Takes the chart's namespace off an object that has none (ClusterRole, Namespace ...): cdk8s stamps it on every object
 * of the chart.
 */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
