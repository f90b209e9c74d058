import { RelabelAction, type Relabeling } from '../../model/relabeling';
import type { AnnotatedPodTargets } from '../../model/scrape-job';
import { type Discovery, kubernetesDiscovery } from './discovery';
import { containerIdentity, noInitContainers, onlyLivingPods, podAddressFrom, podIdentity } from './pod-steps';
import { anyOf, dropValues, keepValues } from './relabel-steps';

const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;
const NAMESPACE = '__meta_kubernetes_namespace';
const CONTAINER_PORT = '__meta_kubernetes_pod_container_port';
/** The port name a target must have; the label goes nowhere but into the comparison. */
const WANTED_PORT = '__tmp_port_name';

/**
 * The annotation `prometheus.io/port` makes a pod one target: a number gives the port itself, announced or not, a name
 * the announced port of that name. Without it every announced TCP port is a target. `/path` may lack its slash,
 * `/scheme` counts where it is `http` or `https`; `/target` is handed to a blackbox exporter in the pod, at `/probe`
 * if there is no `/path`.
 *
 * Labels: `namespace`, `pod`, `node`, `instance` (address and port), `container` unless the port is annotated by
 * number (nobody can tell whose it is), and `target` where that is annotated.
 */
export function annotatedPodTargets(targets: AnnotatedPodTargets): Discovery {
  return {
    discovery: kubernetesDiscovery('pod', { namespaces: targets.keepNamespaces }),
    steps: [onlyLivingPods, noInitContainers, ...willing(targets), ...choosePort(), ...readSettings(), ...identity()],
  };
}

function willing({ dropNamespaces = [], optOutNamespaces = [] }: AnnotatedPodTargets): Relabeling[] {
  const scrape = annotation('scrape');
  const optIn: Relabeling = keepValues(scrape, ['true']);
  const optOut: Relabeling[] = [
    dropValues(scrape, ['false']),
    {
      sourceLabels: [NAMESPACE, scrape],
      regex: `.*;true|(?:${anyOf(optOutNamespaces)});.*`,
      action: RelabelAction.KEEP,
    },
  ];
  return [
    ...(dropNamespaces.length > 0 ? [dropValues(NAMESPACE, dropNamespaces)] : []),
    ...(optOutNamespaces.length > 0 ? optOut : [optIn]),
  ];
}

function choosePort(): Relabeling[] {
  const port = annotation('port');
  return [
    // A number needs nothing announced; a target without one must be an announced TCP port.
    {
      sourceLabels: [port, `${CONTAINER_PORT}_number`, `${CONTAINER_PORT}_protocol`],
      regex: '\\d+;.*|[^;]*;\\d+;TCP',
      action: RelabelAction.KEEP,
    },
    { sourceLabels: [`${CONTAINER_PORT}_name`], targetLabel: WANTED_PORT },
    { sourceLabels: [port], regex: '(.*\\D.*)', targetLabel: WANTED_PORT },
    { sourceLabels: [`${CONTAINER_PORT}_name`], targetLabel: WANTED_PORT, action: RelabelAction.KEEP_EQUAL },
    // Left in place it would tell apart targets that are one.
    { targetLabel: WANTED_PORT, replacement: '' },
    ...podAddressFrom(port),
  ];
}

function readSettings(): Relabeling[] {
  const [scheme, path, target] = [annotation('scheme'), annotation('path'), annotation('target')];
  return [
    { sourceLabels: [scheme], regex: '(https?)', targetLabel: '__scheme__' },
    { sourceLabels: [target, path], regex: '.+;', targetLabel: '__metrics_path__', replacement: '/probe' },
    { sourceLabels: [path], regex: '/+(.*)|([^/].*)', targetLabel: '__metrics_path__', replacement: '/$1$2' },
    { sourceLabels: [target], regex: '(.+)', targetLabel: '__param_target' },
    { sourceLabels: [target], targetLabel: 'target' },
  ];
}

function identity(): Relabeling[] {
  return [
    ...podIdentity,
    containerIdentity,
    { sourceLabels: [annotation('port')], regex: '\\d+', targetLabel: 'container', replacement: '' },
  ];
}
