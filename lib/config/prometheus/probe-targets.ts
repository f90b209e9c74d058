import type { ProbeTargets } from '../../model/scrape-job';
import type { Discovery } from './discovery';
import { constant, copy } from './relabel-steps';

/** Label: `instance` (the URL), and those given. The prober is what Prometheus talks to. */
export function probeTargets({ prober, module, urls, labels }: ProbeTargets): Discovery {
  return {
    discovery: { static_configs: [{ targets: urls, labels }] },
    path: '/probe',
    params: { module: [module] },
    steps: [copy('__address__', '__param_target'), copy('__param_target', 'instance'), constant('__address__', prober)],
    identity: ['__address__', '__param_target'],
  };
}
