import { indexPattern, type LogDataStream, type LogIndex, retentionOf } from './log-store';
import type { BootstrapRequest } from './request';

/** Names of what is made for a pattern of names. */
export const idOf = (name: string) => `observability-${name.replaceAll('*', '~')}`;

/** Of two patterns that fit one name the longer one wins; both above those that come with the server. */
export const priorityOf = (pattern: string) => 300 + pattern.replaceAll('*', '').length;

/** A daily index is as old as the beginning of its day, and its last line is a day younger. */
function indexAge(retention: string): string {
  return `${Number.parseInt(retention, 10) + 1}d`;
}

/** The policy of Elasticsearch for all daily indices that are kept for so long. */
export function ilmRequest(retention: string): BootstrapRequest {
  const phases = { delete: { min_age: indexAge(retention), actions: { delete: {} } } };
  return { method: 'PUT', path: `/_ilm/policy/${idOf(retention)}`, body: { policy: { phases } } };
}

/** States of a policy of Index State Management. */
type States = readonly { name: string; actions: object[]; transitions: object[] }[];

const after = (conditions: object) => [{ state_name: 'old', conditions }];
const OLD = { name: 'old', actions: [{ delete: {} }], transitions: [] };

/** The policy of OpenSearch for daily indices; one that does nothing takes the place of an earlier one that deletes. */
export function ismIndexRequests(index: LogIndex): BootstrapRequest[] {
  if (index.dated === false) return [];
  const retention = retentionOf(index);
  const states =
    retention === undefined
      ? [{ name: 'kept', actions: [], transitions: [] }]
      : [{ name: 'kept', actions: [], transitions: after({ min_index_age: indexAge(retention) }) }, OLD];
  return ismRequests(idOf(index.prefix), indexPattern(index), states);
}

/** The policy of OpenSearch for a stream, which is written to for ever: what is old enough to delete was closed first. */
export function ismStreamRequests(stream: LogDataStream): BootstrapRequest[] {
  const retention = retentionOf(stream);
  const actions = [{ rollover: { min_index_age: '1d', min_primary_shard_size: '30gb' } }];
  const states =
    retention === undefined
      ? [{ name: 'kept', actions, transitions: [] }]
      : [{ name: 'kept', actions, transitions: after({ min_rollover_age: retention }) }, OLD];
  return ismRequests(idOf(stream.pattern), stream.pattern, states);
}

/**
 * Each pattern has a policy of its own: a policy lists the patterns that it is for, and with one for several patterns whoever
 * sets up others in the same OpenSearch would take it from these.
 */
function ismRequests(id: string, pattern: string, states: States): BootstrapRequest[] {
  const template = [{ index_patterns: [pattern], priority: priorityOf(pattern) }];
  const policy = { description: `What becomes of ${pattern}`, default_state: 'kept', states, ism_template: template };
  const body = { policy_id: id };
  const nothing = pattern.includes('*') ? 'no documents to get' : 'no such index';
  return [
    { method: 'REPLACE', path: `/_plugins/_ism/policies/${id}`, body: { policy }, accept: [200, 201] },
    // A policy is for indices to come: those that have none get it, those that have it get its new version.
    { method: 'POST', path: `/_plugins/_ism/add/${pattern}`, body, idle: 'no such index' },
    { method: 'POST', path: `/_plugins/_ism/change_policy/${pattern}`, body, idle: nothing },
  ];
}
