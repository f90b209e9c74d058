import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ComponentProps } from '../../kubernetes/component';
import { Images } from '../../kubernetes/images';
import { namespaceOf } from '../../kubernetes/namespace';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { IMetricsBackend } from '../../model/metrics-backend';
import { type Problem, refuse } from '../../model/problem';
import { loggingBootstrapRules } from '../../rules/logging-bootstrap';
import { type BootstrapTask, bootstrapJob } from './job';
import { type BootstrapRequest, validateRequests } from './request';

export interface BootstrapProps extends ComponentProps {
  /**
   * Evaluates the rules about the Job: whether it failed, is not complete after an hour, or a Job of another version came
   * after it. They read what kube-state-metrics (scrape job `kube-state-metrics`, collector `jobs`) says, and are silent without.
   * @default - nobody hears of a Job that failed
   */
  readonly metrics?: IMetricsBackend;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /**
   * Delete a Job so long after its end, and with it what it said: of one that failed `LoggingBootstrapFailed` tells only as
   * long as it is there, so give people the time to look, such as 259200 for three days. A delivery tool that keeps the
   * cluster like the repository makes it again each time, which overwrites what people changed in the objects of ours.
   * @default - Jobs stay until their app is pruned
   */
  readonly ttlSecondsAfterFinished?: number;
}

/** What tells one kind of bootstrap from another. */
export interface BootstrapKind {
  /** Name of the Job where none is given. */
  readonly name: string;
  /** What may be so as long as its Job has failed, for who is told of that. */
  readonly undone: string;
  /** Checks the props, and the namespace that results from them. */
  validate(namespace: string | undefined): Problem[];
  /** What its Job does; asked for when the props are right. */
  task(namespace: string): BootstrapTask;
}

/**
 * Sets a server up by a Job, which is another one whenever it does something else. The last one applied is the one that
 * counts: an earlier one that still waits ends when it sees that. Going back to an earlier version whose Job is complete
 * and still there does nothing, as Kubernetes runs no Job twice: that Job has to be deleted first.
 */
export abstract class Bootstrap extends Construct {
  readonly namespace: string;
  readonly job: k8s.KubeJob;
  /** What the Job asks for, in this order. */
  readonly requests: readonly BootstrapRequest[];

  protected constructor(
    scope: Construct,
    id: string,
    props: BootstrapProps & { readonly name?: string },
    kind: BootstrapKind,
  ) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, kind.validate(found));
    requireUniqueObjects(this);
    const namespace = found as string;
    const { name = kind.name, images = Images.UPSTREAM, metrics, runbookBaseUrl } = props;
    const task = kind.task(namespace);
    refuse(this.node.path, validateRequests(task.requests));
    this.namespace = namespace;
    this.requests = task.requests;
    this.job = bootstrapJob(this, {
      ...task,
      name,
      namespace,
      images,
      placement: props,
      resources: props.resources,
      ttlSecondsAfterFinished: props.ttlSecondsAfterFinished,
    });
    this.node.defaultChild = this.job;
    const { undone } = kind;
    metrics?.addRules(...loggingBootstrapRules({ namespace, name, undone, jobName: this.job.name, runbookBaseUrl }));
  }
}
