import type { LogSelector } from '../../model/log-route';
import type { MeantRoute, TagPart } from '../../proof/log-pipeline/meant-routes';
import { type IFluentBitOutput, type OutputFiles, placeOfDelivery } from '../outputs/log-output';
import { type ResolvedRoutes, type ResolvedTarget, routePlace } from './log-targets';

/**
 * Where routes mean tags to go, said without the matches of any configuration: by it a proof learns whether those send
 * each tag there.
 */
export function meantOutputs(
  { routes, rest, copies = [] }: ResolvedRoutes<IFluentBitOutput>,
  files: Pick<OutputFiles, 'secret'>,
): MeantRoute[] {
  const aliasOf = ({ output, target }: ResolvedTarget<IFluentBitOutput>) =>
    placeOfDelivery(output, output.fluentBit(target, { ...files, state: '' }));
  const others = aliasOf(rest);
  const aliases = routes.map(aliasOf);
  const always = copies.map(aliasOf);
  // What the last routes send where all else goes needs no words of its own.
  const last = aliases.findLastIndex((alias) => alias !== others);
  return [
    ...routes.slice(0, last + 1).map(({ route }, i) => ({
      name: routePlace(route, i),
      tags: partsOf(route),
      outputs: [aliases[i] as string, ...always],
    })),
    { name: 'otherLogs', tags: '*', outputs: [others, ...always] },
  ];
}

/** `kube`, and by dots: the namespace, the container, the pod's uid, and the pod. */
const partsOf = ({ namespaces, containers, pods }: LogSelector): TagPart[] => [
  ['kube'],
  namespaces,
  containers,
  undefined,
  pods,
];
