import { Construct } from 'constructs';
import { namespaceOf } from '../kubernetes/namespace';
import type { AlertmanagerEndpoint } from '../model/alertmanager-endpoint';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { type Problem, refuse } from '../model/problem';
import type { RuleGroup } from '../model/rules';
import type { ScrapeJob } from '../model/scrape-job';
import { fitProps, flag, listOf, number, type Shape, struct, text } from '../model/shape';
import { configReloaderRules } from '../rules/config-reloader';
import { generalRules, watchdogRules } from '../rules/general';
import { prometheusRules } from '../rules/prometheus';
import { type PodDiscoveryProps, podDiscoveryJob, validatePodDiscovery } from './pod-discovery';
import { PrometheusServer } from './prometheus-server/prometheus-server';
import { PROMETHEUS_SERVER, type PrometheusServerProps } from './prometheus-server/props';
import { validatePrometheusServer } from './prometheus-server/validate';

export interface MonitoringStackProps extends PrometheusServerProps {
  /** Scraping of pods that say so by annotations. @default - on, opt-in, in all namespaces */
  readonly podDiscovery?: PodDiscoveryProps;
  /**
   * The general rules (Watchdog, InfoInhibitor, InstanceDown, TargetDown) and those about Prometheus itself and the
   * reloaders. Alerts on jobs without targets come with the jobs, and Watchdog stays, whatever this says: without it the
   * heartbeat of an Alertmanager would stop. Only together with `withoutAlertmanager` it goes as well. Whoever
   * adds `generalRules()` in their place leaves it out there (`watchdog: false`).
   * @default true
   */
  readonly defaultRules?: boolean;
}

/**
 * Metrics and alerts of a cluster: a Prometheus server that scrapes the pods that ask for it, with the rules that
 * watch it. Exporters and other components add their jobs and rules to it.
 */
export class MonitoringStack extends Construct implements IMetricsBackend {
  readonly prometheus: PrometheusServer;
  readonly scraper: PodPeer;

  constructor(scope: Construct, id: string, props: MonitoringStackProps = {}) {
    super(scope, id);
    refuse(this.node.path, validateMonitoringStack(props, namespaceOf(this, props?.namespace)));
    this.prometheus = new PrometheusServer(this, 'Prometheus', props);
    this.node.defaultChild = this.prometheus;
    this.scraper = this.prometheus.scraper;
    if (props.podDiscovery?.enabled ?? true) this.addScrapeJob(podDiscoveryJob(props.podDiscovery ?? {}));
    this.addDefaultRules(props);
  }

  addScrapeJob(job: ScrapeJob): void {
    this.prometheus.addScrapeJob(job);
  }

  addRules(...groups: RuleGroup[]): void {
    this.prometheus.addRules(...groups);
  }

  addAlertmanager(endpoint: AlertmanagerEndpoint): void {
    this.prometheus.addAlertmanager(endpoint);
  }

  private addDefaultRules(props: MonitoringStackProps): void {
    const { defaultRules = true, runbookBaseUrl, shards = 1, withoutAlertmanager = false } = props;
    const selector = `job="${this.prometheus.serviceName}"`;
    if (!defaultRules) {
      if (!withoutAlertmanager) this.addRules(...watchdogRules({ runbookBaseUrl, prometheusSelector: selector }));
      return;
    }
    this.addRules(
      ...generalRules({ runbookBaseUrl, prometheusSelector: selector, sharded: shards > 1 }),
      ...prometheusRules({ runbookBaseUrl, selector, alertmanager: !withoutAlertmanager }),
      ...configReloaderRules({ runbookBaseUrl }),
    );
  }
}

const POD_DISCOVERY: Shape<PodDiscoveryProps> = {
  enabled: flag(),
  keepNamespaces: listOf(text('shop')),
  dropNamespaces: listOf(text('kube-system')),
  optOutNamespaces: listOf(text('shop')),
  jobName: text('kubernetes-pods'),
  sampleLimit: number(50_000),
  labelLimit: number(60),
};

const MONITORING_STACK: Shape<MonitoringStackProps> = {
  ...PROMETHEUS_SERVER,
  podDiscovery: struct(POD_DISCOVERY),
  defaultRules: flag(),
};

/** All that is wrong with the props, those of the server included, in one go. */
function validateMonitoringStack(props: MonitoringStackProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, MONITORING_STACK);
  return [...problems, ...validatePrometheusServer(fit, namespace), ...validatePodDiscovery(fit.podDiscovery ?? {})];
}
