import type { IConstruct } from 'constructs';
import type { Images } from '../../kubernetes/images';
import type { ContainerResources } from '../../kubernetes/resources';
import type { IMetricsBackend } from '../../model/metrics-backend';
import type { StackTraceLanguage } from '../lines/stack-traces';
import type { IFluentBitOutput } from '../outputs/log-output';

export interface LogFileSidecarProps {
  /**
   * Whose pods get the sidecar: a Deployment, StatefulSet, DaemonSet, Pod or whatever else has a pod template, of
   * cdk8s-plus, of the typed classes or as an ApiObject. With `native` a Job or CronJob, too.
   */
  readonly workload: IConstruct;
  /** Name of the container that writes the files. */
  readonly container: string;
  /**
   * The files that it writes, from the root: `/var/log/app/*.log`. The name may hold `*` and `?`, the folder may not. A
   * file that is renamed when it is full is read to its end. Its next name is best one that no path fits: under another one
   * its lines come twice when the sidecar ends and starts while it is there, if they are printed, go to an S3Output or are
   * joined by `stackTraces`. One that is copied must get such a name.
   */
  readonly paths: readonly string[];
  /**
   * Where to send the lines instead. Pods that a NetworkPolicy isolates need one more that lets them out there. What it
   * refuses for good, or takes on no try of a day or more, is set aside beside the positions, up to 50 MB.
   * @default - each line is printed as it is, and whoever reads the logs of containers has it, as one of `containerName`
   */
  readonly output?: IFluentBitOutput;
  /** Where in the output lines go. @default - the output's own dataset */
  readonly dataset?: string;
  /** The same for an output with indices. @default - by `dataset` */
  readonly index?: string;
  /** Name of the sidecar's container, which its other objects are named after. @default - `log-<container>` */
  readonly containerName?: string;
  /**
   * Languages whose stack traces become one record; printed, records are lines of JSON then, with the text as `log`. What
   * the last seconds bring is held in memory until it is known to be whole, and lost when the sidecar is killed.
   * @default - each line is a record
   */
  readonly stackTraces?: readonly StackTraceLanguage[];
  /** User that the container runs as, whose files the sidecar reads. @default - what the pods say */
  readonly runAsUser?: number;
  /**
   * Start before the other containers and end after them, so that what they write while they end is read too. Needs
   * Kubernetes 1.29; older ones never start such pods.
   * @default false
   */
  readonly native?: boolean;
  /** Port of the sidecar's sign of life and metrics. @default 2021 */
  readonly port?: number;
  /**
   * Scrapes the sidecar and evaluates the rules. Pods that a NetworkPolicy isolates need one more that lets Prometheus in
   * to `port`.
   * @default - nobody is told
   */
  readonly metrics?: IMetricsBackend;
  /** The rules about such sidecars, with `metrics`; all share them. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `log-files/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** Of the sidecar. @default - 10m CPU, 32Mi memory, and at most what its buffers need */
  readonly resources?: ContainerResources;
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/** Port of the sidecar; that of an agent is taken on pods in the node's network. */
export const LOG_FILE_PORT = 2021;

/** The name of the sidecar's container. */
export const sidecarName = ({ container, containerName = `log-${container}` }: LogFileSidecarProps) => containerName;
