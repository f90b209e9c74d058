import type { PrometheusConfig } from '../../config/prometheus/model';
import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import type { ScrapeJob } from '../../model/scrape-job';
import { parseDuration } from '../../model/units';
import { DEFAULTS, type PrometheusServerProps } from './props';
import { RULES_FOLDER } from './rule-files';

/** External label that tells replicas and shards apart; taken off alerts, so that Alertmanager sees one. */
const REPLICA_LABEL = 'prometheus_replica';

/** The configuration of one shard: what the props say, and what was added. */
export function prometheusConfig(
  props: PrometheusServerProps,
  added: { jobs: readonly ScrapeJob[]; alertmanagers: readonly AlertmanagerEndpoint[] },
  index: number,
): PrometheusConfig {
  const { cluster, shards = 1 } = props;
  return {
    scrapeInterval: props.scrapeInterval ?? DEFAULTS.scrapeInterval,
    scrapeTimeout: scrapeTimeoutOf(props),
    evaluationInterval: props.evaluationInterval ?? DEFAULTS.evaluationInterval,
    // Alerts on the absence of a series have none of its labels; they get `cluster` from here.
    externalLabels: {
      ...(cluster === undefined || cluster === '' ? {} : { cluster }),
      ...props.externalLabels,
      [REPLICA_LABEL]: '${POD_NAME}',
    },
    replicaLabel: REPLICA_LABEL,
    cluster,
    ruleFiles: [`${RULES_FOLDER}/*.yaml`],
    alertmanagers: added.alertmanagers,
    remoteWrite: props.remoteWrite,
    jobs: added.jobs,
    ...(shards > 1 ? { shard: { index, count: shards } } : {}),
    extra: props.extraConfig,
  };
}

/** The scrape timeout: as given, or the default or the interval, whichever is less. */
export function scrapeTimeoutOf({ scrapeInterval, scrapeTimeout }: PrometheusServerProps): string {
  if (scrapeTimeout !== undefined) return scrapeTimeout;
  const interval = scrapeInterval ?? DEFAULTS.scrapeInterval;
  const longest = parseDuration(interval) ?? 0;
  return longest > 0 && longest < (parseDuration(DEFAULTS.scrapeTimeout) ?? 0) ? interval : DEFAULTS.scrapeTimeout;
}
