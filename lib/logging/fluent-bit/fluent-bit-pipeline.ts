import type {
  FluentBitConfig,
  FluentBitFilter,
  FluentBitOutput,
  FluentBitParser,
} from '../../config/fluent-bit/config';
import type { LogRoute, LogTarget } from '../../model/log-route';
import { CONTAINER_LINES } from '../lines/container-lines';
import { CONTAINER_TAG, type TagChoice, tagChoice } from '../lines/container-tags';
import { LineFilters } from '../lines/line-filters';
import { type StackTraceLanguage, stackTraceParsers } from '../lines/stack-traces';
import { type LossBudget, RETRY_SECONDS } from '../loss-budget';
import { Deliveries } from '../outputs/deliveries';
import { DATASET_KEY, type FluentBitDelivery, type IFluentBitOutput, type OutputFiles } from '../outputs/log-output';
import { resolveTargets } from '../routes/log-targets';
import { tagsByPlace } from '../routes/route-places';
import { fluentBitInputs, NODE_TAG, OWN_TAG } from './fluent-bit-inputs';
import { type FluentBitMetadata, metadataFilters, TAG_PARSER } from './fluent-bit-metadata';
import { QUICK_END, QUICK_END_CALL } from './quick-end';
import { userFilters } from './user-filters';

/** Port of the agent's metrics, and of its sign of life. */
export const FLUENT_BIT_PORT = 2020;

/**
 * Seconds in which an agent that ends sends what it holds. It reads nothing meanwhile, and the kubelet compresses what was
 * rotated twice.
 */
export const GRACE_SECONDS = 10;

/** What a pipeline is made of. */
export interface FluentBitPipelineOptions {
  /** Of the agent's DaemonSet, and the namespace of its pods: their logs are read apart. */
  readonly name: string;
  readonly namespace: string;
  readonly routes: readonly LogRoute[];
  readonly otherLogs: LogTarget;
  readonly outputs: readonly [IFluentBitOutput, ...IFluentBitOutput[]];
  /** What gets each line as well. */
  readonly copies: readonly IFluentBitOutput[];
  readonly metadata: FluentBitMetadata;
  readonly podAnnotations: boolean;
  readonly namespaceLabels: boolean;
  readonly stackTraces: readonly StackTraceLanguage[];
  readonly parsers: readonly FluentBitParser[];
  readonly filters: readonly FluentBitFilter[];
  readonly nodeUnits: readonly string[];
  readonly budget: LossBudget;
  /** Folder that outlives the pods. */
  readonly statePath: string;
  /** Folder of the configuration. */
  readonly configPath: string;
  readonly files: Pick<OutputFiles, 'secret'>;
}

/** A pipeline: the configuration, and the script that its filters call. */
export interface FluentBitPipeline {
  readonly config: FluentBitConfig;
  /** Where in it the filters of the user begin. */
  readonly firstUserFilter: number;
  readonly script: string;
}

/** Name of the script's file. */
export const SCRIPT_FILE = 'lines.lua';

/**
 * Containers' lines, the agent's own and the node's; who wrote them; routes, of which the first that fits names the
 * dataset; outputs. Whatever waits is on disk. No record gets another tag on its way: such records would wait in memory.
 */
