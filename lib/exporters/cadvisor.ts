import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { copy } from '../config/prometheus/relabel-steps';
import { daemonSetWorkload } from '../kubernetes/daemon-set-workload';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import { type NodeAgentProps, onEveryNode } from '../kubernetes/node-agent';
import type { ContainerResources } from '../kubernetes/resources';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { IMetricsBackend } from '../model/metrics-backend';
import { refuse } from '../model/problem';
import { RelabelAction, type Relabeling } from '../model/relabeling';
import type { ScrapeJob } from '../model/scrape-job';
import { CADVISOR_PATH, CADVISOR_PORT, cadvisorPods, RUNTIME_LABELS } from './cadvisor-pods';
import { claimContainerMetrics } from './container-metrics';
import { type DroppedSeries, dropSteps } from './drop-list';
import { CADVISOR_DROPS } from './kubelet-drop-lists';
import { validateCadvisor } from './validate-cadvisor';

export interface CadvisorProps extends NodeAgentProps {
  /** Scrapes it and alerts when it is gone. @default - it runs and nobody scrapes it */
  readonly metrics?: IMetricsBackend;
  /** Name of the DaemonSet and of the scrape job. @default 'cadvisor' */
  readonly name?: string;
  /** Path of containerd's socket on the nodes; `/run/k3s/containerd/containerd.sock` on k3s. @default '/run/containerd/containerd.sock' */
  readonly containerdSocket?: string;
  /** How often it measures. @default '15s' */
  readonly housekeepingInterval?: string;
  /** Samples that a scrape may bring; more fail it. @default 50000 */
  readonly sampleLimit?: number;
  /** @default - 100m CPU, 128Mi memory, 1Gi at most */
  readonly resources?: ContainerResources;
}

const DEFAULTS = {
  name: 'cadvisor',
  containerdSocket: '/run/containerd/containerd.sock',
  housekeepingInterval: '15s',
  sampleLimit: 50_000,
};

/**
 * cAdvisor on every node, for clusters whose kubelets nobody may ask: its series have the names and labels that those of
 * the kubelets have (`job="kubelet"`, `metrics_path="/metrics/cadvisor"`, `namespace`, `pod`, `container`), so that rules
 * and dashboards read either. Both together are refused.
 *
 * Other than the kubelets' it knows no sums over a pod (`container=""`): of the pod itself there is what its sandbox
 * uses, its network above all. Numbers of processes, threads, sockets and open files and events of the OOM killer are
 * missing, since they take more rights than reading files. For containerd.
 */
export class Cadvisor extends Construct {
  readonly daemonSet: k8s.KubeDaemonSet;

  constructor(scope: Construct, id: string, props: CadvisorProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateCadvisor(props, found));
    const namespace = found as string;
    const { name = DEFAULTS.name, images = Images.UPSTREAM, metrics } = props;
    requireUniqueObjects(this);
    const selector = { 'app.kubernetes.io/name': 'cadvisor', cadvisor: name };
    const version = images.versionOf(ImageName.CADVISOR);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'exporter', version }) };
    this.daemonSet = daemonSetWorkload(
      this,
      { ...common, images, placement: onEveryNode(props) },
      cadvisorPods({
        images,
        resources: props.resources,
        containerdSocket: props.containerdSocket ?? DEFAULTS.containerdSocket,
        housekeepingInterval: props.housekeepingInterval ?? DEFAULTS.housekeepingInterval,
      }),
    );
    this.node.defaultChild = this.daemonSet;
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => (metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [CADVISOR_PORT.port] }] : []),
      egress: () => [],
    });
    if (metrics) {
      claimContainerMetrics(this, metrics);
      metrics.addScrapeJob(scrapeJob(name, namespace, selector, props.sampleLimit ?? DEFAULTS.sampleLimit));
    }
  }
}

function scrapeJob(name: string, namespace: string, labels: Record<string, string>, sampleLimit: number): ScrapeJob {
  return {
    name,
    jobLabel: 'kubelet',
    pods: { namespaces: [namespace], labels, port: CADVISOR_PORT.name },
    path: CADVISOR_PATH,
    // A container that is gone would linger for five minutes.
    honorTimestamps: false,
    metricRelabelings: [ofContainers, ...identity(), labelDrop, ...dropSteps([NO_DISKS, ...CADVISOR_DROPS])],
    sampleLimit,
    labelLimit: 60,
  };
}

/** Metrics of cAdvisor's own process would pass for the kubelet's. */
const ofContainers: Relabeling = {
  sourceLabels: ['__name__'],
  regex: '(container|machine|cadvisor)_.+',
  action: RelabelAction.KEEP,
};

const NO_DISKS: DroppedSeries = {
  metrics: ['container_fs_.+'],
  labels: { device: 'overlay.*|/[^d].*|/d[^e].*|/dev(/shm|/mqueue|/hugepages)?' },
  why: 'mounts of memory, those of each pod among them, which it takes for disks of the node; disks are called /dev/…',
};

const written = (label: string) => `container_label_${label.replaceAll('.', '_')}`;

/** In place of the labels of the target, its own pod's: what is of no pod has none of them. */
const identity = (): Relabeling[] =>
  Object.entries(RUNTIME_LABELS).map(([label, ofRuntime]) => copy(written(ofRuntime), label));

const labelDrop: Relabeling = { regex: 'container_label_.+', action: RelabelAction.LABELDROP };
