import type { HttpBasicAuth } from '../model/http-auth';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import { ElasticsearchOutput } from './outputs/elasticsearch-output';
import { OpenSearchOutput } from './outputs/open-search-output';
import type { IndexNaming } from './outputs/search-options';

/** User that the agents of a LoggingStack write as where nothing else is said. */
export const DEFAULT_WRITER: HttpBasicAuth = {
  username: 'fluent-bit',
  password: { name: 'fluent-bit-writer', key: 'password' },
};

/** The first output of the agents of a LoggingStack: that to its store. */
export function storeOutput(
  endpoint: ISearchEndpoint,
  user: HttpBasicAuth,
  naming: IndexNaming,
): ElasticsearchOutput | OpenSearchOutput {
  const props = { endpoint, user, naming };
  return endpoint.engine === SearchEngine.OPENSEARCH
    ? new OpenSearchOutput('opensearch', props)
    : new ElasticsearchOutput('elasticsearch', props);
}
