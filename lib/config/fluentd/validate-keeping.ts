import { plainPath } from '../../model/plain-path';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import type { FluentdConfig, FluentdOutput } from './config';
import { type Placed, placedOutputs, placedSources } from './walk';

/** Outputs that send elsewhere, where the other side may be away. */
const SENDING: readonly string[] = ['elasticsearch', 'forward'];

type Buffer = Readonly<Record<string, unknown>>;

const bufferOf = ({ plugin }: Placed<FluentdOutput>): Buffer | undefined =>
  (plugin as { readonly buffer?: Buffer }).buffer;

/** What would get lost: what inputs have read, and what outputs could not deliver at once. */
export function validateKeeping(config: FluentdConfig): Problem[] {
  const outputs = placedOutputs(config);
  return [
    ...outputs.filter(({ place }) => !place.endsWith('secondary')).flatMap(validateBuffer),
    ...validatePositions(config),
    ...validatePaths(config, outputs),
  ];
}

function validateBuffer(output: Placed<FluentdOutput>): Problem[] {
  const { place, plugin } = output;
  if (!SENDING.includes(plugin.$type)) return [];
  const buffer = bufferOf(output);
  if (buffer === undefined || buffer.$type === 'memory') {
    return [
      {
        what: `${place} keeps what it has not delivered in memory, and loses it with the process`,
        fix: "give buffer: { $type: 'file', path: '/buffers/x', … }",
      },
    ];
  }
  const { overflow_action, retry_forever, retry_timeout, retry_max_times, total_limit_size } = buffer;
  const { secondary } = plugin as { readonly secondary?: object };
  const gaveUp = retry_timeout !== undefined || retry_max_times !== undefined;
  return [
    ...(overflow_action === undefined || overflow_action === 'throw_exception'
      ? [
          {
            what: `${place} > buffer throws an exception when it is full, and inputs that cannot ask again lose records`,
            fix: "set overflow_action: 'block'",
          },
        ]
      : []),
    ...(total_limit_size === undefined
      ? [
          {
            what: `${place} > buffer has no 'total_limit_size', and may grow to 64 GB whatever the volume holds`,
            fix: "set it below the size of the volume, such as '4g'",
          },
        ]
      : []),
    ...(retry_forever !== true && !gaveUp && secondary === undefined
      ? [
          {
            what: `${place} > buffer drops what it could not deliver for 72 hours`,
            fix: "set retry_forever: true, or say with 'secondary' where it goes",
          },
        ]
      : []),
    ...(retry_forever === true && gaveUp
      ? [
          {
            what: `${place} > buffer has 'retry_forever' beside ${retry_timeout === undefined ? "'retry_max_times'" : "'retry_timeout'"}, which it does not read`,
            fix: 'keep one of them',
          },
        ]
      : []),
    ...validateFlush(place, buffer),
  ];
}

function validateFlush(place: string, buffer: Buffer): Problem[] {
  const { flush_mode, flush_interval, $arg = '', timekey } = buffer;
  const byTime = String($arg)
    .split(/\s*,\s*/)
    .includes('time');
  const mode = flush_mode ?? (byTime ? 'lazy' : 'interval');
  return [
    ...(byTime && timekey === undefined
      ? [{ what: `${place} > buffer makes chunks by 'time' without 'timekey'`, fix: "set it, such as '1d'" }]
      : []),
    ...(flush_interval !== undefined && mode !== 'interval' && mode !== 'default'
      ? [
          {
            what: `${place} > buffer has 'flush_interval' with flush_mode ${shown(mode)}, which does not read it`,
            fix: "set flush_mode: 'interval'",
          },
        ]
      : []),
  ];
}

function validatePositions(config: FluentdConfig): Problem[] {
  return placedSources(config).flatMap(({ place, plugin }) => {
    if (plugin.$type === 'tail' && plugin.pos_file === undefined) {
      return [
        {
          what: `${place} does not remember what it has read, and loses or repeats it at each start`,
          fix: "set 'pos_file' to a file that outlives the process, such as '/var/lib/fluentd/containers.pos'",
        },
      ];
    }
    if (plugin.$type === 'systemd' && plugin.storage === undefined) {
      return [
        {
          what: `${place} does not remember what it has read, and loses or repeats it at each start`,
          fix: "give storage: { $type: 'local', path: '/var/lib/fluentd/journal.json', persistent: true }",
        },
      ];
    }
    return [];
  });
}

/** Two writers of one file: each takes the other's data for its own. */
function validatePaths(config: FluentdConfig, outputs: readonly Placed<FluentdOutput>[]): Problem[] {
  const places = new Map<string, string>();
  const problems: Problem[] = [];
  const use = (place: string, path: unknown) => {
    if (typeof path !== 'string') return;
    const plain = plainPath(path);
    const other = places.get(plain);
    if (other === undefined) places.set(plain, place);
    else problems.push({ what: `${other} and ${place} both write '${path}'`, fix: 'give each a path of its own' });
  };
  for (const { place, plugin } of placedSources(config)) {
    if (plugin.$type === 'tail') use(`${place} > pos_file`, plugin.pos_file);
    if (plugin.$type === 'systemd') use(`${place} > storage`, plugin.storage?.path);
  }
  for (const output of outputs) {
    use(`${output.place} > buffer`, bufferOf(output)?.path);
    if (output.plugin.$type === 'file') use(output.place, output.plugin.path);
    if (output.plugin.$type === 'secondary_file') {
      use(output.place, `${output.plugin.directory}/${output.plugin.basename ?? 'dump.bin'}`);
    }
  }
  return problems;
}
