import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ApiServerAccessProps } from '../kubernetes/api-server-access';
import { clusterScoped } from '../kubernetes/cluster-scoped';
import type { ComponentProps } from '../kubernetes/component';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { apiServerEgress, cidrPeers, DNS_EGRESS, workloadNetworkPolicy } from '../kubernetes/network-policy';
import type { ContainerResources } from '../kubernetes/resources';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import { type Problem, refuse } from '../model/problem';
import { RelabelAction } from '../model/relabeling';
import { metricsServerAccess } from './metrics-server-access';
import { KUBELET_PORT, METRICS_SERVER_PORT, metricsServerDeployment } from './metrics-server-deployment';
import { validateMetricsServer } from './validate-metrics-server';

export interface MetricsServerProps extends ComponentProps, ApiServerAccessProps {
  /** Of its objects and of the scrape job. @default 'metrics-server' */
  readonly name?: string;
  /** From 2 on `kubectl top` and autoscaling go on while one is replaced. @default 1 */
  readonly replicas?: number;
  /**
   * Do not verify the kubelets' certificates. Whoever can answer at a node's address gets the token then, which reads the
   * metrics of all nodes, and says what autoscaling acts on.
   *
   * Verified, they have to be signed by the authority of the cluster and name the address they are asked at. They are on
   * EKS, GKE and AKS, and where `serverTLSBootstrap` is on and the requests are approved; kubeadm's default is a
   * certificate that each kubelet signs by itself, which needs `true`.
   * @default false
   */
  readonly kubeletInsecureTls?: boolean;
  /**
   * Kinds of node addresses to ask kubelets at, the best first: `InternalIP`, `ExternalIP`, `Hostname`, `InternalDNS`,
   * `ExternalDNS`. With verified certificates one that they name.
   * @default ['InternalIP', 'ExternalIP', 'Hostname']
   */
  readonly kubeletPreferredAddressTypes?: readonly string[];
  /** How often kubelets are asked; they measure every 10 to 15 s. At least 10s. @default '15s' */
  readonly metricResolution?: string;
  /** Address ranges of the nodes, in CIDR notation, for the NetworkPolicy. @default - any address on port 10250 */
  readonly nodeCidrs?: readonly string[];
  /** Name of an existing PriorityClass, such as `system-cluster-critical`. @default - the cluster's default */
  readonly priorityClassName?: string;
  /** For 100 nodes; upstream adds 1m CPU and 2Mi memory a node. @default - 100m CPU, 200Mi memory, 400Mi at most */
  readonly resources?: ContainerResources;
}

/**
 * metrics-server: the resource metrics API (`metrics.k8s.io`), which `kubectl top` and autoscaling by CPU and memory read.
 *
 * A cluster has one such API: many managed clusters come with it, and a metrics adapter may own it too. The API server
 * talks to it over TLS with a certificate that each pod signs by itself at start, so nobody can verify it
 * (`insecureSkipTLSVerify`, as upstream has it); the API server proves its own identity to metrics-server.
 */
export class MetricsServer extends Construct {
  /** Name of the Service; port `https`, 443. */
  readonly serviceName: string;
  readonly namespace: string;
  readonly deployment: k8s.KubeDeployment;
  readonly apiService: k8s.KubeApiService;

  constructor(scope: Construct, id: string, props: MetricsServerProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, [...validateMetricsServer(props, found), ...this.refuseSecond()]);
    const namespace = found as string;
    const { name = 'metrics-server', replicas = 1, images = Images.UPSTREAM } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    this.namespace = namespace;
    const selector = { 'app.kubernetes.io/name': 'metrics-server', 'metrics-server': name };
    const version = images.versionOf(ImageName.METRICS_SERVER);
    const labels = objectLabels(selector, { component: 'resource-metrics', version });
    const common = { name, namespace, selector, labels };

    metricsServerAccess(this, common);
    this.deployment = metricsServerDeployment(this, {
      ...common,
      images,
      placement: props,
      replicas,
      kubeletInsecureTls: props.kubeletInsecureTls ?? false,
      kubeletPreferredAddressTypes: props.kubeletPreferredAddressTypes ?? ['InternalIP', 'ExternalIP', 'Hostname'],
      metricResolution: props.metricResolution ?? '15s',
      resources: props.resources,
    });
    this.node.defaultChild = this.deployment;
    new k8s.KubeService(this, 'Service', {
      metadata: { name, namespace, labels },
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [
          {
            name: 'https',
            port: 443,
            protocol: 'TCP',
            targetPort: k8s.IntOrString.fromString('https'),
            appProtocol: 'https',
          },
        ],
      },
    });
    this.apiService = clusterScoped(
      new k8s.KubeApiService(this, 'ApiService', {
        metadata: { name: 'v1beta1.metrics.k8s.io', labels },
        spec: {
          group: 'metrics.k8s.io',
          version: 'v1beta1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTlsVerify: true,
          service: { name, namespace, port: 443 },
        },
      }),
    );
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      // The API server asks from a node's or a managed endpoint's address, Prometheus from a pod's: it lets in whoever
      // comes, and asks the API server who that is.
      ingress: () => [{ ports: [METRICS_SERVER_PORT] }],
      egress: () => [
        DNS_EGRESS,
        apiServerEgress(props.apiServerCidrs, props.apiServerPorts),
        { ...(props.nodeCidrs ? { peers: cidrPeers(props.nodeCidrs) } : {}), ports: [KUBELET_PORT] },
      ],
    });
    props.metrics?.addScrapeJob({
      name,
      pods: { namespaces: [namespace], labels: selector, port: 'https' },
      scheme: 'https',
      tls: { insecureSkipVerify: true },
      serviceAccountToken: true,
      // Of the library it is built with; its own tell how the kubelets answer.
      metricRelabelings: [
        {
          sourceLabels: ['__name__'],
          regex: '(apiserver|authentication|authorization|rest_client|workqueue)_.+_bucket',
          action: RelabelAction.DROP,
        },
      ],
      sampleLimit: 10_000,
      labelLimit: 60,
      absence: { targets: replicas },
    });
  }

  /** A second one would take the API over from the first. */
  private refuseSecond(): Problem[] {
    const other = this.node.root.node.findAll().find((node) => node instanceof MetricsServer && node !== this);
    if (!other) return [];
    return [
      {
        what: `${other.node.path} serves the API 'metrics.k8s.io' already, which a cluster has once`,
        fix: "keep one MetricsServer, with 'replicas' for availability",
      },
    ];
  }
}
