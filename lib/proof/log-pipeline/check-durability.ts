import type { FluentBitConfig, FluentBitInput } from '../../config/fluent-bit/config';
import { parseTime } from '../../config/fluent-bit/units';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { placeOf } from './places';

const GRACE_SECONDS = 5;
const ROTATE_WAIT_SECONDS = 5;
/** A paused tail comes back to a rotated file for so long at least. */
const LEAST_ROTATE_WAIT_SECONDS = 60;

/** Settings with which lines are lost or sent again when something restarts, rotates or is away. */
export function validateDurability(config: FluentBitConfig, terminationGracePeriodSeconds?: number): Problem[] {
  return [
    ...validateGrace(config, terminationGracePeriodSeconds),
    ...validateStorage(config),
    ...config.inputs.flatMap((input, i) => within(placeOf('input', input, i), validatePositions(input))),
    ...validateSharedPositions(config),
  ];
}

function validateGrace({ service }: FluentBitConfig, seconds: number | undefined): Problem[] {
  const grace = service?.grace ?? GRACE_SECONDS;
  if (seconds === undefined || grace < seconds) return [];
  return [
    {
      what: `service: 'grace' is ${grace}${service?.grace === undefined ? ' by default' : ''}, and the pod is killed after ${seconds} s, before what is left is sent`,
      fix: `use ${Math.max(0, seconds - 1)} or less, or a longer termination grace period`,
    },
  ];
}

function validateStorage({ service, inputs, filters = [] }: FluentBitConfig): Problem[] {
  if (service?.['storage.path'] !== undefined) return [];
  const users = [
    ...(service?.['storage.type'] === 'filesystem' ? ['service'] : []),
    ...inputs.flatMap((input, i) => (input['storage.type'] === 'filesystem' ? [placeOf('input', input, i)] : [])),
    ...filters.flatMap((filter, i) =>
      filter.name === 'multiline' && filter['emitter_storage.type'] === 'filesystem'
        ? [placeOf('filter', filter, i)]
        : [],
    ),
  ];
  return users.slice(0, 1).map((user) => ({
    what: `${user} keeps chunks in the file system, and service has no 'storage.path' for them`,
    fix: "set it to a folder of the node, such as '/var/lib/fluent-bit/chunks'",
  }));
}

function validatePositions(input: FluentBitInput): Problem[] {
  const problems: Problem[] = [];
  if (input.name === 'tail' && input.db === undefined && !input.exit_on_eof) {
    problems.push({
      what: "it has no 'db', and after a restart it reads files again or leaves out what was written meanwhile",
      fix: "keep its positions in a file of its own, such as '/var/lib/fluent-bit/containers.db'",
    });
  }
  if (input.name === 'systemd' && input.db === undefined) {
    problems.push({
      what: "it has no 'db', and after a restart it reads the journal again or leaves out what was written meanwhile",
      fix: "keep its position in a file of its own, such as '/var/lib/fluent-bit/journal.db'",
    });
  }
  if (input.name === 'tail' && input['storage.pause_on_chunks_overlimit']) {
    const wait = parseTime(input.rotate_wait ?? ROTATE_WAIT_SECONDS) ?? 0;
    if (wait < LEAST_ROTATE_WAIT_SECONDS) {
      problems.push({
        what: `'storage.pause_on_chunks_overlimit' pauses it, and 'rotate_wait' is ${shown(input.rotate_wait ?? ROTATE_WAIT_SECONDS)}${input.rotate_wait === undefined ? ' by default' : ''}: files that rotate meanwhile are lost`,
        fix: `let it read on, or set 'rotate_wait' to ${LEAST_ROTATE_WAIT_SECONDS} or more, as long as an output may be away`,
      });
    }
  }
  return problems;
}

function validateSharedPositions({ inputs }: FluentBitConfig): Problem[] {
  const owners = new Map<string, string>();
  return inputs.flatMap((input, i) => {
    if ((input.name !== 'tail' && input.name !== 'systemd') || input.db === undefined) return [];
    const place = placeOf('input', input, i);
    const owner = owners.get(input.db);
    if (owner === undefined) owners.set(input.db, place);
    return owner === undefined
      ? []
      : [
          {
            what: `${place}: 'db' is ${shown(input.db)}, as that of ${owner}, and each forgets the positions of the other`,
            fix: 'give each input a file of its own',
          },
        ];
  });
}
