import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A real program that runs until the test stops it. */
export interface Program {
  /** What it has said so far, both streams. */
  output(): string;
  running(): boolean;
  /** Ends it, hard after 5 s. */
  stop(): Promise<void>;
  /** Whether it had to be ended the hard way. */
  wasKilled(): boolean;
}

/** Starts a program; its output is kept for the error message of a test that fails. */
export function startProgram(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const child: ChildProcess = spawn(path, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    output: () => text,
    running,
    wasKilled: () => child.signalCode === 'SIGKILL',
    async stop() {
      if (!running()) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** TCP ports of the loopback address that nobody listens on, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            if (address && typeof address === 'object') resolve(address.port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Asks again and again until the answer is neither undefined nor false; fails with what it last saw. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  {
    seconds = 20,
    every = 100,
    evidence = () => '',
  }: { seconds?: number; every?: number; evidence?: () => string } = {},
): Promise<T> {
  const until = performance.now() + seconds * 1000;
  let problem: unknown;
  while (performance.now() < until) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      problem = error;
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`${what} did not happen within ${seconds} s\n${problem ?? ''}\n${evidence()}`);
}
