import { type AlertingRule, type RuleGroup, Severity } from '../model/rules';
import type { ScrapeJob } from '../model/scrape-job';
import { matchers } from './matchers';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link absenceRules}. */
export interface AbsenceRulesOptions extends RunbookOptions {
  /**
   * Whether the targets are spread over several Prometheus shards. A shard without a target of a job proves nothing
   * then, so the alerts count the targets that all shards report of themselves.
   * @default false
   */
  readonly sharded?: boolean;
  /** Value of the label `cluster` of the alerts. @default - no such label */
  readonly cluster?: string;
  /**
   * Matchers of the series that Prometheus scrapes from itself; with shards, each scrapes all of them.
   * @default 'job="prometheus"'
   */
  readonly prometheusSelector?: string;
}

/** Name of the group that {@link absenceRules} makes. */
export const ABSENCE_GROUP = 'absent-jobs';

/**
 * For each job an alert that fires when it has no target at all, or fewer than it must have: what is not there cannot be
 * down.
 */
export function absenceRules(jobs: readonly ScrapeJob[], options: AbsenceRulesOptions = {}): RuleGroup[] {
  if (jobs.length === 0) return [];
  return [{ name: ABSENCE_GROUP, alerts: jobs.map((job) => absenceRule(job, options)) }];
}

/** Name of the alert on a job without targets. */
export function absenceAlertName({ name, absence }: ScrapeJob): string {
  return absence?.alert ?? `${pascalCase(name)}Down`;
}

function absenceRule(job: ScrapeJob, options: AbsenceRulesOptions): AlertingRule {
  const { absence = {}, name } = job;
  const { targets = 1 } = absence;
  const { expr, summary, description } =
    targets > 1
      ? tooFewTargets(job, targets, options)
      : isOptIn(job)
        ? nothingDiscovered(name, options)
        : noTarget(job, options);
  return {
    alert: absenceAlertName(job),
    expr,
    for: absence.for ?? '10m',
    severity: absence.severity ?? Severity.CRITICAL,
    labels: { job: job.jobLabel ?? name, ...(options.cluster === undefined ? {} : { cluster: options.cluster }) },
    summary,
    description,
    runbookUrl: absence.runbookUrl ?? runbookUrl(options, 'general', 'TargetDown'),
  };
}

/** `kube-state-metrics` becomes `KubeStateMetrics`. */
function pascalCase(name: string): string {
  return name
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Where each shard counts by itself, the pods of one shard count the same: their names differ in the ordinal. */
function tooFewTargets(job: ScrapeJob, targets: number, options: AbsenceRulesOptions) {
  const { name } = job;
  const counted = hasSeriesOfItsOwn(job, options)
    ? `count(up{job=${JSON.stringify(name)}})`
    : `sum(max by (shard) (label_replace(${poolTargets(name, options)}, "shard", "$1", "pod", "(.+)-[0-9]+")))`;
  return {
    expr: `(${counted} or vector(0)) < ${targets}`,
    summary: `Job ${name} has {{ $value }} of at least ${targets} targets.`,
    description:
      `Prometheus finds {{ $value }} targets to scrape for job ${name}, and ${targets} are expected. What is not there is ` +
      'not seen as down, and no other alert tells of it. Look whether all its pods exist and run, still carry the labels ' +
      'and the port that the job asks for, and whether Prometheus may list them.',
  };
}

/** Where pods opt in one by one, a cluster in which none has done so yet is in order. */
const isOptIn = ({ annotatedPods }: ScrapeJob) =>
  annotatedPods !== undefined &&
  (annotatedPods.keepNamespaces ?? []).length === 0 &&
  (annotatedPods.optOutNamespaces ?? []).length === 0;

/** Whether the label `job` means this job alone, and the server that evaluates sees all its targets. */
const hasSeriesOfItsOwn = ({ jobLabel, onEveryShard }: ScrapeJob, { sharded }: AbsenceRulesOptions) =>
  jobLabel === undefined && (!sharded || onEveryShard);

const PROMETHEUS = 'job="prometheus"';

function noTarget(job: ScrapeJob, options: AbsenceRulesOptions) {
  const { name } = job;
  const summary = `Job ${name} has no target.`;
  const description =
    `Prometheus finds nothing to scrape for job ${name}, so everything that reads its metrics is blind: alerts stay ` +
    'quiet and dashboards empty. Look whether its pods run, still carry the labels and the port that the job asks ' +
    'for, and whether Prometheus may list them.';
  if (hasSeriesOfItsOwn(job, options)) return { expr: `absent(up{job=${JSON.stringify(name)}})`, summary, description };
  return { expr: `(sum(${poolTargets(name, options)}) or vector(0)) == 0`, summary, description };
}

/** How many targets each server of all shards has of a job. */
function poolTargets(name: string, { prometheusSelector = PROMETHEUS }: AbsenceRulesOptions): string {
  return `prometheus_target_scrape_pool_targets{${matchers(prometheusSelector, `scrape_job=${JSON.stringify(name)}`)}}`;
}

function nothingDiscovered(name: string, { prometheusSelector = PROMETHEUS }: AbsenceRulesOptions) {
  const pool = matchers(prometheusSelector, 'name="scrape"', `config=${JSON.stringify(name)}`);
  const discovered = `prometheus_sd_discovered_targets{${pool}}`;
  return {
    expr: `(min(${discovered}) or vector(0)) == 0`,
    summary: `Job ${name} has no target.`,
    description:
      `Prometheus sees not a single pod for job ${name}, annotated or not. It has lost access to the Kubernetes API ` +
      'or the right to list pods, so pods that ask to be scraped are not. Look at its log and its ClusterRole.',
  };
}
