import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { RelabelAction } from '../model/relabeling';
import { kubeStateMetricsRules } from '../rules/kube-state-metrics';
import type { KubeStateMetricsProps } from './kube-state-metrics';

/** Has kube-state-metrics scraped, both its ports, and the rules about it evaluated unless told otherwise. */
export function kubeStateMetricsMonitoring(
  metrics: IMetricsBackend,
  props: KubeStateMetricsProps & { readonly name: string; readonly pods: PodPeer; readonly shards: number },
): void {
  const { name, pods, shards, onEveryShard = true, labelLimit = 60 } = props;
  const targets = { namespaces: [pods.namespace], labels: pods.labels };
  const self = `${name}-self`;
  metrics.addScrapeJob({
    name,
    pods: { ...targets, port: 'http-metrics' },
    // The series say whose they are; those of objects without a namespace, or of no pod, must not take the exporter's.
    honorLabels: true,
    relabelings: [{ action: RelabelAction.LABELDROP, regex: 'namespace|pod|container|node' }],
    scrapeInterval: props.scrapeInterval,
    scrapeTimeout: props.scrapeTimeout,
    sampleLimit: props.sampleLimit ?? 1_500_000,
    labelLimit,
    onEveryShard,
    absence: { targets: shards },
  });
  metrics.addScrapeJob({
    name: self,
    pods: { ...targets, port: 'telemetry' },
    sampleLimit: 5_000,
    labelLimit,
    onEveryShard: true,
    absence: { targets: shards },
  });
  if (!(props.defaultRules ?? true)) return;
  const groups = kubeStateMetricsRules({
    selector: `job="${self}"`,
    shards,
    runbookBaseUrl: props.runbookBaseUrl,
  });
  // The standard name, unless that is another one's.
  metrics.addRules(
    ...groups.map((group) => (name === 'kube-state-metrics' ? group : { ...group, name: `${group.name}.${name}` })),
  );
}
