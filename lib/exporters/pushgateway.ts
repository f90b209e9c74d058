import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ComponentProps } from '../kubernetes/component';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import type { ContainerResources } from '../kubernetes/resources';
import { below } from '../kubernetes/route-prefix';
import { workloadService } from '../kubernetes/services';
import type { StorageProps } from '../kubernetes/storage';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { refuse } from '../model/problem';
import { RelabelAction } from '../model/relabeling';
import { parseDuration } from '../model/units';
import { pushgatewayRules } from '../rules/pushgateway';
import { isStored, PUSHGATEWAY_PORT, pushgatewayWorkload } from './pushgateway-workload';
import { validatePushgateway } from './validate-pushgateway';

export interface PushgatewayProps extends ComponentProps, StorageProps {
  /** Name of the Service, of the other objects and of the scrape job. @default 'pushgateway' */
  readonly name?: string;
  /** Pods that push, such as batch jobs. @default - none */
  readonly pushFrom?: readonly PodPeer[];
  /** Pods that read its web page or API, such as an Ingress controller; it is the port for pushes, so they can push too. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** Path before all its own, such as `/pushgateway` behind an Ingress. @default '/' */
  readonly routePrefix?: string;
  /** With storage: at most this much of what was pushed is lost when it ends in no peace. @default '1m' */
  readonly persistenceInterval?: string;
  /** One: each of several would hold a part of the pushes, and the others the old ones. @default 1 */
  readonly replicas?: number;
  /**
   * Raise PushgatewayJobStale when a group was not pushed for so long: longer than the rarest job takes from run to run.
   * @default - no such alert: only their owners know how often jobs run
   */
  readonly jobStaleAfter?: string;
  /** Samples that a scrape may bring, all that was pushed and 200 of its own; more fail it. @default 50000 */
  readonly sampleLimit?: number;
  /** The rules about pushes, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default - 10m CPU, 32Mi memory, 128Mi at most */
  readonly resources?: ContainerResources;
}

/**
 * Pushgateway: keeps the metrics that batch jobs push before they end, for Prometheus to scrape. Pushed series keep their
 * own `job` and `instance`, and get no label of Pushgateway's pod.
 *
 * Without a storage prop they are kept in memory and lost with the pod, until the next push of each job. With one, such as
 * `storageSize`, they are kept in a volume. Each of the two is a workload of another kind: when the choice changes, the
 * former one stays until it is pruned or deleted by hand.
 */
export class Pushgateway extends Construct {
  /** Name of the Service; port `web`, 9091. */
  readonly serviceName: string;
  readonly namespace: string;
  /** Where jobs push, with `/metrics/job/<name>` behind it. */
  readonly url: string;
  /** A Deployment, or a StatefulSet if there is a volume. */
  readonly workload: k8s.KubeDeployment | k8s.KubeStatefulSet;

  constructor(scope: Construct, id: string, props: PushgatewayProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validatePushgateway(props, found));
    const namespace = found as string;
    const { name = 'pushgateway', images = Images.UPSTREAM, routePrefix = '/', metrics } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    this.namespace = namespace;
    this.url = `http://${name}.${namespace}.svc:${PUSHGATEWAY_PORT}${below(routePrefix, '')}`;
    const selector = { 'app.kubernetes.io/name': 'pushgateway', pushgateway: name };
    const version = images.versionOf(ImageName.PUSHGATEWAY);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'exporter', version }) };
    const ports = [{ name: 'web', port: PUSHGATEWAY_PORT }];

    this.workload = pushgatewayWorkload(this, {
      ...common,
      images,
      placement: props,
      replicas: 1,
      routePrefix,
      resources: props.resources,
      persistenceInterval: props.persistenceInterval ?? '1m',
      storage: { ...props, storageSize: props.storageSize ?? '1Gi' },
      stored: isStored(props),
    });
    this.node.defaultChild = this.workload;
    workloadService(this, 'Service', { ...common, ports });
    if (isStored(props)) {
      workloadService(this, 'HeadlessService', { ...common, name: `${name}-headless`, headless: true, ports });
    }
    const peers = [...(metrics ? [metrics.scraper] : []), ...(props.pushFrom ?? []), ...(props.accessFrom ?? [])];
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => peers.map((peer) => ({ peers: [podPeer(peer)], ports: [PUSHGATEWAY_PORT] })),
      egress: () => [],
    });
    if (metrics) watch(metrics, { ...props, name, pods: { namespace, labels: selector }, routePrefix });
  }
}

/** Has it scraped, and the rules about pushes evaluated unless told otherwise. */
function watch(
  metrics: IMetricsBackend,
  props: PushgatewayProps & { readonly name: string; readonly pods: PodPeer; readonly routePrefix: string },
): void {
  const { name, pods, routePrefix, jobStaleAfter, runbookBaseUrl } = props;
  metrics.addScrapeJob({
    name,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port: 'web' },
    path: below(routePrefix, '/metrics'),
    // The series are those of the jobs that pushed them, and go on when Pushgateway gets a new pod.
    honorLabels: true,
    relabelings: [{ action: RelabelAction.LABELDROP, regex: 'namespace|pod|container|node' }],
    sampleLimit: props.sampleLimit ?? 50_000,
    labelLimit: 60,
  });
  if (!(props.defaultRules ?? true)) return;
  const jobStaleAfterSeconds = jobStaleAfter === undefined ? undefined : (parseDuration(jobStaleAfter) ?? 0) / 1000;
  // They read the pushes to all Pushgateways of this Prometheus: alike, they are there once.
  metrics.addRules(...pushgatewayRules({ jobStaleAfterSeconds, runbookBaseUrl }));
}
