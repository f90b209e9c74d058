import type { LogRoute } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { routePlace } from '../routes/log-targets';
import { FLUENT_BIT_CONTAINER } from './fluent-bit-inputs';

/** Routes for the log of the agents themselves, which is read apart so that it cannot feed itself. */
export function validateOwnRoutes(
  routes: readonly LogRoute[],
  agent: { readonly name: string; readonly namespace: string | undefined },
): Problem[] {
  return routes.flatMap((route, i) =>
    isForAgent(route, agent)
      ? [
          {
            what: `${routePlace(route, i)}: it takes no line, as agents read their own log apart from those of containers`,
            fix: "leave it out, and say in 'otherLogs' what becomes of that log",
          },
        ]
      : [],
  );
}

function isForAgent(
  { namespaces, pods, containers }: LogRoute,
  { name, namespace = '' }: { readonly name: string; readonly namespace: string | undefined },
): boolean {
  const its = { pods: only(pods, `${name}-*`), containers: only(containers, FLUENT_BIT_CONTAINER) };
  if (!only(namespaces, namespace)) return false;
  return (
    (its.pods || pods === undefined) && (its.containers || containers === undefined) && (its.pods || its.containers)
  );
}

const only = (names: readonly string[] | undefined, one: string) =>
  names !== undefined && names.length > 0 && names.every((name) => name === one);
