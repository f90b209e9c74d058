import { type Problem, within } from '../../model/problem';
import type { Relabeling } from '../../model/relabeling';
import type { ScrapeJob } from '../../model/scrape-job';
import { validateDuration, validateInteger } from '../../model/units';
import type { PrometheusConfig, Shard } from './model';
import { isLabelName, validateLabels, validateList } from './names';
import { validateAlertmanagers } from './validate-alertmanager';
import { validateExtra } from './validate-extra';
import { validateScrapeJob, validateTimeout } from './validate-job';
import { validateRemoteWrites } from './validate-remote-write';

export { type ScrapeDefaults, validateScrapeJob } from './validate-job';

/** As Prometheus takes paths of rule files: a `*` only in the last part. */
const RULE_PATH = /^[^*]+(?:\*[^/]*)?$|^\*[^/]*$/;

/** All that is wrong with a config, its jobs included, alone and among each other. */
export function validatePrometheusConfig(config: PrometheusConfig): Problem[] {
  return [
    ...validateDuration('scrapeInterval', config.scrapeInterval),
    ...validateDuration('scrapeTimeout', config.scrapeTimeout),
    ...validateTimeout(config.scrapeTimeout, config.scrapeInterval),
    ...validateDuration('evaluationInterval', config.evaluationInterval),
    ...validateLabels('externalLabels', config.externalLabels),
    ...validateReplicaLabel(config),
    ...validateCluster(config),
    ...validateList('ruleFiles', config.ruleFiles, 'reads no rules'),
    ...(config.ruleFiles ?? [])
      .filter((path) => !RULE_PATH.test(path))
      .map((path) => ({
        what: `'ruleFiles' holds '${path}'`,
        fix: "use a path with '*' in its last part at most, such as '/etc/prometheus/rules/*.yaml'",
      })),
    ...validateAlertmanagers(config.alertmanagers),
    ...config.jobs.flatMap((job) => validateScrapeJob(job, config)),
    ...validateJobNames(config.jobs),
    ...validateRemoteWrites(config.remoteWrite),
    ...(config.shard ? validateShard(config.shard) : []),
    ...validateExtra(config.extra),
  ];
}

function validateReplicaLabel({ replicaLabel, externalLabels }: PrometheusConfig): Problem[] {
  if (replicaLabel === undefined) return [];
  if (!isLabelName(replicaLabel))
    return [
      { what: `'replicaLabel' is '${replicaLabel}', which is no name of a label`, fix: "use 'prometheus_replica'" },
    ];
  if (externalLabels?.[replicaLabel] !== undefined) return [];
  return [
    { what: `'replicaLabel' is '${replicaLabel}', which is no external label`, fix: "add it to 'externalLabels'" },
  ];
}

function validateCluster({ cluster, externalLabels, jobs }: PrometheusConfig): Problem[] {
  if (cluster === undefined) return [];
  const outside = externalLabels?.cluster;
  return [
    ...(cluster === '' ? [{ what: "'cluster' is empty", fix: "give the cluster's name, or leave it out" }] : []),
    ...(outside === undefined || outside === cluster
      ? []
      : [
          {
            what: `'externalLabels.cluster' is '${outside}', and 'cluster' is '${cluster}'`,
            fix: 'give the same, or one of them',
          },
        ]),
    ...jobs.flatMap((job) => within(`scrape job '${job.name}'`, validateClusterOf(job, cluster))),
  ];
}

/** What a job says of its cluster would be overwritten. */
function validateClusterOf(job: ScrapeJob, cluster: string): Problem[] {
  const writes = (steps: readonly Relabeling[] = []) => steps.some(({ targetLabel }) => targetLabel === 'cluster');
  const places = [
    ...(job.statics?.labels?.cluster === undefined ? [] : ['statics.labels']),
    ...(job.probe?.labels?.cluster === undefined ? [] : ['probe.labels']),
    ...(writes(job.relabelings) ? ['relabelings'] : []),
    ...(writes(job.metricRelabelings) ? ['metricRelabelings'] : []),
  ];
  return places.map((place) => ({
    what: `'${place}' sets 'cluster', which is '${cluster}' for all series of this Prometheus`,
    fix: 'use another label',
  }));
}

function validateJobNames(jobs: readonly ScrapeJob[]): Problem[] {
  const names = jobs.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  const shared = new Set(jobs.flatMap(({ jobLabel = [] }) => jobLabel));
  return [
    ...twice.map((name) => ({ what: `scrape job '${name}' exists twice`, fix: 'give each job a name of its own' })),
    ...jobs
      .filter(({ name, jobLabel }) => jobLabel === undefined && shared.has(name))
      .map(({ name }) => ({
        what: `scrape job '${name}' has the 'jobLabel' of another as its name, and its series lack 'metrics_path'`,
        fix: `set 'jobLabel' to '${name}' here too, or give the other one another`,
      })),
  ];
}

function validateShard({ index, count }: Shard): Problem[] {
  return [
    ...validateInteger('shard.count', count, { min: 1 }),
    ...validateInteger('shard.index', index, { min: 0, max: Math.max(0, count - 1) }),
  ];
}
