import type { PodTargets } from '../../model/scrape-job';
import { type Discovery, kubernetesDiscovery } from './discovery';
import { containerIdentity, noInitContainers, onlyLivingPods, podAddress, podIdentity } from './pod-steps';
import { keepValues } from './relabel-steps';

/**
 * Labels: `namespace`, `pod`, `node`, `instance` (address and port), and with a named port `container`. By number a pod
 * is one target however many ports it announces: the targets of its containers become alike, and Prometheus scrapes
 * like targets once. None of them may have the label `container` then.
 */
export function podTargets({ namespaces, labels, port, portNumber }: PodTargets): Discovery {
  const byName = port === undefined ? [] : [keepValues('__meta_kubernetes_pod_container_port_name', [port])];
  const byNumber = portNumber === undefined ? [] : podAddress(portNumber);
  return {
    discovery: kubernetesDiscovery('pod', { namespaces, selectors: [{ role: 'pod', labels }] }),
    steps: [
      onlyLivingPods,
      noInitContainers,
      ...byName,
      ...byNumber,
      ...podIdentity,
      ...(port === undefined ? [] : [containerIdentity]),
    ],
  };
}
