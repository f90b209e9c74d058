import { POD_PEER } from '../../config/prometheus/shapes';
import { validatePodPeer } from '../../kubernetes/network-policy';
import type { Problem } from '../../model/problem';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import { having, type Kind, listOf, number, struct, text } from '../../model/shape';
import { validateInteger } from '../../model/units';

/** What may be said of a server beside its address and who logs in. */
export type EndpointParts = Pick<
  ISearchEndpoint,
  'path' | 'dataNodes' | 'maxShardsPerNode' | 'pods' | 'egressCidrs' | 'rejectedPrefix' | 'allowFrom'
>;

const PARTS: { readonly [K in keyof EndpointParts]-?: Kind<NonNullable<EndpointParts[K]>> } = {
  path: text('/search'),
  dataNodes: number(3),
  maxShardsPerNode: number(1000),
  pods: struct(POD_PEER),
  egressCidrs: listOf(text('192.0.2.0/24')),
  rejectedPrefix: text('rejected-logs'),
  allowFrom: having('call', 'function', '(peer) => undefined'),
};

/**
 * Checks these parts of an endpoint that somebody may have written down in place of a construct; `prefix` is where they are,
 * such as `search.`.
 *
 * @returns those that are of the right kind, and what is wrong with the others
 */
export function fitEndpointParts(endpoint: EndpointParts, prefix: string): { fit: EndpointParts; problems: Problem[] } {
  const problems: Problem[] = [];
  const fit: EndpointParts = Object.fromEntries(
    Object.entries(PARTS).flatMap(([name, of]) => {
      const value = endpoint[name as keyof EndpointParts];
      return value === undefined ? [] : [[name, of.fit(`${prefix}${name}`, value, problems)]];
    }),
  );
  const { dataNodes, maxShardsPerNode } = fit;
  const pods = fit.pods === endpoint.pods ? fit.pods : undefined;
  problems.push(
    ...validateInteger(`${prefix}dataNodes`, dataNodes, { min: 1 }),
    ...validateInteger(`${prefix}maxShardsPerNode`, maxShardsPerNode, { min: 1 }),
    ...(pods === undefined ? [] : validatePodPeer(`${prefix}pods`, pods)),
  );
  return { fit, problems };
}
