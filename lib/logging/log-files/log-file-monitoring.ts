import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { constant } from '../../config/prometheus/relabel-steps';
import type { PodDraft } from '../../kubernetes/pod-draft';
import { nameOf, podsNow } from '../../kubernetes/pod-template';
import type { IMetricsBackend } from '../../model/metrics-backend';
import type { Problem } from '../../model/problem';
import { LOG_FILE_JOB, logFileRules } from '../../rules/log-files';
import { FLUENT_BIT_SCRAPE } from '../fluent-bit/fluent-bit-scrape';

/** A sidecar that is scraped. */
export interface WatchedSidecar {
  readonly object: ApiObject;
  readonly containerName: string;
  readonly port: number;
  /** Of the pods when the sidecar was added. */
  readonly hostNetwork: boolean;
}

/** What keeps a sidecar of this workload from being scraped. */
export function validateWatched(object: ApiObject): Problem[] {
  const who = `'metrics' is set, and the ${nameOf(object)}`;
  return [
    ...(object.metadata.namespace === undefined
      ? [
          {
            what: `${who} has no namespace, which a scrape job needs to know`,
            fix: "set it on the workload or on its chart, such as 'shop'",
          },
        ]
      : []),
    ...(['Job', 'CronJob'].includes(object.kind)
      ? [
          {
            what: `${who} has pods now and then only: an alert would be raised whenever there is none`,
            fix: "leave 'metrics' out",
          },
        ]
      : []),
  ];
}

/** A sidecar as its scrape job knows it. */
export const watchedSidecar = (object: ApiObject, containerName: string, port: number): WatchedSidecar => ({
  object,
  containerName,
  port,
  hostNetwork: podsNow(object)?.spec.hostNetwork ?? false,
});

/** Has the sidecar scraped, and the rules evaluated that all sidecars share. */
export function watchLogFiles(
  metrics: IMetricsBackend,
  sidecar: WatchedSidecar,
  { defaultRules = true, runbookBaseUrl }: { readonly defaultRules?: boolean; readonly runbookBaseUrl?: string },
): void {
  const { object, containerName, port, hostNetwork } = sidecar;
  const namespace = object.metadata.namespace as string;
  metrics.addScrapeJob({
    ...FLUENT_BIT_SCRAPE,
    // Workloads of several namespaces often share a name, as do those of several kinds.
    name: `${containerName}-${namespace}-${workloadName(object)}`,
    jobLabel: LOG_FILE_JOB,
    pods: {
      namespaces: [namespace],
      labels: { [labelOf(sidecar)]: labelValue(sidecar) },
      // By its number, as discovery takes a native one for a container that has ended.
      portNumber: port,
      ...(hostNetwork ? { hostNetwork } : {}),
    },
    relabelings: [constant('container', containerName)],
    sampleLimit: 500,
  });
  if (defaultRules) metrics.addRules(...logFileRules({ runbookBaseUrl }));
}

/** Has its scrape job find the pods. */
export function markForScrape(pod: PodDraft, sidecar: WatchedSidecar): void {
  pod.addLabel(labelOf(sidecar), labelValue(sidecar));
  if ((pod.pod.spec.hostNetwork ?? false) === sidecar.hostNetwork) return;
  pod.addProblems({
    what: `'hostNetwork' of the ${pod.workload} was changed after its sidecar was added`,
    fix: 'set it before',
  });
}

/** Several sidecars may be in one pod. */
const labelOf = ({ containerName }: WatchedSidecar) => `cdk8s-observability/log-files-${containerName}`;

/** Labels of the workload's own may be those of others too. Values are shorter than names may be. */
function labelValue({ object }: WatchedSidecar): string {
  const name = workloadName(object);
  return name.length <= 63 ? name : createHash('sha256').update(name).digest('hex').slice(0, 16);
}

/** What no other workload of its namespace is called. */
export const workloadName = ({ kind, name }: ApiObject) => `${kind.toLowerCase()}-${name}`;
