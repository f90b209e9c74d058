import type { HttpBasicAuth } from '../model/http-auth';
import type { LogRoute, LogTarget } from '../model/log-route';
import { type Problem, within } from '../model/problem';
import type { ISearchEndpoint } from '../model/search-endpoint';
import type { SecretKey } from '../model/secret-key';
import { type Shape, text } from '../model/shape';
import { DEFAULT_RETENTION, LOG_STORE, validateLogStore } from './bootstrap/log-store';
import type { SearchBootstrapProps } from './bootstrap/search-bootstrap';
import { validateSetUpTwice } from './bootstrap/validate-search-bootstrap';
import {
  knownUsers,
  LOG_WRITER,
  validateBeside,
  validateLogWriter,
  validateWriters,
} from './bootstrap/validate-writers';
import { resolveTargets, routePlace } from './log-targets';
import type { LoggingWriter } from './logging-stack-props';
import type { IFluentBitOutput } from './outputs/log-output';
import { IndexNaming } from './outputs/search-options';
import { storedLogs } from './stored-logs';
import { nameOf, writerPlace } from './stored-places';

/** What a writer consists of. */
export const LOGGING_WRITER: Shape<LoggingWriter> = {
  ...LOG_WRITER,
  ...LOG_STORE,
  dataset: text('shop'),
  index: text('shop'),
};

/** What is written to the store, by whom, and for how long it is to be kept. */
export interface WantedLogs {
  readonly routes: readonly LogRoute[];
  readonly otherLogs: LogTarget;
  readonly naming?: IndexNaming;
  readonly retention?: string;
  /** Of the agents. */
  readonly writer: HttpBasicAuth;
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
  outputs: readonly [IFluentBitOutput, ...IFluentBitOutput[]],
): Problem[] {
  const { routes, otherLogs, naming = IndexNaming.DAILY, retention = DEFAULT_RETENTION, writers, writer } = wanted;
  const [output] = outputs;
  const targets = resolveTargets(routes, otherLogs, outputs);
  const stored = storedLogs(targets, output, { naming, retention, search, writers });
  const { indices, dataStreams, agentIndices } = stored;
  if (agentIndices.length === 0) {
    return [
      {
        what: `all lines go to other outputs than '${output.name}', and the store gets none`,
        fix: "leave 'output' out of 'otherLogs' or of a route, or use FluentBit alone",
      },
    ];
  }
  const nothingDated = dataStreams.length === 0 && indices.every(({ dated }) => dated === false);
  const idle = nothingDated ? validateUndated(wanted) : [];
  if (search.admin === undefined) {
    return [...stored.problems, ...validateWithoutAdmin(wanted, output.name), ...idle];
  }
  const { kibanaPassword } = wanted;
  const bootstrap: SearchBootstrapProps = { search, indices, dataStreams, writers: stored.writers, kibanaPassword };
  const known = knownUsers(bootstrap);
  return [
    ...stored.problems,
    ...idle,
    ...validateSetUpTwice(bootstrap),
    ...validateLogWriter('writer', writer),
    ...validateBeside('writer', writer, known),
    ...validateWriters(
      bootstrap,
      [...known, { ...writer, whose: 'the user of the agents' }],
      "give the writer a 'dataset' or an 'index' of its own",
    ),
  ];
}

/** Checks each writer alone, whatever the routes are. */
export const validateLoggingWriters = (
  writers: readonly LoggingWriter[],
  output: IFluentBitOutput,
  search: ISearchEndpoint,
): Problem[] =>
  writers.flatMap((writer, i) => [
    ...validateLogWriter(writerPlace(i), writer),
    ...validateOwnPlace(writerPlace(i), writer, output, search),
  ]);

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
function validateWithoutAdmin({ routes, otherLogs, retention, writers = [] }: WantedLogs, store: string): Problem[] {
  const fix = "give 'search' an admin, or leave it out and see to it where the lines are kept";
  const kept = ({ retention: days, output = store }: LogTarget): Problem[] =>
    days === undefined || output !== store
      ? []
      : [{ what: `'retention' is '${days}', and 'search' has no 'admin' who could set it up`, fix }];
  return [
    ...kept({ retention }),
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
function validateOwnPlace(
  place: string,
  writer: LoggingWriter,
  output: IFluentBitOutput,
  { dataNodes }: ISearchEndpoint,
): Problem[] {
  const { dataset, index, retention, replicas } = writer;
  const problems = validateLogStore(place, writer);
  if (nameOf(writer) === undefined) {
    const settings = Object.keys(LOG_STORE).filter((name) => writer[name as keyof LoggingWriter] !== undefined);
    return settings.map((name) => ({
      what: `'${place}' has '${name}', and no dataset or index of its own`,
      fix: `add 'dataset', such as '${writer.username}', or leave '${name}' out`,
    }));
  }
  return [
    ...problems,
    ...(dataset !== undefined && index !== undefined
      ? [{ what: `'${place}' has dataset '${dataset}' and index '${index}'`, fix: 'keep one of them' }]
      : within(place, output.validateTarget({ dataset, index, retention }))),
    ...(replicas !== undefined && dataNodes !== undefined && replicas >= dataNodes
      ? [
          {
            what: `'${place}.replicas' is ${replicas}, and ${dataNodes === 1 ? 'one node holds' : `${dataNodes} nodes hold`} data: no node would take the last copy`,
            fix: dataNodes === 1 ? 'use 0, or leave it out' : `use ${dataNodes - 1} or less`,
          },
        ]
      : []),
  ];
}
