import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** One port of a Service, and of the pods behind it under the same name. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: string;
  /** Its number on every node, of Services that have one there. @default - a free one */
  readonly nodePort?: number;
}

export interface WorkloadServiceProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly ports: readonly ServicePort[];
  /** One DNS record a pod instead of one address for all. @default false */
  readonly headless?: boolean;
  /** Keep a client on one pod, for replicas whose data differ a little. @default false */
  readonly sticky?: boolean;
  /** @default 'ClusterIP' */
  readonly type?: string;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of a load balancer: the address ranges that get in. @default - all */
  readonly sourceRanges?: readonly string[];
}

/** A Service of one workload; the target port has the name of the port. */
export function workloadService(scope: Construct, id: string, props: WorkloadServiceProps): k8s.KubeService {
  const { annotations, sourceRanges } = props;
  return new k8s.KubeService(scope, id, {
    metadata: {
      name: props.name,
      namespace: props.namespace,
      labels: props.labels,
      ...(annotations ? { annotations } : {}),
    },
    spec: {
      type: props.type ?? 'ClusterIP',
      ...(sourceRanges ? { loadBalancerSourceRanges: [...sourceRanges] } : {}),
      selector: props.selector,
      ports: props.ports.map(({ name, port, protocol = 'TCP', nodePort }) => ({
        name,
        port,
        protocol,
        ...(nodePort === undefined ? {} : { nodePort }),
        // A pod's port names are unique, while Services may offer one number over TCP and UDP.
        targetPort: k8s.IntOrString.fromString(name),
      })),
      // Members of a mesh have to find one another before they are ready.
      ...(props.headless ? { clusterIp: 'None', publishNotReadyAddresses: true } : {}),
      ...(props.sticky ? { sessionAffinity: 'ClientIP' } : {}),
    },
  });
}

/** Lets a voluntary disruption (a node drain) take one replica at a time; for more than one replica. */
export function disruptionBudget(
  scope: Construct,
  id: string,
  props: { name: string; namespace: string; labels: Record<string, string>; selector: Record<string, string> },
): k8s.KubePodDisruptionBudget {
  return new k8s.KubePodDisruptionBudget(scope, id, {
    metadata: { name: props.name, namespace: props.namespace, labels: props.labels },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: props.selector } },
  });
}
