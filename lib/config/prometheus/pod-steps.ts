import type { Relabeling } from '../../model/relabeling';
import { copy, dropValues } from './relabel-steps';

/** Pods that have ended keep their address in the API for a while, and it may be another pod's by then. */
export const onlyLivingPods: Relabeling = dropValues('__meta_kubernetes_pod_phase', ['Succeeded', 'Failed']);

/**
 * The ports of init containers stay announced for as long as the pod lives, though nobody listens there any more.
 * Sidecars that are written as init containers cannot be told from them: those are scraped by number, by annotation or
 * through a Service, not by port name.
 */
export const noInitContainers: Relabeling = dropValues('__meta_kubernetes_pod_container_init', ['true']);

/** Who the pod is. */
export const podIdentity: readonly Relabeling[] = [
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy('__meta_kubernetes_pod_name', 'pod'),
  copy('__meta_kubernetes_pod_node_name', 'node'),
];

/** Which of the pod's containers announces the port. */
export const containerIdentity: Relabeling = copy('__meta_kubernetes_pod_container_name', 'container');

const IPV4 = '([^:]+)';
const IPV6 = '(.*:.*)';

/** The pod's own address with a fixed port; an IPv6 address is put in brackets. */
export function podAddress(port: number): Relabeling[] {
  const write = (regex: string, replacement: string): Relabeling => ({
    sourceLabels: ['__meta_kubernetes_pod_ip'],
    regex,
    targetLabel: '__address__',
    replacement,
  });
  return [write(IPV4, `$1:${port}`), write(IPV6, `[$1]:${port}`)];
}

/** The pod's own address with the port that a label holds; nothing happens where that is no number. */
export function podAddressFrom(portLabel: string): Relabeling[] {
  const write = (address: string, replacement: string): Relabeling => ({
    sourceLabels: [portLabel, '__meta_kubernetes_pod_ip'],
    regex: `(\\d+);${address}`,
    targetLabel: '__address__',
    replacement,
  });
  return [write(IPV4, '$2:$1'), write(IPV6, '[$2]:$1')];
}
