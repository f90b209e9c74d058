import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually, startProgram } from '../../tools/program';
import type { Tool } from '../../tools/tool';

/** What a plugin of Fluent Bit is set to. */
type Plugin = Readonly<Record<string, unknown>>;

/** What {@link askFluentBit} runs. */
interface Asked {
  /** With paths of files below the folder `in`. */
  readonly inputs: (folder: string) => readonly Plugin[];
  /** The matches of the outputs. */
  readonly outputs: readonly Plugin[];
  /** Files in the folder `in`, of one line each. */
  readonly files?: readonly string[];
  /** How many records arrive in all. */
  readonly records: number;
}

/** Runs a real Fluent Bit; the tags that each output got, sorted, as often as it got them. */
export async function askFluentBit(
  fluentBit: Tool,
  { inputs, outputs, files = [], records }: Asked,
): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'log-pipeline-'));
  const config = join(folder, 'fluent-bit.yaml');
  for (const file of files) {
    mkdirSync(dirname(join(folder, 'in', file)), { recursive: true });
    writeFileSync(join(folder, 'in', file), 'a line\n');
  }
  // JSON is YAML
  const text = JSON.stringify({
    service: { flush: 0.1, grace: 1 },
    pipeline: {
      inputs: inputs(join(folder, 'in')),
      outputs: outputs.map((output, i) => ({
        ...output,
        name: 'file',
        path: join(folder, 'out'),
        file: `${i}`,
        mkdir: true,
      })),
    },
  });
  writeFileSync(config, text);
  const program = startProgram(fluentBit.path, ['-c', config]);
  const got = () => {
    mkdirSync(join(folder, 'out'), { recursive: true });
    const written = readdirSync(join(folder, 'out'));
    return outputs.map((_, i) => (written.includes(`${i}`) ? tagsIn(join(folder, 'out', `${i}`)) : []));
  };
  try {
    await eventually('the delivery of all records', () => got().flat().length >= records, {
      evidence: () => program.output(),
    });
  } finally {
    await program.stop();
  }
  const tags = got();
  rmSync(folder, { recursive: true, force: true });
  return tags;
}

const tagsIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/: \[.*$/, ''))
    .sort();
