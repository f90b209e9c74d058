import type { AlertmanagerEndpoint } from './alertmanager-endpoint';
import type { PodPeer } from './pod-peer';
import type { RuleGroup } from './rules';
import type { ScrapeJob } from './scrape-job';

/** Whatever collects metrics and evaluates rules: a Prometheus server of ours, or the Prometheus Operator. */
export interface IMetricsBackend {
  /** The pods that scrape and that send alerts, for the NetworkPolicies of those on the other side. */
  readonly scraper: PodPeer;
  /** Adds a scrape job; refuses a wrong one and a name that is taken. */
  addScrapeJob(job: ScrapeJob): void;
  /**
   * Adds groups of rules; refuses wrong ones and names that are taken. A group that is there already, the same in
   * everything, is left as it is: each of several sidecars may bring the rules of their kind.
   */
  addRules(...groups: RuleGroup[]): void;
  /** Sends the alerts of all rules to this Alertmanager too. */
  addAlertmanager(endpoint: AlertmanagerEndpoint): void;
}
