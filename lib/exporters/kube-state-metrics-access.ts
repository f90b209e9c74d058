import type { Construct } from 'constructs';
import { ServiceAccount } from '../kubernetes/service-account';
import { collectorAccess } from './kube-state-metrics-collectors';

/** The ServiceAccount of kube-state-metrics: it may list and watch what the collectors need, where they need it. */
export function kubeStateMetricsAccess(
  scope: Construct,
  props: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
    readonly collectors: readonly string[];
    readonly namespaces?: readonly string[];
    readonly shards: number;
  },
): void {
  const { name, namespace, labels, collectors, namespaces, shards } = props;
  const account = new ServiceAccount(scope, 'Access', { name, namespace, labels });
  const namespaced = collectorAccess(collectors, true);
  const inCluster = [...(namespaces ? [] : namespaced), ...collectorAccess(collectors, false)];
  if (inCluster.length > 0) account.allow(inCluster);
  if (namespaced.length > 0) {
    for (const each of new Set(namespaces)) account.allowIn(each, each, namespaced);
  }
  if (shards > 1) {
    // A pod learns its number and how many there are from its own StatefulSet.
    account.allowIn(
      'Sharding',
      namespace,
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['statefulsets'], resourceNames: [name], verbs: ['get', 'list', 'watch'] },
      ],
      '-sharding',
    );
  }
}
