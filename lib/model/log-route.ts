import { choice, flag, listOf, number, type Shape, struct, text } from './shape';

/** How grave a line is, by the names that loggers use and the numbers of pino and bunyan. */
export enum LogLevel {
  TRACE = 'trace',
  DEBUG = 'debug',
  INFO = 'info',
  WARN = 'warn',
  ERROR = 'error',
  FATAL = 'fatal',
}

/** The lines that stay, by a field of theirs. Lines that are no JSON or lack the field are dropped. */
export interface LogKeep {
  /** Name of the field in the JSON of the line; dots lead into objects: `http.status`. */
  readonly field: string;
  /** As text, however the line writes them: `'2'` is the number 2 as well. */
  readonly values: readonly string[];
}

/** What becomes of log lines. */
export interface LogTarget {
  /**
   * The group that the lines are stored in: the start of daily indices, or the name in a data stream, a log group or a
   * label. Give this or `index`.
   * @default - that of the lines no route takes
   */
  readonly dataset?: string;
  /** One index without a date, which nothing ever deletes. @default - by `dataset` */
  readonly index?: string;
  /** Less grave lines are dropped. Lines that tell no level stay. @default - all stay */
  readonly minLevel?: LogLevel;
  /** Only these lines stay. @default - all stay */
  readonly keep?: LogKeep;
  /** How long the lines are kept at least, in whole days: `7d`. @default - as the output's backend keeps all */
  readonly retention?: string;
  /** Delete nothing, however old; not with `retention`. For lines in the store of a LoggingStack. @default - by `retention` */
  readonly keepForever?: boolean;
  /** Primary shards of an index. For lines in the store of a LoggingStack. @default - as the stack says */
  readonly shards?: number;
  /** Copies beside the primary shard. For lines in the store of a LoggingStack. @default - as the stack says */
  readonly replicas?: number;
  /** Name of the output. @default - the agent's first */
  readonly output?: string;
}

/** The lines of some containers, and what becomes of them. A `*` in a name stands for any letters. */
export interface LogRoute extends LogTarget {
  /** For messages. @default - its place in the list */
  readonly name?: string;
  /** @default - all */
  readonly namespaces?: readonly string[];
  /** @default - all */
  readonly pods?: readonly string[];
  /** @default - all */
  readonly containers?: readonly string[];
}

/** What a target consists of. */
export const LOG_TARGET: Shape<LogTarget> = {
  dataset: text('shop'),
  index: text('shop'),
  minLevel: choice(LogLevel),
  keep: struct<LogKeep>({
    field: { ...text('priority'), required: true },
    values: { ...listOf(text('2')), required: true },
  }),
  retention: text('7d'),
  keepForever: flag(),
  shards: number(1),
  replicas: number(1),
  output: text('elasticsearch'),
};

/** What a route consists of. */
export const LOG_ROUTE: Shape<LogRoute> = {
  ...LOG_TARGET,
  name: text('shop'),
  namespaces: listOf(text('shop')),
  pods: listOf(text('api-*')),
  containers: listOf(text('api')),
};

/** Which pods of what container a route takes: names, `*` for any letters; undefined for all. */
export type LogSelector = Pick<LogRoute, 'namespaces' | 'pods' | 'containers'>;
