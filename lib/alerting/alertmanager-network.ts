import type { Construct } from 'constructs';
import { RELOADER_PORT } from '../kubernetes/config-reloader';
import { DNS_EGRESS, outsideEgress, podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import type { AlertRouting } from './alert-routing';
import { ALERTMANAGER_PORTS } from './alertmanager-ports';
import { CREDENTIAL_EXPORTER_PORT } from './credential-exporter';

export interface AlertmanagerNetworkProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly pods: PodPeer;
  readonly accessFrom: readonly PodPeer[];
  readonly metrics?: IMetricsBackend;
  readonly routing: AlertRouting;
}

/** In: alerts and scrapes, the web interface for those named, the mesh. Out: the mesh, DNS, the receivers. */
export function alertmanagerNetworkPolicy(scope: Construct, props: AlertmanagerNetworkProps): void {
  const { name, namespace, labels, selector, metrics, routing } = props;
  const { web, mesh } = ALERTMANAGER_PORTS;
  const members = { peers: [podPeer(props.pods)], ports: [mesh], protocols: ['TCP', 'UDP'] };
  workloadNetworkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels,
    selector,
    ingress: () => [
      ...(metrics
        ? [{ peers: [podPeer(metrics.scraper)], ports: [web, RELOADER_PORT, CREDENTIAL_EXPORTER_PORT] }]
        : []),
      ...props.accessFrom.map((peer) => ({ peers: [podPeer(peer)], ports: [web] })),
      members,
    ],
    egress: () => [DNS_EGRESS, members, ...routing.egress.map(outsideEgress)],
  });
}
