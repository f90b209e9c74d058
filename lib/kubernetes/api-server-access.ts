import { validateCidrs } from '../model/cidrs';
import type { Problem } from '../model/problem';
import { listOf, number, type Shape, text } from '../model/shape';
import { validatePort } from '../model/units';

/** Where the Kubernetes API is, for the NetworkPolicy of a component that talks to it. */
export interface ApiServerAccessProps {
  /** Address ranges of the Kubernetes API, in CIDR notation, for the NetworkPolicy. @default - any address on `apiServerPorts` */
  readonly apiServerCidrs?: readonly string[];
  /**
   * TCP ports of the Kubernetes API, for the NetworkPolicy: those of the API servers themselves, behind the Service.
   * @default [443, 6443]
   */
  readonly apiServerPorts?: readonly number[];
}

/** What these props consist of. */
export const API_SERVER_ACCESS: Shape<ApiServerAccessProps> = {
  apiServerCidrs: listOf(text('10.0.0.0/8')),
  apiServerPorts: listOf(number(6443)),
};

/** Checks these props. */
export function validateApiServerAccess({ apiServerCidrs, apiServerPorts }: ApiServerAccessProps): Problem[] {
  return [
    ...validateCidrs('apiServerCidrs', apiServerCidrs),
    ...(apiServerPorts?.length === 0
      ? [{ what: "'apiServerPorts' is empty, which allows nothing", fix: 'leave it out, or give a port such as 6443' }]
      : (apiServerPorts ?? []).flatMap((port, i) => validatePort(`apiServerPorts[${i}]`, port))),
  ];
}
