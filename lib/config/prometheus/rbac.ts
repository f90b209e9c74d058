import type { ScrapeJob } from '../../model/scrape-job';

/** A rule of a Role or ClusterRole. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What Prometheus' ServiceAccount has to be allowed. */
export interface DiscoveryNeeds {
  /** For a ClusterRole. */
  readonly cluster: readonly ResourceRule[];
  /** For a Role in each of these namespaces; holds nothing that is allowed in the whole cluster anyway. */
  readonly namespaced: ReadonlyMap<string, readonly ResourceRule[]>;
  /** Paths to GET, for a ClusterRole: targets ask the API server whether the token may. */
  readonly nonResourceUrls: readonly string[];
}

const read = (apiGroup: string, resource: string, verbs = ['get', 'list', 'watch']): ResourceRule => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs,
});
const PODS = read('', 'pods');
const SERVICES = read('', 'services');
const ENDPOINT_SLICES = read('discovery.k8s.io', 'endpointslices');
const NODES = read('', 'nodes');
const NODE_METRICS = read('', 'nodes/metrics', ['get']);

const KUBELET_PORT = 10250;

/** The least that the discovery and the scrapes of these jobs need; nothing for fixed addresses and probes. */
export function discoveryNeeds(jobs: readonly ScrapeJob[]): DiscoveryNeeds {
  const cluster = new Set<ResourceRule>();
  const namespaced = new Map<string, Set<ResourceRule>>();
  const nonResourceUrls = new Set<string>();
  for (const job of jobs) {
    const { namespaces, rules } = discoveryRules(job);
    for (const rule of rules) {
      if (!namespaces) cluster.add(rule);
      for (const namespace of namespaces ?? []) {
        namespaced.set(namespace, (namespaced.get(namespace) ?? new Set()).add(rule));
      }
    }
    if (job.serviceAccountToken) {
      if (asksKubelets(job)) cluster.add(NODE_METRICS);
      else nonResourceUrls.add(job.path ?? '/metrics');
    }
  }
  return {
    cluster: [...cluster],
    namespaced: new Map(
      [...namespaced]
        .map(([namespace, rules]) => [namespace, [...rules].filter((rule) => !cluster.has(rule))] as const)
        .filter(([, rules]) => rules.length > 0),
    ),
    nonResourceUrls: [...nonResourceUrls],
  };
}

function discoveryRules({ pods, annotatedPods, services, nodes }: ScrapeJob): {
  readonly namespaces?: readonly string[];
  readonly rules: readonly ResourceRule[];
} {
  if (pods) return { namespaces: pods.namespaces, rules: [PODS] };
  if (annotatedPods) return { namespaces: annotatedPods.keepNamespaces, rules: [PODS] };
  if (services) return { namespaces: services.namespaces, rules: [SERVICES, ENDPOINT_SLICES, PODS] };
  return { rules: nodes ? [NODES] : [] };
}

/** The kubelet asks for `nodes/metrics`, whatever the path below `/metrics`. */
function asksKubelets({ nodes }: ScrapeJob): boolean {
  return nodes !== undefined && (nodes.portNumber ?? KUBELET_PORT) === KUBELET_PORT;
}
