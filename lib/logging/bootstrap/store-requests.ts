import { SearchEngine } from '../../model/search-endpoint';
import { indexPattern, type LogDataStream, type LogIndex, type LogStoreProps, retentionOf } from '../outputs/log-store';
import {
  type IsmPolicy,
  idOf,
  ilmRequest,
  ismAddRequest,
  ismChangeRequest,
  ismIndexPolicies,
  ismPolicyRequest,
  ismStreamPolicy,
  priorityOf,
} from './lifecycles';
import { fieldSettings, logMappings } from './log-template';
import { REJECTS_PIPELINE, rejectsMappings, rejectsPipeline } from './rejects';
import type { BootstrapRequest } from './request';

/** Where log lines are kept. */
export interface LogStores {
  readonly engine: SearchEngine;
  /** @default - unknown: one replica */
  readonly dataNodes?: number;
  readonly indices: readonly LogIndex[];
  readonly dataStreams: readonly LogDataStream[];
  /** Daily indices of what the mappings would reject. */
  readonly rejected: LogIndex;
}

/** Templates, retention and the way of rejected documents, for all that is to come. */
export function storeRequests(stores: LogStores): BootstrapRequest[] {
  const { engine, indices, dataStreams, rejected } = stores;
  const dated = [rejected, ...indices];
  const elasticsearch = engine === SearchEngine.ELASTICSEARCH;
  return [
    {
      method: 'PUT',
      path: `/_ingest/pipeline/${REJECTS_PIPELINE}`,
      body: rejectsPipeline(engine, rejected.prefix),
    },
    commonTemplate(engine),
    ...(elasticsearch ? ages(dated).map(ilmRequest) : []),
    rejectedTemplate(stores),
    ...indices.map((index) => indexTemplate(stores, index)),
    ...dataStreams.map((stream) => streamTemplate(stores, stream)),
    ...(elasticsearch ? [] : policiesOf(stores).map(ismPolicyRequest)),
  ];
}

/**
 * Templates and policies are for what is to come: what there is gets its copies, its pipeline and its retention by these.
 * Of templates the longest pattern counts, of requests the last one: a name that several patterns fit is told by the
 * longest one last, and what has no policy yet gets it by the longest one first.
 */
export function presentRequests(stores: LogStores): BootstrapRequest[] {
  const retention =
    stores.engine === SearchEngine.ELASTICSEARCH
      ? broadFirst(stores.dataStreams, ({ pattern }) => pattern).flatMap(streamRequests)
      : retentionRequests(broadFirst(policiesOf(stores), ({ pattern }) => pattern));
  return [...retention, ...settingsRequests(stores)];
}

const retentionRequests = (policies: readonly IsmPolicy[]): BootstrapRequest[] => [
  ...[...policies].reverse().map(ismAddRequest),
  ...policies.map(ismChangeRequest),
];

const policiesOf = ({ rejected, indices, dataStreams }: LogStores): IsmPolicy[] => [
  ...[rejected, ...indices].flatMap(ismIndexPolicies),
  ...dataStreams.map(ismStreamPolicy),
];

const broadFirst = <T>(all: readonly T[], patternOf: (each: T) => string): T[] =>
  [...all].sort((a, b) => priorityOf(patternOf(a)) - priorityOf(patternOf(b)));

/** Retentions, each once. */
const ages = (indices: readonly LogIndex[]) => [...new Set(indices.flatMap((index) => retentionOf(index) ?? []))];

/** What the templates of all log lines have in common. */
const COMMON = 'observability-logs';

const commonTemplate = (engine: SearchEngine): BootstrapRequest => ({
  method: 'PUT',
  path: `/_component_template/${COMMON}`,
  body: {
    template: {
      settings: { index: { mapping: fieldSettings(engine), default_pipeline: REJECTS_PIPELINE } },
      mappings: logMappings(engine),
    },
  },
});

const template = (name: string, pattern: string, rest: object): BootstrapRequest => ({
  method: 'PUT',
  path: `/_index_template/${idOf(name)}`,
  body: { index_patterns: [pattern], priority: priorityOf(pattern), ...rest },
});

const rejectedTemplate = (stores: LogStores): BootstrapRequest =>
  template(stores.rejected.prefix, indexPattern(stores.rejected), {
    template: {
      settings: {
        index: { ...settingsOf(stores, stores.rejected), mapping: fieldSettings(stores.engine) },
      },
      mappings: rejectsMappings(),
    },
  });

const indexTemplate = (stores: LogStores, index: LogIndex): BootstrapRequest =>
  template(index.prefix, indexPattern(index), {
    composed_of: [COMMON],
    template: { settings: { index: settingsOf(stores, index) } },
  });

