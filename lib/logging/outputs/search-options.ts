import type { FluentBitOutput } from '../../config/fluent-bit/config';
import { BASIC_AUTH, type HttpBasicAuth, validateBasicAuth } from '../../model/http-auth';
import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import type { ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { checkedElsewhere, choice, flag, number, type Shape, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { validateInteger } from '../../model/units';
import { validateDataStreamPart, validateIndexName, validatePlainIndex } from './dataset-names';
import { addressOf, tlsOptions, validateApiEndpoint, validateClearText } from './http-endpoint';

import { DATASET_KEY, type FluentBitDelivery, type OutputFiles, variableOf } from './log-output';

/** How the places are named that documents of a dataset go to. */
export enum IndexNaming {
  /** An index a day, by the time of the line in UTC: `<dataset>-2030.01.31`. */
  DAILY = 'daily',
  /**
   * A data stream `logs-<dataset>-<namespace>`, whose indices the backend makes and deletes. What a bootstrap does not
   * foresee that its mapping rejects is in `<stream>::failures` of Elasticsearch, and refused by OpenSearch.
   */
  DATA_STREAM = 'data-stream',
}

/** What the outputs to Elasticsearch and to OpenSearch have in common. */
export interface SearchOutputProps {
  /** User that may write. @default - none is sent */
  readonly user?: HttpBasicAuth;
  /** @default IndexNaming.DAILY */
  readonly naming?: IndexNaming;
  /** The last part of data streams' names. @default 'default' */
  readonly dataStreamNamespace?: string;
  /** Ingest pipeline that documents go through. @default - the index's own */
  readonly pipeline?: string;
  /**
   * Write dots in names of fields as `_`: labels `app` and `app.kubernetes.io/name` are a text and an object of one name
   * otherwise, which a mapping refuses unless it takes labels as flattened.
   * @default - unless a bootstrap sets such mappings up, for which the endpoint has an admin
   */
  readonly replaceDots?: boolean;
  /** Connections at once. @default 2 */
  readonly workers?: number;
}

/** What these props consist of. */
export const SEARCH_OUTPUT: Shape<SearchOutputProps> = {
  user: BASIC_AUTH,
  naming: choice(IndexNaming),
  dataStreamNamespace: text('default'),
  pipeline: text('logs'),
  replaceDots: flag(),
  workers: number(2),
};

/** An endpoint; its parts are checked by {@link validateSearchOutput}. */
export const SEARCH_ENDPOINT = checkedElsewhere<ISearchEndpoint>('elasticsearch');

/** Checks these props and the endpoint's. */
export function validateSearchOutput(
  { user, naming, dataStreamNamespace, pipeline, workers }: SearchOutputProps,
  endpoint: ISearchEndpoint | undefined,
  wanted: { readonly engine: SearchEngine; readonly other: string },
): Problem[] {
  if (typeof endpoint !== 'object' || endpoint === null || typeof endpoint.url !== 'string') {
    return [
      {
        what: "'endpoint' is no place where documents are indexed",
        fix: `give one such as { engine: SearchEngine.${wanted.engine.toUpperCase()}, url: 'https://logs.example.com' }`,
      },
    ];
  }
  return [
    ...(endpoint.engine === wanted.engine
      ? []
      : [{ what: `'endpoint.engine' is ${shown(endpoint.engine)}`, fix: `use the output ${wanted.other}` }]),
    ...validateApiEndpoint(endpoint, 'endpoint.'),
    ...validateClearText('endpoint.url', endpoint.url, user !== undefined),
    ...validateBasicAuth('user', user),
    ...(dataStreamNamespace === undefined
      ? []
      : naming === IndexNaming.DATA_STREAM
        ? validateDataStreamPart('dataStreamNamespace', dataStreamNamespace)
        : [
            {
              what: "'dataStreamNamespace' is set, and 'naming' makes no data streams",
              fix: 'add naming: IndexNaming.DATA_STREAM, or leave it out',
            },
          ]),
    ...(pipeline === undefined || /^[-\w.]+$/.test(pipeline)
      ? []
      : [
          {
            what: `'pipeline' is '${pipeline}', which cannot stand in an address as it is`,
            fix: "use letters, digits, '-', '_' and '.', such as 'logs'",
          },
        ]),
    ...validateInteger('workers', workers, { min: 1, max: 16 }),
  ];
}

/** What of a target an index cannot be. */
export function validateSearchTarget({ dataset, index, retention }: LogTarget, naming: IndexNaming): Problem[] {
  if (index !== undefined) {
    return [
      ...validatePlainIndex('index', index),
      ...(retention === undefined
        ? []
        : [
            {
              what: `'retention' is '${retention}', and index '${index}' has no date: no line of it grows old alone`,
              fix: `write dataset: '${index}' for an index a day, or leave 'retention' out`,
            },
          ]),
    ];
  }
  if (dataset === undefined) return [];
  return naming === IndexNaming.DATA_STREAM
    ? validateDataStreamPart('dataset', dataset)
    : [
        ...validateIndexName('dataset', dataset),
        ...validatePlainIndex('dataset', dataset, `${dataset}-2030.01.31`),
      ].slice(0, 1);
}

type SearchPlugin<Name extends 'es' | 'opensearch'> = Omit<FluentBitOutput<Name>, 'name'>;

/** The options of both plugins. */
export function searchOptions(
  name: string,
  props: SearchOutputProps & { readonly endpoint: ISearchEndpoint },
  target: LogTarget,
  files: OutputFiles,
): Omit<FluentBitDelivery, 'plugin'> & { readonly options: SearchPlugin<'es'> & SearchPlugin<'opensearch'> } {
  const { endpoint, naming = IndexNaming.DAILY } = props;
  const { host, port, tls } = addressOf(endpoint.url);
  const path = endpoint.path ?? '/';
  const common: SearchPlugin<'es'> & SearchPlugin<'opensearch'> = {
    host,
    port,
    ...(path === '/' ? {} : { path }),
    ...tlsOptions(tls, endpoint.ca, files),
    ...indexOptions(target, naming, props.dataStreamNamespace),
    // Their other values are refused by these servers: a type, and the second copy of what an agent sends again.
    suppress_type_name: true,
    write_operation: 'create',
    generate_id: true,
    // Two equal lines of one millisecond are two documents.
    time_key_nanos: true,
    // The answer to a bulk names every document: one that is cut counts as failed.
    buffer_size: false,
    trace_error: true,
    compress: 'gzip',
    ...((props.replaceDots ?? endpoint.admin === undefined) ? { replace_dots: true } : {}),
    ...(props.pipeline === undefined ? {} : { pipeline: props.pipeline }),
    workers: props.workers ?? 2,
    // An answer that never comes must not hold its lines for ever.
    'net.io_timeout': '60s',
    ...(props.user === undefined
      ? {}
      : { http_user: props.user.username, http_passwd: `\${${variableOf(name, 'password')}}` }),
  };
  const { index, dataset } = target;
  return {
    instance: index === undefined ? '' : index,
    dataset: index ?? (naming === IndexNaming.DATA_STREAM ? `logs-${dataset}` : (dataset as string)),
    options: common,
  };
}

function indexOptions(
  { index }: LogTarget,
  naming: IndexNaming,
  namespace = 'default',
): SearchPlugin<'es'> & SearchPlugin<'opensearch'> {
  if (index !== undefined) return { index };
  return {
    logstash_format: true,
    logstash_prefix_key: `$${DATASET_KEY}`,
    // Of records without that key, which no route lets through.
    logstash_prefix: naming === IndexNaming.DATA_STREAM ? 'logs-unrouted' : 'unrouted',
    logstash_prefix_separator: '-',
    logstash_dateformat: naming === IndexNaming.DATA_STREAM ? namespace : '%Y.%m.%d',
  };
}
