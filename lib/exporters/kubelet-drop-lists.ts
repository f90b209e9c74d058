import { NO_API_SERVER_DROPS } from './control-plane-drop-lists';
import type { DroppedSeries } from './drop-list';

/** Of the kubelet itself. */
export const KUBELET_DROPS: readonly DroppedSeries[] = [
  {
    metrics: [
      'kubelet_(http_requests_duration_seconds|pod_start_total_duration_seconds)_bucket',
      'volume_operation_total_seconds_bucket',
    ],
    why: 'distributions for each path of its API, and second ones of what other histograms say',
  },
  ...NO_API_SERVER_DROPS,
];

/** Of the kubelet's probes. */
export const PROBE_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['prober_probe_duration_seconds_bucket'],
    why: 'a distribution for each probe of each container; the mean and whether it succeeds stay',
  },
];

/** Of cAdvisor: what it says of a container counts for each container of the node. */
export const CADVISOR_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['container_.+'],
    labels: { id: '/.+', pod: '' },
    why: 'cgroups that belong to no pod, such as the services of the node; the whole node (id "/") stays',
  },
  {
    metrics: ['container_(tasks_state|cpu_load_average_10s|cpu_load_d_average_10s|memory_failures_total)'],
    why: 'thirteen series a container that are zero, since kubelets do not measure them, or that nobody reads',
  },
  {
    metrics: ['container_(spec_.+|last_seen|threads_max)'],
    why: 'what the pod asked for, which kube-state-metrics says with better labels, and what is the same for all',
  },
  {
    metrics: [
      'container_(cpu_system_seconds_total|cpu_user_seconds_total|memory_mapped_file|memory_kernel_usage|memory_max_usage_bytes|memory_total_(in)?active_file_bytes)',
    ],
    why: 'parts of what stays whole: CPU time and memory',
  },
  {
    metrics: [
      'container_fs_(io_current|io_time_.+|read_seconds_total|write_seconds_total|reads_merged_total|writes_merged_total|sector_.+|inodes_.+)',
      'container_blkio_device_usage_total',
    ],
    why: 'series for each device; reads and writes and their bytes stay',
  },
  {
    metrics: [
      'container_(cpu_cfs_.+|memory_(rss|cache|swap|usage_bytes|failcnt)|fs_.+|file_descriptors|processes|sockets|threads|start_time_seconds|oom_events_total|pressure_.+)',
    ],
    labels: { container: '', pod: '.+' },
    why: 'the sums over a pod, half of all series; its CPU time, working set and network stay',
  },
  {
    metrics: ['container_network_.+'],
    labels: { interface: 'azv.+|cali.+|cilium.+|cni.+|eni.+|flannel.+|gke.+|lxc.+|nodelocaldns|tunl.+|veth.+|vxlan.+' },
    why: "a pod on the host network counts the other ends of all pods' interfaces as its own",
  },
];
