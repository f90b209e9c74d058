import type { PrometheusConfig } from '../../../lib/config/prometheus/model';
import type { ScrapeJob } from '../../../lib/model/scrape-job';

/** The least config around the parts under test. */
export function configWith(parts: Partial<PrometheusConfig>): PrometheusConfig {
  return { scrapeInterval: '30s', evaluationInterval: '30s', jobs: [], ...parts };
}

/** A job that nothing is wrong with, changed. */
export function jobWith(parts: Partial<ScrapeJob>): ScrapeJob {
  return { name: 'shop', statics: { addresses: ['shop.example.com:8080'] }, ...parts };
}
