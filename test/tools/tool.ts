import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a finished program said. */
export interface ToolResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A real program found on PATH. */
export interface Tool {
  readonly path: string;
  /** Runs it to its end (30 s at most) and returns what it said, whatever its exit code. */
  run(args: readonly string[], input?: string): ToolResult;
  /** Runs it and returns its standard output; throws with all it said if its exit code is not 0. */
  ok(args: readonly string[], input?: string): string;
}

const pathOf = (name: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** The program of that name, or undefined if PATH has none. */
export function findTool(name: string): Tool | undefined {
  const path = pathOf(name);
  if (!path) return undefined;
  const options = (input?: string) => ({
    encoding: 'utf8' as const,
    input: input ?? '',
    timeout: 30_000,
    maxBuffer: 1 << 26,
  });
  return {
    path,
    run: (args, input) => {
      const { status, stdout, stderr } = spawnSync(path, [...args], options(input));
      return { status, stdout, stderr };
    },
    ok: (args, input) => execFileSync(path, [...args], { ...options(input), stdio: ['pipe', 'pipe', 'pipe'] }),
  };
}

/** Programs that must be there: REQUIRE_TOOLS names them, and 1 means all. */
const required = (process.env.REQUIRE_TOOLS ?? '').split(/[\s,]+/);

/**
 * A test that asks a real program. Where PATH lacks one of them it is a visible skip, and a failure if REQUIRE_TOOLS has
 * its name, as CI sets it for all that can be had there.
 */
export function itWithTools(
  names: readonly string[],
  title: string,
  body: (...tools: Tool[]) => void | Promise<void>,
  timeout = 30_000,
): void {
  const tools = names.map(findTool);
  const missing = names.filter((_, i) => !tools[i]);
  if (missing.length === 0) {
    it(title, async () => body(...(tools as Tool[])), timeout);
  } else if (missing.some((name) => required.includes(name)) || required.includes('1')) {
    it(title, () => {
      throw new Error(`PATH lacks ${missing.join(', ')}, and REQUIRE_TOOLS is set`);
    });
  } else {
    // biome-ignore lint/suspicious/noSkippedTests: an absent tool is a visible skip; CI requires those it builds
    it.skip(`${title} (PATH lacks ${missing.join(', ')})`, () => undefined);
  }
}

/** {@link itWithTools} for one program. */
export function itWithTool(
  name: string,
  title: string,
  body: (tool: Tool) => void | Promise<void>,
  timeout?: number,
): void {
  itWithTools([name], title, (tool) => body(tool as Tool), timeout);
}
