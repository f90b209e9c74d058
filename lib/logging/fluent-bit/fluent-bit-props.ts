import type { FluentBitFilter, FluentBitParser } from '../../config/fluent-bit/config';
import type { ApiServerAccessProps } from '../../kubernetes/api-server-access';
import type { NodeAgentProps } from '../../kubernetes/node-agent';
import type { LogRoute, LogTarget } from '../../model/log-route';
import type { StackTraceLanguage } from '../lines/stack-traces';
import type { LossBudgetProps } from '../loss-budget';
import type { IFluentBitOutput } from '../outputs/log-output';
import type { FluentBitMetadata } from './fluent-bit-metadata';

export interface FluentBitProps extends NodeAgentProps, ApiServerAccessProps, LossBudgetProps {
  /** Where logs go unless a route names another output. */
  readonly output: IFluentBitOutput;
  /** More outputs, for routes that name them. @default - none */
  readonly outputs?: readonly IFluentBitOutput[];
  /**
   * Outputs that get each line as well, whichever route has it and wherever that sends it, such as an S3Output for an
   * archive. Where an output has a place of its own for each dataset, all of them are in the one that `otherLogs` names, or
   * else in its own. What a route drops by level or value they do not get, and no route names them.
   * @default - none
   */
  readonly copies?: readonly IFluentBitOutput[];
  /** The first route that fits a line has it. @default - all lines are `otherLogs` */
  readonly routes?: readonly LogRoute[];
  /** What becomes of the lines that no route takes, and of the logs of the node and of the agents. @default - they are kept in the output's own dataset */
  readonly otherLogs?: LogTarget;
  /** Name of the DaemonSet, of its other objects and of the scrape job. @default 'fluent-bit' */
  readonly name?: string;
  /** Where the agent learns who wrote a line. @default FluentBitMetadata.API_SERVER, which all clusters let it ask */
  readonly metadata?: FluentBitMetadata;
  /** Add the labels of namespaces; not with metadata from tags or kubelets. @default false */
  readonly namespaceLabels?: boolean;
  /**
   * Let pods say by annotations `fluentbit.io/parser` and `fluentbit.io/exclude` how their lines are read, and that they
   * are not: whoever may write pods can hide their logs then.
   * @default false
   */
  readonly podAnnotations?: boolean;
  /** Parsers that pods may name by annotation, or `filters`. @default - none */
  readonly parsers?: readonly FluentBitParser[];
  /**
   * More filters, such as one that blanks out card numbers. They see each record when it is known who wrote it, in `log` as
   * it was written and in `parsed` where that is JSON, and before routes choose by level or value. They are proved with the
   * rest; what they drop is gone. Tags are `kube.<namespace>.<container>.<uid>.<pod>`, `node.<unit>`, and `self.…` of agents.
   * @default - none
   */
  readonly filters?: readonly FluentBitFilter[];
  /**
   * Languages whose stack traces become one record. A trace is held in memory until it is known to be whole, for a few
   * seconds at most: when an agent ends meanwhile, its lines so far are lost. No other line is held.
   * @default - each line is a record
   */
  readonly stackTraces?: readonly StackTraceLanguage[];
  /**
   * Units of systemd whose journal is read, be it on the node's disk or in its memory. With none, nodes may do without
   * systemd: else `/etc/machine-id` is mounted, and made as an empty file where it is missing.
   * @default ['kubelet.service', 'containerd.service']
   */
  readonly nodeUnits?: readonly string[];
  /**
   * Folder with the logs of containers where those in `/var/log` are links to another: that of Docker, as
   * `/var/lib/docker/containers`. The files that Docker rotates have no link: what it rotates while no agent runs is not read.
   * @default - none
   */
  readonly containerLogsPath?: string;
  /** Folder on the nodes for positions, waiting chunks and those that were refused. @default - `/var/lib/<name>.<namespace>` */
  readonly statePath?: string;
  /** Annotations of the ServiceAccount, such as the role of AWS that an output needs. @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /** The rules about agents, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** Samples that a scrape may bring; more fail it. @default - 1000, and 30 for each output and each route */
  readonly sampleLimit?: number;
}

/** What props are where they are left out. */
export const FLUENT_BIT_DEFAULTS = {
  name: 'fluent-bit',
  nodeUnits: ['kubelet.service', 'containerd.service'],
} as const;

/** The folder of an agent's state. */
export const statePathOf = (
  { name = FLUENT_BIT_DEFAULTS.name, statePath }: Pick<FluentBitProps, 'name' | 'statePath'>,
  namespace = '',
): string => statePath ?? `/var/lib/${name}.${namespace}`;
