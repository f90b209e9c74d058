import type { FluentBitConfig, FluentBitInput } from '../../config/fluent-bit/config';
import { parseTime } from '../../config/fluent-bit/units';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { placeOf } from './places';

const GRACE_SECONDS = 5;
const ROTATE_WAIT_SECONDS = 5;
/** A paused tail comes back to a rotated file for so long at least. */
const LEAST_ROTATE_WAIT_SECONDS = 60;

/** Settings with which lines are lost or sent again when something restarts or rotates. */
export function validateDurability(config: FluentBitConfig, terminationGracePeriodSeconds?: number): Problem[] {
  return [
    ...validateGrace(config, terminationGracePeriodSeconds),
    ...config.inputs.flatMap((input, i) =>
      within(placeOf('input', input, i), [...validatePositions(input), ...validateWaiting(input, config)]),
    ),
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

/** Positions that outlive a pod say of what waited in its memory that it was read. */
function validateWaiting(input: FluentBitInput, { service = {} }: FluentBitConfig): Problem[] {
  if ((input.name !== 'tail' && input.name !== 'systemd') || input.db === undefined) return [];
  const inherited = service['storage.inherit'] ? service['storage.type'] : undefined;
  if ((input['storage.type'] ?? inherited) === 'filesystem') return [];
  return [
    {
      what: "it has a 'db', and what outputs have not taken yet waits in memory: after a restart it is neither there nor read again",
      fix: "set 'storage.type' to 'filesystem', and 'storage.path' of 'service' to a folder beside the 'db'",
    },
  ];
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
