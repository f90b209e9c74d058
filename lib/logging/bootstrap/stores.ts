import { DEFAULT_REJECTED } from '../outputs/dataset-names';
import { DEFAULT_RETENTION, indexPattern, type LogIndex } from '../outputs/log-store';
import type { SearchBootstrapProps } from './search-bootstrap';
import type { LogStores } from './store-requests';

/** What is set up where nothing is said. */
export const DEFAULT_INDEX: LogIndex = { prefix: 'logstash' };

/** What is set up, with what the props leave out. */
export function storesOf(
  props: Partial<SearchBootstrapProps>,
): Pick<LogStores, 'indices' | 'dataStreams' | 'rejected'> {
  const { dataStreams = [], rejectedRetention = DEFAULT_RETENTION, rejectedKeepForever: keepForever } = props;
  const rejectedPrefix = props.rejectedPrefix ?? props.search?.rejectedPrefix ?? DEFAULT_REJECTED;
  return {
    indices: props.indices ?? (dataStreams.length > 0 ? [] : [DEFAULT_INDEX]),
    dataStreams,
    rejected: { prefix: rejectedPrefix, ...(keepForever ? { keepForever } : { retention: rejectedRetention }) },
  };
}

/** The names of all that is set up, by what they are called in the props: a prefix stands for its indices. */
export function patternsByName(props: Partial<SearchBootstrapProps>): ReadonlyMap<string, string> {
  const { indices, dataStreams, rejected } = storesOf(props);
  return new Map([
    ...[...indices, rejected].map((index): [string, string] => [index.prefix, indexPattern(index)]),
    ...dataStreams.map(({ pattern }): [string, string] => [pattern, pattern]),
  ]);
}
