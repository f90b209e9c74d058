import type { ISearchEndpoint } from '../../model/search-endpoint';
import { Elasticsearch } from './elasticsearch';

/**
 * Whether a store has, or may have, what others keep there: whoever sets it up has to be told by which names. Only an
 * Elasticsearch that is made here is known to be ours.
 */
export const isForeignStore = (search: ISearchEndpoint): boolean => !(search instanceof Elasticsearch);
