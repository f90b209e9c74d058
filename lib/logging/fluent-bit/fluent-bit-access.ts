import type { Construct } from 'constructs';
import { type AllowedTraffic, apiServerEgress, cidrPeers, DNS_EGRESS, podPeer } from '../../kubernetes/network-policy';
import { ServiceAccount, type ServiceAccountProps } from '../../kubernetes/service-account';
import { AWS_ROLE_ANNOTATION } from '../outputs/aws-identity';
import type { LogOutput } from '../outputs/log-output';
import { FluentBitMetadata, KUBELET_PORT } from './fluent-bit-metadata';
import type { FluentBitProps } from './fluent-bit-props';

/** The ServiceAccount of agents with just the rights that their metadata takes; none if nothing needs one. */
export function fluentBitAccount(
  scope: Construct,
  account: ServiceAccountProps,
  metadata: FluentBitMetadata,
  { serviceAccountAnnotations }: FluentBitProps,
): ServiceAccount | undefined {
  if (metadata === FluentBitMetadata.TAG && serviceAccountAnnotations === undefined) return undefined;
  const made = new ServiceAccount(scope, 'Access', { ...account, annotations: serviceAccountAnnotations });
  if (metadata === FluentBitMetadata.API_SERVER) {
    made.allow([{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }]);
  }
  // The narrowest that a kubelet asks for: `nodes/proxy` would let its holder run commands in every pod.
  if (metadata === FluentBitMetadata.KUBELET) {
    made.allow([{ apiGroups: [''], resources: ['nodes/pods'], verbs: ['get'] }]);
  }
  return made;
}

/** Whom agents have to reach. */
export function fluentBitEgress(
  outputs: readonly LogOutput[],
  metadata: FluentBitMetadata,
  { apiServerCidrs, apiServerPorts, serviceAccountAnnotations = {} }: FluentBitProps,
): AllowedTraffic[] {
  const known = AWS_ROLE_ANNOTATION in serviceAccountAnnotations;
  const targets = outputs.flatMap(({ egress }) => egress).filter(({ identity }) => !(identity && known));
  return [
    ...(targets.length > 0 || metadata === FluentBitMetadata.API_SERVER ? [DNS_EGRESS] : []),
    ...targets.map(({ port, pods, cidrs }) => ({
      ...(pods ? { peers: [podPeer(pods)] } : cidrs ? { peers: cidrPeers(cidrs) } : {}),
      ports: [port],
    })),
    ...(metadata === FluentBitMetadata.API_SERVER ? [apiServerEgress(apiServerCidrs, apiServerPorts)] : []),
    // A node's address is no pod's.
    ...(metadata === FluentBitMetadata.KUBELET ? [{ ports: [KUBELET_PORT] }] : []),
  ];
}
