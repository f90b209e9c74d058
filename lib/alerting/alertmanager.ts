import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { expectSecrets } from '../kubernetes/expected-secrets';
import { ImageName, Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { namespaceOf } from '../kubernetes/namespace';
import type { PlacementProps } from '../kubernetes/placement';
import type { ContainerResources } from '../kubernetes/resources';
import { routePrefixOf } from '../kubernetes/route-prefix';
import { disruptionBudget, workloadService } from '../kubernetes/services';
import type { StorageProps } from '../kubernetes/storage';
import { requireUniqueObjects } from '../kubernetes/unique-objects';
import type { AlertmanagerEndpoint } from '../model/alertmanager-endpoint';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { refuse } from '../model/problem';
import type { AlertRouting } from './alert-routing';
import { alertmanagerMonitoring } from './alertmanager-monitoring';
import { alertmanagerNetworkPolicy } from './alertmanager-network';
import { ALERTMANAGER_PORTS } from './alertmanager-ports';
import { alertmanagerStatefulSet } from './alertmanager-stateful-set';
import { validateAlertmanager } from './validate-alertmanager';

export interface AlertmanagerProps extends StorageProps, PlacementProps {
  /** Where alerts go: the configuration and the credentials it needs. */
  readonly routing: AlertRouting;
  /**
   * Scrapes this Alertmanager, evaluates the rules about it and sends it all alerts.
   * @default - it is not watched, and gets alerts only from those who are told its `endpoint`
   */
  readonly metrics?: IMetricsBackend;
  /**
   * The rules about this Alertmanager, with `metrics`: its configuration, its credentials, its members and delivery.
   * Without them nothing stops the heartbeat while alerts are not delivered.
   * @default true
   */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** Name of the Service, and beginning of the other names. @default 'alertmanager' */
  readonly name?: string;
  /** @default - that of the chart */
  readonly namespace?: string;
  /** Members of the mesh; from 2 on one may die without an alert lost or sent twice. @default 2 */
  readonly replicas?: number;
  /**
   * URL under which people open it; links in messages begin with it. A path in it becomes the path of the whole API.
   * @default - the Service's own URL, which opens inside the cluster only
   */
  readonly externalUrl?: string;
  /** How long silences and the notification log are kept. @default '120h' */
  readonly dataRetention?: string;
  /** Volume of each replica. @default '1Gi' */
  readonly storageSize?: string;
  /** Of the main container. @default - 10m CPU, 64Mi memory, 256Mi at most */
  readonly resources?: ContainerResources;
  /** User and group of the processes and of the volume's files, such as 1000 for an EFS access point. @default 65534 */
  readonly runAsUser?: number;
  /** @default - `runAsUser` */
  readonly runAsGroup?: number;
  /** Other pods that may open its web interface and API, such as an Ingress controller. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/**
 * Alertmanager: a StatefulSet whose members share silences and notifications, with its volumes, a sidecar that reloads
 * a changed configuration and one that says whether the credentials are there, Services, a NetworkPolicy and, from two
 * replicas on, a disruption budget.
 *
 * It starts without the credentials that the routing names; a missing one raises AlertmanagerCredentialMissing, and one
 * of the default receiver stops the heartbeat as well.
 */
export class Alertmanager extends Construct {
  /** Name of the Service; port `web`, 9093. */
  readonly serviceName: string;
  readonly namespace: string;
  /** Where Prometheus sends alerts: every replica by its own address. */
  readonly endpoint: AlertmanagerEndpoint;
  /** URL that links in messages begin with. */
  readonly externalUrl: string;
  readonly statefulSet: k8s.KubeStatefulSet;
  readonly service: k8s.KubeService;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const namespace = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateAlertmanager(props, namespace));
    const name = props.name ?? 'alertmanager';
    const replicas = props.replicas ?? 2;
    requireUniqueObjects(this);

    this.serviceName = name;
    this.namespace = namespace as string;
    this.externalUrl = props.externalUrl ?? `http://${name}.${namespace}.svc:${ALERTMANAGER_PORTS.web}`;
    const images = props.images ?? Images.UPSTREAM;
    const selector = { 'app.kubernetes.io/name': 'alertmanager', alertmanager: name };
    const version = images.versionOf(ImageName.ALERTMANAGER);
    const labels = objectLabels(selector, { component: 'alerting', version });
    const pods: PodPeer = { namespace: this.namespace, labels: selector };
    const common = { namespace: this.namespace, labels, selector };
    const { web, mesh } = ALERTMANAGER_PORTS;
    const routePrefix = routePrefixOf(this.externalUrl);

    expectSecrets(this, this.namespace, () =>
      props.routing.credentials.map(({ essential: _, ...expected }) => expected),
    );
    this.statefulSet = alertmanagerStatefulSet(this, {
      ...common,
      name,
      replicas,
      images,
      routing: props.routing,
      externalUrl: this.externalUrl,
      routePrefix,
      dataRetention: props.dataRetention ?? '120h',
      storage: { ...props, storageSize: props.storageSize ?? '1Gi' },
      placement: props,
      resources: props.resources,
      runAsUser: props.runAsUser,
      runAsGroup: props.runAsGroup,
    });
    this.node.defaultChild = this.statefulSet;
    this.service = workloadService(this, 'Service', {
      ...common,
      name,
      ports: [{ name: 'web', port: web }],
      sticky: true,
    });
    workloadService(this, 'HeadlessService', {
      ...common,
      name: `${name}-headless`,
      headless: true,
      ports: [
        { name: 'web', port: web },
        { name: 'mesh-tcp', port: mesh },
        { name: 'mesh-udp', port: mesh, protocol: 'UDP' },
      ],
    });
    if (replicas > 1) disruptionBudget(this, 'DisruptionBudget', { ...common, name });
    alertmanagerNetworkPolicy(this, {
      ...common,
      name,
      pods,
      accessFrom: props.accessFrom ?? [],
      metrics: props.metrics,
      routing: props.routing,
    });

    this.endpoint = {
      dnsName: `${name}-headless.${namespace}.svc`,
      port: web,
      pathPrefix: routePrefix,
      pods,
      heartbeat: true,
    };
    if (props.metrics) {
      alertmanagerMonitoring(props.metrics, {
        name,
        pods,
        replicas,
        routePrefix,
        routing: props.routing,
        defaultRules: props.defaultRules ?? true,
        runbookBaseUrl: props.runbookBaseUrl,
      });
      props.metrics.addAlertmanager(this.endpoint);
    }
  }
}
