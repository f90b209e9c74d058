import { type AlertingRule, Severity } from '../model/rules';
import { matchers } from './matchers';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link logAgentNodeRules}. */
export interface LogAgentNodesOptions extends RunbookOptions {
  /** What the names of the alerts begin with. */
  readonly prefix: 'FluentBit' | 'Fluentd';
  /** The label `job` of the agents' series. */
  readonly job: string;
  /** Matchers of the DaemonSet's series of kube-state-metrics. */
  readonly daemonSetSelector: string;
  /** Folder on the nodes with what the agents keep. */
  readonly statePath: string;
}

/** Alerts on the nodes of agents, by the metrics of kube-state-metrics: one that has no agent, or no room for what it keeps. */
export function logAgentNodeRules(options: LogAgentNodesOptions): AlertingRule[] {
  const { prefix, job, daemonSetSelector, statePath } = options;
  const ofNodes = (metric: string) => `${metric}{${matchers('job="kube-state-metrics"', daemonSetSelector)}}`;
  const page = (alert: string) => ownRunbookUrl(options, prefix === 'Fluentd' ? 'fluentd' : 'fluent-bit', alert);
  return [
    {
      alert: `${prefix}MissingOnNode`,
      expr: `
  ${ofNodes('kube_daemonset_status_desired_number_scheduled')}
    - ${ofNodes('kube_daemonset_status_number_available')}
    > 0`,
      for: '15m',
      severity: Severity.WARNING,
      summary: 'Nodes have no agent for their logs.',
      description:
        '{{ $value }} nodes that should run {{ $labels.namespace }}/{{ $labels.daemonset }} have no agent that is available: ' +
        'what their pods log is lost when files are rotated or pods end. kubectl -n {{ $labels.namespace }} get pods -o wide ' +
        'shows which pods of it are not ready, and where; kubectl describe says why: a node that is gone, an image or a ' +
        'Secret that is missing, or a container that ends again and again.',
      runbookUrl: page(`${prefix}MissingOnNode`),
    },
    {
      alert: `${prefix}NodeDiskPressure`,
      // No agent counts what it could not write to a full disk, and it takes such lines for read.
      expr: `
        kube_node_status_condition{job="kube-state-metrics", condition="DiskPressure", status="true"} == 1
          and on (cluster, node)
        up{job="${job}"}`,
      for: '10m',
      severity: Severity.WARNING,
      summary: 'The disk of node {{ $labels.node }} is nearly full, where log lines wait.',
      description:
        `The agent on {{ $labels.node }} keeps in ${statePath} what outputs cannot take yet. Once the disk is full, lines ` +
        'that it reads are lost, and no other alert tells of them. Look what fills the disk (du -x / on the node): images, ' +
        `logs of a pod that says too much, or ${statePath} itself because an output is away.`,
      runbookUrl: page(`${prefix}NodeDiskPressure`),
    },
  ];
}
