import type { NodeTargets } from '../../model/scrape-job';
import { type Discovery, kubernetesDiscovery } from './discovery';
import { copy } from './relabel-steps';

/**
 * Labels: `node` (its name) and `instance` (address and port). Discovery itself would make `instance` the node's name;
 * the address is what it is for every other kind, and keeps two jobs on one node apart.
 */
export function nodeTargets({ portNumber, labels }: NodeTargets): Discovery {
  return {
    discovery: kubernetesDiscovery('node', { selectors: [{ role: 'node', labels }] }),
    steps: [
      ...(portNumber === undefined
        ? []
        : [
            {
              sourceLabels: ['__address__'],
              regex: '(.+):\\d+',
              targetLabel: '__address__',
              replacement: `$1:${portNumber}`,
            },
          ]),
      copy('__address__', 'instance'),
      copy('__meta_kubernetes_node_name', 'node'),
    ],
  };
}
