import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { copy } from '../config/prometheus/relabel-steps';
import { daemonSetWorkload } from '../kubernetes/daemon-set-workload';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { type NodeAgentProps, onEveryNode } from '../kubernetes/node-agent';
import type { ContainerResources } from '../kubernetes/resources';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { IMetricsBackend } from '../model/metrics-backend';
import { refuse } from '../model/problem';
import type { ScrapeJob } from '../model/scrape-job';
import { nodeExporterPods } from './node-exporter-pods';
import { validateNodeExporter } from './validate-node-exporter';

export interface NodeExporterProps extends NodeAgentProps {
  /** Scrapes the exporters and alerts when they are gone. @default - they run and nobody scrapes them */
  readonly metrics?: IMetricsBackend;
  /** Name of the DaemonSet and of the scrape job; standard rules and dashboards look for the default. @default 'node-exporter' */
  readonly name?: string;
  /** Port on every node, at the address that the cluster knows the node by. @default 9100 */
  readonly port?: number;
  /** Collectors to run besides upstream's defaults, by their names there: `processes`. @default - none */
  readonly enableCollectors?: readonly string[];
  /**
   * Collectors of upstream's defaults not to run. The collector `os` never does: it would tell of the image.
   * @default - none
   */
  readonly disableCollectors?: readonly string[];
  /**
   * Folder of the node with files `*.prom` that are served with the rest. They have to be readable by everybody.
   * @default - none
   */
  readonly textfileDirectory?: string;
  /** Mount points that are left out; RE2. @default - pseudo file systems, and what containers and pods mount */
  readonly mountPointsExclude?: string;
  /** Types of file systems that are left out; RE2. @default - upstream's: pseudo file systems, overlay, images */
  readonly fsTypesExclude?: string;
  /** Network devices that are left out; RE2. @default - those that network plugins make for pods */
  readonly netDeviceExclude?: string;
  /** Samples that a scrape may bring; more fail it. @default 20000 */
  readonly sampleLimit?: number;
  /** @default - 20m CPU, 32Mi memory, 192Mi at most */
  readonly resources?: ContainerResources;
}

const DEFAULTS = {
  name: 'node-exporter',
  port: 9100,
  sampleLimit: 20_000,
  // Below the folders of container runtimes and the kubelet, wherever a distribution has them.
  mountPointsExclude:
    '^/(dev|proc|sys|run/.+|var/(.+/)?lib/(.+/)?(containerd|containers/storage|docker|kubelet)/.+)($|/)',
  // One for each pod, gone with it, or without traffic of its own.
  netDeviceExclude:
    '^((veth|cali|cilium_|lxc|cni|azv|dummy|kube-ipvs|nodelocaldns).*|(eni|gke)[0-9a-f]{11}|[0-9a-f]{15})$',
};

/**
 * node-exporter on every node, whatever its taints: metrics of the machine and its Linux. In Prometheus `instance` is
 * the node's name, as standard rules and dashboards show it.
 *
 * The pods are in the node's own network, where NetworkPolicies do not hold: whoever reaches the node's address can read
 * the metrics, unless a firewall is in between.
 */
export class NodeExporter extends Construct {
  readonly daemonSet: k8s.KubeDaemonSet;

  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateNodeExporter(props, found));
    const namespace = found as string;
    const { name = DEFAULTS.name, port = DEFAULTS.port, images = Images.UPSTREAM, metrics } = props;
    requireUniqueObjects(this);
    const selector = { 'app.kubernetes.io/name': 'node-exporter', 'node-exporter': name };
    this.daemonSet = daemonSetWorkload(
      this,
      {
        name,
        namespace,
        selector,
        labels: objectLabels(selector, {
          component: 'exporter',
          version: images.versionOf(ImageName.NODE_EXPORTER),
        }),
        images,
        placement: onEveryNode(props),
      },
      nodeExporterPods({
        ...props,
        port,
        images,
        mountPointsExclude: props.mountPointsExclude ?? DEFAULTS.mountPointsExclude,
        netDeviceExclude: props.netDeviceExclude ?? DEFAULTS.netDeviceExclude,
      }),
    );
    this.node.defaultChild = this.daemonSet;
    metrics?.addScrapeJob(scrapeJob(name, namespace, selector, port, props.sampleLimit ?? DEFAULTS.sampleLimit));
  }
}

function scrapeJob(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  portNumber: number,
  sampleLimit: number,
): ScrapeJob {
  return {
    name,
    pods: { namespaces: [namespace], labels, portNumber, hostNetwork: true },
    relabelings: [copy('__meta_kubernetes_pod_node_name', 'instance')],
    sampleLimit,
    labelLimit: 60,
  };
}
