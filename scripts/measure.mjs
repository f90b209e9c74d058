// Wall time and peak memory of a command, measured from outside.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs a command and returns how long it took, in milliseconds, and what it printed; throws if it fails. */
export function time([program, ...args], env) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (error) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return { milliseconds, stdout };
}

/** The running processes by parent, as /proc lists them: parent id -> ids. */
function processesByParent() {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = Number(
        readFileSync(`/proc/${entry}/stat`, 'utf8')
          .replace(/^.*\) \S /s, '')
          .split(' ')[0],
      );
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return children;
}

function residentKiB(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    return { now: field('VmRSS'), peak: field('VmHWM') };
  } catch {
    return { now: 0, peak: 0 };
  }
}

/**
 * The peak resident memory of a command and all processes it starts, taken together, in KiB. Sampled from /proc; undefined
 * where there is none.
 */
export async function peakMemory([program, ...args], env) {
  if (!existsSync('/proc/self/status')) return undefined;
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  let peak = 0;
  const sample = setInterval(() => {
    const children = processesByParent();
    const tree = (pid) => [pid, ...(children.get(pid) ?? []).flatMap(tree)];
    const resident = tree(child.pid).map(residentKiB);
    const together = resident.reduce((sum, { now }) => sum + now, 0);
    peak = Math.max(peak, together, ...resident.map((each) => each.peak));
  }, 4);
  await new Promise((done, failed) => child.on('close', done).on('error', failed));
  clearInterval(sample);
  return peak;
}
