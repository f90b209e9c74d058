import { indexPattern, type LogDataStream, type LogIndex, retentionOf } from '../outputs/log-store';
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

/** A policy of OpenSearch for all that a pattern fits. */
export interface IsmPolicy {
  readonly id: string;
  readonly pattern: string;
  readonly states: States;
}

/** The policy of OpenSearch for daily indices; one that does nothing takes the place of an earlier one that deletes. */
export function ismIndexPolicies(index: LogIndex): IsmPolicy[] {
  if (index.dated === false) return [];
  const retention = retentionOf(index);
  const states =
    retention === undefined
      ? [{ name: 'kept', actions: [], transitions: [] }]
      : [{ name: 'kept', actions: [], transitions: after({ min_index_age: indexAge(retention) }) }, OLD];
  return [{ id: idOf(index.prefix), pattern: indexPattern(index), states }];
}

/** The policy of OpenSearch for a stream, which is written to for ever: what is old enough to delete was closed first. */
export function ismStreamPolicy(stream: LogDataStream): IsmPolicy {
  const retention = retentionOf(stream);
  const actions = [{ rollover: { min_index_age: '1d', min_primary_shard_size: '30gb' } }];
  const states =
    retention === undefined
      ? [{ name: 'kept', actions, transitions: [] }]
      : [{ name: 'kept', actions, transitions: after({ min_rollover_age: retention }) }, OLD];
  return { id: idOf(stream.pattern), pattern: stream.pattern, states };
}

/**
 * Each pattern has a policy of its own: a policy lists the patterns that it is for, and with one for several patterns whoever
 * sets up others in the same OpenSearch would take it from these.
 */
export function ismPolicyRequest({ id, pattern, states }: IsmPolicy): BootstrapRequest {
  const template = [{ index_patterns: [pattern], priority: priorityOf(pattern) }];
  const policy = { description: `What becomes of ${pattern}`, default_state: 'kept', states, ism_template: template };
  return { method: 'REPLACE', path: `/_plugins/_ism/policies/${id}`, body: { policy }, accept: [200, 201] };
}

/** Gives a policy to indices that have none. */
export const ismAddRequest = ({ id, pattern }: IsmPolicy): BootstrapRequest => ({
  method: 'POST',
  path: `/_plugins/_ism/add/${pattern}`,
  body: { policy_id: id },
  idle: 'no such index',
});

/** Gives a policy, or its new version, to indices that have one. */
export const ismChangeRequest = ({ id, pattern }: IsmPolicy): BootstrapRequest => ({
  method: 'POST',
  path: `/_plugins/_ism/change_policy/${pattern}`,
  body: { policy_id: id },
  idle: pattern.includes('*') ? 'no documents to get' : 'no such index',
});
