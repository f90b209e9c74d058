import { RelabelAction, type Relabeling } from '../../model/relabeling';
import type { ScrapeJob } from '../../model/scrape-job';
import { annotatedPodTargets } from './annotated-pod-targets';
import type { Discovery } from './discovery';
import { authorizationConfig, basicAuthConfig, tlsConfig } from './http-client';
import type { PrometheusConfig, Shard } from './model';
import { nodeTargets } from './node-targets';
import { podTargets } from './pod-targets';
import { probeTargets } from './probe-targets';
import { constant, copy, relabelConfigs } from './relabel-steps';
import { serviceTargets } from './service-targets';
import { staticTargets } from './static-targets';

/** Where Kubernetes puts the token of the ServiceAccount that a pod runs as. */
const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** The label that holds the shard a target belongs to. */
const SHARD = '__tmp_shard';

/** One of `scrape_configs`. */
export function scrapeConfig(job: ScrapeJob, { shard, cluster }: Pick<PrometheusConfig, 'shard' | 'cluster'>): object {
  const found = discoveryOf(job);
  const params = { ...found.params, ...job.params };
  return {
    job_name: job.name,
    scrape_interval: job.scrapeInterval,
    scrape_timeout: job.scrapeTimeout,
    metrics_path: job.path ?? found.path,
    scheme: job.scheme,
    params: Object.keys(params).length > 0 ? params : undefined,
    honor_labels: job.honorLabels,
    honor_timestamps: job.honorTimestamps,
    fallback_scrape_protocol: job.fallbackScrapeProtocol,
    sample_limit: job.sampleLimit,
    target_limit: job.targetLimit,
    label_limit: job.labelLimit,
    authorization: job.serviceAccountToken
      ? { type: 'Bearer', credentials_file: TOKEN_FILE }
      : authorizationConfig(job.authorization),
    basic_auth: basicAuthConfig(job.basicAuth),
    tls_config: tlsConfig(job.tls),
    ...found.discovery,
    relabel_configs: nonEmpty([
      ...found.steps,
      ...(job.jobLabel === undefined ? [] : [constant('job', job.jobLabel), copy('__metrics_path__', 'metrics_path')]),
      ...(job.relabelings ?? []),
      ...(shard && shard.count > 1 && !job.onEveryShard ? ownShard(shard, found.identity) : []),
      ...(cluster === undefined ? [] : [constant('cluster', cluster)]),
    ]),
    metric_relabel_configs: nonEmpty([
      ...(job.metricRelabelings ?? []),
      // The target's own labels lose against the series' here, or a step may have taken this one away.
      ...(cluster !== undefined && (job.honorLabels || job.metricRelabelings?.length)
        ? [constant('cluster', cluster)]
        : []),
    ]),
  };
}

function discoveryOf({ name, pods, services, nodes, statics, probe, annotatedPods }: ScrapeJob): Discovery {
  if (pods) return podTargets(pods);
  if (services) return serviceTargets(services);
  if (nodes) return nodeTargets(nodes);
  if (statics) return staticTargets(statics);
  if (probe) return probeTargets(probe);
  if (annotatedPods) return annotatedPodTargets(annotatedPods);
  throw new Error(`scrape job '${name}' has no targets; validateScrapeJob refuses it`);
}

/** After all other steps, so that the address is the one that is scraped: a target found twice stays on one shard. */
function ownShard({ index, count }: Shard, identity: readonly string[] = ['__address__']): Relabeling[] {
  return [
    { sourceLabels: identity, modulus: count, targetLabel: SHARD, action: RelabelAction.HASHMOD },
    { sourceLabels: [SHARD], regex: `${index}`, action: RelabelAction.KEEP },
  ];
}

function nonEmpty(steps: readonly Relabeling[]): object[] | undefined {
  return steps.length > 0 ? relabelConfigs(steps) : undefined;
}
