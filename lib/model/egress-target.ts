/** Something outside the pod's namespace that it has to reach, for its NetworkPolicy. */
export interface EgressTarget {
  /** TCP port. */
  readonly port: number;
  /** Address ranges in CIDR notation. @default - any address on that port */
  readonly cidrs?: readonly string[];
}
