import type { Problem } from '../../model/problem';
import { flag, needed, number, type Shape, text } from '../../model/shape';
import { validateInteger } from '../../model/units';
import { validatePlainIndex } from './dataset-names';

/** How the indices or streams of log lines are cut and kept. */
export interface LogStoreProps {
  /**
   * How long lines are kept at least, in whole days. A daily index goes as a whole, a day after that: its first lines are
   * kept up to a day longer.
   * @default '7d'
   */
  readonly retention?: string;
  /** Delete nothing, however old. @default false */
  readonly keepForever?: boolean;
  /** Primary shards of an index. @default 1 */
  readonly shards?: number;
  /** Copies beside the primary shard. @default - 1, and 0 where one node alone holds data */
  readonly replicas?: number;
}

/** Daily indices `<prefix>-YYYY.MM.DD`, or one index for all days. */
export interface LogIndex extends LogStoreProps {
  /** Name before the date: `logstash`. */
  readonly prefix: string;
  /** One index a day; else one that grows for ever, from which nothing is deleted. @default true */
  readonly dated?: boolean;
}

/**
 * Data streams. What the mapping would reject is moved to the indices of rejected documents, as from daily indices; what
 * neither the mapping nor those take is in Elasticsearch's failure store, `<stream>::failures`.
 */
export interface LogDataStream extends LogStoreProps {
  /**
   * Name of the stream, or a pattern of names: `logs-shop-*`. Of two that fit a stream the longer one counts, also one that was
   * set up before and is no longer said here, until its template is deleted ({@link SearchBootstrap} says how).
   */
  readonly pattern: string;
}

/** What each kind of them is told alike. */
export const LOG_STORE: Shape<LogStoreProps> = {
  retention: text('7d'),
  keepForever: flag(),
  shards: number(1),
  replicas: number(1),
};

/** What an index consists of. */
export const LOG_INDEX: Shape<LogIndex> = { ...LOG_STORE, prefix: needed(text('logstash')), dated: flag() };

/** What a data stream consists of. */
export const LOG_DATA_STREAM: Shape<LogDataStream> = { ...LOG_STORE, pattern: needed(text('logs-shop-*')) };

/** Kept for so long where nothing else is said. */
export const DEFAULT_RETENTION = '7d';

/** What belongs to an index by its name: with a date of this millennium behind the prefix, or just the prefix. */
export const indexPattern = ({ prefix, dated = true }: LogIndex): string => (dated ? `${prefix}-20*.*.*` : prefix);

/** How long its documents are kept; undefined is for ever. */
export function retentionOf({ retention, keepForever, dated = true }: LogStoreProps & { dated?: boolean }) {
  return keepForever || !dated ? undefined : (retention ?? DEFAULT_RETENTION);
}

const PATTERN = /^[a-z0-9*][-._a-z0-9*]{0,199}$/;

/** Checks an optional retention in days. */
export function validateRetention(prop: string, retention: string | undefined): Problem[] {
  if (retention === undefined || /^[1-9]\d{0,4}d$/.test(retention)) return [];
  return [{ what: `'${prop}' is '${retention}'`, fix: "use whole days, such as '7d'" }];
}

/** Checks an optional name before the date of the indices with rejected documents. */
export function validateRejectedPrefix(prop: string, prefix: string | undefined): Problem[] {
  return prefix === undefined ? [] : validatePlainIndex(prop, prefix, `${prefix}-2030.01.31`);
}

/** Checks one index. */
export function validateLogIndex(place: string, index: LogIndex, dataNodes?: number): Problem[] {
  const { prefix, dated = true, retention } = index;
  return [
    ...validatePlainIndex(`${place}.prefix`, prefix, dated ? `${prefix}-2030.01.31` : prefix),
    ...(dated || retention === undefined
      ? []
      : [
          {
            what: `'${place}' keeps '${prefix}' for '${retention}' in one index without a date, and only whole indices can be deleted by age`,
            fix: "leave 'dated' out, or 'retention'",
          },
        ]),
    ...validateLogStore(place, index, dataNodes),
  ];
}

/** Checks one data stream. */
export function validateLogDataStream(place: string, stream: LogDataStream, dataNodes?: number): Problem[] {
  const { pattern } = stream;
  return [
    ...(PATTERN.test(pattern) && pattern.replaceAll('*', '') !== ''
      ? []
      : [
          {
            what: `'${place}.pattern' is '${pattern}', which names no data streams of our own`,
            fix: "use 'a-z', '0-9', '-', '_', '.' and '*', such as 'logs-shop-*'",
          },
        ]),
    ...validateLogStore(place, stream, dataNodes),
  ];
}

/**
 * Checks how one of them is cut and kept.
 *
 * @param place where it is said; `''` where others say that
 * @param dataNodes nodes that hold data, if that is known
 */
export function validateLogStore(
  place: string,
  { retention, keepForever, shards, replicas }: LogStoreProps,
  dataNodes?: number,
): Problem[] {
  const prefix = place === '' ? '' : `${place}.`;
  return [
    ...validateRetention(`${prefix}retention`, retention),
    ...(keepForever && retention !== undefined
      ? [
          {
            what:
              place === ''
                ? "'retention' and 'keepForever' are set together"
                : `'${place}' has 'retention' and 'keepForever'`,
            fix: 'keep one of them',
          },
        ]
      : []),
    ...validateInteger(`${prefix}shards`, shards, { min: 1, max: 1024 }),
    ...validateInteger(`${prefix}replicas`, replicas, { min: 0, max: 9 }),
    ...(replicas !== undefined && dataNodes !== undefined && replicas >= dataNodes && dataNodes > 0
      ? [
          {
            what: `'${prefix}replicas' is ${replicas}, and ${dataNodes === 1 ? 'one node holds' : `${dataNodes} nodes hold`} data: no node would take the last copy`,
            fix: dataNodes === 1 ? 'use 0, or leave it out' : `use ${dataNodes - 1} or less`,
          },
        ]
      : []),
  ];
}
