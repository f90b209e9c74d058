import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { LogFileSidecar } from '../../../lib/logging/log-files/log-file-sidecar';
import type { LogFileSidecarProps } from '../../../lib/logging/log-files/log-file-sidecar-props';
import { type Manifest, newChart, only, synth } from '../../tools/synth';

/** What of a Deployment whose container writes files matters to its sidecar. */
export interface WritingPods {
  readonly mounts?: k8s.VolumeMount[];
  readonly volumes?: k8s.Volume[];
  /** More of the container. */
  readonly container?: object;
  /** More of the pods. */
  readonly pods?: object;
  readonly annotations?: Record<string, string>;
  /** More of the Deployment. */
  readonly spec?: object;
}

/** The container that writes. */
export const APP = { name: 'app', image: 'registry.example.com/shop:1', securityContext: { runAsUser: 1000 } };

/** A Deployment whose container `app` writes files as user 1000. */
export function writingDeployment(chart: Chart, options: WritingPods = {}): k8s.KubeDeployment {
  const { mounts: volumeMounts, volumes, container, pods, annotations, spec } = options;
  return new k8s.KubeDeployment(chart, 'Shop', {
    metadata: { name: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' }, annotations },
        spec: { containers: [{ ...APP, volumeMounts, ...container }], volumes, ...pods },
      },
      ...spec,
    },
  });
}

/** A sidecar of a workload, as it is written. */
export function logFileSidecar(
  props: Partial<LogFileSidecarProps> = {},
  build: (chart: Chart) => IConstruct = (chart) => writingDeployment(chart),
) {
  const chart = newChart('shop');
  const workload = build(chart);
  const given = { workload, container: 'app', paths: ['/var/log/app/*.log'], ...props };
  const sidecar = new LogFileSidecar(chart, 'Logs', given);
  const manifests = synth(chart);
  const manifest = manifests.find(({ metadata, spec }) => metadata.name === sidecar.workload.name && spec);
  const pods = manifest.kind === 'Pod' ? manifest : (manifest.spec.template ?? manifest.spec.jobTemplate.spec.template);
  const containers: Manifest[] = [...pods.spec.containers, ...(pods.spec.initContainers ?? [])];
  return {
    sidecar,
    manifests,
    pods,
    container: (name: string): Manifest => containers.find((each) => each.name === name),
    config: only(manifests, 'ConfigMap', sidecar.configMap.name).data['fluent-bit.yaml'] as string,
  };
}
