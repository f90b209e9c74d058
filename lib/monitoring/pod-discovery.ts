import { validateScrapeJob } from '../config/prometheus/validate';
import type { Problem } from '../model/problem';
import type { ScrapeJob } from '../model/scrape-job';

/**
 * Scraping of pods that say how by annotations: `prometheus.io/scrape`, `/path`, `/port`, `/scheme`, `/target`.
 *
 * Pods on the host network need the stack's `nodeCidrs` where the cluster's network enforces NetworkPolicies: without it
 * those that ask to be scraped are blocked by the policy of Prometheus, and show as InstanceDown.
 */
export interface PodDiscoveryProps {
  /** @default true */
  readonly enabled?: boolean;
  /** Only pods of these namespaces. @default - all */
  readonly keepNamespaces?: readonly string[];
  /** No pods of these namespaces. @default - none */
  readonly dropNamespaces?: readonly string[];
  /**
   * Namespaces where every pod with a port is scraped unless it says `prometheus.io/scrape: "false"`; elsewhere only
   * pods that say `"true"` are.
   * @default - none
   */
  readonly optOutNamespaces?: readonly string[];
  /** The label `job` of their series. @default 'kubernetes-pods' */
  readonly jobName?: string;
  /** Samples that one pod may bring in a scrape; more fail it. @default 50000 */
  readonly sampleLimit?: number;
  /** Labels that a series may have, those of its pod included; more fail the scrape. @default 60 */
  readonly labelLimit?: number;
}

/** The scrape job of pod discovery. */
export function podDiscoveryJob({
  jobName = 'kubernetes-pods',
  sampleLimit = 50_000,
  labelLimit = 60,
  ...props
}: PodDiscoveryProps): ScrapeJob {
  const { keepNamespaces, dropNamespaces, optOutNamespaces } = props;
  return {
    name: jobName,
    annotatedPods: { keepNamespaces, dropNamespaces, optOutNamespaces },
    sampleLimit,
    labelLimit,
  };
}

/** Checks the settings, in their own words instead of the job's. */
export function validatePodDiscovery(props: PodDiscoveryProps): Problem[] {
  const job = podDiscoveryJob(props);
  const own = (text: string) =>
    text
      .replace(`scrape job '${job.name}': `, '')
      .replace("'annotatedPods.", "'podDiscovery.")
      .replace("'name'", "'podDiscovery.jobName'")
      .replace(/'(?=(?:sample|label)Limit')/, "'podDiscovery.");
  return validateScrapeJob(job).map(({ what, fix }) => ({ what: own(what), fix }));
}
