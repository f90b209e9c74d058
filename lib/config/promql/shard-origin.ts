/** Results that every shard has, and has alike. */
export const EVERYWHERE = 'everywhere';

/** Results that come from one target each and are on the shard that scrapes it. */
export interface Split {
  /** Whether the label `instance` is that of the target. */
  readonly instance: boolean;
  /** Whether the label `job` is that of the target. */
  readonly job: boolean;
  /** The one job that all of them come from, whatever label `job` they have left. */
  readonly pinned?: string;
}

/** Where the results of an expression are. */
export type Origin = typeof EVERYWHERE | Split;

/** On the shard of their target, which their labels do not tell. */
export const OTHER_TARGETS: Split = { instance: false, job: false };

/** Whether all shards have the same results. */
export const isEverywhere = (origin: Origin): origin is typeof EVERYWHERE => origin === EVERYWHERE;