/** What differs between indices. */
function settingsOf(stores: LogStores, index: LogIndex): object {
  const retention = retentionOf(index);
  const managed = stores.engine === SearchEngine.ELASTICSEARCH && retention !== undefined;
  return {
    ...copiesOf(stores, index),
    // The date in the name counts, not the day on which a late line made the index anew.
    ...(managed ? { lifecycle: { name: idOf(retention), parse_origination_date: true } } : {}),
  };
}

function copiesOf({ dataNodes }: LogStores, store: LogStoreProps) {
  return { number_of_shards: store.shards ?? 1, number_of_replicas: replicasOf(dataNodes, store) };
}

/** Copies of a shard beside the primary one. */
export function replicasOf(dataNodes: number | undefined, { replicas }: LogStoreProps): number {
  return replicas ?? (dataNodes === undefined ? 1 : Math.min(1, dataNodes - 1));
}

function streamTemplate(stores: LogStores, stream: LogDataStream): BootstrapRequest {
  const more =
    stores.engine === SearchEngine.ELASTICSEARCH
      ? { lifecycle: lifecycleOf(stream), data_stream_options: optionsOf(stream) }
      : {};
  return template(stream.pattern, stream.pattern, {
    data_stream: {},
    composed_of: [COMMON],
    template: { settings: { index: copiesOf(stores, stream) }, ...more },
  });
}

/** Elasticsearch counts it from when an index of the stream is no longer written to. */
function lifecycleOf(stream: LogDataStream) {
  const retention = retentionOf(stream);
  return retention === undefined ? {} : { data_retention: retention };
}

const optionsOf = (stream: LogDataStream) => ({ failure_store: { enabled: true, lifecycle: lifecycleOf(stream) } });

const streamRequests = (stream: LogDataStream): BootstrapRequest[] => [
  { method: 'PUT', path: `/_data_stream/${stream.pattern}/_lifecycle`, body: lifecycleOf(stream), accept: [200, 404] },
  { method: 'PUT', path: `/_data_stream/${stream.pattern}/_options`, body: optionsOf(stream), accept: [200, 404] },
];

/** Servers take lines of 4 KiB before the body. */
const LONGEST_PATTERNS = 3000;

/** What all that a pattern fits is told. */
interface Told {
  readonly pattern: string;
  readonly settings: object;
}

function settingsRequests(stores: LogStores): BootstrapRequest[] {
  const told = broadFirst(toldSettings(stores), ({ pattern }) => pattern);
  // Patterns of one priority fit no name together.
  const alike = new Map<string, { readonly settings: object; readonly patterns: string[] }>();
  for (const { pattern, settings } of told) {
    const key = JSON.stringify([priorityOf(pattern), settings]);
    const known = alike.get(key);
    if (known) known.patterns.push(pattern);
    else alike.set(key, { settings, patterns: [pattern] });
  }
  return [...alike.values()].flatMap(({ settings, patterns }) =>
    inLists(patterns).map((list) => ({
      method: 'PUT',
      path: `/${list}/_settings?ignore_unavailable=true&allow_no_indices=true`,
      body: { index: settings },
      // A list of names alone, none of which is there.
      idle: 'no such index',
    })),
  );
}

function toldSettings(stores: LogStores): Told[] {
  const { engine, rejected, indices, dataStreams } = stores;
  const elasticsearch = engine === SearchEngine.ELASTICSEARCH;
  const pipeline = { default_pipeline: REJECTS_PIPELINE };
  const copies = (store: LogStoreProps) => ({ number_of_replicas: copiesOf(stores, store).number_of_replicas });
  const policy = (index: LogIndex) => {
    const retention = retentionOf(index);
    return elasticsearch ? { lifecycle: { name: retention === undefined ? null : idOf(retention) } } : {};
  };
  return [
    { pattern: indexPattern(rejected), settings: { ...copies(rejected), ...policy(rejected) } },
    ...indices.map((index) => ({
      pattern: indexPattern(index),
      settings: { ...copies(index), ...pipeline, ...policy(index) },
    })),
    ...dataStreams.flatMap((stream) => [
      { pattern: stream.pattern, settings: { ...copies(stream), ...pipeline } },
      ...(elasticsearch ? [{ pattern: `.fs-${stream.pattern}-*`, settings: copies(stream) }] : []),
    ]),
  ];
}

function inLists(patterns: readonly string[]): string[] {
  const lists: string[] = [];
  for (const pattern of patterns) {
    const last = lists.at(-1);
    if (last === undefined || last.length + pattern.length >= LONGEST_PATTERNS) lists.push(pattern);
    else lists[lists.length - 1] = `${last},${pattern}`;
  }
  return lists;
}
