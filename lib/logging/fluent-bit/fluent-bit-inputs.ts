import type { FluentBitInput, FluentBitProcessor } from '../../config/fluent-bit/config';
import { CONTAINER_LINES } from '../lines/container-lines';
import { CONTAINER_TAG, POD_LOGS } from '../lines/container-tags';

/** What the tags of the agent's own logs begin with, and those of the node's. */
export const OWN_TAG = 'self';
export const NODE_TAG = 'node';

/** Name of the agent's container. */
export const FLUENT_BIT_CONTAINER = 'fluent-bit';

export interface FluentBitInputOptions {
  readonly name: string;
  readonly namespace: string;
  readonly withOwnLog: boolean;
  /** Multiline parsers by which stack traces of containers become one record. */
  readonly stackTraces: readonly string[];
  readonly nodeUnits: readonly string[];
  readonly statePath: string;
}

/** Longer than files of logs live. */
const FOREVER = '3650d';

/** The logs of containers, of the agent itself and of the node's services. */
export function fluentBitInputs(options: FluentBitInputOptions): FluentBitInput[] {
  const { name, namespace, withOwnLog, stackTraces, nodeUnits, statePath } = options;
  const ownFolder = `${POD_LOGS}/${namespace}_${name}-*_*/${FLUENT_BIT_CONTAINER}`;
  const tail = (alias: string, folder: string, tag: string, excluded: readonly string[] = []): FluentBitInput => ({
    name: 'tail',
    alias,
    // And what was rotated while no agent read.
    path: [`${folder}/*.log`, `${folder}/*.log.*`],
    // A rotated file, once the next one is: a copy of what was read.
    exclude_path: [...excluded, '*.gz', '*.tmp'],
    tag,
    tag_regex: CONTAINER_TAG.regex,
    // Both join the parts of a line that the runtime cut.
    'multiline.parser': [...CONTAINER_LINES.names],
    // The offset tells equal lines of one moment apart.
    offset_key: 'offset',
    db: `${statePath}/${alias}.db`,
    'db.locking': true,
    'storage.type': 'filesystem',
    // A pod that is gone before its file was found is lost.
    refresh_interval: 5,
    read_from_head: true,
    // What lies around from before the first start of an agent.
    ignore_older: '24h',
    // A rotated file would be read once more when it is let go; a deleted one is let go at once.
    rotate_wait: FOREVER,
    buffer_chunk_size: '64K',
    buffer_max_size: '1M',
    // Else nothing after a longer line is ever read of that file.
    skip_long_lines: true,
  });
  return [
    {
      ...tail('containers', `${POD_LOGS}/*/*`, CONTAINER_TAG.tag, [`${ownFolder}/*`]),
      ...(stackTraces.length === 0 ? {} : { processors: { logs: [joined(stackTraces)] } }),
    },
    // Apart, so that what it says of an output that fails does not make it fail more.
    ...(withOwnLog ? [tail('agent', ownFolder, CONTAINER_TAG.tag.replace(/^kube/, OWN_TAG))] : []),
    ...(nodeUnits.length === 0
      ? []
      : [
          {
            name: 'systemd',
            alias: 'node',
            tag: `${NODE_TAG}.*`,
            // No path: it looks where nodes have it on disk and where in memory, and goes without one that is not there.
            systemd_filter: nodeUnits.map((unit) => `_SYSTEMD_UNIT=${unit}`),
            systemd_filter_type: 'or',
            lowercase: true,
            strip_underscores: true,
            db: `${statePath}/node.db`,
            'storage.type': 'filesystem',
          } satisfies FluentBitInput,
        ]),
  ];
}

/**
 * In `tail` itself a second parser is not asked, so that traces are joined once the lines of a container are whole. As a
 * filter it would keep all lines in memory for a while, which are lost when an agent ends.
 */
const joined = (parsers: readonly string[]): FluentBitProcessor => ({
  name: 'multiline',
  'multiline.parser': parsers,
  'multiline.key_content': 'log',
});
