import { RelabelAction } from '../../model/relabeling';
import type { ScrapeJob } from '../../model/scrape-job';

/** How any Fluent Bit of ours is scraped. */
export const FLUENT_BIT_SCRAPE = {
  path: '/api/v2/metrics/prometheus',
  metricRelabelings: [
    // Six for each filter, of which each route has some; and what every response took, by its size.
    {
      sourceLabels: ['__name__'],
      regex: 'fluentbit_filter_.+|fluentbit_output_latency_seconds_.+|fluentbit_input_ring_buffer_.+',
      action: RelabelAction.DROP,
    },
  ],
  labelLimit: 30,
} satisfies Partial<ScrapeJob>;
