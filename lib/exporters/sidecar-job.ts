import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { constant } from '../config/prometheus/relabel-steps';
import type { PodDraft } from '../kubernetes/pod-draft';
import { podsNow } from '../kubernetes/pod-template';
import type { ScrapeJob } from '../model/scrape-job';
import { refuseSecondScrape } from './scrape-annotations';
import { SidecarDiscovery } from './sidecar-discovery';
import { type DiscoveryProps, discoveryOf } from './validate-sidecar-discovery';

/** An exporter beside somebody else's containers. */
export interface Sidecar {
  /** Name of its container. */
  readonly container: string;
  readonly portName: string;
  readonly port: number;
  /** Label of the pods by which scrape jobs know them: labels of the workload's own may be those of others too. */
  readonly podLabel: string;
}

/** What scrape jobs of its own need to find it. */
export interface SidecarJob extends Sidecar {
  /** The label `job`. */
  readonly name: string;
  readonly namespace: string;
  /** Of the pods when the sidecar was added. */
  readonly hostNetwork: boolean;
}

/** How a sidecar is found by a job of its own; undefined if it is by annotations. */
export function sidecarJob(
  workload: ApiObject,
  props: DiscoveryProps & { readonly jobName?: string },
  sidecar: Sidecar,
): SidecarJob | undefined {
  if (discoveryOf(props) !== SidecarDiscovery.JOB) return undefined;
  const namespace = workload.metadata.namespace as string;
  return {
    ...sidecar,
    namespace,
    // Workloads of several namespaces often share a name.
    name: props.jobName ?? `${sidecar.container}-${namespace}-${workload.name}`,
    hostNetwork: podsNow(workload)?.spec.hostNetwork ?? false,
  };
}

/** What its scrape jobs have in common. */
export function sidecarTargets(job: SidecarJob) {
  const { namespace, podLabel, port, portName, container, hostNetwork } = job;
  return {
    pods: {
      namespaces: [namespace],
      labels: { [podLabel]: labelValue(job) },
      ...(hostNetwork ? { portNumber: port, hostNetwork } : { port: portName }),
    },
    // A port that is found by its number is nobody's; the rules want to know.
    relabelings: hostNetwork ? [constant('container', container)] : [],
    sampleLimit: 500,
    labelLimit: 30,
  } satisfies Partial<ScrapeJob>;
}

/** Has its scrape jobs find the pods, and refuses those that they would not find, or not they alone. */
export function markForJob(pod: PodDraft, job: SidecarJob): void {
  refuseSecondScrape(pod, job.portName, job.port);
  pod.addLabel(job.podLabel, labelValue(job));
  if ((pod.pod.spec.hostNetwork ?? false) === job.hostNetwork) return;
  pod.addProblems({
    what: `'hostNetwork' of the ${pod.workload} was changed after its exporter was added`,
    fix: 'set it before',
  });
}

/** Values of labels are shorter than names of jobs may be. */
function labelValue({ name }: SidecarJob): string {
  if (/^[a-zA-Z0-9](?:[-.\w]{0,61}[a-zA-Z0-9])?$/.test(name)) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
