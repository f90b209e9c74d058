import type { LogTarget } from '../../model/log-route';
import type { SecretKey } from '../../model/secret-key';
import { DEFAULT_REJECTED } from './dataset-names';
import type { ElasticsearchOutputProps } from './elasticsearch-output';
import type { FluentdBareFilter, FluentdDelivery } from './fluentd-delivery';
import { addressOf } from './http-endpoint';
import { DATASET_KEY, type OutputFiles } from './log-output';
import { IndexNaming } from './search-options';

/** Key of a record that says where its document goes, and is not in it. */
const INDEX_KEY = '_index';
/** Key of a document's id. It stays: the plugin forgets records without it that Elasticsearch refuses. */
const ID_KEY = 'line_id';

/** Names of variables with the credentials. */
export interface ElasticsearchVariables {
  readonly password: string;
  readonly apiKey: string;
}

/** How Fluentd sends lines to Elasticsearch, as data that its image's plugin takes. */
export function fluentdElasticsearch(
  props: ElasticsearchOutputProps,
  variables: ElasticsearchVariables,
  target: LogTarget,
  files: OutputFiles,
): FluentdDelivery {
  const { endpoint, user, apiKey } = props;
  const { host, port, tls } = addressOf(endpoint.url);
  const path = endpoint.path ?? '/';
  const { index } = target;
  return {
    instance: index ?? '',
    dataset: index ?? (target.dataset as string),
    buffered: true,
    indexKey: INDEX_KEY,
    filters: filtersOf(props, indexName(index, props)),
    plugin: {
      $type: 'elasticsearch',
      host,
      port,
      scheme: tls ? 'https' : 'http',
      ...(path === '/' ? {} : { path }),
      ...(tls ? { ssl_verify: true, ...caOf(endpoint.ca, files) } : {}),
      ...(user === undefined ? {} : { user: user.username, password: { $env: variables.password } }),
      ...(apiKey === undefined ? {} : { api_key: { $env: variables.apiKey } }),
      target_index_key: INDEX_KEY,
      // What is sent again has the same id, and is refused as a copy.
      id_key: ID_KEY,
      write_operation: 'create',
      ...(props.pipeline === undefined ? {} : { pipeline: props.pipeline }),
      suppress_type_name: true,
      // It starts while Elasticsearch is away, too.
      verify_es_version_at_startup: false,
      default_elasticsearch_version: 9,
      // Five seconds by default, after which an answer that is on its way is not waited for.
      request_timeout: '60s',
      // A Service is one address, and stays.
      reload_connections: false,
      reload_on_failure: false,
      reconnect_on_error: true,
      compression_level: 'best_speed',
      log_es_400_reason: true,
      // By default a chunk is given up when Elasticsearch is overloaded.
      unrecoverable_error_types: ['out_of_memory_error'],
    },
  };
}

const caOf = (ca: SecretKey | undefined, files: OutputFiles) => (ca === undefined ? {} : { ca_file: files.secret(ca) });

/** Ruby that is the same for all data: it reads the record. What was rejected is in daily indices, whatever the others are. */
function indexName(
  index: string | undefined,
  { endpoint, naming, dataStreamNamespace }: ElasticsearchOutputProps,
): string {
  if (index !== undefined) return index;
  const { rejectedPrefix = DEFAULT_REJECTED } = endpoint;
  const dataset = `record["${DATASET_KEY}"]`;
  const isRejected = `${dataset} == "${DEFAULT_REJECTED}"`;
  const day = 'time.utc.strftime("%Y.%m.%d")';
  if (naming === IndexNaming.DATA_STREAM) {
    const stream = `"logs-#{${dataset} || "unrouted"}-${dataStreamNamespace ?? 'default'}"`;
    return `\${${isRejected} ? "${rejectedPrefix}-#{${day}}" : ${stream}}`;
  }
  const prefix =
    rejectedPrefix === DEFAULT_REJECTED
      ? `${dataset} || "unrouted"`
      : `${isRejected} ? "${rejectedPrefix}" : ${dataset} || "unrouted"`;
  return `\${${prefix}}-\${${day}}`;
}

function filtersOf(props: ElasticsearchOutputProps, index: string): FluentdBareFilter[] {
  const { endpoint, replaceDots = endpoint.admin === undefined } = props;
  return [
    ...(replaceDots ? [{ $type: 'dedot', de_dot: true, de_dot_nested: true, de_dot_separator: '_' } as const] : []),
    {
      $type: 'record_transformer',
      enable_ruby: true,
      // With all digits of the time, so that two equal lines of one second are two documents.
      record: { '@timestamp': '${time.utc.iso8601(9)}', [INDEX_KEY]: index },
    },
    {
      $type: 'elasticsearch_genid',
      hash_id_key: ID_KEY,
      use_record_as_seed: true,
      use_entire_record: true,
      include_tag_in_seed: true,
      hash_type: 'sha256',
    },
  ];
}
