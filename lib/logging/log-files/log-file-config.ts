import type { FluentBitConfig, FluentBitFilter, FluentBitInput, FluentBitOutput } from '../../config/fluent-bit/config';
import type { LogTarget } from '../../model/log-route';
import { QUICK_END, QUICK_END_CALL } from '../fluent-bit/quick-end';
import { type StackTraceLanguage, stackTraceParsers } from '../lines/stack-traces';
import { RETRY_SECONDS } from '../loss-budget';
import { refuseDelivery } from '../outputs/deliveries';
import { DATASET_KEY, type IFluentBitOutput, type OutputFiles } from '../outputs/log-output';
import { resolveTargets } from '../routes/log-targets';

/** What the configuration of a sidecar is made of. */
export interface LogFileConfigOptions {
  /** Paths of files, those of one volume together. */
  readonly volumes: readonly (readonly string[])[];
  /** Folder for positions and chunks. */
  readonly statePath: string;
  /** Container that writes the files. */
  readonly container: string;
  readonly output?: IFluentBitOutput;
  readonly target: LogTarget;
  readonly stackTraces: readonly StackTraceLanguage[];
  readonly port: number;
  readonly chunks: number;
  /** Of the pods. */
  readonly terminationSeconds: number;
  readonly files: Pick<OutputFiles, 'secret'>;
}

const TAG = 'files';
/** Longer than pods live. */
const FOREVER = '365d';
/** What is left to the kubelet of the time in which pods end. */
const MARGIN_SECONDS = 5;
/** Of a chunk that is sent: a day if every pause were the shortest. One that nobody ever takes must not hold its place for ever. */
const RETRIES = 86_400 / RETRY_SECONDS.least;

/** Reads files, and prints their lines or sends them. */
export function logFileConfig(options: LogFileConfigOptions): FluentBitConfig {
  return {
    service: serviceOf(options),
    multiline_parsers: stackTraceParsers(options.stackTraces).multilineParsers,
    inputs: options.volumes.map((paths, i) => tail(options, paths, i)),
    ...(options.output === undefined ? { outputs: [printed(options)] } : sent(options, options.output)),
  };
}

function serviceOf({ statePath, port, chunks, terminationSeconds, output }: LogFileConfigOptions) {
  return {
    flush: 1,
    grace: Math.min(
      Math.max(terminationSeconds - MARGIN_SECONDS, Math.floor(terminationSeconds / 2)),
      output === undefined ? 5 : 60,
    ),
    // What it says goes where the app's lines go.
    log_level: 'warn',
    http_server: true,
    http_listen: '0.0.0.0',
    http_port: port,
    'scheduler.base': RETRY_SECONDS.least,
    'scheduler.cap': RETRY_SECONDS.most,
    // Positions are past what is not delivered yet, which therefore outlives a restart of the container with them.
    'storage.path': `${statePath}/chunks`,
    'storage.type': 'filesystem',
    'storage.inherit': true,
    'storage.max_chunks_up': chunks,
    'storage.backlog.mem_limit': `${chunks}M`,
    // As the agent's: chunks that are being sent would be queued once more at the end, and freed twice.
    'storage.backlog.flush_on_shutdown': false,
    'storage.delete_irrecoverable_chunks': true,
    // What the other side refuses for good is set aside; what is printed nobody refuses.
    ...(output === undefined ? {} : { 'storage.keep.rejected': true, 'storage.rejected.limit': '50M' }),
  } satisfies FluentBitConfig['service'];
}

/** Positions are kept by inode, of which each volume has its own: one tail for each. */
function tail(
  { statePath, output, stackTraces }: LogFileConfigOptions,
  paths: readonly string[],
  i: number,
): FluentBitInput {
  return {
    name: 'tail',
    alias: `files-${i}`,
    path: [...paths],
    tag: TAG,
    ...(stackTraces.length === 0 ? {} : { 'multiline.parser': stackTraceParsers(stackTraces).names }),
    ...(output === undefined ? {} : { path_key: 'file', offset_key: 'offset' }),
    db: `${statePath}/positions-${i}.db`,
    'db.locking': true,
    'storage.type': 'filesystem',
    // Nothing is dropped: the files themselves keep what is not read yet.
    'storage.pause_on_chunks_overlimit': true,
    refresh_interval: 1,
    read_from_head: true,
    // A renamed file that still fits would be read once more when it is let go; a deleted one is let go at once.
    rotate_wait: FOREVER,
    buffer_chunk_size: '64K',
    buffer_max_size: '1M',
    // Else nothing after a longer line is ever read of that file.
    truncate_long_lines: true,
  };
}

/** The line as it is, which only the output `file` can; records of several lines as JSON, in which they are one. */
function printed({ stackTraces }: LogFileConfigOptions): FluentBitOutput {
  const common = { alias: 'stdout', match: TAG, workers: 1, retry_limit: 'no_limits' } as const;
  if (stackTraces.length > 0) return { name: 'stdout', ...common, format: 'json_lines', json_date_key: 'false' };
  return { name: 'file', ...common, path: '/dev', file: 'stdout', format: 'template', template: '{log}' };
}

/** With who wrote it, by the names that agents on nodes use; the pod itself knows. */
function sent(
  { statePath, container, target, stackTraces, files }: LogFileConfigOptions,
  output: IFluentBitOutput,
): { filters: FluentBitFilter[]; outputs: FluentBitOutput[] } {
  const { rest } = resolveTargets([], target, [output]);
  const delivery = output.fluentBit(rest.target, { ...files, state: `${statePath}/outputs/${output.name}` });
  refuseDelivery(output, delivery);
  const { name, ...options } = delivery.plugin;
  const who = { namespace_name: '${POD_NAMESPACE}', pod_name: '${POD_NAME}', container_name: container };
  const add = Object.entries(who).map(([field, value]) => `${field} ${value}`);
  return {
    filters: [
      { name: 'modify', match: TAG, add },
      { name: 'nest', match: TAG, operation: 'nest', wildcard: Object.keys(who), nest_under: 'kubernetes' },
      { name: 'modify', match: TAG, add: [`${DATASET_KEY} ${delivery.dataset}`, 'node ${NODE_NAME}'] },
      // Lines that may be of a trace are given away only when the input cleans up.
      ...(stackTraces.length > 0 || output.sendsAtEnd
        ? []
        : [{ name: 'lua' as const, match: TAG, code: QUICK_END, call: QUICK_END_CALL }]),
    ],
    outputs: [{ name, alias: output.name, match: TAG, retry_limit: RETRIES, ...options } as FluentBitOutput],
  };
}
