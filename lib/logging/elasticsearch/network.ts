import type { Construct } from 'constructs';
import { DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import type { PodPeer } from '../../model/pod-peer';
import { ELASTICSEARCH_PORTS } from './ports';

export interface ElasticsearchNetworkProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** All members. */
  readonly members: PodPeer;
  /** Asked at synth: who reads and writes may be added later. */
  readonly clients: () => readonly PodPeer[];
}

/** In: clients, members. Out: DNS, members, whose HTTP port says whether there is a cluster to join. */
export function elasticsearchNetworkPolicy(scope: Construct, props: ElasticsearchNetworkProps): void {
  const { name, namespace, labels, members, clients } = props;
  const { http, transport } = ELASTICSEARCH_PORTS;
  const among = { peers: [podPeer(members)], ports: [http, transport] };
  workloadNetworkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels,
    selector: { ...members.labels },
    ingress: () => [among, ...clients().map((peer) => ({ peers: [podPeer(peer)], ports: [http] }))],
    egress: () => [DNS_EGRESS, among],
  });
}
