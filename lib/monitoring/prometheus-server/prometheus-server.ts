import { Construct } from 'constructs';
import type { PrometheusConfig } from '../../config/prometheus/model';
import { duplicateRules, validateRuleGroups } from '../../config/prometheus/rule-file';
import { secretsOf } from '../../config/prometheus/secrets';
import { ALERTMANAGER_ENDPOINT, RULE_GROUP, SCRAPE_JOB } from '../../config/prometheus/shapes';
import { validatePrometheusConfig, validateScrapeJob } from '../../config/prometheus/validate';
import { validateAlertmanager } from '../../config/prometheus/validate-alertmanager';
import { addCheck } from '../../kubernetes/checks';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { below, routePrefixOf } from '../../kubernetes/route-prefix';
import { shareInMebibytes } from '../../kubernetes/storage';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import type { IMetricsBackend } from '../../model/metrics-backend';
import { OWN_JOB_LIMITS } from '../../model/own-job-limits';
import type { PodPeer } from '../../model/pod-peer';
import { type Problem, refuse, within } from '../../model/problem';
import { type AlertingRule, type RuleGroup, Severity } from '../../model/rules';
import type { ScrapeJob } from '../../model/scrape-job';
import { dataProblems } from '../../model/shape';
import { validateBucketBounds } from '../../proof/bucket-bounds';
import { validateDroppedMetrics } from '../../proof/dropped-metrics';
import { ABSENCE_GROUP, absenceAlertName, absenceRules } from '../../rules/absence';
import { tuneRules, validateOverrides } from '../../rules/override';
import { DiscoveryAccess } from './access';
import { prometheusConfig, scrapeTimeoutOf } from './config';
import { prometheusNetworkPolicy } from './network';
import { DEFAULT_RETENTION_SHARE, DEFAULTS, type PrometheusServerProps } from './props';
import { RuleFiles } from './rule-files';
import { PrometheusShard } from './shard';
import { PROMETHEUS_PORT } from './stateful-set';
import { inPropNames, validatePrometheusServer } from './validate';

/**
 * Prometheus without an operator: for each shard a StatefulSet, its configuration and its Services; rule files, access
 * to the Kubernetes API for what the jobs discover, and a NetworkPolicy. It scrapes itself. Changed configuration and
 * rules go live without a new pod.
 */
export class PrometheusServer extends Construct implements IMetricsBackend {
  readonly namespace: string;
  readonly scraper: PodPeer;
  /** Name of the first shard's Service; port `web`, 9090. */
  readonly serviceName: string;
  /** URL that links to graphs begin with. */
  readonly externalUrl: string;
  /** Path of the whole API. */
  readonly routePrefix: string;
  readonly shards: readonly PrometheusShard[];

  private readonly jobs: ScrapeJob[] = [];
  private readonly alertmanagers: AlertmanagerEndpoint[];
  private readonly rules: RuleFiles;
  private readonly access: DiscoveryAccess;
  private readonly props: PrometheusServerProps;

