import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { ElasticsearchOutput } from '../outputs/elasticsearch-output';
import { OpenSearchOutput } from '../outputs/open-search-output';
import type { IndexNaming } from '../outputs/search-options';
import { type StoreLogin, userOf } from './store-login';

/** The first output of the agents of a LoggingStack: that to its store. */
export function storeOutput(
  endpoint: ISearchEndpoint,
  login: StoreLogin,
  naming: IndexNaming,
): ElasticsearchOutput | OpenSearchOutput {
  const { sigv4, apiKey } = login;
  const props = { endpoint, naming, user: userOf(login) };
  return endpoint.engine === SearchEngine.OPENSEARCH
    ? new OpenSearchOutput('opensearch', { ...props, sigv4 })
    : new ElasticsearchOutput('elasticsearch', { ...props, apiKey });
}
