import { SearchEngine } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { type BootstrapRequest, PASSWORD } from './request';

/** A user that may add documents and nothing else. */
export interface LogWriter {
  readonly username: string;
  /** Secret with its password, in the namespace of the Job; whoever writes reads a Secret of the same value. */
  readonly password: SecretKey;
  /** Names and patterns of indices and data streams it adds to. @default - all that the bootstrap sets up */
  readonly indices?: readonly string[];
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
  const security = '/_plugins/_security/api';
  const accept = [200, 201];
  return [
    {
      method: 'PUT',
      path: `${security}/roles/${role}`,
      body: {
        cluster_permissions: ['cluster_monitor', 'cluster_composite_ops'],
        index_permissions: [{ index_patterns: indices, allowed_actions: ['create_index', 'index'] }],
      },
      accept,
    },
    { method: 'PUT', path: `${security}/internalusers/${username}`, body: { password: PASSWORD }, password, accept },
    { method: 'PUT', path: `${security}/rolesmapping/${role}`, body: { users: [username] }, accept },
  ];
}
