import { SearchEngine } from '../../model/search-endpoint';
import { indexPattern, type LogDataStream, type LogIndex, type LogStoreProps, retentionOf } from './log-store';
import { logIndexSettings, logMappings } from './log-template';
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

/** Templates, retention and the way of rejected documents, for all that is kept. */
export function storeRequests(stores: LogStores): BootstrapRequest[] {
  const { indices, dataStreams, rejected } = stores;
  return [
    {
      method: 'PUT',
      path: `/_ingest/pipeline/${REJECTS_PIPELINE}`,
      body: rejectsPipeline(stores.engine, rejected.prefix),
    },
    ...indexRequests(stores, rejected, rejectsMappings(), {}),
    ...indices.flatMap((index) => indexRequests(stores, index, logMappings(stores.engine), PIPELINE)),
    ...dataStreams.flatMap((stream) => dataStreamRequests(stores, stream)),
  ];
}

const PIPELINE = { default_pipeline: REJECTS_PIPELINE };

const idOf = (name: string) => `observability-${name.replaceAll('*', '~')}`;

/** Of two patterns that fit one name the longer one wins; both above those that come with the server. */
const priorityOf = (pattern: string) => 300 + pattern.replaceAll('*', '').length;

const template = (id: string, pattern: string, rest: object): BootstrapRequest => ({
  method: 'PUT',
  path: `/_index_template/${id}`,
  body: { index_patterns: [pattern], priority: priorityOf(pattern), ...rest },
});

function settingsOf({ engine, dataNodes }: LogStores, { shards = 1, replicas }: LogStoreProps) {
  const spare = dataNodes === undefined ? 1 : Math.min(1, dataNodes - 1);
  return logIndexSettings(engine, { shards, replicas: replicas ?? spare });
}

function indexRequests(stores: LogStores, index: LogIndex, mappings: object, more: object): BootstrapRequest[] {
  const { engine } = stores;
  const pattern = indexPattern(index);
  const id = idOf(index.prefix);
  const retention = retentionOf(index);
  // The date in the name counts, not the day on which a late line made the index anew.
  const lifecycle =
    engine === SearchEngine.ELASTICSEARCH && retention !== undefined
      ? { lifecycle: { name: id, parse_origination_date: true } }
      : {};
  const settings = { index: { ...settingsOf(stores, index), ...lifecycle, ...more } };
  const made = template(id, pattern, { template: { settings, mappings } });
  if (engine === SearchEngine.OPENSEARCH) {
    return retention === undefined ? [made] : [made, ...ismRequests(id, pattern, deletion(retention))];
  }
  if (retention === undefined) return [made, managedBy(pattern, null)];
  return [
    {
      method: 'PUT',
      path: `/_ilm/policy/${id}`,
      body: { policy: { phases: { delete: { min_age: retention, actions: { delete: {} } } } } },
    },
    made,
    // Templates are for indices to come.
    managedBy(pattern, id),
  ];
}

const managedBy = (pattern: string, policy: string | null): BootstrapRequest => ({
  method: 'PUT',
  path: `/${pattern}/_settings`,
  body: { index: { lifecycle: { name: policy } } },
  accept: [200, 404],
});

function dataStreamRequests(stores: LogStores, stream: LogDataStream): BootstrapRequest[] {
  const { pattern } = stream;
  const { engine } = stores;
  const id = idOf(pattern);
  const retention = retentionOf(stream);
  const index = settingsOf(stores, stream);
  const mappings = logMappings(engine);
  if (engine === SearchEngine.OPENSEARCH) {
    const settings = { index: { ...index, ...PIPELINE } };
    const made = template(id, pattern, { data_stream: {}, template: { settings, mappings } });
    return [made, ...ismRequests(id, pattern, rollover(retention))];
  }
  const lifecycle = retention === undefined ? {} : { data_retention: retention };
  const options = { failure_store: { enabled: true, lifecycle } };
  return [
    template(id, pattern, {
      data_stream: {},
      template: { settings: { index: { ...index, ...PIPELINE } }, mappings, lifecycle, data_stream_options: options },
    }),
    // Templates are for streams to come, and for the next index of those that there are.
    { method: 'PUT', path: `/${pattern}/_settings`, body: { index: PIPELINE }, accept: [200, 404] },
    { method: 'PUT', path: `/_data_stream/${pattern}/_lifecycle`, body: lifecycle, accept: [200, 404] },
    { method: 'PUT', path: `/_data_stream/${pattern}/_options`, body: options, accept: [200, 404] },
  ];
}

/** States of a policy of Index State Management. */
type States = readonly { name: string; actions: object[]; transitions: object[] }[];

const afterwards = (age: string) => [{ state_name: 'old', conditions: { min_index_age: age } }];
const OLD = { name: 'old', actions: [{ delete: {} }], transitions: [] };

const deletion = (age: string): States => [{ name: 'kept', actions: [], transitions: afterwards(age) }, OLD];

/** A stream is written to for ever: what is old enough to delete must have been closed first. */
function rollover(age: string | undefined): States {
  const closed = { rollover: { min_index_age: '1d', min_primary_shard_size: '30gb' } };
  if (age === undefined) return [{ name: 'kept', actions: [closed], transitions: [] }];
  return [{ name: 'kept', actions: [closed], transitions: afterwards(age) }, OLD];
}

function ismRequests(id: string, pattern: string, states: States): BootstrapRequest[] {
  const template = [{ index_patterns: [pattern], priority: priorityOf(pattern) }];
  const policy = { description: `What becomes of ${pattern}`, default_state: 'kept', states, ism_template: template };
  return [
    { method: 'REPLACE', path: `/_plugins/_ism/policies/${id}`, body: { policy }, accept: [200, 201] },
    // A policy is for indices to come: those that have none get it, those that have it get its new version.
    { method: 'POST', path: `/_plugins/_ism/add/${pattern}`, body: { policy_id: id }, accept: [200, 404] },
    // Where nothing is there yet the latter is refused: 400 for a pattern, 404 for a name.
    {
      method: 'POST',
      path: `/_plugins/_ism/change_policy/${pattern}`,
      body: { policy_id: id },
      accept: [200, 400, 404],
    },
  ];
}
