import type { Problem } from './problem';
import { type SecretKey, validateSecretKey } from './secret-key';
import { needed, struct, text } from './shape';
import { shown } from './shown';

/** The header `Authorization` of an HTTP request. */
export interface HttpAuthorization {
  /** @default 'Bearer' */
  readonly type?: string;
  readonly credentials: SecretKey;
}

/** User and password of an HTTP request. */
export interface HttpBasicAuth {
  readonly username: string;
  readonly password: SecretKey;
}

/** A reference to a Secret that must be given; `validateSecretKey` says whether it is one. */
const reference = (key: string) => {
  const example = `{ name: 'login', key: '${key}' }`;
  return needed<SecretKey>({
    example,
    fit: (place, value, problems) => {
      if (value !== undefined) return value as SecretKey;
      problems.push({ what: `'${place}' is not set`, fix: `set it, such as ${example}` });
      return { name: 'login', key };
    },
  });
};

/** What an authorization consists of. */
export const AUTHORIZATION = struct<HttpAuthorization>(
  { credentials: reference('token'), type: text('Bearer') },
  { confidential: true },
);

/** What basic authentication consists of. */
export const BASIC_AUTH = struct<HttpBasicAuth>(
  { username: needed(text('monitoring')), password: reference('password') },
  { confidential: true },
);

/** Checks an optional user of requests, whose name a colon would end there. */
export function validateBasicAuth(prop: string, auth: HttpBasicAuth | undefined): Problem[] {
  if (auth === undefined) return [];
  const { username, password } = auth;
  return [
    ...(/^[^:\p{Cc}]+$/u.test(username) && username === username.trim()
      ? []
      : [
          {
            what: `'${prop}.username' is ${shown(username)}, which no user of HTTP can be named`,
            fix: "use a name of one line without ':', such as 'logs'",
          },
        ]),
    ...validateSecretKey(`${prop}.password`, password),
  ];
}
