import type { Matcher } from '../config/promql';
import type { ScrapeJob } from '../model/scrape-job';
import { type ChosenSeries, lets } from './certain-drop';

/** What metrics of these names are sent by, wherever the standard names of jobs are kept to. */
const SENDERS: readonly { readonly prefix: string; readonly job: string; readonly path?: string }[] = [
  { prefix: 'apiserver_', job: 'apiserver' },
  { prefix: 'container_', job: 'kubelet', path: '/metrics/cadvisor' },
  { prefix: 'coredns_', job: 'coredns' },
  { prefix: 'etcd_request_', job: 'apiserver' },
  { prefix: 'etcd_', job: 'etcd' },
  { prefix: 'kube_', job: 'kube-state-metrics' },
  { prefix: 'kubelet_', job: 'kubelet', path: '/metrics' },
  { prefix: 'kubeproxy_', job: 'kube-proxy' },
  { prefix: 'machine_', job: 'kubelet', path: '/metrics/cadvisor' },
  { prefix: 'node_', job: 'node-exporter' },
  { prefix: 'prober_', job: 'kubelet', path: '/metrics/probes' },
  { prefix: 'scheduler_', job: 'kube-scheduler' },
];

/**
 * The jobs that a selector means, in sets: where all of a set drop what it chooses, it is blind there.
 *
 * Jobs that it names (`job="a"`, `job=~"a|b"`) are a set each, or several if they share a label. Where it names none, or
 * by a pattern, all that it can match are one set: a job that leaves out what others send (the `go_*` of a noisy program)
 * contradicts no rule on all jobs. A metric whose name says who sends it means that job alone.
 */
export function meantJobs(jobs: readonly ScrapeJob[], series: ChosenSeries): ScrapeJob[][] {
  const { metric, matchers } = series;
  const possible = jobs.filter((job) => mayMatch(job, matchers));
  const sender = SENDERS.find(({ prefix }) => metric.startsWith(prefix));
  const sending = possible.filter(
    (job) =>
      sender !== undefined &&
      labelOf(job, 'job') === sender.job &&
      [undefined, labelOf(job, 'metrics_path')].includes(sender.path),
  );
  const meant = sending.length > 0 ? sending : possible;
  const names = namesIn(matchers);
  const sets = names ? names.map((name) => meant.filter((job) => labelOf(job, 'job') === name)) : [meant];
  return sets.filter((set) => set.length > 0);
}

function mayMatch(job: ScrapeJob, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => {
    if (matcher.label !== 'job' && matcher.label !== 'metrics_path') return true;
    const value = labelOf(job, matcher.label);
    return value === undefined || lets(matcher, value);
  });
}

/** The jobs that the matchers spell out; undefined if they only say what the jobs are like. */
function namesIn(matchers: readonly Matcher[]): string[] | undefined {
  const naming = matchers.find(
    ({ label, op, value }) => label === 'job' && (op === '=' || (op === '=~' && /^[\w-]+(?:\|[\w-]+)*$/.test(value))),
  );
  return naming?.value.split('|');
}

/** The value that a label has in all series of a job; undefined if it has several, or nobody can say. */
function labelOf(job: ScrapeJob, label: 'job' | 'metrics_path'): string | undefined {
  if (job.path === '/federate' || job.metricRelabelings?.some(({ targetLabel }) => targetLabel === label))
    return undefined;
  const set = job.relabelings?.filter(({ targetLabel }) => targetLabel === label).at(-1);
  if (set) {
    const { sourceLabels = [], regex, replacement = '$1' } = set;
    return sourceLabels.length === 0 && regex === undefined && !replacement.includes('$') ? replacement : undefined;
  }
  if (label === 'job') return job.jobLabel ?? job.name;
  return job.jobLabel === undefined ? undefined : (job.path ?? '/metrics');
}
