import type { StaticTargets } from '../../model/scrape-job';
import type { Discovery } from './discovery';

/** Label: `instance` (the address), and those given. */
export function staticTargets({ addresses, labels }: StaticTargets): Discovery {
  return { discovery: { static_configs: [{ targets: addresses, labels }] }, steps: [] };
}
