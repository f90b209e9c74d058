import { below } from '../kubernetes/route-prefix';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import type { ScrapeJob } from '../model/scrape-job';
import { alertmanagerRules } from '../rules/alertmanager';
import { CREDENTIAL_EXPORTER_PATH } from './credential-exporter';

/** Has an Alertmanager scraped, its sidecars too, and the rules about it evaluated. */
export function alertmanagerMonitoring(
  metrics: IMetricsBackend,
  { name, pods, replicas, routePrefix }: { name: string; pods: PodPeer; replicas: number; routePrefix: string },
): void {
  const job = (suffix: string, port: string, more: Partial<ScrapeJob> = {}): ScrapeJob => ({
    name: `${name}${suffix}`,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port },
    onEveryShard: true,
    absence: { targets: replicas },
    ...more,
  });
  metrics.addScrapeJob(job('', 'web', { path: below(routePrefix, '/metrics') }));
  metrics.addScrapeJob(job('-config-reloader', 'reloader-web'));
  metrics.addScrapeJob(job('-credentials', 'credentials', { path: CREDENTIAL_EXPORTER_PATH }));
  const groups = alertmanagerRules({
    selector: `job="${name}"`,
    credentialsSelector: `job="${name}-credentials"`,
    replicas,
  });
  // The standard name, unless that is another Alertmanager's.
  metrics.addRules(
    ...groups.map((group) => (name === 'alertmanager' ? group : { ...group, name: `${group.name}.${name}` })),
  );
}
