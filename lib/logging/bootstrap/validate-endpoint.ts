import { BASIC_AUTH, type HttpBasicAuth, validateBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import type { EndpointParts } from '../outputs/endpoint-parts';
import { validateApiEndpoint, validateClearText } from '../outputs/http-endpoint';

/** What of an endpoint a Job has to know. */
export interface BootstrapEndpoint extends EndpointParts {
  readonly url: string;
  readonly ca?: SecretKey;
  readonly admin?: HttpBasicAuth;
}

/** Whether something is an endpoint at all; `example` is one as people write it. */
export function validateIsEndpoint(prop: string, endpoint: BootstrapEndpoint | undefined, example: string): Problem[] {
  if (typeof endpoint === 'object' && endpoint !== null && typeof endpoint.url === 'string') return [];
  return [{ what: `'${prop}' is no server that could be set up`, fix: `give one such as ${example}` }];
}

/** Checks an endpoint that a Job sets up; `prefix` is where its parts are, such as `search.`. */
export function validateBootstrapEndpoint(prefix: string, endpoint: BootstrapEndpoint, adminNeeded = true): Problem[] {
  const { url, admin } = endpoint;
  const problems = validateApiEndpoint(endpoint, prefix);
  return [
    ...problems,
    ...(problems.length === 0 ? validateClearText(`${prefix}url`, url, true) : []),
    ...(admin !== undefined || adminNeeded ? validateAdmin(prefix, admin) : []),
  ];
}

function validateAdmin(prefix: string, admin: HttpBasicAuth | undefined): Problem[] {
  if (admin === undefined || admin === null) {
    return [
      {
        what: `'${prefix}admin' is not set: nobody may set anything up`,
        fix: "give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
      },
    ];
  }
  const problems: Problem[] = [];
  const fit = BASIC_AUTH.fit(`${prefix}admin`, admin, problems);
  return [...problems, ...validateBasicAuth(`${prefix}admin`, fit)];
}

/** Checks the name of a user that is made, which goes into URLs and before a colon. */
export function validateUsername(prop: string, username: string): Problem[] {
  if (typeof username === 'string' && /^[A-Za-z0-9][-\w.@]{0,127}$/.test(username)) return [];
  return [
    {
      what: `'${prop}' is '${username}', which is no name of a user`,
      fix: "use letters, digits, '-', '_', '.' and '@', such as 'fluent-bit'",
    },
  ];
}
