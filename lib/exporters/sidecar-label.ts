import { createHash } from 'node:crypto';

/** The value of a label of pods for a scrape job: values of labels are shorter than names of jobs may be. */
export function podLabelValue(job: string): string {
  if (/^[a-zA-Z0-9](?:[-.\w]{0,61}[a-zA-Z0-9])?$/.test(job)) return job;
  return createHash('sha256').update(job).digest('hex').slice(0, 16);
}