  constructor(scope: Construct, id: string, props: PrometheusServerProps = {}) {
    super(scope, id);
    const namespace = namespaceOf(this, props.namespace);
    refuse(this.node.path, validatePrometheusServer(props, namespace));
    this.props = props;
    this.namespace = namespace as string;
    const name = props.name ?? DEFAULTS.name;
    this.serviceName = name;
    this.alertmanagers = [...(props.alertmanagers ?? [])];
    requireUniqueObjects(this);

    this.externalUrl = props.externalUrl ?? `http://${name}.${namespace}.svc:${PROMETHEUS_PORT}`;
    this.routePrefix = routePrefixOf(this.externalUrl);
    const images = props.images ?? Images.UPSTREAM;
    const selector = { 'app.kubernetes.io/name': 'prometheus', prometheus: name };
    const labels = objectLabels(selector, { component: 'monitoring', version: images.versionOf(ImageName.PROMETHEUS) });
    this.scraper = { namespace: this.namespace, labels: selector };
    const common = { namespace: this.namespace, labels };

    this.rules = new RuleFiles(this, {
      ...common,
      name,
      generated: () => this.absence(),
      tune: (groups) => tuneRules(groups, props.ruleOverrides ?? {}),
    });
    this.access = new DiscoveryAccess(this, { ...common, name, jobs: () => this.jobs });
    this.shards = Array.from(
      { length: props.shards ?? 1 },
      (_, index) =>
        new PrometheusShard(this, `Shard${index}`, {
          ...common,
          server: props,
          name: index === 0 ? name : `${name}-shard-${index}`,
          selector: { ...selector, shard: String(index) },
          serviceAccountName: name,
          images,
          rules: this.rules,
          externalUrl: this.externalUrl,
          routePrefix: this.routePrefix,
          retentionSize:
            props.retentionSize ??
            `${shareInMebibytes(props.storageSize ?? DEFAULTS.storageSize, DEFAULT_RETENTION_SHARE)}MB`,
          config: () => this.config(index),
        }),
    );
    this.node.defaultChild = this.shards[0];
    prometheusNetworkPolicy(this, {
      ...common,
      name,
      pods: this.scraper,
      accessFrom: props.accessFrom ?? [],
      apiServerCidrs: props.apiServerCidrs,
      apiServerPorts: props.apiServerPorts,
      nodeCidrs: props.nodeCidrs,
      remoteWrite: props.remoteWrite ?? [],
      jobs: () => this.jobs,
      alertmanagers: () => this.alertmanagers,
    });
    expectSecrets(this, this.namespace, () => secretsOf(this.config(0)));
    addCheck(
      this,
      () => this.validateWhole(),
      // All three only grow.
      () => [this.jobs.length, this.rules.groups.length, this.alertmanagers.length].join(),
    );
    this.scrapeItself();
  }

  addScrapeJob(job: ScrapeJob): void {
    refuse(
      this.node.path,
      dataProblems(job, SCRAPE_JOB, 'scrape job', (fit) => [
        ...validateScrapeJob(fit, {
          scrapeInterval: this.props.scrapeInterval ?? DEFAULTS.scrapeInterval,
          scrapeTimeout: scrapeTimeoutOf(this.props),
        }),
        ...(this.jobs.some(({ name }) => name === fit.name)
          ? [{ what: `scrape job '${fit.name}' exists already`, fix: 'give each job a name of its own' }]
          : this.alertOfAnother(fit)),
      ]),
    );
    this.jobs.push(job);
    this.access.allow(job);
  }

  addRules(...groups: RuleGroup[]): void {
    const known = new Map(this.rules.groups.map((group) => [group.name, JSON.stringify(group)]));
    const added = groups.filter((group) => known.get(group?.name) !== JSON.stringify(group));
    const taken = new Set(known.keys());
    const fitted: RuleGroup[] = [];
    refuse(this.node.path, [
      ...added.flatMap((group) =>
        dataProblems(group, RULE_GROUP, 'group', (fit) => {
          fitted.push(fit);
          return [];
        }),
      ),
      ...validateRuleGroups(fitted, { taken }),
      ...(fitted.some(({ name }) => name === ABSENCE_GROUP)
        ? [
            {
              what: `group '${ABSENCE_GROUP}' has the name of the alerts on jobs without targets, which Prometheus gets by itself`,
              fix: "give it another name, such as 'absent-orders'",
            },
          ]
        : []),
    ]);
    for (const group of added) this.rules.add(group);
  }

  addAlertmanager(endpoint: AlertmanagerEndpoint): void {
    refuse(
      this.node.path,
      dataProblems(endpoint, ALERTMANAGER_ENDPOINT, 'Alertmanager', (fit) =>
        within('an Alertmanager', validateAlertmanager(fit)),
      ),
    );
    this.alertmanagers.push(endpoint);
  }

  /** The configuration of one shard, as it stands now. */
  config(index: number): PrometheusConfig {
    return prometheusConfig(this.props, { jobs: this.jobs, alertmanagers: this.alertmanagers }, index);
  }

  /** Two jobs cannot share the alert on their absence: nobody could tell or tune one of them. */
  private alertOfAnother(job: ScrapeJob): Problem[] {
    const alert = absenceAlertName(job);
    const other = this.jobs.find((each) => absenceAlertName(each) === alert);
    if (!other) return [];
    return [
      {
        what: `scrape job '${job.name}': the alert on its absence is '${alert}', as is that of job '${other.name}'`,
        fix: "set 'absence.alert' to a name of its own",
      },
    ];
  }

