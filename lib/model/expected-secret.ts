import type { SecretKey } from './secret-key';

/** A Secret's key that a component reads and somebody has to provide. */
export interface ExpectedSecret {
  readonly secret: SecretKey;
  /** What it is for, as a person who has to provide it reads it: `incoming webhook URL of Slack channel #alerts`. */
  readonly purpose: string;
  /** Whether any random value serves (a password both of whose sides read this Secret). @default false */
  readonly random?: boolean;
  /**
   * DNS names of the server whose certificate it is: the key is `tls.crt`, `tls.key` or `ca.crt` of a Secret with all
   * three. Any authority serves that its readers get as `ca.crt`.
   * @default - it is no certificate, or one that somebody has to give
   */
  readonly certificateFor?: readonly string[];
  /**
   * Name of cert-manager's Certificate, in the same namespace, by which the Secret is made some time after an apply.
   * @default - cert-manager does not make it
   */
  readonly certManager?: string;
  /** Namespace where the same Secret and key hold the value; this one is to be a copy. @default - none */
  readonly copyFrom?: string;
}
