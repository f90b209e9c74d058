import type { PodObject } from './kubernetes-objects';
import type { Manifest } from './synth';

/** What a test says of a pod that its workload does not. */
export interface PodOfOptions {
  /** @default 'node-1' */
  readonly node?: string;
  /** Its own address and that of its node. @default '127.0.0.1' */
  readonly address?: string;
  /** Where all its ports are, for a program that listens where the test lets it. @default - as the containers say */
  readonly port?: number;
}

/** A pod of a workload, as discovery finds it. */
export function podOf({ metadata, spec: { template } }: Manifest, options: PodOfOptions = {}): PodObject {
  const { node = 'node-1', address = '127.0.0.1', port } = options;
  const at = (container: Manifest) => ({
    ...container,
    ports: container.ports?.map((each: Manifest) => ({ ...each, containerPort: port ?? each.containerPort })),
  });
  return {
    metadata: { ...template.metadata, name: `${metadata.name}-x7k2p`, namespace: metadata.namespace },
    spec: { ...template.spec, nodeName: node, containers: template.spec.containers.map(at) },
    status: { phase: 'Running', podIP: address, hostIP: address },
  };
}