  private scrapeItself(): void {
    const pods = { namespaces: [this.namespace], labels: this.scraper.labels };
    const { replicas = 1, shards = 1 } = this.props;
    // Few targets, and the rules about them aggregate: every shard has them whole. One server that is missing would not
    // be missed otherwise, because the others are there.
    const job = { onEveryShard: true, absence: { targets: replicas * shards }, ...OWN_JOB_LIMITS };
    this.addScrapeJob({
      ...job,
      name: this.serviceName,
      pods: { ...pods, port: 'web' },
      path: below(this.routePrefix, '/metrics'),
    });
    this.addScrapeJob({ ...job, name: `${this.serviceName}-config-reloader`, pods: { ...pods, port: 'reloader-web' } });
  }

  /** The alerts on jobs without targets. */
  private absence(): RuleGroup[] {
    return absenceRules(this.jobs, {
      sharded: this.shards.length > 1,
      cluster: this.props.cluster,
      runbookBaseUrl: this.props.runbookBaseUrl,
      prometheusSelector: `job="${this.serviceName}"`,
    });
  }

  /** What only the whole graph shows. */
  private validateWhole(): Problem[] {
    const { ruleOverrides = {}, withoutAlertmanager = false } = this.props;
    const absence = this.absence();
    const groups = [...this.rules.groups, ...absence];
    const tuned = tuneRules(groups, ruleOverrides);
    const partial = new Set(this.jobs.filter(({ onEveryShard }) => !onEveryShard).map(jobLabelOf));
    const completeJobs = this.jobs.map(jobLabelOf).filter((job) => !partial.has(job));
    const problems = [
      ...validateOverrides(groups, ruleOverrides),
      ...validatePrometheusConfig(this.config(0)).map(inPropNames),
      ...(this.shards.length > 1 || Object.keys(ruleOverrides).length > 0
        ? validateRuleGroups(tuned, {
            severalOwners: true,
            ...(this.shards.length > 1 ? { shards: { completeJobs } } : {}),
          })
        : []),
      ...absence.flatMap((group) => rivals(group, this.rules.groups)),
      ...validateDroppedMetrics(this.jobs, tuned),
      ...validateBucketBounds(tuned),
    ];
    if (this.alertmanagers.length === 0 && !withoutAlertmanager) {
      problems.push({
        what: 'no Alertmanager is set: alerts would reach nobody',
        fix: "create an Alertmanager with 'metrics', list an existing one in 'alertmanagers', or set 'withoutAlertmanager'",
      });
    }
    if (this.alertmanagers.length > 0 && withoutAlertmanager) {
      problems.push({ what: "'withoutAlertmanager' is set, and an Alertmanager was added", fix: 'keep one of them' });
    }
    const left = tuned.flatMap(({ alerts = [] }) => alerts);
    if (this.alertmanagers.some(({ heartbeat }) => heartbeat) && !left.some(isWatchdog)) {
      problems.push({
        what: "there is no alert 'Watchdog' of severity 'none', so the heartbeat of the Alertmanager would never beat",
        fix: "add watchdogRules(), or take its 'enabled' or 'severity' out of 'ruleOverrides'",
      });
    }
    if (this.rules.full) {
      problems.push({
        what: 'the rules do not fit into the ConfigMaps that the pods mount',
        fix: 'evaluate some of them in another Prometheus',
      });
    }
    return problems;
  }
}

const jobLabelOf = ({ name, jobLabel = name }: ScrapeJob) => jobLabel;

/** Alerts of other groups that have the name and the labels of one of the group's. */
function rivals(group: RuleGroup, others: readonly RuleGroup[]): Problem[] {
  const names = new Set(group.alerts?.map(({ alert }) => alert));
  return others.flatMap(({ name, alerts = [] }) =>
    duplicateRules([{ name, alerts: alerts.filter(({ alert }) => names.has(alert)) }, group]),
  );
}

/** The alert that the heartbeat's route takes. */
const isWatchdog = ({ alert, severity, labels }: AlertingRule) =>
  alert === 'Watchdog' && (labels?.severity ?? severity) === Severity.NONE;
