import type { PodObject } from '../tools/kubernetes-objects';
import type { Manifest } from '../tools/synth';

/** The pod of a DaemonSet on a node, as discovery finds it. */
export function daemonPod({ metadata, spec }: Manifest, node: { name: string; address: string }): PodObject {
  const { template } = spec;
  const name = `${metadata.name}-x7k2p`;
  return {
    metadata: { ...template.metadata, name, namespace: metadata.namespace },
    spec: { ...template.spec, nodeName: node.name },
    status: { phase: 'Running', podIP: node.address, hostIP: node.address },
  };
}
