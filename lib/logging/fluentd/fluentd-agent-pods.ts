import { secretFiles } from '../../kubernetes/secret-volumes';
import { restrictedPod } from '../../kubernetes/security';
import type { WorkloadPods } from '../../kubernetes/workload-template';
import type { SecretKey } from '../../model/secret-key';
import { NODE_NAME_VARIABLE } from './fluentd-agent-config';
import { type FluentdContainerOptions, fluentdContainer, fluentdVolumes, SECRET_PATH } from './fluentd-aggregator-pods';

export interface FluentdAgentPodOptions extends FluentdContainerOptions {
  readonly configMapName: string;
  readonly configHash: string;
  readonly files: readonly SecretKey[];
  readonly statePath: string;
}

/** Pods that read the node's logs as root, to whom they belong, without any capability, and write to a folder of their own. */
export function fluentdAgentPods(options: FluentdAgentPodOptions): WorkloadPods {
  const { configMapName, configHash, statePath } = options;
  const secrets = secretFiles(SECRET_PATH, options.files);
  const container = fluentdContainer(options);
  return {
    annotations: { 'cdk8s-observability/config-hash': configHash },
    terminationGracePeriodSeconds: 60,
    spec: { securityContext: { ...restrictedPod(), runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        ...container,
        env: [
          ...(container.env ?? []),
          { name: NODE_NAME_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
        volumeMounts: [
          ...(container.volumeMounts ?? []),
          { name: 'state', mountPath: statePath },
          { name: 'logs', mountPath: '/var/log', readOnly: true },
          ...secrets.mounts,
        ],
      },
    ],
    volumes: () => [
      ...fluentdVolumes(configMapName),
      { name: 'state', hostPath: { path: statePath, type: 'DirectoryOrCreate' } },
      { name: 'logs', hostPath: { path: '/var/log' } },
      ...secrets.volumes,
    ],
  };
}
