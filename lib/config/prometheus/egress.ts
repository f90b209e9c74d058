import type { ProbeTargets, ScrapeJob, ServiceTargets } from '../../model/scrape-job';

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

/** The API servers, which discovery has to reach anyway. */
export interface ApiServerEgress {
  readonly to: 'apiServer';
}

/** Endpoints of Services: mostly pods, but others on nodes and outside the cluster are such, too. Any port. */
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
export type ScrapeEgress = PodEgress | ApiServerEgress | EndpointEgress | NodeEgress | HostEgress | UnknownEgress;

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
  if (services)
    return [isApiServer(services) ? { to: 'apiServer' } : { to: 'endpoints', namespaces: services.namespaces }];
  if (nodes) return [{ to: 'nodes', port: nodes.portNumber ?? KUBELET_PORT }];
  if (probe) return [proberEgress(probe, job.scheme)];
  return (statics?.addresses ?? []).map((address) => host(address, job.scheme));
}

function proberEgress({ prober, proberPods }: ProbeTargets, scheme: string | undefined): ScrapeEgress {
  const at = host(prober, scheme);
  if (!proberPods) return at;
  return { to: 'pods', namespaces: [proberPods.namespace], labels: proberPods.labels, port: at.port };
}

/** The Service that the API servers make of themselves; its endpoints are never pods that a policy could name. */
const isApiServer = ({ name, namespaces }: ServiceTargets) =>
  name === 'kubernetes' && namespaces?.length === 1 && namespaces[0] === 'default';

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
