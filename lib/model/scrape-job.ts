import type { HttpAuthorization, HttpBasicAuth } from './http-auth';
import type { PodPeer } from './pod-peer';
import type { Relabeling } from './relabeling';
import type { Severity } from './rules';

/** Pods chosen by namespace and labels, each scraped at its own address: no Service in between hides one of many. */
export interface PodTargets {
  /** Namespaces to look in. @default - all */
  readonly namespaces?: readonly string[];
  /** Labels that a pod must have. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Name of the container port to scrape; give this or `portNumber`. A sidecar that is written as an init container
   * which keeps running looks to discovery like one that has ended: it is found by number, by annotation or through a
   * Service only.
   * @default - `portNumber` is used
   */
  readonly port?: string;
  /** Number of the port, announced by the container or not; give this or `port`. @default - `port` is used */
  readonly portNumber?: number;
  /**
   * The pods run on the host network, where no NetworkPolicy can name them: the port is opened to the nodes instead.
   * Needs `portNumber`. Without it such pods are found and stay unreachable, if the cluster's network enforces policies.
   * @default false
   */
  readonly hostNetwork?: boolean;
}

/** The endpoints of Services chosen by namespace and labels. */
export interface ServiceTargets {
  /** Namespaces to look in. @default - all */
  readonly namespaces?: readonly string[];
  /** Labels that a Service must have. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
  /** Name of the Service. @default - any */
  readonly name?: string;
  /** Name of the Service's port to scrape. */
  readonly port: string;
}

/** All nodes of the cluster, at the address the kubelet registered. */
export interface NodeTargets {
  /** Port on the node. @default - the kubelet's own (10250) */
  readonly portNumber?: number;
  /** Labels that a node must have. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Fixed addresses. */
export interface StaticTargets {
  /** `host:port` of each target. */
  readonly addresses: readonly string[];
  /** Labels for all of them. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** URLs that a blackbox exporter probes; `instance` becomes the URL. */
export interface ProbeTargets {
  /** `host:port` of the blackbox exporter. */
  readonly prober: string;
  /** The exporter's pods, for Prometheus' NetworkPolicy. @default - any address at the prober's port is open */
  readonly proberPods?: PodPeer;
  /** Module of the blackbox exporter, such as `http_2xx`. */
  readonly module: string;
  readonly urls: readonly string[];
  /** Labels for all of them. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Pods that say themselves, by annotations, how to be scraped: `prometheus.io/scrape`, `/path`, `/port`, `/scheme` and
 * `/target` (the URL that a blackbox exporter in the pod shall probe).
 */
export interface AnnotatedPodTargets {
  /** Only pods of these namespaces. @default - all */
  readonly keepNamespaces?: readonly string[];
  /** No pods of these namespaces. @default - none */
  readonly dropNamespaces?: readonly string[];
  /**
   * Namespaces where every pod with a port is scraped unless it says `prometheus.io/scrape: "false"`. Elsewhere only
   * pods that say `"true"` are.
   * @default - none
   */
  readonly optOutNamespaces?: readonly string[];
}

/** The alert that fires when a job has no target at all, or fewer than it must have. */
export interface AbsenceAlert {
  /** How many targets the job must at least have, up or down, such as the replicas of a StatefulSet. @default 1 */
  readonly targets?: number;
  /** @default - the job's name in PascalCase, and `Down`: `node-exporter` gives `NodeExporterDown` */
  readonly alert?: string;
  /** @default '10m' */
  readonly for?: string;
  /** @default Severity.CRITICAL */
  readonly severity?: Severity;
  /** Page that says what to do. @default - the upstream runbook of TargetDown */
  readonly runbookUrl?: string;
}

/** TLS of a scrape. */
export interface ScrapeTls {
  /** Path of the authority's certificate in Prometheus' container. @default - the system's */
  readonly caFile?: string;
  /** Name expected in the certificate. @default - the target's host */
  readonly serverName?: string;
  /** Scrape without verifying the certificate. @default false */
  readonly insecureSkipVerify?: boolean;
}

/**
 * What Prometheus shall scrape: a name and exactly one kind of targets (`pods`, `services`, `nodes`, `statics`,
 * `probe`, `annotatedPods`).
 */
export interface ScrapeJob {
  /** The label `job`, unique in the whole Prometheus; the standard name where rules expect one. */
  readonly name: string;
  /**
   * The label `job` where several jobs share one, since they read several paths of one program or several programs of one
   * kind: `kubelet` for `/metrics` and `/metrics/cadvisor`. Their series also get the label `metrics_path`. Each of the
   * jobs that share it sets it, one that has it as its name too.
   * @default - `name`, and no label `metrics_path`
   */
  readonly jobLabel?: string;
  /** Pods chosen by namespace and labels. @default - another kind is given */
  readonly pods?: PodTargets;
  /** The endpoints of Services. @default - another kind is given */
  readonly services?: ServiceTargets;
  /** The cluster's nodes. @default - another kind is given */
  readonly nodes?: NodeTargets;
  /** Fixed addresses. @default - another kind is given */
  readonly statics?: StaticTargets;
  /** URLs that a blackbox exporter probes. @default - another kind is given */
  readonly probe?: ProbeTargets;
  /** Pods that ask for it by annotations. @default - another kind is given */
  readonly annotatedPods?: AnnotatedPodTargets;

  /** @default - the server's scrape interval */
  readonly scrapeInterval?: string;
  /** At most the interval. @default - the server's scrape timeout */
  readonly scrapeTimeout?: string;
  /** HTTP path of the metrics. @default '/metrics' */
  readonly path?: string;
  /** URL parameters. @default - none */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** `http` or `https`. @default 'http' */
  readonly scheme?: string;
  /** @default - none */
  readonly tls?: ScrapeTls;
  /** Send the token of Prometheus' own ServiceAccount. @default false */
  readonly serviceAccountToken?: boolean;
  /** User and password to send; over plain http only inside the cluster. @default - none */
  readonly basicAuth?: HttpBasicAuth;
  /** Header `Authorization` to send; over plain http only inside the cluster. @default - none */
  readonly authorization?: HttpAuthorization;
  /** Let labels of the scraped series win over those of the target. @default false */
  readonly honorLabels?: boolean;
  /** Take the timestamps of the scraped series. @default true */
  readonly honorTimestamps?: boolean;
  /** Format assumed of a target that sends no usable Content-Type. @default - the scrape fails */
  readonly fallbackScrapeProtocol?: string;
  /** Steps after those that the kind of targets brings. @default - none */
  readonly relabelings?: readonly Relabeling[];
  /** Steps on the scraped series. @default - none */
  readonly metricRelabelings?: readonly Relabeling[];
  /** Samples a scrape may bring; more fail it. @default - no limit */
  readonly sampleLimit?: number;
  /** Targets the job may have; more fail all of them. @default - no limit */
  readonly targetLimit?: number;
  /** Labels a series may have. @default - no limit */
  readonly labelLimit?: number;
  /**
   * With several shards: scrape every target from each of them, so that rules may aggregate over this job. For jobs
   * with few targets.
   * @default false
   */
  readonly onEveryShard?: boolean;
  /** @default - an alert with default settings: a job that finds nothing is never silent */
  readonly absence?: AbsenceAlert;
}