export function fluentBitPipeline(options: FluentBitPipelineOptions): FluentBitPipeline {
  const { outputs, budget, statePath, configPath } = options;
  const { routes, rest, copies = [] } = resolveTargets(options.routes, options.otherLogs, outputs, options.copies);
  const withOwnLog = !rest.output.printsToOwnLog;
  const script = new LineFilters();
  const traces = stackTraceParsers(options.stackTraces);

  const deliveries = new Deliveries<FluentBitDelivery>();
  const deliver = (target: LogTarget, output: IFluentBitOutput) => {
    const state = `${statePath}/outputs/${output.name}`;
    const files = { ...options.files, state, budget };
    const delivery = output.fluentBit(target, files);
    return { place: deliveries.add(output, delivery), dataset: delivery.dataset };
  };
  const sent = routes.map(({ route, target, output }) => ({ route, target, ...deliver(target, output) }));
  const others = deliver(rest.target, rest.output);
  const tags = tagsByPlace(
    sent.map(({ route, place }) => ({ selector: route, place })),
    others.place,
  );
  for (const { target, output } of copies) tags.set(deliver(target, output).place, { match: '*' });

  const called = (choice: TagChoice, call: string): FluentBitFilter => ({
    name: 'lua',
    ...choice,
    script: `${configPath}/${SCRIPT_FILE}`,
    call,
  });
  const calls = (target: LogTarget, choice: TagChoice): FluentBitFilter[] =>
    script.callsFor(target).map((call) => called(choice, call));
  const endsQuickly = ![rest, ...routes, ...copies].some(({ output }) => output.sendsAtEnd);
  // Where the fewest records pay for it.
  const rare = withOwnLog ? OWN_TAG : options.nodeUnits.length > 0 ? NODE_TAG : 'kube';
  const routing = sent.flatMap(({ route, target, dataset }): FluentBitFilter[] => {
    const choice = tagChoice(route);
    // Only where no route before it did.
    return [...calls(target, choice), { name: 'modify', ...choice, add: [`${DATASET_KEY} ${dataset}`] }];
  });

  const known: FluentBitFilter[] = [
    ...metadataFilters({ ...options, withOwnLog }),
    ...(options.nodeUnits.length === 0
      ? []
      : [{ name: 'modify' as const, match: `${NODE_TAG}.*`, rename: ['message log'] }]),
  ];
  const config: FluentBitConfig = {
    service: serviceOf(budget, statePath),
    parsers: [TAG_PARSER, ...CONTAINER_LINES.parsers, ...options.parsers],
    // That with a parser last: Fluent Bit gives it to those after it, too.
    multiline_parsers: [...(traces.multilineParsers ?? []), ...CONTAINER_LINES.multilineParsers],
    inputs: fluentBitInputs({ ...options, withOwnLog, stackTraces: traces.names }),
    filters: [
      ...known,
      ...userFilters(options.filters),
      ...routing,
      ...calls(rest.target, { match: `${CONTAINER_TAG.prefix}*` }),
      // The line's time is the record's own.
      {
        name: 'modify',
        match: '*',
        add: [`${DATASET_KEY} ${others.dataset}`, 'node ${NODE_NAME}'],
        remove: ['_p', 'time'],
      },
      ...(endsQuickly ? [called({ match: `${rare}.*` }, QUICK_END_CALL)] : []),
    ],
    outputs: deliveries.entries().map(
      ([
        place,
        {
          plugin: { name, ...options },
        },
      ]) =>
        ({
          name,
          alias: place,
          ...tags.get(place),
          ...options,
          retry_limit: budget.retryLimit,
          'storage.total_limit_size': options['storage.total_limit_size'] ?? megabytes(budget.totalLimitBytes),
        }) as FluentBitOutput,
    ),
  };
  const scripts = [endsQuickly ? QUICK_END : [], script.script ?? []].flat();
  return { config, firstUserFilter: known.length, script: scripts.join('\n') };
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)}M`;

function serviceOf(budget: LossBudget, statePath: string): FluentBitConfig['service'] {
  return {
    flush: 1,
    grace: GRACE_SECONDS,
    log_level: 'info',
    http_server: true,
    http_listen: '0.0.0.0',
    http_port: FLUENT_BIT_PORT,
    'scheduler.base': RETRY_SECONDS.least,
    'scheduler.cap': RETRY_SECONDS.most,
    'storage.path': `${statePath}/chunks`,
    // Of inputs that say nothing of it, too.
    'storage.type': 'filesystem',
    'storage.inherit': true,
    'storage.metrics': true,
    'storage.max_chunks_up': budget.maxChunksUp,
    'storage.backlog.mem_limit': `${budget.maxChunksUp}M`,
    // At the end chunks that are being sent would be queued once more, and freed twice: lines are lost then.
    'storage.backlog.flush_on_shutdown': false,
    // Else one broken file keeps all others from being read.
    'storage.delete_irrecoverable_chunks': true,
    'storage.keep.rejected': true,
    'storage.rejected.limit': megabytes(budget.rejectedLimitBytes),
  };
}
