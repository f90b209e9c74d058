import type { ScrapeJob } from '../../model/scrape-job';

/** Pods that Prometheus has to reach. A NetworkPolicy that selects pods does not open the way to host-network ones. */
export interface PodEgress {
  readonly to: 'pods';
  /** Whether some of them may be on the host network. @default false */
  readonly onNodesToo?: boolean;
  /** @default - all */
  readonly namespaces?: readonly string[];
  /** @default - any */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - `portName`, or any where that is missing too */
  readonly port?: number;
  /** Name of a container port. @default - `port`, or any where that is missing too */
  readonly portName?: string;
}

/** Endpoints of Services: mostly pods, but the API server's and others outside the cluster are such, too. Any port. */
export interface EndpointEgress {
  readonly to: 'endpoints';
  /** Of the Services. @default - all */
  readonly namespaces?: readonly string[];
}

/** The addresses of all nodes, and so of the pods on the host network. */
export interface NodeEgress {
  readonly to: 'nodes';
  readonly port: number;
}

/** One host. */
export interface HostEgress {
  readonly to: 'host';
  /** A DNS name or an IP address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Addresses that relabelling makes up: nothing is known. */
export interface UnknownEgress {
  readonly to: 'anywhere';
}

/** A destination of scrapes, as plain data from which NetworkPolicies are made. */
export type ScrapeEgress = PodEgress | EndpointEgress | NodeEgress | HostEgress | UnknownEgress;

const KUBELET_PORT = 10250;

/** What Prometheus must reach to scrape these jobs, each destination once. */
export function scrapeEgress(jobs: readonly ScrapeJob[]): ScrapeEgress[] {
  const all = jobs.flatMap((job) => rewrittenAddresses(job) ?? discoveredAddresses(job));
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function discoveredAddresses(job: ScrapeJob): ScrapeEgress[] {
  const { pods, services, nodes, statics, probe, annotatedPods } = job;
  if (pods) {
    const { namespaces, labels, port, portNumber, hostNetwork } = pods;
    if (hostNetwork && portNumber !== undefined) return [{ to: 'nodes', port: portNumber }];
    return [{ to: 'pods', namespaces, labels, port: portNumber, portName: port }];
  }
  if (annotatedPods) return [{ to: 'pods', onNodesToo: true, namespaces: annotatedPods.keepNamespaces }];
  if (services) return [{ to: 'endpoints', namespaces: services.namespaces }];
  if (nodes) return [{ to: 'nodes', port: nodes.portNumber ?? KUBELET_PORT }];
  return [...(statics?.addresses ?? []), ...(probe ? [probe.prober] : [])].map((address) => host(address, job.scheme));
}

/** Where the job's own steps set the address: one that is the same for all targets is known, any other is not. */
function rewrittenAddresses({ relabelings = [], scheme }: ScrapeJob): ScrapeEgress[] | undefined {
  const last = relabelings.filter(({ targetLabel }) => targetLabel === '__address__').at(-1);
  if (!last) return undefined;
  const { sourceLabels = [], regex, replacement = '$1' } = last;
  const same = sourceLabels.length === 0 && regex === undefined && !replacement.includes('$');
  return [same ? host(replacement, scheme) : { to: 'anywhere' }];
}

function host(address: string, scheme = 'http'): HostEgress {
  const [, name = address, port] = /^(.*?)(?::(\d+))?$/.exec(address) ?? [];
  return {
    to: 'host',
    host: name.replace(/^\[(.*)\]$/, '$1'),
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
  };
}
