import type { LogTarget } from '../model/log-route';
import type { Problem } from '../model/problem';
import { parseDuration, parseQuantity, validateDuration } from '../model/units';

/** How much a node logs, and for how long its lines must outlive outputs that are away. */
export interface LossBudgetProps {
  /** What all pods of one node log in a second, as a quantity of bytes, over the longest outage. @default '256Ki' */
  readonly nodeLogRate?: string;
  /** For so long no line is lost while an output is away. @default '1h' */
  readonly maxOutage?: string;
  /** What the buffers of one node may take of its disk; refused where the two above need more. @default - what they need, up to '50Gi' */
  readonly storageLimit?: string;
}

/** What Fluent Bit is told so that a {@link LossBudgetProps} holds. */
export interface LossBudget {
  /** Bytes on disk that wait for one output; what is older goes first. */
  readonly totalLimitBytes: number;
  /** Bytes of buffer for what is logged in a second. */
  readonly bytesPerSecond: number;
  /** Bytes on disk of chunks that an output refused for good. */
  readonly rejectedLimitBytes: number;
  /** Chunks in memory at once. */
  readonly maxChunksUp: number;
  readonly memoryLimitBytes: number;
  readonly cpuRequestMillis: number;
  readonly retryLimit: number;
}

/** The seconds between two tries of one chunk, at least and at most. */
export const RETRY_SECONDS = { least: 5, most: 60 };

const MEBIBYTE = 1024 ** 2;
/** A chunk is sealed at about that size. */
const CHUNK_BYTES = 2_000_000;
/** A chunk that is up is in memory as it is, and once more while an output writes it in the words of its destination. */
const COPIES = 2;
/** What the program takes without any chunk. */
const BASE_BYTES = 64 * MEBIBYTE;
/**
 * Bytes of buffer for one that was logged: the line, its JSON as fields, and who wrote it, which is more than a short line
 * itself.
 */
const GROWTH = 4;
/** As long as chunks may take in good times until they are delivered. */
const DELIVERY_SECONDS = 10;
/** Each container has a chunk of its own. */
const LEAST_CHUNKS = 64;
const FEWEST_CHUNKS = 16;
const MOST_CHUNKS = 512;

/** What holds where nothing is said. */
export const LOSS_BUDGET_DEFAULTS = { nodeLogRate: '256Ki', maxOutage: '1h' };

/** What the filters of a route take, and the Lua of one that drops lines, as measured. */
const ROUTE_BYTES = { plain: 25_000, dropping: 90_000 };

/** Bytes of memory that the filters of routes take. */
const bytesOf = (routes: readonly LogTarget[]) =>
  routes.length * ROUTE_BYTES.plain +
  routes.filter(({ minLevel, keep }) => minLevel ?? keep).length * ROUTE_BYTES.dropping;

/** What follows from a budget, a memory limit of the user's, the routes that are known by now, and how many copies each line has. */
export function lossBudget(
  props: LossBudgetProps,
  memoryLimit?: string,
  routes: readonly LogTarget[] = [],
  copies = 0,
): LossBudget {
  const { rate, seconds } = numbersOf(props);
  const busy = chunksFor(rate);
  const forRoutes = bytesOf(routes);
  const given =
    memoryLimit === undefined ? undefined : fittingChunks((parseQuantity(memoryLimit) ?? 0) - forRoutes, copies);
  const maxChunksUp =
    given === undefined ? Math.max(busy, LEAST_CHUNKS) : Math.max(Math.min(given, MOST_CHUNKS), FEWEST_CHUNKS);
  const needed = rate * seconds * GROWTH;
  return {
    totalLimitBytes: Math.max(needed, 100e6),
    bytesPerSecond: rate * GROWTH,
    rejectedLimitBytes: Math.max(needed / 20, 50e6),
    maxChunksUp,
    memoryLimitBytes: BASE_BYTES + forRoutes + maxChunksUp * CHUNK_BYTES * (COPIES + copies),
    cpuRequestMillis: Math.ceil(50 + (rate / MEBIBYTE) * 100),
    // As often as fits into the outage if every pause were the shortest: a chunk is given up only long after.
    retryLimit: Math.ceil(seconds / RETRY_SECONDS.least),
  };
}

/** What a budget in words names besides. */
interface BudgetWords {
  readonly statePath: string;
  readonly containerLogsPath?: string;
  /** Whole sentences. */
  readonly exceptions: readonly string[];
}

/** The budget in plain words, with what is excepted by outputs. */
export function budgetInWords(
  props: LossBudgetProps,
  budget: LossBudget,
  { statePath, containerLogsPath, exceptions }: BudgetWords,
): string {
  const { nodeLogRate = LOSS_BUDGET_DEFAULTS.nodeLogRate, maxOutage = LOSS_BUDGET_DEFAULTS.maxOutage } = props;
  // An agent holds the beginnings in memory, and its position is behind them.
  return (
    `While an output is away for ${maxOutage} at most, each node keeps all lines of pods that log ${nodeLogRate} a second ` +
    'together, over restarts of the agent (but for the beginning of a line of more than 16 KiB that it has read in part then) ' +
    `and unless its disk is full: up to ${gibibytes(budget.totalLimitBytes)} for each output in ${statePath}, and ` +
    `${gibibytes(budget.rejectedLimitBytes)} of what outputs refuse for good. Beyond that the oldest lines are dropped, ` +
    'and alerts say so.' +
    (containerLogsPath === undefined
      ? ''
      : ` What is rotated below ${containerLogsPath} while no agent runs on a node is not read.`) +
    exceptions.map((exception) => ` ${exception}`).join('')
  );
}

