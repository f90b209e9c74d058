import type { LogRoute, LogTarget } from '../../model/log-route';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import type { LogOutput } from '../outputs/log-output';
import { type LogStoreProps, validateLogStore } from '../outputs/log-store';
import { validateSearchTarget } from '../outputs/search-options';
import type { SearchOutput } from '../outputs/search-output';
import { type ResolvedRoutes, type ResolvedTarget, resolveTargets, routePlace } from './log-targets';

/** A target, and where it is written. */
interface PlacedTarget extends ResolvedTarget<LogOutput> {
  readonly place: string;
}

/** All targets, those of routes first. */
export const placed = ({ routes, rest }: ResolvedRoutes<LogOutput>): PlacedTarget[] => [
  ...routes.map(({ route, target, output }, i) => ({ target, output, place: routePlace(route, i) })),
  { ...rest, place: 'otherLogs' },
];

/** What the lines of one dataset have in common. */
const ALIKE = ['retention', 'keepForever', 'shards', 'replicas'] as const;

/** Lines of one dataset or index are kept alike; what a target does not say is as `standard` has it. */
export function validateKeptAlike(targets: readonly PlacedTarget[], standard: LogStoreProps = {}): Problem[] {
  const known = new Map<string, PlacedTarget>();
  return targets.flatMap(({ target, output, place }) => {
    const { dataset, index } = target;
    const name = index === undefined ? `dataset '${dataset}'` : `index '${index}'`;
    const first = known.get(`${output.name}/${name}`);
    if (first === undefined) {
      known.set(`${output.name}/${name}`, { target, output, place });
      return [];
    }
    return ALIKE.flatMap((prop) => {
      const [mine, others] = [said(target[prop]), said(first.target[prop])];
      if (mine === others || kept(prop, target, standard) === kept(prop, first.target, standard)) return [];
      return [
        {
          what: `${place}: '${prop}' of ${name} is ${mine}, and ${others} in ${first.place}`,
          fix: `write the same in both, or give one of them ${index === undefined ? 'a dataset' : 'an index'} of its own`,
        },
      ];
    });
  });
}

/** How a target is kept, said or not: its retention is one with whether it is kept for ever. */
function kept(prop: (typeof ALIKE)[number], target: LogTarget, standard: LogStoreProps): string {
  if (prop === 'shards' || prop === 'replicas') return `${target[prop] ?? standard[prop]}`;
  const { retention, keepForever } = [target, standard].find((each) => each.retention || each.keepForever) ?? {};
  return keepForever ? 'for ever' : `${retention}`;
}

const said = (value: string | number | boolean | undefined) =>
  value === undefined || value === false ? 'none' : shown(value);

const UNSAID = { retention: undefined, keepForever: undefined, shards: undefined, replicas: undefined };

/** What agents are told of targets: in how a store keeps its lines they have no part. */
export function sentTargets(routes: readonly LogRoute[], otherLogs: LogTarget, store: LogOutput) {
  const sent = <T extends LogTarget>(target: T): T => (toStore(target, store.name) ? { ...target, ...UNSAID } : target);
  return { routes: routes.map(sent), otherLogs: sent(otherLogs) };
}

const toStore = ({ output = '' }: LogTarget, store: string) => [store, ''].includes(output);

/** Checks how lines that go to the store of a LoggingStack are to be kept there; `standard` is for what they do not say. */
export function validateKeptTargets(
  routes: readonly LogRoute[],
  otherLogs: LogTarget,
  store: SearchOutput,
  standard: LogStoreProps,
): Problem[] {
  const stored = placed(resolveTargets(routes, otherLogs, [store])).filter(({ target }) => toStore(target, store.name));
  return [
    ...stored.flatMap(({ target, place }) =>
      within(place, [
        ...validateLogStore('', target, store.endpoint.dataNodes),
        ...(target.index === undefined || target.retention === undefined
          ? []
          : validateSearchTarget({ index: target.index, retention: target.retention }, store.naming)),
      ]),
    ),
    ...validateKeptAlike(stored, standard),
  ];
}
