import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import type { ScrapeJob } from '../../model/scrape-job';
import type { RemoteWrite } from './remote-write-model';

export type { RemoteWrite, RemoteWriteQueue, SigV4 } from './remote-write-model';

/** What one Prometheus server shall do, from which its `prometheus.yml` is written. */
export interface PrometheusConfig {
  /** How often targets are scraped, unless their job says otherwise. */
  readonly scrapeInterval: string;
  /** At most the interval. @default - 10s, or the interval where that is shorter */
  readonly scrapeTimeout?: string;
  /** How often rules are evaluated, unless their group says otherwise. */
  readonly evaluationInterval: string;
  /**
   * Labels of everything that leaves the server: alerts, remote write, federation. Local series do not have them.
   * `${NAME}` is replaced by the variable NAME of Prometheus' environment; a plain dollar sign is written `$$`.
   * @default - none
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /**
   * The label `cluster` of every series of every job, whatever the target says about itself. Leave it out in a
   * Prometheus that federates several clusters.
   * @default - no such label
   */
  readonly cluster?: string;
  /** Paths or globs of rule files in Prometheus' container. @default - none */
  readonly ruleFiles?: readonly string[];
  /** Where alerts go; each of them gets every alert. @default - nowhere */
  readonly alertmanagers?: readonly AlertmanagerEndpoint[];
  /**
   * The external label that tells replicas apart. Alerts are sent without it, so that Alertmanager takes those of two
   * replicas for one.
   * @default - none is dropped
   */
  readonly replicaLabel?: string;
  readonly jobs: readonly ScrapeJob[];
  /** @default - samples stay here */
  readonly remoteWrite?: readonly RemoteWrite[];
  /** Which part of the targets is this server's own. @default - all targets */
  readonly shard?: Shard;
  /** More top-level sections, spelled as upstream spells them: `storage`, `tracing`, `otlp` ... @default - none */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** One of several servers that share the targets among them by a hash of the target's address. */
export interface Shard {
  /** From 0 to `count` - 1. */
  readonly index: number;
  readonly count: number;
}
