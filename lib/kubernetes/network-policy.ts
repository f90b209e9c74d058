import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { validateSelector } from '../config/prometheus/names';
import { POD_PEER } from '../config/prometheus/shapes';
import type { EgressTarget } from '../model/egress-target';
import type { PodPeer } from '../model/pod-peer';
import { type Problem, refuse } from '../model/problem';
import { fitProps, needed, struct } from '../model/shape';
import { validateDnsLabel } from '../model/units';

/** Ports of one protocol that one side opens to the other. */
export interface AllowedTraffic {
  /** The other side; undefined is anybody, anywhere. */
  readonly peers?: readonly k8s.NetworkPolicyPeer[];
  /** Numbers, or names of the pods' ports; undefined is every port. */
  readonly ports?: readonly (number | string)[];
  /** `TCP`, `UDP`; all of them for every port. @default ['TCP'] */
  readonly protocols?: readonly string[];
}

/** The pods of one side as a NetworkPolicy names them. */
export function podPeer({ namespace, labels }: PodPeer): k8s.NetworkPolicyPeer {
  return { namespaceSelector: namespaceSelector(namespace), podSelector: { matchLabels: { ...labels } } };
}

/** Checks an optional list of pods that may connect. */
export function validatePodPeers(prop: string, peers: readonly PodPeer[] = []): Problem[] {
  return peers.flatMap((peer, i) => validatePodPeer(`${prop}[${i}]`, peer));
}

/** Checks the pods of one side of an allowed connection. */
export function validatePodPeer(place: string, { namespace, labels }: PodPeer): Problem[] {
  return [
    ...validateDnsLabel(`${place}.namespace`, namespace),
    ...(Object.keys(labels).length === 0
      ? [
          {
            what: `'${place}.labels' is empty, which lets every pod of the namespace in`,
            fix: "name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
          },
        ]
      : validateSelector(`${place}.labels`, labels)),
  ];
}

/** Refuses what are no pods, of a construct's caller. */
export function refusePodPeer(construct: Construct, peer: PodPeer): void {
  const { fit, problems } = fitProps({ peer }, { peer: needed(struct(POD_PEER)) });
  refuse(construct.node.path, problems.length > 0 ? problems : validatePodPeer('peer', fit.peer));
}

/** All pods of a namespace. */
export function namespacePeer(namespace: string): k8s.NetworkPolicyPeer {
  return { namespaceSelector: namespaceSelector(namespace) };
}

/** Every pod of the cluster that is not on the host network. */
export const ANY_POD: k8s.NetworkPolicyPeer = { namespaceSelector: {} };

/** Address ranges. */
export function cidrPeers(cidrs: readonly string[]): k8s.NetworkPolicyPeer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

/** The label that the API server itself puts on every namespace (Kubernetes 1.21 and later). */
const namespaceSelector = (namespace: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });

/**
 * DNS, at any address: who answers is no pod that a policy could name everywhere. A cache on the node may take the address
 * of the cluster's Service over, a cloud may answer from an address of its own, and CoreDNS may run in any namespace or
 * on the host network.
 */
export const DNS_EGRESS: AllowedTraffic = { ports: [53], protocols: ['UDP', 'TCP'] };

/**
 * The Kubernetes API. Its address is not known at synth; after the Service's translation it is a node's or a managed
 * endpoint's, on 443 or 6443 unless the cluster was set up otherwise.
 */
export function apiServerEgress(cidrs?: readonly string[], ports: readonly number[] = [443, 6443]): AllowedTraffic {
  return { ...(cidrs ? { peers: cidrPeers(cidrs) } : {}), ports };
}

/** What receivers and remote storage outside need. */
export function outsideEgress({ port, cidrs }: EgressTarget): AllowedTraffic {
  return { ...(cidrs ? { peers: cidrPeers(cidrs) } : {}), ports: [port] };
}

export interface WorkloadNetworkPolicyProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** Labels of the pods it applies to. */
  readonly selector: Record<string, string>;
  /** Asked at synth, when all is known. */
  readonly ingress: () => readonly AllowedTraffic[];
  /** Asked at synth, when all is known. */
  readonly egress: () => readonly AllowedTraffic[];
}

/** The NetworkPolicy of one workload: nothing passes, in or out, but what is listed. */
export function workloadNetworkPolicy(
  scope: Construct,
  id: string,
  props: WorkloadNetworkPolicyProps,
): k8s.KubeNetworkPolicy {
  const rules = (side: 'from' | 'to', traffic: () => readonly AllowedTraffic[]) =>
    Lazy.any({
      produce: () => {
        const allowed = distinct(traffic().map((each) => rule(side, each)));
        // The API server keeps no empty list, so that every apply would write it again.
        return allowed.length > 0 ? allowed : undefined;
      },
    });
  return new k8s.KubeNetworkPolicy(scope, id, {
    metadata: { name: props.name, namespace: props.namespace, labels: props.labels },
    spec: {
      podSelector: { matchLabels: props.selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: rules('from', props.ingress),
      egress: rules('to', props.egress),
    },
  });
}

function rule(side: 'from' | 'to', { peers, ports, protocols = ['TCP'] }: AllowedTraffic): object {
  return {
    ...(peers === undefined ? {} : { [side]: peers }),
    ...(ports === undefined
      ? {}
      : {
          ports: ports.flatMap((port) => protocols.map((protocol) => ({ port: portOf(port), protocol }))),
        }),
  };
}

const distinct = (rules: readonly object[]) => [
  ...new Map(rules.map((entry) => [JSON.stringify(entry), entry])).values(),
];

const portOf = (port: number | string) =>
  typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port);
