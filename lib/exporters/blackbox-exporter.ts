import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { BlackboxModules } from '../config/blackbox/model';
import { secretsOfModules } from '../config/blackbox/secrets';
import { writeBlackboxConfig } from '../config/blackbox/write';
import type { ComponentProps } from '../kubernetes/component';
import { deploymentWorkload } from '../kubernetes/deployment';
import { expectSecrets } from '../kubernetes/expected-secrets';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import type { ContainerResources } from '../kubernetes/resources';
import { workloadService } from '../kubernetes/services';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { refuse } from '../model/problem';
import { dataProblems } from '../model/shape';
import { blackboxRules } from '../rules/blackbox';
import { BLACKBOX_CONFIG_FILE, BLACKBOX_PORT, BLACKBOX_PORT_NAME, blackboxContainer } from './blackbox-container';
import { allModules } from './blackbox-modules';
import {
  BLACKBOX_PROBE,
  type BlackboxProbe,
  blackboxProbeEgress,
  blackboxProbeJob,
  validateBlackboxProbe,
} from './blackbox-probe';
import { validateBlackboxExporter } from './validate-blackbox-exporter';

export interface BlackboxExporterProps extends ComponentProps {
  /** Name of the Deployment, the Service, the other objects and the scrape job. @default 'blackbox-exporter' */
  readonly name?: string;
  /** Any of them makes any probe. @default 1 */
  readonly replicas?: number;
  /** What is probed; `addProbe()` adds more. Needs `metrics`. @default - none */
  readonly probes?: readonly BlackboxProbe[];
  /**
   * Ways to probe besides the default ones, which one of the same name replaces: `http_2xx`, `http_post_2xx`,
   * `tcp_connect`, `tcp_connect_tls`, `grpc` and `grpc_plain`.
   * @default - none
   */
  readonly modules?: BlackboxModules;
  /** Other pods that may open its page with recent probes, or have it probe. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** The rules about probes and exporters, with `metrics`; all exporters share them. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default - 10m CPU, 32Mi memory, 128Mi at most */
  readonly resources?: ContainerResources;
}

const NAME = 'blackbox-exporter';

/**
 * A blackbox exporter that stands alone and probes URLs, hosts and ports from inside the cluster. Its NetworkPolicy lets
 * it out to what is probed and nowhere else. Changed modules go live without a new pod.
 */
export class BlackboxExporter extends Construct {
  /** Name of the Service; port `blackbox`, 9115. */
  readonly serviceName: string;
  readonly namespace: string;
  /** The pods that probe, for the NetworkPolicies of what is probed. */
  readonly pods: PodPeer;
  readonly deployment: k8s.KubeDeployment;

  private readonly modules: BlackboxModules;
  private readonly metrics?: IMetricsBackend;
  private readonly probes: BlackboxProbe[] = [];

  constructor(scope: Construct, id: string, props: BlackboxExporterProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateBlackboxExporter(props, found));
    const namespace = found as string;
    const { name = NAME, replicas = 1, images = Images.UPSTREAM, metrics } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    this.namespace = namespace;
    this.metrics = metrics;
    const modules = allModules(props.modules);
    this.modules = modules;
    const selector = { 'app.kubernetes.io/name': NAME, 'blackbox-exporter': name };
    const version = images.versionOf(ImageName.BLACKBOX_EXPORTER);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'exporter', version }) };
    this.pods = { namespace, labels: selector };

    const configMapName = `${name}-config`;
    new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: configMapName, namespace, labels: common.labels },
      data: { [BLACKBOX_CONFIG_FILE]: writeBlackboxConfig(modules) },
    });
    expectSecrets(this, namespace, () => secretsOfModules(modules));
    const { container, volumes } = blackboxContainer({
      images,
      port: BLACKBOX_PORT,
      configMapName,
      modules,
      resources: props.resources,
    });
    const ready = { ...container.livenessProbe, periodSeconds: 5 };
    this.deployment = deploymentWorkload(
      this,
      { ...common, replicas, images, placement: props },
      { containers: [{ ...container, readinessProbe: ready }], volumes: () => volumes },
    );
    this.node.defaultChild = this.deployment;
    workloadService(this, 'Service', { ...common, ports: [{ name: BLACKBOX_PORT_NAME, port: BLACKBOX_PORT }] });
    const peers = [...(metrics ? [metrics.scraper] : []), ...(props.accessFrom ?? [])];
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => peers.map((peer) => ({ peers: [podPeer(peer)], ports: [BLACKBOX_PORT] })),
      egress: () => [DNS_EGRESS, ...this.probes.flatMap((probe) => blackboxProbeEgress(probe, namespace, modules))],
    });
    if (metrics) this.watch(metrics, replicas, props);
    for (const probe of props.probes ?? []) this.addProbe(probe);
  }

  /** Has URLs probed, in a scrape job of the probe's name. */
  addProbe(probe: BlackboxProbe): void {
    refuse(
      this.node.path,
      dataProblems(probe, BLACKBOX_PROBE, 'probe', (fit) =>
        validateBlackboxProbe(fit, { modules: this.modules, metrics: this.metrics }),
      ),
    );
    const address = `${this.serviceName}.${this.namespace}.svc:${BLACKBOX_PORT}`;
    this.metrics?.addScrapeJob(blackboxProbeJob(probe, { address, pods: this.pods, modules: this.modules }));
    this.probes.push(probe);
  }

  private watch(metrics: IMetricsBackend, replicas: number, props: BlackboxExporterProps): void {
    metrics.addScrapeJob({
      name: this.serviceName,
      pods: { namespaces: [this.namespace], labels: this.pods.labels, port: BLACKBOX_PORT_NAME },
      sampleLimit: 500,
      labelLimit: 30,
      // By default it would be named as the alert on one that does not answer.
      absence: { targets: replicas, ...(this.serviceName === NAME ? { alert: 'BlackboxExporterMissing' } : {}) },
    });
    if (props.defaultRules ?? true) metrics.addRules(...blackboxRules({ runbookBaseUrl: props.runbookBaseUrl }));
  }
}