/** Checks a budget, and whether it fits into what the user set of memory. */
export function validateLossBudget(
  props: LossBudgetProps,
  memoryLimit: string | undefined,
  routes: readonly LogTarget[],
  copies = 0,
): Problem[] {
  const { nodeLogRate, maxOutage, storageLimit } = props;
  const problems = [
    ...validateRate(nodeLogRate),
    ...validateDuration('maxOutage', maxOutage, { min: '1m' }),
    ...(maxOutage !== undefined && (parseDuration(maxOutage) ?? 0) > 7 * 86_400_000
      ? [{ what: `'maxOutage' is '${maxOutage}'`, fix: "use '7d' or less: nodes have no disks for more" }]
      : []),
    ...(storageLimit !== undefined && parseQuantity(storageLimit) === undefined
      ? [{ what: `'storageLimit' is '${storageLimit}', which is no quantity`, fix: "use one such as '5Gi'" }]
      : []),
  ];
  if (problems.length > 0) return problems;
  return [...validateStorageLimit(props, 1), ...validateMemory(props, memoryLimit, routes, copies)];
}

/** Checks whether lines have room in what the user set of memory, beside the filters of these routes. */
export function validateMemory(
  props: LossBudgetProps,
  memoryLimit: string | undefined,
  routes: readonly LogTarget[],
  copies = 0,
): Problem[] {
  const { rate } = numbersOf(props);
  const chunks = Math.max(chunksFor(rate), FEWEST_CHUNKS);
  const least = BASE_BYTES + bytesOf(routes) + chunks * CHUNK_BYTES * (COPIES + copies);
  if (memoryLimit === undefined || (parseQuantity(memoryLimit) ?? Infinity) >= least) return [];
  return [
    {
      what: `'resources.memoryLimit' is '${memoryLimit}', in which lines at nodeLogRate '${props.nodeLogRate ?? LOSS_BUDGET_DEFAULTS.nodeLogRate}' have no room`,
      fix: `use '${Math.ceil(least / MEBIBYTE)}Mi' or more, or leave it out`,
    },
  ];
}

const numbersOf = ({
  nodeLogRate = LOSS_BUDGET_DEFAULTS.nodeLogRate,
  maxOutage = LOSS_BUDGET_DEFAULTS.maxOutage,
}: LossBudgetProps) => ({
  rate: parseQuantity(nodeLogRate) ?? 0,
  seconds: (parseDuration(maxOutage) ?? 0) / 1000,
});

const chunksFor = (rate: number) => Math.min(Math.ceil((rate * GROWTH * DELIVERY_SECONDS) / CHUNK_BYTES), MOST_CHUNKS);
const fittingChunks = (memory: number, copies: number) =>
  Math.floor((memory - BASE_BYTES) / (CHUNK_BYTES * (COPIES + copies)));
const gibibytes = (bytes: number) =>
  bytes < 1024 ** 3 ? `${Math.ceil(bytes / MEBIBYTE)}Mi` : `${(bytes / 1024 ** 3).toFixed(1)}Gi`;

/** What agents may take of a node's disk unasked: more than many nodes have free. */
const MOST_UNASKED = 50 * 1024 ** 3;

/** Checks a limit of the disk against what so many outputs may take: each has buffers of its own. */
export function validateStorageLimit(props: LossBudgetProps, outputs: number): Problem[] {
  const {
    nodeLogRate = LOSS_BUDGET_DEFAULTS.nodeLogRate,
    maxOutage = LOSS_BUDGET_DEFAULTS.maxOutage,
    storageLimit,
  } = props;
  const { totalLimitBytes, rejectedLimitBytes } = lossBudget(props);
  const disk = totalLimitBytes * outputs + rejectedLimitBytes;
  const limit = storageLimit === undefined ? MOST_UNASKED : (parseQuantity(storageLimit) as number);
  if (limit >= disk) return [];
  const all = outputs === 1 ? '' : ` for ${outputs} outputs`;
  const need = `nodeLogRate '${nodeLogRate}' and maxOutage '${maxOutage}' need ${gibibytes(disk)}`;
  const enough = `'${Math.ceil(disk / MEBIBYTE)}Mi' or more`;
  const shorter = `a 'maxOutage' of '${outageFor(limit / disk, numbersOf(props).seconds)}' or less`;
  return [
    storageLimit === undefined
      ? {
          what: `${need} of each node's disk${all}`,
          fix: `set 'storageLimit' to ${enough} if nodes have that, or use ${shorter}`,
        }
      : { what: `'storageLimit' is '${storageLimit}', and ${need}${all}`, fix: `use ${enough}, or ${shorter}` },
  ];
}

/** The outage that a part of the disk is enough for, in whole minutes. */
function outageFor(part: number, seconds: number): string {
  const minutes = Math.floor((seconds * part) / 60);
  return minutes < 1 ? '1m' : `${minutes}m`;
}

/** Above it one agent a node does not keep up. */
const FASTEST = 50 * MEBIBYTE;

function validateRate(rate: string | undefined): Problem[] {
  if (rate === undefined) return [];
  const bytes = parseQuantity(rate);
  if (bytes !== undefined && bytes >= 1024 && bytes <= FASTEST) return [];
  return [
    bytes === undefined
      ? { what: `'nodeLogRate' is '${rate}', which is no quantity`, fix: "use bytes a second, such as '256Ki'" }
      : {
          what: `'nodeLogRate' is '${rate}', which means ${bytes} byte${bytes === 1 ? '' : 's'} a second`,
          fix: "use what all pods of a node log, from '1Ki' to '50Mi'",
        },
  ];
}
