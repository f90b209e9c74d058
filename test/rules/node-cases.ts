import type { RuleCase } from './rule-test';

/** Rows on the nodes of agents, which are the same for all that run on nodes. */
export function nodeCases(
  prefix: 'FluentBit' | 'Fluentd',
  { job, namespace, cluster }: { readonly job: string; readonly namespace: string; readonly cluster: string },
  daemonset: string,
): RuleCase[] {
  const labels = `job="kube-state-metrics", cluster="${cluster}", namespace="${namespace}", daemonset="${daemonset}"`;
  const desired = `kube_daemonset_status_desired_number_scheduled{${labels}}`;
  const available = `kube_daemonset_status_number_available{${labels}}`;
  const pressure = (node: string) =>
    `kube_node_status_condition{job="kube-state-metrics", cluster="${cluster}", node="${node}", condition="DiskPressure", status="true"}`;
  const up = `up{job="${job}", cluster="${cluster}", namespace="${namespace}", node="node-1", pod="agent-1"}`;
  return [
    {
      name: 'a node has no agent',
      alert: `${prefix}MissingOnNode`,
      series: { [desired]: '3x60', [available]: '3x5 2x60' },
      fires: [{ cluster, namespace, daemonset, job: 'kube-state-metrics' }],
    },
    {
      name: 'an update goes round',
      alert: `${prefix}MissingOnNode`,
      series: { [desired]: '3x60', [available]: '3x20 2x5 3x40' },
      fires: [],
    },
    {
      name: 'the disk of a node is nearly full',
      alert: `${prefix}NodeDiskPressure`,
      series: { [pressure('node-1')]: '0x5 1x60', [up]: '1x60' },
      fires: [{ job: 'kube-state-metrics', cluster, node: 'node-1', condition: 'DiskPressure', status: 'true' }],
    },
    {
      name: 'the disk of a node is nearly full that has no agent',
      alert: `${prefix}NodeDiskPressure`,
      series: { [pressure('node-2')]: '1x60', [up]: '1x60' },
      fires: [],
    },
    {
      name: 'images are deleted in time',
      alert: `${prefix}NodeDiskPressure`,
      series: { [pressure('node-1')]: '0x20 1x5 0x60', [up]: '1x60' },
      fires: [],
    },
  ];
}
