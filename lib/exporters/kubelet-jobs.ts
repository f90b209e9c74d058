import type { ClusterJobDefaults } from './cluster-job';
import { CADVISOR_DROPS, KUBELET_DROPS, PROBE_DROPS } from './kubelet-drop-lists';

/** All of the kubelet have its label `job`, and `metrics_path` tells them apart. */
const jobLabel = 'kubelet';
const runbook = ['kubernetes', 'KubeletDown'] as const;

/**
 * Of the limits: a node has 110 pods, and 250 where somebody raised that; three containers a pod are many.
 */
export const KUBELET_JOBS = {
  /** Some 1,300, six for each volume of a pod, and histograms for each kind of operation. */
  kubelet: {
    name: 'kubelet',
    jobLabel,
    alert: 'KubeletDown',
    runbook,
    sampleLimit: 10_000,
    drops: KUBELET_DROPS,
  },
  /** 250 pods x (3 containers x 30 + 10 of the pod) = 25,000; as much again for devices and interfaces. */
  kubeletCadvisor: {
    name: 'kubelet-cadvisor',
    jobLabel,
    path: '/metrics/cadvisor',
    // cAdvisor stamps samples with the time of its measurement: a container that is gone would linger for five minutes.
    honorTimestamps: false,
    alert: 'KubeletCadvisorDown',
    runbook,
    sampleLimit: 50_000,
    drops: CADVISOR_DROPS,
  },
  /** 250 pods x 3 containers x 3 probes x (3 results + sum and count) = 11,250. */
  kubeletProbes: {
    name: 'kubelet-probes',
    jobLabel,
    path: '/metrics/probes',
    alert: 'KubeletProbesDown',
    runbook,
    sampleLimit: 20_000,
    drops: PROBE_DROPS,
  },
} as const satisfies Readonly<Record<string, ClusterJobDefaults>>;
