import { type AllowedTraffic, cidrPeers, podPeer } from '../kubernetes/network-policy';
import type { PodPeer } from '../model/pod-peer';
import { addressOf } from './outputs/http-endpoint';

/** The way to a server: to its pods where they are known, or else to its address. */
export function endpointTraffic(endpoint: {
  readonly url: string;
  readonly pods?: PodPeer;
  readonly egressCidrs?: readonly string[];
}): AllowedTraffic {
  const { url, pods, egressCidrs } = endpoint;
  const ports = [addressOf(url).port];
  if (pods) return { peers: [podPeer(pods)], ports };
  return { ...(egressCidrs ? { peers: cidrPeers(egressCidrs) } : {}), ports };
}
