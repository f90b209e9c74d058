import { below } from '../kubernetes/route-prefix';
import type { IMetricsBackend } from '../model/metrics-backend';
import { OWN_JOB_LIMITS } from '../model/own-job-limits';
import type { PodPeer } from '../model/pod-peer';
import type { ScrapeJob } from '../model/scrape-job';
import { alertmanagerRules } from '../rules/alertmanager';
import type { AlertRouting } from './alert-routing';
import { CREDENTIAL_EXPORTER_PATH } from './credential-exporter';

/** Has an Alertmanager scraped, its sidecars too, and the rules about it evaluated unless told otherwise. */
export function alertmanagerMonitoring(
  metrics: IMetricsBackend,
  props: {
    readonly name: string;
    readonly pods: PodPeer;
    readonly replicas: number;
    readonly routePrefix: string;
    readonly routing: AlertRouting;
    readonly defaultRules: boolean;
    readonly runbookBaseUrl?: string;
  },
): void {
  const { name, pods, routing } = props;
  const job = (suffix: string, port: string, more: Partial<ScrapeJob> = {}): ScrapeJob => ({
    name: `${name}${suffix}`,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port },
    onEveryShard: true,
    absence: { targets: props.replicas },
    ...OWN_JOB_LIMITS,
    ...more,
  });
  metrics.addScrapeJob(job('', 'web', { path: below(props.routePrefix, '/metrics') }));
  metrics.addScrapeJob(job('-config-reloader', 'reloader-web'));
  metrics.addScrapeJob(job('-credentials', 'credentials', { path: CREDENTIAL_EXPORTER_PATH }));
  if (!props.defaultRules) return;
  const groups = alertmanagerRules({
    selector: `job="${name}"`,
    credentialsSelector: `job="${name}-credentials"`,
    replicas: props.replicas,
    runbookBaseUrl: props.runbookBaseUrl,
    defaultReceiver: routing.defaultReceiver.name,
    heartbeatReceiver: routing.heartbeat.name,
  });
  // The standard name, unless that is another Alertmanager's.
  metrics.addRules(
    ...groups.map((group) => (name === 'alertmanager' ? group : { ...group, name: `${group.name}.${name}` })),
  );
}
