import type { PodPeer } from '../../model/pod-peer';
import { SearchEngine } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { type BootstrapRequest, PASSWORD } from './request';

/**
 * A user that may add documents and nothing else. A document needs a `@timestamp`, and is sent as one to create, with or
 * without an id. On OpenSearch, which has no right to create alone, one who knows the id of a document of an index can
 * replace it as a whole; a writer can neither read nor delete. A user `<username>` and a role `<username>-writer` that are
 * there already are replaced, and stay when they are no longer said here: a writer can log in until somebody deletes them.
 */
export interface LogWriter {
  readonly username: string;
  /**
   * Secret with its password, in the namespace of the server's pods where they are known, else in that of the Job. Other
   * namespaces where it is read need a copy.
   */
  readonly password: SecretKey;
  /**
   * What it adds to: prefixes of indices and data streams that the bootstrap sets up, or patterns for some of them.
   * @default - all that the bootstrap sets up
   */
  readonly indices?: readonly string[];
  /**
   * Pods that log in as this user: they are let in where NetworkPolicies are ours, and their namespaces are expected to
   * have copies of the Secrets with the password and with the certificate of the server's authority.
   * @default - none
   */
  readonly from?: readonly PodPeer[];
}

/** The built-in user that Kibana logs in as. */
export function kibanaPasswordRequest(password: SecretKey): BootstrapRequest {
  const body = { password: PASSWORD };
  return { method: 'POST', path: '/_security/user/kibana_system/_password', body, password };
}

/** The role of a user that adds documents, and the user. */
export function writerRequests(
  engine: SearchEngine,
  writer: LogWriter,
  indices: readonly string[],
): BootstrapRequest[] {
  const { username, password } = writer;
  const role = `${username}-writer`;
  if (engine === SearchEngine.ELASTICSEARCH) {
    return [
      {
        method: 'PUT',
        path: `/_security/role/${role}`,
        body: { cluster: ['monitor'], indices: [{ names: indices, privileges: ['auto_configure', 'create_doc'] }] },
      },
      {
        method: 'PUT',
        path: `/_security/user/${username}`,
        body: { password: PASSWORD, roles: [role] },
        password,
      },
    ];
  }
  const user = `${OPENSEARCH_SECURITY}/internalusers/${username}`;
  const [made, mapped] = openSearchRole(role, indices, { users: [username] });
  return [made, { method: 'PUT', path: user, body: { password: PASSWORD }, password, accept: MADE_OR_CHANGED }, mapped];
}

const OPENSEARCH_SECURITY = '/_plugins/_security/api';
const MADE_OR_CHANGED = [200, 201];

/** Without updates, by which a writer would read and change the documents of others: the group `index` has them. */
const ADDS = ['create_index', 'indices:data/write/index', 'indices:data/write/bulk*', 'indices:admin/mapping/put'];

/** A role of OpenSearch that adds documents, and whose it is. */
export const openSearchRole = (
  role: string,
  indices: readonly string[],
  whose: object,
): [BootstrapRequest, BootstrapRequest] => [
  {
    method: 'PUT',
    path: `${OPENSEARCH_SECURITY}/roles/${role}`,
    body: {
      cluster_permissions: ['cluster_monitor', 'indices:data/write/bulk'],
      index_permissions: [{ index_patterns: indices, allowed_actions: ADDS }],
    },
    accept: MADE_OR_CHANGED,
  },
  { method: 'PUT', path: `${OPENSEARCH_SECURITY}/rolesmapping/${role}`, body: whose, accept: MADE_OR_CHANGED },
];
