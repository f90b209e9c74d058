/**
 * How Prometheus finds an exporter that was added to somebody else's pods. One way at a time: by both, every series would
 * be there twice.
 */
export enum SidecarDiscovery {
  /** By annotations of the pods, where a job scrapes pods that have them. */
  ANNOTATIONS = 'annotations',
  /** By a scrape job of its own. */
  JOB = 'job',
}
