import type { SecretKey } from './secret-key';
import { needed, struct, text } from './shape';

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
