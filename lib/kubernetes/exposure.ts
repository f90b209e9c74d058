import { POD_PEER } from '../config/prometheus/shapes';
import { validateCidrs } from '../model/cidrs';
import type { PodPeer } from '../model/pod-peer';
import type { Problem } from '../model/problem';
import { choice, listOf, mapOf, number, type Shape, struct, text } from '../model/shape';
import { validateInteger, validateObjectName } from '../model/units';
import { validateAnnotations } from './annotations';
import { type ExposedPage, validateIngressController } from './ingress-controllers';
import { type AllowedTraffic, podPeer, validatePodPeers } from './network-policy';

/** How people reach a web page that runs in the cluster. */
export enum ExposureType {
  /** From within the cluster, and by `kubectl port-forward`. */
  CLUSTER_IP = 'ClusterIP',
  /** At one port of every node. */
  NODE_PORT = 'NodePort',
  /** At an address of its own, which the cloud provides. */
  LOAD_BALANCER = 'LoadBalancer',
  /** By a host name, through an Ingress controller. */
  INGRESS = 'Ingress',
}

/** Where a web page can be reached, and by whom. */
export interface Exposure {
  /** @default ExposureType.CLUSTER_IP */
  readonly type?: ExposureType;
  /** With Ingress: the host name. @default - none; an Ingress needs it */
  readonly host?: string;
  /** With Ingress: the class of the controller. @default - the cluster's default class */
  readonly ingressClassName?: string;
  /** With Ingress: Secret of type kubernetes.io/tls with the host's certificate. @default - the controller's own, or plain HTTP */
  readonly tlsSecretName?: string;
  /**
   * Of the Ingress, or else of the Service, for its controller. Of Ingress controllers ingress-nginx (class `nginx`) and
   * that of AWS (`alb`) are known: what they need to reach the pods is among them.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** With Ingress: of the Service behind it, where some controllers look. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** With NodePort: the port, 30000 to 32767. @default - a free one, which `kubectl get service` shows */
  readonly nodePort?: number;
  /**
   * With LoadBalancer: the address ranges that get in, in CIDR notation; `['0.0.0.0/0']` is everybody.
   * @default - none; a load balancer needs them
   */
  readonly sourceRanges?: readonly string[];
  /** With Ingress: the controller's pods, for the NetworkPolicy. @default - any pod and any address may connect */
  readonly controllerPods?: readonly PodPeer[];
}

/** What an exposure consists of. */
export const EXPOSURE = struct<Exposure>({
  type: choice(ExposureType),
  host: text('kibana.example.com'),
  ingressClassName: text('nginx'),
  tlsSecretName: text('kibana-tls'),
  annotations: mapOf(text('value')),
  serviceAnnotations: mapOf(text('value')),
  nodePort: number(30561),
  sourceRanges: listOf(text('10.0.0.0/8')),
  controllerPods: listOf(struct(POD_PEER)),
} satisfies Shape<Exposure>);

/** The settings that mean something with one type only. */
const ONLY_WITH: Readonly<Record<string, readonly ExposureType[]>> = {
  host: [ExposureType.INGRESS],
  ingressClassName: [ExposureType.INGRESS],
  tlsSecretName: [ExposureType.INGRESS],
  controllerPods: [ExposureType.INGRESS],
  sourceRanges: [ExposureType.LOAD_BALANCER],
  annotations: [ExposureType.INGRESS, ExposureType.LOAD_BALANCER, ExposureType.NODE_PORT],
  serviceAnnotations: [ExposureType.INGRESS],
  nodePort: [ExposureType.NODE_PORT],
};

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Where API servers have the ports of nodes, unless they are told otherwise. */
const NODE_PORTS = { min: 30000, max: 32767 };

/** Checks an optional exposure of pods. */
export function validateExposure(prop: string, exposure: Exposure | undefined, page: ExposedPage): Problem[] {
  return exposure === undefined ? [] : validateGiven(prop, exposure, page);
}

function validateGiven(prop: string, exposure: Exposure, page: ExposedPage): Problem[] {
  const { type = ExposureType.CLUSTER_IP } = exposure;
  const idle = Object.keys(ONLY_WITH).filter(
    (name) => exposure[name as keyof Exposure] !== undefined && !ONLY_WITH[name]?.includes(type),
  );
  return [
    ...idle.map((name) => ({
      what: `'${prop}.${name}' is set, which the type '${type}' does not read`,
      fix: `use the type '${ONLY_WITH[name]?.join("' or '")}', or leave it out`,
    })),
    ...(type === ExposureType.INGRESS
      ? [...validateHost(`${prop}.host`, exposure.host), ...validateIngressController(prop, exposure, page)]
      : []),
    ...(type === ExposureType.LOAD_BALANCER && exposure.sourceRanges === undefined
      ? [
          {
            what: `'${prop}' is a load balancer without 'sourceRanges', open to whoever finds its address`,
            fix: "give the ranges that may connect, such as ['10.0.0.0/8'], or ['0.0.0.0/0'] for everybody",
          },
        ]
      : []),
    ...validateCidrs(`${prop}.sourceRanges`, exposure.sourceRanges),
    ...validateAnnotations(`${prop}.annotations`, exposure.annotations),
    ...validateAnnotations(`${prop}.serviceAnnotations`, exposure.serviceAnnotations),
    ...validateInteger(`${prop}.nodePort`, exposure.nodePort, NODE_PORTS),
    ...validateObjectName(`${prop}.ingressClassName`, exposure.ingressClassName, 'nginx'),
    ...validateObjectName(`${prop}.tlsSecretName`, exposure.tlsSecretName, 'kibana-tls'),
    ...validatePodPeers(`${prop}.controllerPods`, exposure.controllerPods),
  ];
}

function validateHost(prop: string, host: string | undefined): Problem[] {
  if (host !== undefined && HOST.test(host)) return [];
  return [
    host === undefined
      ? {
          what: `'${prop}' is not set, and an Ingress for any host takes the requests of all`,
          fix: "set it, such as 'kibana.example.com'",
        }
      : {
          what: `'${prop}' is '${host}', which is no host name`,
          fix: "use one without scheme, port and path, such as 'kibana.example.com'",
        },
  ];
}

/** Who may connect, for the NetworkPolicy of the pods. */
export function exposureTraffic(exposure: Exposure = {}, port: number): AllowedTraffic[] {
  const { type = ExposureType.CLUSTER_IP, controllerPods } = exposure;
  if (type === ExposureType.CLUSTER_IP) return [];
  // Pods see the address of a node or of the balancer as often as that of the client: ranges are for the balancer to check.
  if (type !== ExposureType.INGRESS || !controllerPods) return [{ ports: [port] }];
  return controllerPods.map((pods) => ({ peers: [podPeer(pods)], ports: [port] }));
}
