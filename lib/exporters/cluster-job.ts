import type { ClusterComponent } from '../cluster/cluster-flavour';
import { SCRAPE_JOB } from '../config/prometheus/shapes';
import { validateScrapeJob } from '../config/prometheus/validate';
import type { Problem } from '../model/problem';
import type { Relabeling } from '../model/relabeling';
import type { ScrapeJob } from '../model/scrape-job';
import { flag, type Shape } from '../model/shape';
import { type RunbookOptions, runbookUrl } from '../rules/runbook';
import { type DroppedSeries, dropSteps } from './drop-list';

/** What can be changed of how a job scrapes. */
export interface ScrapeSettings {
  /** @default - the server's scrape interval */
  readonly scrapeInterval?: string;
  /** At most the interval. @default - the server's scrape timeout */
  readonly scrapeTimeout?: string;
  /** Samples a scrape may bring, without those that are dropped; more fail it. @default - enough for a large cluster */
  readonly sampleLimit?: number;
  /** Labels a series may have. @default 30 */
  readonly labelLimit?: number;
  /** Steps on the scraped series, before those that leave series out. @default - none */
  readonly metricRelabelings?: readonly Relabeling[];
}

/** What can be changed of a job that scrapes a component of the cluster. */
export interface ClusterJobProps extends ScrapeSettings {
  /** @default true */
  readonly enabled?: boolean;
  /** Leave out what costs much and no standard rule or dashboard reads. @default true */
  readonly dropUnread?: boolean;
}

const { scrapeInterval, scrapeTimeout, sampleLimit, labelLimit, metricRelabelings } = SCRAPE_JOB;

/** What the settings consist of. */
export const SCRAPE_SETTINGS: Shape<ScrapeSettings> = {
  scrapeInterval,
  scrapeTimeout,
  sampleLimit,
  labelLimit,
  metricRelabelings,
};

/** What the props consist of. */
export const CLUSTER_JOB: Shape<ClusterJobProps> = { ...SCRAPE_SETTINGS, enabled: flag(), dropUnread: flag() };

/** A job as it is unless something is changed. */
export interface ClusterJobDefaults
  extends Pick<ScrapeJob, 'jobLabel' | 'path' | 'honorTimestamps' | 'scrapeInterval' | 'onEveryShard'> {
  readonly name: string;
  /** The alert on a job without targets; a standard name where there is one. */
  readonly alert: string;
  /** Group and name of the alert whose upstream runbook is the nearest. @default - that of TargetDown */
  readonly runbook?: readonly [group: string, alert: string];
  readonly sampleLimit: number;
  /** @default - nothing is left out */
  readonly drops?: readonly DroppedSeries[];
}

/**
 * Labels a series may have. The most are on the API server's histograms: nine of their own and `le`, seven of the target,
 * and the name, which counts as well.
 */
const LABEL_LIMIT = 30;

/** The scrape job of a component. */
export function clusterJob(
  { alert, runbook, drops = [], ...defaults }: ClusterJobDefaults,
  { absent: _, ...targets }: ClusterComponent,
  { enabled: __, dropUnread = true, metricRelabelings: own = [], ...changes }: ClusterJobProps,
  options: RunbookOptions = {},
): ScrapeJob {
  const steps = [...own, ...(dropUnread ? dropSteps(drops) : [])];
  return {
    labelLimit: LABEL_LIMIT,
    ...defaults,
    ...targets,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    ...(steps.length > 0 ? { metricRelabelings: steps } : {}),
    absence: { alert, ...(runbook ? { runbookUrl: runbookUrl(options, ...runbook) } : {}) },
  };
}

const OWN = /^(?:')?(scrapeInterval|scrapeTimeout|sampleLimit|labelLimit|metricRelabelings)\b/;

/**
 * All that is wrong with such a job, in the words of the props that it comes from.
 *
 * @param prop what stands before the names of what can be changed: `kubelet.`
 * @param place what stands before the names of its targets: `flavour.kubelet.`
 */
export function validateClusterJob(job: ScrapeJob, prop = '', place = prop): Problem[] {
  return validateScrapeJob(job).map(({ what, fix }) => {
    const bare = what.replace(`scrape job '${job.name}': `, '');
    return { what: bare.replace(/^'?/, (quote) => `${quote}${OWN.test(bare) ? prop : place}`), fix };
  });
}
