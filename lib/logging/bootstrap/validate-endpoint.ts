import type { HttpBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { validateClearText, validateHttpEndpoint } from '../outputs/http-endpoint';

/** What of an endpoint a Job has to know. */
export interface BootstrapEndpoint {
  readonly url: string;
  readonly path?: string;
  readonly ca?: SecretKey;
  readonly admin?: HttpBasicAuth;
  readonly egressCidrs?: readonly string[];
}

/** Checks an endpoint that a Job sets up; `example` is one as people write it. */
export function validateBootstrapEndpoint(prop: string, endpoint: BootstrapEndpoint, example: string): Problem[] {
  if (typeof endpoint !== 'object' || endpoint === null || typeof endpoint.url !== 'string')
    return [{ what: `'${prop}' is no server that could be set up`, fix: `give one such as ${example}` }];
  const { url, path = '/', admin } = endpoint;
  const problems = validateHttpEndpoint(endpoint, `${prop}.`);
  return [
    ...problems,
    ...(problems.length === 0 && !/^https?:\/\/[^/]+$/.test(url)
      ? [
          {
            what: `'${prop}.url' is '${url}', with a path`,
            fix: `use '${new URL(url).origin}', and 'path' for the rest`,
          },
        ]
      : []),
    ...(/^\/$|^(?:\/[-\w.~]+)+$/.test(path)
      ? []
      : [
          {
            what: `'${prop}.path' is '${path}', which is no path`,
            fix: "begin it with '/' and end it without, as in '/search'",
          },
        ]),
    ...(problems.length === 0 ? validateClearText(`${prop}.url`, url, true) : []),
    ...validateAdmin(prop, admin),
  ];
}

function validateAdmin(prop: string, admin: HttpBasicAuth | undefined): Problem[] {
  if (admin === undefined) {
    return [
      {
        what: `'${prop}.admin' is not set: nobody may set anything up`,
        fix: "give its user and the Secret with the password, such as { username: 'elastic', password: { name: 'elastic', key: 'password' } }",
      },
    ];
  }
  return [
    ...validateUsername(`${prop}.admin.username`, admin.username),
    ...validateSecretKey(`${prop}.admin.password`, admin.password),
  ];
}

/** Checks the name of a user, which goes into URLs and before a colon. */
export function validateUsername(prop: string, username: string): Problem[] {
  if (typeof username === 'string' && /^[A-Za-z0-9][-\w.@]{0,127}$/.test(username)) return [];
  return [
    {
      what: `'${prop}' is '${username}', which is no name of a user`,
      fix: "use letters, digits, '-', '_', '.' and '@', such as 'fluent-bit'",
    },
  ];
}
