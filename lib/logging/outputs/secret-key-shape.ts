import type { SecretKey } from '../../model/secret-key';
import { checkedElsewhere, type Kind } from '../../model/shape';

/** A reference to a Secret; `validateSecretKey` says whether it is one. */
export const SECRET_KEY: Kind<SecretKey> = checkedElsewhere<SecretKey>("{ name: 'logs', key: 'password' }");
