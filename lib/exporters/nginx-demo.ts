import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ComponentProps } from '../kubernetes/component';
import { deploymentWorkload } from '../kubernetes/deployment';
import { Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import { ANY_POD, DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import { workloadService } from '../kubernetes/services';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { PodPeer } from '../model/pod-peer';
import { refuse } from '../model/problem';
import { loadGeneratorPods, NGINX_DEMO_PORT, NGINX_USER, nginxDemoConfig, nginxDemoPods } from './nginx-demo-pods';
import { NGINX_EXPORTER } from './nginx-exporter-pods';
import { NginxExporterSidecar } from './nginx-exporter-sidecar';
import type { SidecarDiscovery } from './sidecar-discovery';
import { validateNginxDemo } from './validate-nginx-demo';

export interface NginxDemoProps extends ComponentProps {
  /** Name of the Service, and beginning of the other names. @default 'nginx-demo' */
  readonly name?: string;
  /** Pods of nginx. @default 2 */
  readonly replicas?: number;
  /** Name under which an Ingress shows it to the world. @default - no Ingress */
  readonly host?: string;
  /** Whose Ingress controller is meant, with `host`. @default - the cluster's default class */
  readonly ingressClassName?: string;
  /**
   * Pods that may open it besides the load generator.
   * @default - with `host` anybody, for nobody knows here where an Ingress controller calls from; else nobody
   */
  readonly accessFrom?: readonly PodPeer[];
  /** Requests a second that the load generator makes at most, from 1 to 20; 0 for none, and no load generator. @default 2 */
  readonly requestsPerSecond?: number;
  /** How Prometheus finds the exporter. @default - as NginxExporterSidecar has it */
  readonly discovery?: SidecarDiscovery;
  /** The rules about nginx and its exporters, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `nginx/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
}

/**
 * Something to watch: nginx with its exporter, a Service, an Ingress if it has a host, and a load generator that asks for
 * a page now and then. All of it lives under the Pod Security level `restricted`, closed in by NetworkPolicies.
 */
export class NginxDemo extends Construct {
  /** Name of the Service; port `http`, 80. */
  readonly serviceName: string;
  readonly deployment: k8s.KubeDeployment;
  readonly service: k8s.KubeService;
  readonly exporter: NginxExporterSidecar;

  constructor(scope: Construct, id: string, props: NginxDemoProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateNginxDemo(props, found));
    const namespace = found as string;
    const { name = 'nginx-demo', replicas = 2, images = Images.UPSTREAM, requestsPerSecond = 2, metrics } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    const selector = { 'app.kubernetes.io/name': 'nginx-demo', 'nginx-demo': name };
    const labels = objectLabels(selector, { component: 'demo' });
    const common = { name, namespace, labels, selector };
    const config = nginxDemoConfig(this, common);

    this.deployment = deploymentWorkload(
      this,
      { ...common, replicas, images, placement: props, runAsUser: NGINX_USER },
      nginxDemoPods(config, images, props.resources),
    );
    this.node.defaultChild = this.deployment;
    this.service = workloadService(this, 'Service', { ...common, ports: [{ name: 'http', port: 80 }] });
    if (props.host !== undefined) this.ingress(common, props.host, props.ingressClassName);
    this.exporter = new NginxExporterSidecar(this, 'Exporter', {
      workload: this.deployment,
      metrics,
      images,
      discovery: props.discovery,
      defaultRules: props.defaultRules,
      runbookBaseUrl: props.runbookBaseUrl,
    });
    const load = requestsPerSecond > 0 ? [this.loadGenerator(props, namespace, requestsPerSecond)] : [];
    const visitors = [...load, ...(props.accessFrom ?? [])].map(podPeer);
    const anybody = props.host !== undefined && props.accessFrom === undefined;
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => [
        ...(anybody || visitors.length > 0
          ? [{ ports: [NGINX_DEMO_PORT], ...(anybody ? {} : { peers: visitors }) }]
          : []),
        { peers: [metrics ? podPeer(metrics.scraper) : ANY_POD], ports: [NGINX_EXPORTER] },
      ],
      egress: () => [],
    });
  }

  private ingress(
    { name, namespace, labels }: { name: string; namespace: string; labels: Record<string, string> },
    host: string,
    ingressClassName: string | undefined,
  ): void {
    const backend = { service: { name, port: { name: 'http' } } };
    new k8s.KubeIngress(this, 'Ingress', {
      metadata: { name, namespace, labels },
      spec: { ingressClassName, rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    });
  }

  private loadGenerator(props: NginxDemoProps, namespace: string, requestsPerSecond: number): PodPeer {
    const scope = new Construct(this, 'LoadGenerator');
    const name = `${this.serviceName}-load`;
    const { images = Images.UPSTREAM } = props;
    const selector = { 'app.kubernetes.io/name': 'nginx-demo-load', 'nginx-demo': this.serviceName };
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'demo' }) };
    const url = `http://${this.serviceName}.${namespace}.svc/`;
    deploymentWorkload(
      scope,
      { ...common, replicas: 1, images, placement: props },
      loadGeneratorPods(url, requestsPerSecond, images),
    );
    workloadNetworkPolicy(scope, 'NetworkPolicy', {
      ...common,
      ingress: () => [],
      egress: () => [
        DNS_EGRESS,
        {
          peers: [
            podPeer({ namespace, labels: { 'nginx-demo': this.serviceName, 'app.kubernetes.io/name': 'nginx-demo' } }),
          ],
          ports: [NGINX_DEMO_PORT],
        },
      ],
    });
    return { namespace, labels: selector };
  }
}
