import type { ScrapeJob } from './scrape-job';

/** Limits of the jobs on programs of ours: ten times what they bring, and far below what fills a Prometheus. */
export const OWN_JOB_LIMITS = { sampleLimit: 20_000, labelLimit: 60 } as const satisfies Partial<ScrapeJob>;
