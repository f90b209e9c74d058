import type { LogRoute, LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import type { LogOutput } from '../outputs/log-output';

/** A route or the rest, with the output and the dataset or index it has in the end. */
export interface ResolvedTarget<O extends LogOutput> {
  readonly target: LogTarget;
  readonly output: O;
}

/** A route, resolved. */
export interface ResolvedRoute<O extends LogOutput> extends ResolvedTarget<O> {
  readonly route: LogRoute;
}

/** Where all lines of an agent go: routes in their order, and what no route takes. */
export interface ResolvedRoutes<O extends LogOutput> {
  readonly routes: readonly ResolvedRoute<O>[];
  readonly rest: ResolvedTarget<O>;
  /** Where all of them go as well. @default - nowhere */
  readonly copies?: readonly ResolvedTarget<O>[];
}

/** A route as messages name it. */
export const routePlace = ({ name }: LogRoute, i: number) => (name === undefined ? `routes[${i}]` : `route '${name}'`);

/** Fills in what targets leave to the lines that no route takes, and to outputs. The first output is that of all. */
export function resolveTargets<O extends LogOutput>(
  routes: readonly LogRoute[],
  otherLogs: LogTarget,
  outputs: readonly [O, ...O[]],
  copies: readonly O[] = [],
): ResolvedRoutes<O> {
  const byName = new Map(outputs.map((output) => [output.name, output]));
  const resolve = (target: LogTarget): ResolvedTarget<O> => {
    const output = byName.get(target.output ?? '') ?? outputs[0];
    const { index } = target;
    const dataset = index === undefined ? (target.dataset ?? otherLogs.dataset ?? output.defaultDataset) : undefined;
    const named = target.dataset === undefined && index === undefined && otherLogs.index !== undefined;
    return { output, target: { ...target, ...(named ? { index: otherLogs.index } : { dataset, index }) } };
  };
  return {
    routes: routes.map((route) => ({ route, ...resolve(route) })),
    rest: resolve(otherLogs),
    copies: copies.map((output) => ({ output, target: { dataset: otherLogs.dataset ?? output.defaultDataset } })),
  };
}

/** Outputs that no line comes to. */
export function unusedOutputs<O extends LogOutput>(
  { routes, rest }: ResolvedRoutes<O>,
  outputs: readonly O[],
): Problem[] {
  const used = new Set([rest, ...routes].map(({ output }) => output));
  return outputs
    .filter((output) => !used.has(output))
    .map(({ name }) => ({
      what: `output '${name}' takes no line, since no route names it`,
      fix: `add a route with output: '${name}', or leave the output out`,
    }));
}
