import type { Construct, IConstruct } from 'constructs';
import { type AppProblem, addAppCheck } from '../../kubernetes/app-check';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine, searchAddress } from '../../model/search-endpoint';
import { meet } from '../name-pattern';
import { indexPattern, type LogStoreProps, retentionOf } from '../outputs/log-store';
import { priorityOf } from './lifecycles';
import type { BootstrapRequest } from './request';
import { validateShards } from './shards';
import { type LogStores, replicasOf } from './store-requests';
import { rivals } from './validate-set-up';

/** What one bootstrap does to a store. */
interface SetUp {
  readonly search: ISearchEndpoint;
  readonly namespace: string;
  readonly stores: Pick<LogStores, 'indices' | 'dataStreams' | 'rejected'>;
  readonly requests: readonly BootstrapRequest[];
}

const SET_UPS = new WeakMap<IConstruct, SetUp>();

/** Refuses at synth what several bootstraps of one app tell one store differently: the last Job to run would have it. */
export function requireOneMind(scope: Construct, setUp: SetUp): void {
  SET_UPS.set(scope, setUp);
  addAppCheck(scope, contradictions);
}

interface Told extends SetUp {
  readonly by: IConstruct;
}

function contradictions(root: IConstruct): AppProblem[] {
  const stores = new Map<string, Told[]>();
  for (const by of root.node.findAll()) {
    const setUp = SET_UPS.get(by);
    if (setUp === undefined) continue;
    const key = searchAddress(setUp.search);
    stores.set(key, [...(stores.get(key) ?? []), { ...setUp, by }]);
  }
  return [...stores.values()].flatMap((all) => [
    ...all.flatMap((later, i) => all.slice(0, i).flatMap((earlier) => differences(earlier, later))),
    ...(all.length > 1 ? together(all) : []),
  ]);
}

function differences(earlier: Told, later: Told): AppProblem[] {
  const known = new Map(made(earlier).map((request) => [request.path, request]));
  const [one, other] = [earlier.by.node.path, later.by.node.path];
  const told = made(later).flatMap((request) => {
    const before = known.get(request.path);
    if (before === undefined || textOf(before, earlier) === textOf(request, later)) return [];
    const user = USER.exec(request.path)?.[1];
    return [
      {
        at: later.by,
        ...(user === undefined
          ? {
              what: `${one} and ${other} set up '${request.path}' of ${later.search.url} in two ways, and the last one to run has it`,
              fix: 'say the same in both, or say it in one of them alone',
            }
          : {
              what: `${one} and ${other} give user '${user}' of ${later.search.url} passwords of two Secrets, and the last one to run has it`,
              fix: `use a user of another name in one of them, such as '${user}-2'`,
            }),
      },
    ];
  });
  const theirs = patternsOf(earlier);
  const own = patternsOf(later).filter((pattern) => !theirs.includes(pattern));
  const met = rivals([...theirs, ...own]).filter(([a, b]) => own.includes(a) !== own.includes(b));
  return [
    ...told,
    ...met.map(([a, b]) => ({
      at: later.by,
      what: `${one} and ${other} set up '${a}' and '${b}', which fit the same names and have as many letters, so that neither has precedence`,
      fix: 'make one of them longer, or set up one that holds for both',
    })),
    ...overruled(earlier, later),
  ];
}

/** What is kept under a pattern, as far as requests on existing indices tell it. */
interface Kept {
  readonly pattern: string;
  readonly how: string;
}

function keptBy({ search, stores: { rejected, indices, dataStreams } }: SetUp): Kept[] {
  const how = (store: LogStoreProps & { dated?: boolean }, what: string) =>
    `${what}kept ${retentionOf(store) === undefined ? 'for ever' : `for ${retentionOf(store)}`} with replicas ${replicasOf(search.dataNodes, store)}`;
  return [
    { pattern: indexPattern(rejected), how: how(rejected, 'for rejected documents, ') },
    ...indices.map((index) => ({ pattern: indexPattern(index), how: how(index, '') })),
    ...dataStreams.map((stream) => ({ pattern: stream.pattern, how: how(stream, '') })),
  ];
}

const headOf = (pattern: string) => pattern.split('*', 1)[0] as string;

/**
 * One bootstrap tells the names that two patterns fit by the longer one last. One that has the shorter pattern alone takes
 * from these what another one has told by the longer one.
 */
function overruled(earlier: Told, later: Told): AppProblem[] {
  const [theirs, all] = [keptBy(earlier), keptBy(later)];
  const [theirPatterns, ownPatterns] = [theirs, all].map((kept) => new Set(kept.map(({ pattern }) => pattern)));
  const spoils = (a: string, b: string) => {
    if (priorityOf(a) === priorityOf(b)) return false;
    return priorityOf(a) < priorityOf(b) ? !theirPatterns?.has(b) : !ownPatterns?.has(a);
  };
  const heads = theirs.map((kept) => ({ ...kept, head: headOf(kept.pattern) }));
  return all.flatMap((own) => {
    const head = headOf(own.pattern);
    return heads
      .filter((their) => their.head.startsWith(head) || head.startsWith(their.head))
      .filter(({ pattern, how }) => how !== own.how && spoils(pattern, own.pattern) && meet(pattern, own.pattern))
      .map(({ pattern, how }) => ({
        at: later.by,
        what: `${earlier.by.node.path} sets up '${pattern}', ${how}, and ${later.by.node.path} '${own.pattern}', ${own.how}: names that fit both are kept as the last one to run has it`,
        fix: 'set up both in one of them, where the longer pattern counts, or use names that do not meet',
      }));
  });
}

/** What has a name of its own in the store. */
const made = ({ requests }: SetUp) =>
  requests.filter(({ method, path }) => (method === 'PUT' || method === 'REPLACE') && /^\/_/.test(path));

const textOf = ({ body, password }: BootstrapRequest, { namespace }: SetUp) =>
  JSON.stringify([body, password && { ...password, namespace }]);

/** The path of a user with a password. */
const USER = /\/(?:_security\/user|internalusers)\/([^/]+)$/;

const patternsOf = ({ requests }: SetUp): string[] =>
  requests.flatMap(({ path, body }) =>
    path.startsWith('/_index_template/') ? (body as { index_patterns: string[] }).index_patterns : [],
  );

/** All that is kept, each name once. */
function together(all: readonly Told[]): AppProblem[] {
  const last = all.at(-1) as Told;
  if (last.search.engine !== SearchEngine.ELASTICSEARCH) return [];
  const rejected = last.stores.rejected;
  const problems: Problem[] = validateShards(last.search, {
    rejected,
    indices: once(
      all.flatMap(({ stores }) => stores.indices.filter(({ prefix }) => prefix !== rejected.prefix)),
      ({ prefix }) => prefix,
    ),
    dataStreams: once(
      all.flatMap(({ stores }) => stores.dataStreams),
      ({ pattern }) => pattern,
    ),
  });
  return problems.map((problem) => ({ at: last.by, ...problem }));
}

const once = <T>(all: readonly T[], nameOf: (each: T) => string): T[] => [
  ...new Map(all.map((each) => [nameOf(each), each])).values(),
];
