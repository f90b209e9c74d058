import type { FluentdConfig, FluentdDirective, FluentdStep } from '../../config/fluentd/config';
import type { LogRoute, LogTarget } from '../../model/log-route';
import { FLUENTD_INPUT_METRIC } from '../../rules/fluentd';
import { POD_LOGS } from '../lines/container-tags';
import { PARSED_KEY } from '../lines/line-filters';
import { Deliveries } from '../outputs/deliveries';
import type { FluentdDelivery, IFluentdOutput } from '../outputs/fluentd-delivery';
import type { OutputFiles } from '../outputs/log-output';
import { resolveTargets } from '../routes/log-targets';
import { routeSteps, tagsOf } from './fluentd-agent-routes';
import { FLUENTD_SYSTEM } from './fluentd-aggregator-config';
import {
  deliverySteps,
  type FluentdBufferRoom,
  OWN_DIRECTIVES,
  REJECTED_DATASET,
  rejectedSteps,
} from './fluentd-delivery-steps';

/** Name of the environment variable with the node's name. */
export const NODE_NAME_VARIABLE = 'NODE_NAME';

/** What labels of outputs begin with. */
const OUTPUT_LABEL = '@OUTPUT_';

/** How many outputs a configuration has whose lines wait, each in a buffer of its own. */
export const outputsIn = ({ config }: FluentdConfig) =>
  config.filter((each) => 'label' in each && each.label.$name.startsWith(OUTPUT_LABEL)).length;

export interface FluentdAgentConfigOptions {
  /** Of the agent's DaemonSet: its own log is not read. */
  readonly name: string;
  readonly namespace: string;
  readonly routes: readonly LogRoute[];
  readonly otherLogs: LogTarget;
  readonly outputs: readonly [IFluentdOutput, ...IFluentdOutput[]];
  /** Folder that outlives the pods. */
  readonly statePath: string;
  readonly files: Pick<OutputFiles, 'secret'>;
  readonly room: Omit<FluentdBufferRoom, 'path'>;
}

/** What the path of a log's file says, which ends with a time once it is rotated. Static pods may name their uid. */
const FILE =
  '\\/(?<namespace_name>[^_.\\/]+)_(?<pod_name>[^_\\/]+)_(?<pod_id>[^_.\\/]+)\\/(?<container_name>[^.\\/]+)\\/[0-9]+\\.log(?:\\.[0-9]{8}-[0-9]{6})?';

/** What the name of a rotated file has after that of the file that is written to; with more it is a compressed copy. */
const ROTATED = '.????????-??????';

/** The tag of all lines until it is known who wrote them. */
const LINES_TAG = 'file';

/** The key of a record with the path of its file. */
const PATH_KEY = 'path';

/**
 * The configuration of a node's agent: lines of containers, put together where the runtime cut them; who wrote them, from
 * the paths of their files; their JSON as fields below a key of its own; routes, of which the first that fits takes a line;
 * outputs. Tags are those that Fluent Bit gives: `kube.<namespace>.<container>.<pod's uid>.<pod>`.
 */
export function fluentdAgentConfig(options: FluentdAgentConfigOptions): FluentdConfig {
  const { outputs, statePath, room } = options;
  const { routes, rest } = resolveTargets(options.routes, options.otherLogs, outputs);
  const deliveries = new Deliveries<FluentdDelivery>();
  const filesOf = ({ name }: IFluentdOutput) => ({ ...options.files, state: `${statePath}/outputs/${name}` });
  const deliver = (target: LogTarget, output: IFluentdOutput) => {
    const delivery = output.fluentd(target, filesOf(output));
    return { place: deliveries.add(output, delivery), dataset: delivery.dataset };
  };
  const sent = [
    ...routes.map(({ route, target, output }) => ({ tags: tagsOf(route), target, ...deliver(target, output) })),
    { tags: '**', target: rest.target, ...deliver(rest.target, rest.output) },
  ];
  const [main] = outputs;
  // Places hold what labels cannot.
  const places = deliveries.entries().map(([place]) => place);
  const labelOf = (place: string) => `${OUTPUT_LABEL}${places.indexOf(place) + 1}`;
  const roomOf = (place: string): FluentdBufferRoom => ({ ...room, path: `${statePath}/buffers/${place}` });
  return {
    system: FLUENTD_SYSTEM,
    config: [
      ...reading(options),
      {
        label: {
          $name: '@ROUTES',
          config: sent.map(({ tags }, i) => ({
            match: { $type: 'relabel', $id: `route-${i + 1}`, $tag: tags, $label: `@ROUTE_${i + 1}` },
          })),
        },
      },
      ...sent.map(
        ({ target, place, dataset }, i): FluentdDirective => ({
          label: {
            $name: `@ROUTE_${i + 1}`,
            config: routeSteps(`route-${i + 1}`, target, { dataset, label: labelOf(place), remove: PATH_KEY }),
          },
        }),
      ),
      ...deliveries.entries().map(
        ([place, delivery]): FluentdDirective => ({
          label: { $name: labelOf(place), config: deliverySteps(place, delivery, roomOf(place)) },
        }),
      ),
      rejectedSteps(main.name, main.fluentd({ dataset: REJECTED_DATASET }, filesOf(main)), roomOf(main.name)),
      // Not prometheus_tail_monitor: it has series for each file that ever was, and forgets none.
      ...OWN_DIRECTIVES,
    ],
  };
}

