import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { DEFAULT_REJECTED } from '../outputs/dataset-names';
import type { ElasticsearchProps } from './elasticsearch';
import { httpUrl } from './scripts';

/** Elasticsearch's own. */
const SHARDS_PER_NODE = 1000;

/** How an Elasticsearch of ours is reached, which is known before it is made. */
export function elasticsearchEndpoint(
  {
    name = 'elasticsearch',
    nodes: dataNodes = 1,
    elasticPassword: password = { name: `${name}-users`, key: 'elastic' },
    httpSecretName = `${name}-http-tls`,
    rejectedPrefix = DEFAULT_REJECTED,
    settings = {},
  }: ElasticsearchProps,
  namespace: string,
) {
  return {
    engine: SearchEngine.ELASTICSEARCH,
    url: httpUrl(`${name}.${namespace}.svc`),
    dataNodes,
    maxShardsPerNode: Number(settings['cluster.max_shards_per_node']) || SHARDS_PER_NODE,
    ca: { name: httpSecretName, key: 'ca.crt' },
    admin: { username: 'elastic', password },
    pods: { namespace, labels: { 'app.kubernetes.io/name': 'elasticsearch', elasticsearch: name } },
    rejectedPrefix,
  } as const satisfies ISearchEndpoint;
}
