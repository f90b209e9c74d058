import { isIP } from 'node:net';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type ScrapeEgress, scrapeEgress } from '../../config/prometheus/egress';
import type { RemoteWrite } from '../../config/prometheus/model';
import { RELOADER_PORT } from '../../kubernetes/config-reloader';
import {
  type AllowedTraffic,
  ANY_POD,
  apiServerEgress,
  cidrPeers,
  DNS_EGRESS,
  namespacePeer,
  outsideEgress,
  podPeer,
  workloadNetworkPolicy,
} from '../../kubernetes/network-policy';
import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import type { PodPeer } from '../../model/pod-peer';
import type { ScrapeJob } from '../../model/scrape-job';
import { PROMETHEUS_PORT } from './stateful-set';

export interface PrometheusNetworkProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** The pods of all shards. */
  readonly pods: PodPeer;
  readonly accessFrom: readonly PodPeer[];
  readonly apiServerCidrs?: readonly string[];
  readonly apiServerPorts?: readonly number[];
  readonly nodeCidrs?: readonly string[];
  readonly remoteWrite: readonly RemoteWrite[];
  readonly jobs: () => readonly ScrapeJob[];
  readonly alertmanagers: () => readonly AlertmanagerEndpoint[];
}

/** In: queries of those named, scrapes among the servers. Out: DNS, the API, targets, Alertmanagers, remote storage. */
export function prometheusNetworkPolicy(scope: Construct, props: PrometheusNetworkProps): void {
  const { name, namespace, labels, pods } = props;
  workloadNetworkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels,
    selector: { ...pods.labels },
    ingress: () => [
      { peers: [podPeer(pods)], ports: [PROMETHEUS_PORT, RELOADER_PORT] },
      ...props.accessFrom.map((peer) => ({ peers: [podPeer(peer)], ports: [PROMETHEUS_PORT] })),
    ],
    egress: () => [
      DNS_EGRESS,
      apiServerEgress(props.apiServerCidrs, props.apiServerPorts),
      ...scrapeEgress(props.jobs()).map((to) => scrapeTraffic(to, props)),
      ...props.alertmanagers().flatMap(alertmanagerEgress),
      ...props.remoteWrite.map(remoteWriteEgress),
    ],
  });
}

function scrapeTraffic(
  egress: ScrapeEgress,
  { nodeCidrs, apiServerCidrs, apiServerPorts }: PrometheusNetworkProps,
): AllowedTraffic {
  const nodes = cidrPeers(nodeCidrs ?? []);
  switch (egress.to) {
    case 'pods': {
      const port = egress.port ?? egress.portName;
      const peers = [...podsIn(egress.namespaces, egress.labels), ...(egress.onNodesToo ? nodes : [])];
      return { peers, ...(port === undefined ? {} : { ports: [port] }) };
    }
    case 'apiServer':
      return apiServerEgress(apiServerCidrs, apiServerPorts);
    case 'endpoints':
      return { peers: [...podsIn(egress.namespaces), ...nodes] };
    case 'nodes':
      return { ...(nodeCidrs ? { peers: cidrPeers(nodeCidrs) } : {}), ports: [egress.port] };
    case 'host':
      return hostTraffic(egress.host, egress.port);
    case 'anywhere':
      return {};
  }
}

function podsIn(namespaces?: readonly string[], labels?: Readonly<Record<string, string>>): k8s.NetworkPolicyPeer[] {
  const selected = labels ? { podSelector: { matchLabels: { ...labels } } } : {};
  if (!namespaces) return [{ ...ANY_POD, ...selected }];
  return namespaces.map((namespace) => ({ ...namespacePeer(namespace), ...selected }));
}

function alertmanagerEgress(endpoint: AlertmanagerEndpoint): AllowedTraffic[] {
  const { pods, port = 9093, dnsName, addresses = [], egressPort = port, egressCidrs } = endpoint;
  if (pods) return [{ peers: [podPeer(pods)], ports: [egressPort] }];
  if (dnsName !== undefined) return [outsideEgress({ port: egressPort, cidrs: egressCidrs })];
  return addresses.map((address) => urlTraffic(`http://${address}`, endpoint));
}

function remoteWriteEgress(to: RemoteWrite): AllowedTraffic {
  return urlTraffic(to.url, to);
}

/** Where a URL leads, unless its owner knows better. */
function urlTraffic(
  text: string,
  { egressPort, egressCidrs }: Pick<RemoteWrite, 'egressPort' | 'egressCidrs'>,
): AllowedTraffic {
  const { hostname, port: written, protocol } = new URL(text);
  const port = egressPort ?? (Number(written) || (protocol === 'https:' ? 443 : 80));
  return egressCidrs
    ? outsideEgress({ port, cidrs: egressCidrs })
    : hostTraffic(hostname.replace(/^\[|\]$/g, ''), port);
}

/** A policy takes addresses only: one for an address, any for a name. */
function hostTraffic(host: string, port: number): AllowedTraffic {
  const version = isIP(host);
  return version === 0
    ? { ports: [port] }
    : { peers: cidrPeers([`${host}/${version === 4 ? 32 : 128}`]), ports: [port] };
}