function reading({ name, namespace, statePath }: FluentdAgentConfigOptions): FluentdDirective[] {
  const files = `${POD_LOGS}/*/*/*.log`;
  return [
    {
      source: {
        $type: 'tail',
        $id: 'containers',
        // Rotated files first: with them ends what was cut before the others go on.
        path: `${files}${ROTATED},${files}`,
        // Its own log would grow by what it says about itself.
        exclude_path: [`${POD_LOGS}/${namespace}_${name}-*_*/fluentd/*`],
        path_key: PATH_KEY,
        tag: LINES_TAG,
        pos_file: `${statePath}/containers.pos`,
        pos_file_compaction_interval: '1h',
        read_from_head: true,
        // A file is the same one under its next name.
        follow_inodes: true,
        // It sees a file leave before the next one is there, which is then found at the next refresh only.
        enable_stat_watcher: false,
        // A pod that is gone before its file was found is lost.
        refresh_interval: '5s',
        // Longer than that: an open file keeps its number from another, which would be read on where this one ended.
        rotate_wait: '15s',
        max_line_size: '1m',
        parse: {
          $type: 'regexp',
          expression: '/^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP])(?::[^ ]*)? (?<log>.*)$/m',
          time_format: '%Y-%m-%dT%H:%M:%S.%N%z',
        },
      },
    },
    {
      // The next filter takes the key away by which it tells streams apart.
      filter: {
        $type: 'record_transformer',
        $id: 'streams',
        $tag: LINES_TAG,
        enable_ruby: true,
        // The rest of a line may be in the next file.
        record: { part_of: '${record["stream"]} ${record["path"][/.*\\.log/]}' },
      },
    },
    {
      filter: {
        $type: 'concat',
        $id: 'parts',
        $tag: LINES_TAG,
        key: 'log',
        separator: '',
        use_partial_cri_logtag: true,
        partial_cri_logtag_key: 'logtag',
        partial_cri_stream_key: 'part_of',
        use_first_timestamp: true,
        flush_interval: '10s',
        timeout_label: '@LINES',
      },
    },
    { match: { $type: 'relabel', $id: 'lines', $tag: LINES_TAG, $label: '@LINES' } },
    { label: { $name: '@LINES', config: lineSteps() } },
  ];
}

function lineSteps(): FluentdStep[] {
  return [
    {
      filter: {
        $type: 'prometheus',
        $id: 'count',
        $tag: LINES_TAG,
        metric: [
          {
            name: FLUENTD_INPUT_METRIC,
            type: 'counter',
            initialized: true,
            desc: 'Lines of containers that were read.',
          },
        ],
      },
    },
    {
      filter: {
        $type: 'parser',
        $id: 'who',
        $tag: LINES_TAG,
        key_name: PATH_KEY,
        reserve_data: true,
        reserve_time: true,
        hash_value_field: 'kubernetes',
        emit_invalid_record_to_error: false,
        parse: { $type: 'regexp', expression: `/${FILE}$/` },
      },
    },
    {
      filter: {
        $type: 'parser',
        $id: 'json',
        $tag: LINES_TAG,
        key_name: 'log',
        reserve_data: true,
        reserve_time: true,
        hash_value_field: PARSED_KEY,
        emit_invalid_record_to_error: false,
        parse: { $type: 'json', keep_time_key: true, time_type: 'string', time_key: 'no time of ours' },
      },
    },
    {
      filter: {
        $type: 'record_transformer',
        $id: 'node',
        $tag: LINES_TAG,
        record: { node: { $env: NODE_NAME_VARIABLE } },
        remove_keys: ['logtag', 'part_of'],
      },
    },
    {
      match: {
        $type: 'rewrite_tag_filter',
        $id: 'tags',
        $tag: LINES_TAG,
        rule: [
          { key: PATH_KEY, pattern: `/${withoutNames(FILE)}$/`, tag: 'kube.$1.$4.$3.$2', label: '@ROUTES' },
          // What matches no rule is dropped.
          {
            key: PATH_KEY,
            pattern: `/${withoutNames(FILE)}$/m`,
            tag: 'kube.unknown.unknown.0.file',
            label: '@ROUTES',
            invert: true,
          },
        ],
      },
    },
  ];
}

/** With plain groups, which are known by their numbers. */
const withoutNames = (pattern: string) => pattern.replace(/\(\?<\w+>/g, '(');
