import type { FluentdFilter, FluentdOutput } from '../../config/fluentd/config';
import type { LogTarget } from '../../model/log-route';
import type { LogOutput, OutputFiles } from './log-output';

/** A filter or an output, without what is the agent's: its name, the tags it sees and where it keeps what waits. */
type Bare<P> = P extends unknown ? Omit<P, '$id' | '$tag' | 'buffer'> : never;

/** A filter in front of an output, without the tags it sees. */
export type FluentdBareFilter = Bare<FluentdFilter>;

/** One output plugin, without the tags it takes and its buffer. */
export type FluentdPlugin = Bare<FluentdOutput>;

/** How lines of one target reach an output with Fluentd. */
export interface FluentdDelivery {
  /** Targets of one instance share a plugin, and are told apart by `dataset` alone. `''` is the plain one. */
  readonly instance: string;
  /** Key of a record that names its index once `filters` are through. @default - the other side has no indices */
  readonly indexKey?: string;
  /** What is done to each record in front of the plugin. */
  readonly filters: readonly FluentdBareFilter[];
  readonly plugin: FluentdPlugin;
  /** Value of the record's key `dataset`. */
  readonly dataset: string;
  /** Whether the plugin keeps what it cannot send yet in a buffer. */
  readonly buffered: boolean;
}

/** An output that Fluentd can send to, with the plugins of its image. */
export interface IFluentdOutput extends LogOutput {
  /** How lines of this target are sent. Called any number of times; the answer is always the same. */
  fluentd(target: LogTarget, files: OutputFiles): FluentdDelivery;
}
