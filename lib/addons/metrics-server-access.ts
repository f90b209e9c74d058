import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { clusterScoped } from '../kubernetes/cluster-scoped';
import { ServiceAccount, type ServiceAccountProps } from '../kubernetes/service-account';

/**
 * What metrics-server may do: find nodes and pods, read the kubelets' metrics, and ask the API server who talks to it and
 * whether they may. And what others may do: whoever may view a namespace sees the metrics of its pods.
 */
export function metricsServerAccess(scope: Construct, { name, namespace, labels }: ServiceAccountProps): void {
  const account = new ServiceAccount(scope, 'Access', { name, namespace, labels });
  account.allow([
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['get', 'list', 'watch'] },
  ]);
  account.allowAs('AuthDelegator', 'system:auth-delegator');
  account.allowAsIn('AuthReader', 'kube-system', 'extension-apiserver-authentication-reader');
  const aggregate = ['view', 'edit', 'admin'].map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']);
  clusterScoped(
    new k8s.KubeClusterRole(scope, 'Reader', {
      metadata: { name: 'system:aggregated-metrics-reader', labels: { ...labels, ...Object.fromEntries(aggregate) } },
      rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: ['get', 'list', 'watch'] }],
    }),
  );
}
