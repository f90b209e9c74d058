import type { NodeAgentProps } from '../../kubernetes/node-agent';
import type { ContainerResources } from '../../kubernetes/resources';
import type { LogRoute, LogTarget } from '../../model/log-route';
import type { LossBudgetProps } from '../loss-budget';
import type { IFluentdOutput } from '../outputs/fluentd-delivery';

export interface FluentdAgentProps extends NodeAgentProps, LossBudgetProps {
  /** Where logs go unless a route names another output. */
  readonly output: IFluentdOutput;
  /** More outputs, for routes that name them. @default - none */
  readonly outputs?: readonly IFluentdOutput[];
  /** The first route that fits a line has it. @default - all lines are `otherLogs` */
  readonly routes?: readonly LogRoute[];
  /** What becomes of the lines that no route takes. @default - they are kept in the output's own dataset */
  readonly otherLogs?: LogTarget;
  /** Name of the DaemonSet, of its other objects and of the scrape job. @default 'fluentd' */
  readonly name?: string;
  /** Folder on the nodes for positions and what waits. @default - `/var/lib/<name>.<namespace>` */
  readonly statePath?: string;
  /** The rules about agents, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default - 100m CPU, 256Mi memory, 768Mi at most */
  readonly resources?: ContainerResources;
}
