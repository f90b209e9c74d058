import { toYaml } from '../yaml';
import { alertingConfig } from './alerting-config';
import type { PrometheusConfig } from './model';
import { remoteWriteConfig } from './remote-write';
import { scrapeConfig } from './scrape-config';

/** The text of `prometheus.yml` for a config that `validatePrometheusConfig` finds nothing wrong with. */
export function writePrometheusConfig(config: PrometheusConfig): string {
  const { ruleFiles = [], remoteWrite = [], externalLabels = {} } = config;
  return toYaml({
    global: {
      scrape_interval: config.scrapeInterval,
      scrape_timeout: config.scrapeTimeout,
      evaluation_interval: config.evaluationInterval,
      external_labels: Object.keys(externalLabels).length > 0 ? externalLabels : undefined,
    },
    rule_files: ruleFiles.length > 0 ? ruleFiles : undefined,
    alerting: alertingConfig(config),
    scrape_configs: config.jobs.map((job) => scrapeConfig(job, config)),
    remote_write: remoteWrite.length > 0 ? remoteWrite.map(remoteWriteConfig) : undefined,
    ...config.extra,
  });
}
