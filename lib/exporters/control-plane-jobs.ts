import type { ClusterJobDefaults } from './cluster-job';
import { API_SERVER_DROPS, ETCD_DROPS, NO_API_SERVER_DROPS, SCHEDULER_DROPS } from './control-plane-drop-lists';

/**
 * The limits are several times what such a program was seen to expose after the drop list, with what makes it more.
 * Those of which a cluster has a few are scraped from every shard, for their rules count over all of them.
 */
export const CONTROL_PLANE_JOBS = {
  /** 6,000 on an empty cluster; a resource in full use adds some 300, and operators bring hundreds of resources. */
  apiServer: {
    name: 'apiserver',
    alert: 'KubeAPIDown',
    runbook: ['kubernetes', 'KubeAPIDown'],
    sampleLimit: 100_000,
    drops: API_SERVER_DROPS,
    onEveryShard: true,
  },
  /** 100 on an idle one; some 200 for each server block and record type. */
  coreDns: { name: 'coredns', alert: 'CoreDNSDown', sampleLimit: 10_000, onEveryShard: true },
  /** 500, whatever runs on the node. */
  kubeProxy: {
    name: 'kube-proxy',
    alert: 'KubeProxyDown',
    runbook: ['kubernetes', 'KubeProxyDown'],
    sampleLimit: 5_000,
    drops: NO_API_SERVER_DROPS,
  },
  /** 1,500; some 20 for each queue, of which it has 50. */
  kubeControllerManager: {
    name: 'kube-controller-manager',
    alert: 'KubeControllerManagerDown',
    runbook: ['kubernetes', 'KubeControllerManagerDown'],
    sampleLimit: 10_000,
    drops: NO_API_SERVER_DROPS,
    onEveryShard: true,
  },
  /** 600; some 20 for each profile and result. */
  kubeScheduler: {
    name: 'kube-scheduler',
    alert: 'KubeSchedulerDown',
    runbook: ['kubernetes', 'KubeSchedulerDown'],
    sampleLimit: 10_000,
    drops: SCHEDULER_DROPS,
    onEveryShard: true,
  },
  /** 1,100, most of them one for each call and result code; histograms for each other member. */
  etcd: {
    name: 'etcd',
    alert: 'EtcdDown',
    runbook: ['etcd', 'etcdMembersDown'],
    sampleLimit: 10_000,
    drops: ETCD_DROPS,
    onEveryShard: true,
  },
} as const satisfies Readonly<Record<string, ClusterJobDefaults>>;
