import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { rejectedDataView } from '../bootstrap/rejected-data-view';
import type { LogDataView } from '../bootstrap/saved-objects';
import type { LogWriter } from '../bootstrap/user-requests';
import type { LogOutput } from '../outputs/log-output';
import type { LogDataStream, LogIndex, LogStoreProps } from '../outputs/log-store';
import { DEFAULT_RETENTION } from '../outputs/log-store';
import { IndexNaming } from '../outputs/search-options';
import type { ResolvedRoutes } from '../routes/log-targets';
import type { LoggingWriter } from './logging-stack-props';
import { nameOf, storedPlaces } from './stored-places';

/** What a search engine has to be set up with for the lines that an agent sends there. */
export interface StoredLogs {
  readonly indices: readonly LogIndex[];
  readonly dataStreams: readonly LogDataStream[];
  readonly dataViews: readonly LogDataView[];
  /** What the agents write to, as the bootstrap names it. */
  readonly agentIndices: readonly string[];
  /** Apps that write beside the agents, and to what. */
  readonly writers: readonly LogWriter[];
  readonly problems: readonly Problem[];
}

/** What beside the targets says what is kept. */
export interface StoredLogsOptions {
  readonly naming: IndexNaming;
  /** How is kept what nobody says more of. */
  readonly standard: LogStoreProps;
  readonly search: Pick<ISearchEndpoint, 'engine' | 'rejectedPrefix'>;
  /** @default - none */
  readonly writers?: readonly LoggingWriter[];
}

/**
 * Derives the indices, data streams and data views of one output, and what each writer may add to, from where all lines
 * go, those that no route takes first.
 */
export function storedLogs(
  { routes, rest }: ResolvedRoutes<LogOutput>,
  output: LogOutput,
  { naming, standard, search, writers = [] }: StoredLogsOptions,
): StoredLogs {
  const targets = [rest, ...routes].flatMap(({ target, output: chosen }) => (chosen === output ? [target] : []));
  const { places, problems } = storedPlaces(targets, writers, standard);
  const streams = naming === IndexNaming.DATA_STREAM;
  const datasets = places.flatMap(({ dataset, ...how }) => (dataset === undefined ? [] : [{ dataset, how }]));
  const called = (name: string) =>
    streams && datasets.some(({ dataset }) => dataset === name) ? streamOf(name) : name;
  const agentIndices = [...new Set(targets.map((target) => called(nameOf(target) ?? '')))];
  return {
    indices: [
      ...(streams ? [] : datasets.map(({ dataset, how }) => ({ prefix: dataset, ...how }))),
      ...places.flatMap(({ index, ...how }) => (index === undefined ? [] : [{ prefix: index, dated: false, ...how }])),
    ],
    dataStreams: streams ? datasets.map(({ dataset, how }) => ({ pattern: streamOf(dataset), ...how })) : [],
    dataViews: [
      ...places.map(({ index, dataset = '' }, i) => ({
        title: index ?? (streams ? streamOf(dataset) : `${dataset}-*`),
        name: i === 0 && rest.output === output ? 'Logs' : (index ?? dataset),
      })),
      rejectedDataView(search.rejectedPrefix),
      ...(streams && search.engine === SearchEngine.ELASTICSEARCH
        ? [{ title: 'logs-*-default::failures', name: 'Log lines in failure stores' }]
        : []),
    ],
    agentIndices,
    writers: writers.map(({ username, password, from, indices, ...own }) => {
      const names = [...(indices ?? []), nameOf(own)].filter((name) => name !== undefined);
      return { username, password, from, indices: names.length > 0 ? names.map(called) : (indices ?? agentIndices) };
    }),
    problems,
  };
}

const streamOf = (dataset: string) => `logs-${dataset}-default`;

/** How lines are kept whose target says nothing else. */
export const standardOf = ({
  retention = DEFAULT_RETENTION,
  keepForever,
  shards,
  replicas,
}: LogStoreProps): LogStoreProps => (keepForever ? { keepForever, shards, replicas } : { retention, shards, replicas });
