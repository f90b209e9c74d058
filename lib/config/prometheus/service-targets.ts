import { RelabelAction } from '../../model/relabeling';
import type { ServiceTargets } from '../../model/scrape-job';
import { type Discovery, kubernetesDiscovery } from './discovery';
import { containerIdentity, onlyLivingPods, podIdentity } from './pod-steps';
import { copy, keepValues } from './relabel-steps';

const SERVICE = '__meta_kubernetes_service_name';
const SLICE = '__meta_kubernetes_endpointslice';

/**
 * Labels: `namespace`, `service`, `instance` (address and port), `node`, and where the endpoint is a pod `pod` and, if one
 * announces the port, `container`. Endpoints that are not ready are scraped too: that is when their metrics matter.
 */
export function serviceTargets({ namespaces, labels, name, port }: ServiceTargets): Discovery {
  return {
    discovery: kubernetesDiscovery('endpointslice', {
      namespaces,
      selectors: [
        { role: 'service', labels, fields: name === undefined ? undefined : { 'metadata.name': name } },
        {
          role: 'endpointslice',
          labels: name === undefined ? undefined : { 'kubernetes.io/service-name': name },
        },
      ],
    }),
    steps: [
      // The API server filters the Services; slices of others come without one.
      name === undefined
        ? { sourceLabels: [SERVICE], regex: '.+', action: RelabelAction.KEEP }
        : keepValues(SERVICE, [name]),
      // Discovery adds the other ports of the pods behind the Service, without this label.
      keepValues(`${SLICE}_port_name`, [port]),
      onlyLivingPods,
      ...podIdentity,
      // An endpoint that is no pod may be on a node all the same, or be one.
      { sourceLabels: [`${SLICE}_endpoint_node_name`], regex: '(.+)', targetLabel: 'node' },
      {
        sourceLabels: [`${SLICE}_address_target_kind`, `${SLICE}_address_target_name`],
        regex: 'Node;(.+)',
        targetLabel: 'node',
      },
      copy(SERVICE, 'service'),
      containerIdentity,
    ],
  };
}
