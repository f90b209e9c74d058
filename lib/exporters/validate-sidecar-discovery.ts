import type { ApiObject } from 'cdk8s';
import { nameOf } from '../kubernetes/pod-template';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { Problem } from '../model/problem';
import { SidecarDiscovery } from './sidecar-discovery';

/** What the props of exporters have about how they are found. */
export interface DiscoveryProps {
  readonly metrics?: IMetricsBackend;
  readonly discovery?: SidecarDiscovery;
}

/** How an exporter beside somebody else's containers is to be found. */
export const discoveryOf = ({ metrics, discovery }: DiscoveryProps): SidecarDiscovery =>
  discovery ?? (metrics ? SidecarDiscovery.JOB : SidecarDiscovery.ANNOTATIONS);

/** Checks the way an exporter is found; `jobProps` are those that were given and mean something to a job only. */
export function validateSidecarDiscovery(
  props: DiscoveryProps,
  workload: ApiObject | undefined,
  jobProps: readonly string[],
): Problem[] {
  if (discoveryOf(props) === SidecarDiscovery.ANNOTATIONS) {
    if (jobProps.length === 0) return [];
    const [verb, them] = jobProps.length > 1 ? ['do', 'them'] : ['does', 'it'];
    return [
      {
        what: `${jobProps.map((prop) => `'${prop}'`).join(', ')} ${verb} nothing where pods are found by annotations`,
        fix: `leave ${them} out, or set 'metrics' and 'discovery' to 'job'`,
      },
    ];
  }
  return [
    ...(props.metrics
      ? []
      : [{ what: "'discovery' is 'job' without 'metrics', which would run the job", fix: "set 'metrics'" }]),
    ...(workload === undefined || workload.metadata.namespace !== undefined
      ? []
      : [
          {
            what: `the ${nameOf(workload)} has no namespace, and a scrape job needs to know it`,
            fix: "set it on the workload or on its chart, such as 'shop'",
          },
        ]),
  ];
}
