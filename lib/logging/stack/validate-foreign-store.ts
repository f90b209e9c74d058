import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { isForeignStore } from '../elasticsearch/foreign-store';
import type { LogOutput } from '../outputs/log-output';
import { type ResolvedRoutes, resolveTargets, routePlace } from '../routes/log-targets';
import type { LoggingStackProps } from './logging-stack-props';
import { userOf } from './store-login';

/**
 * Checks that a LoggingStack whose Job sets up a store of others is told under which names: whatever is called so there is
 * kept and deleted as it says, whoever wrote it, and a default is a name that others may have, too.
 *
 * @param props with routes that are right
 * @param outputs the first one is that to the store
 * @param said the props as they are given: of what is there, and wrong, is told elsewhere
 */
export function validateForeignStore(
  props: LoggingStackProps,
  outputs: readonly [LogOutput, ...LogOutput[]],
  said: LoggingStackProps,
): Problem[] {
  const { search, routes = [], otherLogs = {}, writers = [] } = props;
  if (search?.admin === undefined || !isForeignStore(search)) return [];
  const resolved = resolveTargets<LogOutput>(routes, otherLogs, outputs);
  const [store] = outputs;
  const dated =
    writers.some(({ dataset }) => dataset !== undefined) ||
    [resolved.rest, ...resolved.routes].some(({ output, target }) => output === store && target.index === undefined);
  return [...validateDatasets(otherLogs, resolved, store), ...(dated ? validateAge(said) : []), ...validateUser(said)];
}

/** Routes without a dataset have that of the lines no route takes. */
function validateDatasets(
  otherLogs: LogTarget,
  { routes, rest }: ResolvedRoutes<LogOutput>,
  store: LogOutput,
): Problem[] {
  const places = [
    ...routes.map(({ route, output }, i) => ({ said: route as LogTarget, output, place: routePlace(route, i) })),
    { said: otherLogs, output: rest.output, place: 'otherLogs' },
  ].filter(({ output }) => output === store);
  const nameless = isNameless(otherLogs) ? places.filter(({ said }) => isNameless(said)) : [];
  const told = rest.output === store ? nameless.slice(-1) : nameless;
  return told.map(({ place }) => ({
    what: `${place}: 'dataset' is not set, and in 'search', a store of others, the Job would set up all that is called '${store.defaultDataset}', and have it deleted by age, whoever wrote it`,
    fix: "name one that nobody else writes to, such as dataset: 'cluster_a', or leave 'admin' out of 'search'",
  }));
}

const isNameless = ({ dataset, index }: LogTarget) => dataset === undefined && index === undefined;

function validateAge({ retention, keepForever }: LoggingStackProps): Problem[] {
  if (retention !== undefined || keepForever) return [];
  return [
    {
      what: "'retention' is not set, and by it the Job has lines deleted in 'search', a store of others, those that the mapping would reject included",
      fix: "say how long they stay, such as retention: '30d', or set keepForever: true",
    },
  ];
}

function validateUser(props: LoggingStackProps): Problem[] {
  const user = userOf(props);
  if (user === undefined || props.writer !== undefined) return [];
  const { username } = user;
  return [
    {
      what: `'writer' is not set, and in 'search', a store of others, the Job would take user '${username}' and role '${username}-writer' from who has them`,
      fix: `name one of this cluster alone, such as { username: '${username}-a', password: { name: 'fluent-bit-writer', key: 'password' } }`,
    },
  ];
}
