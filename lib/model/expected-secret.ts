import type { SecretKey } from './secret-key';

/** A Secret's key that a component reads and somebody has to provide. */
export interface ExpectedSecret {
  readonly secret: SecretKey;
  /** What it is for, as a person who has to provide it reads it: `incoming webhook URL of Slack channel #alerts`. */
  readonly purpose: string;
  /** Whether any random value serves (a password both of whose sides read this Secret). @default false */
  readonly random?: boolean;
}
