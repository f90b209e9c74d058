import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { PrometheusConfig } from '../../config/prometheus/model';
import { PROMETHEUS_SECRETS_FOLDER, secretsOf } from '../../config/prometheus/secrets';
import { writePrometheusConfig } from '../../config/prometheus/write';
import type { Images } from '../../kubernetes/images';
import { secretFiles } from '../../kubernetes/secret-volumes';
import { disruptionBudget, workloadService } from '../../kubernetes/services';
import { DEFAULTS, type PrometheusServerProps } from './props';
import type { RuleFiles } from './rule-files';
import { PROMETHEUS_PORT, prometheusStatefulSet } from './stateful-set';

export interface PrometheusShardProps {
  /** Of this shard. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly serviceAccountName: string;
  readonly images: Images;
  readonly rules: RuleFiles;
  readonly externalUrl: string;
  readonly routePrefix: string;
  readonly retentionSize: string;
  readonly server: PrometheusServerProps;
  /** Asked at synth, when all is known. */
  readonly config: () => PrometheusConfig;
}

/** The servers that hold one shard of the targets: StatefulSet, configuration, Services and disruption budget. */
export class PrometheusShard extends Construct {
  readonly serviceName: string;
  readonly statefulSet: k8s.KubeStatefulSet;
  readonly service: k8s.KubeService;

  constructor(scope: Construct, id: string, props: PrometheusShardProps) {
    super(scope, id);
    const { name, namespace, selector, server, config } = props;
    const replicas = server.replicas ?? 1;
    const labels = { ...props.labels, ...selector };
    const common = { name, namespace, labels, selector };
    const ports = [{ name: 'web', port: PROMETHEUS_PORT }];

    this.serviceName = name;
    const configMap = new k8s.KubeConfigMap(this, 'Config', {
      metadata: { name: `${name}-config`, namespace, labels },
      data: { 'prometheus.yml': Lazy.any({ produce: () => writePrometheusConfig(config()) }) },
    });
    this.statefulSet = prometheusStatefulSet(this, {
      ...common,
      serviceAccountName: props.serviceAccountName,
      replicas,
      images: props.images,
      configMapName: configMap.name,
      rules: props.rules.volume('rules'),
      secrets: () =>
        secretFiles(
          PROMETHEUS_SECRETS_FOLDER,
          secretsOf(config()).map(({ secret }) => secret),
        ),
      externalUrl: props.externalUrl,
      routePrefix: props.routePrefix,
      retention: server.retention ?? DEFAULTS.retention,
      retentionSize: props.retentionSize,
      storage: { ...server, storageSize: server.storageSize ?? DEFAULTS.storageSize },
      placement: server,
      resources: server.resources,
      runAsUser: server.runAsUser,
      runAsGroup: server.runAsGroup,
    });
    this.node.defaultChild = this.statefulSet;
    // Replicas scrape at slightly different moments: a graph should not jump between them.
    this.service = workloadService(this, 'Service', { ...common, ports, sticky: replicas > 1 });
    workloadService(this, 'HeadlessService', { ...common, name: `${name}-headless`, ports, headless: true });
    if (replicas > 1) disruptionBudget(this, 'DisruptionBudget', common);
  }
}
