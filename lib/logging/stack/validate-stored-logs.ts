import type { HttpBasicAuth } from '../../model/http-auth';
import type { LogRoute, LogTarget } from '../../model/log-route';
import { type Problem, within } from '../../model/problem';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { type Shape, text } from '../../model/shape';
import { shown } from '../../model/shown';
import type { SearchBootstrapProps } from '../bootstrap/search-bootstrap';
import { validateSetUp } from '../bootstrap/validate-set-up';
import {
  knownUsers,
  LOG_WRITER,
  validateBeside,
  validateLogWriter,
  validateWriters,
} from '../bootstrap/validate-writers';
import type { LogOutput } from '../outputs/log-output';
import { LOG_STORE, type LogStoreProps, validateLogStore } from '../outputs/log-store';
import { IndexNaming, validateSearchTarget } from '../outputs/search-options';
import type { SearchOutput } from '../outputs/search-output';
import { resolveTargets, routePlace } from '../routes/log-targets';
import type { LoggingWriter } from './logging-stack-props';
import { standardOf, storedLogs } from './stored-logs';
import { nameOf, writerPlace } from './stored-places';

/** What a writer consists of. */
export const LOGGING_WRITER: Shape<LoggingWriter> = {
  ...LOG_WRITER,
  ...LOG_STORE,
  dataset: text('shop'),
  index: text('shop'),
};

/** What is written to the store, by whom, and for how long it is to be kept. */
export interface WantedLogs extends LogStoreProps {
  readonly routes: readonly LogRoute[];
  readonly otherLogs: LogTarget;
  readonly naming?: IndexNaming;
  /** User of the agents. @default - they have none */
  readonly writer?: HttpBasicAuth;
  /** Name of the role that the agents have instead. @default - they have none */
  readonly agentsRole?: string;
  readonly writers?: readonly LoggingWriter[];
  /** @default - nobody logs in as Kibana */
  readonly kibanaPassword?: SecretKey;
}

/**
 * Checks what a store is to be set up with for right routes: that each setting has something it holds for, and that
 * nobody who writes gets in the way of another one. The first output is that to the store.
 */
export function validateStoredLogs(
  wanted: WantedLogs,
  search: ISearchEndpoint,
  outputs: readonly [SearchOutput, ...LogOutput[]],
): Problem[] {
  const { routes, otherLogs, naming = IndexNaming.DAILY, writers, writer } = wanted;
  const [output] = outputs;
  const targets = resolveTargets<LogOutput>(routes, otherLogs, outputs);
  const stored = storedLogs(targets, output, { naming, standard: standardOf(wanted), search, writers });
  const { indices, dataStreams, agentIndices } = stored;
  if (agentIndices.length === 0) {
    return [
      {
        what: `all lines go to other outputs than '${output.name}', and the store gets none`,
        fix: "leave 'output' out of 'otherLogs' or of a route, give the place that they go to as 'search', or use FluentBit alone",
      },
    ];
  }
  const nothingDated = dataStreams.length === 0 && indices.every(({ dated }) => dated === false);
  const idle = nothingDated ? validateUndated(wanted) : [];
  if (search.admin === undefined) {
    return [...stored.problems, ...validateWithoutAdmin(wanted, output.name), ...idle];
  }
  const { kibanaPassword } = wanted;
  const bootstrap: SearchBootstrapProps = {
    search,
    indices,
    dataStreams,
    rejectedRetention: wanted.retention,
    rejectedKeepForever: wanted.keepForever,
    writers: stored.writers,
    kibanaPassword,
  };
  const known = knownUsers(bootstrap);
  return [
    ...stored.problems,
    ...idle,
    ...validateSetUp(bootstrap),
    ...(writer === undefined
      ? []
      : [...validateLogWriter('writer', writer), ...validateBeside('writer', writer, known)]),
    ...validateBesideRole(wanted),
    ...validateWriters(
      bootstrap,
      [...known, ...(writer === undefined ? [] : [{ ...writer, whose: 'the user of the agents' }])],
      "give the writer a 'dataset' or an 'index' of its own",
    ),
  ];
}

/** Checks each writer alone, whatever the routes are. */
export const validateLoggingWriters = (writers: readonly LoggingWriter[], output: SearchOutput): Problem[] =>
  writers.flatMap((writer, i) => [
    ...validateLogWriter(writerPlace(i), writer),
    ...validateOwnPlace(writerPlace(i), writer, output),
  ]);

/** Roles of writers are named after their users. */
const validateBesideRole = ({ agentsRole, writers = [] }: WantedLogs): Problem[] =>
  writers.flatMap(({ username }, i) =>
    username === agentsRole
      ? [
          {
            what: `'${writerPlace(i)}.username' is '${username}', whose role is that of the agents, and their rights would replace each other`,
            fix: "use another one, such as 'shop'",
          },
        ]
      : [],
  );

/** What is said of indices by the day, where there are none. */
function validateUndated({ retention, naming }: WantedLogs): Problem[] {
  const instead = "write 'dataset' in place of 'index' in 'otherLogs' or a route";
  return [
    ...(retention === undefined
      ? []
      : [
          {
            what: `'retention' is '${retention}', and the store keeps all lines in indices without a date, of which nothing is deleted`,
            fix: `${instead}, or leave 'retention' out`,
          },
        ]),
    ...(naming === undefined
      ? []
      : [
          {
            what: `'naming' is '${naming}', and the store keeps all lines in indices that have a name already`,
            fix: `${instead}, or leave 'naming' out`,
          },
        ]),
  ];
}

/** What a bootstrap would do, who has no admin to do it as. */
function validateWithoutAdmin({ routes, otherLogs, writers = [], ...standard }: WantedLogs, store: string): Problem[] {
  const fix = "give 'search' an admin, or leave it out and see to it where the lines are kept";
  const kept = (target: LogTarget): Problem[] =>
    ((target.output ?? store) === store ? keptSettings(target) : []).map((prop) => ({
      what: `'${prop}' is ${shown(target[prop])}, and 'search' has no 'admin' who could set it up`,
      fix,
    }));
  const { retention, keepForever, shards, replicas } = standard;
  return [
    ...kept({ retention, keepForever, shards, replicas }),
    ...routes.flatMap((route, i) => within(routePlace(route, i), kept(route))),
    ...within('otherLogs', kept(otherLogs)),
    ...(writers.length === 0
      ? []
      : [
          {
            what: "'writers' is set, and 'search' has no 'admin' who could make users",
            fix: "give 'search' an admin, or leave 'writers' out",
          },
        ]),
  ];
}

/** The place of a writer's own is like that of a route. */
function validateOwnPlace(place: string, writer: LoggingWriter, { naming, endpoint }: SearchOutput): Problem[] {
  const { dataset, index, retention } = writer;
  if (nameOf(writer) === undefined) {
    return keptSettings(writer).map((name) => ({
      what: `'${place}' has '${name}', and no dataset or index of its own`,
      fix: `add 'dataset', such as '${writer.username}', or leave '${name}' out`,
    }));
  }
  return [
    ...validateLogStore(place, writer, endpoint.dataNodes),
    ...(dataset !== undefined && index !== undefined
      ? [{ what: `'${place}' has dataset '${dataset}' and index '${index}'`, fix: 'keep one of them' }]
      : within(place, validateSearchTarget({ dataset, index, retention }, naming))),
  ];
}

/** What is said of how lines are kept. */
const keptSettings = (store: LogStoreProps) =>
  (Object.keys(LOG_STORE) as (keyof LogStoreProps)[]).filter((name) => store[name] !== undefined);
