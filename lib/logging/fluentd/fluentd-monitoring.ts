import type { IMetricsBackend } from '../../model/metrics-backend';
import type { PodPeer } from '../../model/pod-peer';
import { fluentdRules } from '../../rules/fluentd';
import { FLUENTD_PORTS } from './fluentd-aggregator-pods';

/** Has Fluentd scraped, and the rules about it evaluated unless told otherwise. */
export function watchFluentd(
  metrics: IMetricsBackend,
  props: {
    readonly name: string;
    readonly pods: PodPeer;
    /** Pods that there must be. @default 1 */
    readonly targets?: number;
    /** Whether they are the agents of a DaemonSet, named `name`. @default false */
    readonly onNodes?: boolean;
    /** Folder with what waits. */
    readonly statePath: string;
    readonly defaultRules?: boolean;
    readonly runbookBaseUrl?: string;
  },
): void {
  const { name, pods, targets, onNodes = false, statePath, defaultRules = true, runbookBaseUrl } = props;
  const daemonSetSelector = onNodes ? `namespace="${pods.namespace}", daemonset="${name}"` : undefined;
  metrics.addScrapeJob({
    name,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port: FLUENTD_PORTS.metrics },
    // The rules join the pods.
    onEveryShard: true,
    sampleLimit: 2000,
    labelLimit: 30,
    ...(targets === undefined ? {} : { absence: { targets } }),
  });
  if (defaultRules) metrics.addRules(...fluentdRules({ job: name, daemonSetSelector, statePath, runbookBaseUrl }));
}
