import { SCRAPE_JOB } from '../config/prometheus/shapes';
import type { NodeTargets, PodTargets, ScrapeTls, ServiceTargets } from '../model/scrape-job';
import { type Kind, needed, struct, text } from '../model/shape';
import { shown } from '../model/shown';

/** Where Kubernetes puts the authority of the cluster into every pod that talks to its API. */
export const CLUSTER_CA_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/**
 * How one component of Kubernetes is scraped: one kind of targets (`pods`, `nodes`, `services`), or in their place why
 * there is nothing to scrape (`absent`).
 */
export interface ClusterComponent {
  /** Its pods. @default - it is found otherwise */
  readonly pods?: PodTargets;
  /** The nodes that it runs on. @default - it is found otherwise */
  readonly nodes?: NodeTargets;
  /** The endpoints of its Service. @default - it is found otherwise */
  readonly services?: ServiceTargets;
  /** Why it cannot be scraped on such clusters, as messages say it: `runs out of reach`. @default - it can */
  readonly absent?: string;
  /** `http` or `https`. @default 'http' */
  readonly scheme?: string;
  /** @default - none */
  readonly tls?: ScrapeTls;
  /** It answers only those who may, and Prometheus sends the token of its ServiceAccount. @default false */
  readonly serviceAccountToken?: boolean;
}

/**
 * A kind of cluster, as data: what of Kubernetes is there to scrape, and where. Each kind is a function that returns one,
 * such as `genericCluster()`; what is special about a single cluster is changed in a copy:
 * `{ ...genericCluster(), coreDns: { pods: { labels: { app: 'dns' }, portNumber: 9153 } } }`.
 */
export interface ClusterFlavour {
  /** As messages call it. */
  readonly name: string;
  /** With `nodes`: metrics of the kubelet itself, of its cAdvisor and of its probes. */
  readonly kubelet: ClusterComponent;
  readonly apiServer: ClusterComponent;
  readonly coreDns: ClusterComponent;
  readonly kubeProxy: ClusterComponent;
  readonly kubeControllerManager: ClusterComponent;
  readonly kubeScheduler: ClusterComponent;
  /** Over plain http: no job can present a client's certificate, which etcd's other port asks for. */
  readonly etcd: ClusterComponent;
}

const { pods, nodes, services, scheme, tls, serviceAccountToken } = SCRAPE_JOB;

const COMPONENT = needed(
  struct<ClusterComponent>({
    nodes,
    pods,
    services,
    absent: text('runs out of reach'),
    scheme,
    tls,
    serviceAccountToken,
  }),
);

const FLAVOUR = struct<ClusterFlavour>({
  name: needed(text('generic')),
  kubelet: COMPONENT,
  apiServer: COMPONENT,
  coreDns: COMPONENT,
  kubeProxy: COMPONENT,
  kubeControllerManager: COMPONENT,
  kubeScheduler: COMPONENT,
  etcd: COMPONENT,
});

/** A kind of cluster; nobody writes a whole one, so messages tell of a function that returns one. */
export const CLUSTER_FLAVOUR: Kind<ClusterFlavour> = {
  example: 'genericCluster()',
  fit: (place, value, problems) => {
    if (typeof value === 'object' && value !== null) return FLAVOUR.fit(place, value, problems);
    problems.push({
      what: `'${place}' is ${shown(value)}, which is no kind of cluster`,
      fix: 'give one, such as genericCluster()',
    });
    return FLAVOUR.fit(place, undefined, []);
  },
};
