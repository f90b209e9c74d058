import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFluentBit } from '../../../lib/config/fluent-bit/validate';
import { fluentBitYaml } from '../../../lib/config/fluent-bit/write';
import { startBulkServer } from '../../tools/bulk-server';
import { eventually, startProgram } from '../../tools/program';
import { itWithTool, type Tool } from '../../tools/tool';
import { CHECKED, CLUSTER, DELIVERED, type Place, type Sample } from './samples';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fluent-bit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a sample into the folder; its file, which Fluent Bit has accepted. */
function accepted({ config }: Sample, fluentBit: Tool, at: Place): string {
  const file = join(folder, 'fluent-bit.yaml');
  writeFileSync(file, fluentBitYaml(config(at)));
  const { status, stderr } = fluentBit.run(['--dry-run', '-c', file]);
  expect([status, stderr]).toEqual([0, expect.stringContaining('configuration test is successful')]);
  return file;
}

describe.each([...DELIVERED, ...CHECKED])('$title', (sample) => {
  it('is written so', () => {
    expect(fluentBitYaml(sample.config(CLUSTER))).toBe(sample.yaml);
  });

  it('is in order', () => {
    expect(validateFluentBit(sample.config(CLUSTER))).toEqual([]);
  });

  itWithTool('fluent-bit', 'is what Fluent Bit takes', (fluentBit) => {
    accepted(sample, fluentBit, CLUSTER);
  });
});

describe.each(DELIVERED)('$title', (sample) => {
  itWithTool('fluent-bit', 'is delivered', async (fluentBit) => {
    const { lines = [], documents = [] } = sample;
    const server = await startBulkServer();
    const file = accepted(sample, fluentBit, { logs: folder, state: folder, port: server.port });
    writeFileSync(join(folder, 'app.log'), `${lines.join('\n')}\n`);
    const program = startProgram(fluentBit.path, ['-c', file]);
    try {
      await eventually('the delivery', () => server.documents().length >= documents.length, {
        evidence: program.output,
      });
      const got = server.documents().map(({ index, source }) => ({ ...source, index }));
      expect(got).toEqual(documents.map((each) => expect.objectContaining(each)));
      expect(program.output()).not.toMatch(/\[\s*(error|warn)\]/);
    } finally {
      await program.stop();
      await server.stop();
    }
  });
});

test('what is left out is not written, and the name comes first', () => {
  const inputs = [{ path: ['/a.log'], exclude_path: undefined, name: 'tail' as const }];
  expect(fluentBitYaml({ inputs, filters: [], outputs: [{ match: '*', name: 'stdout' }] })).toBe(`pipeline:
  inputs:
    - name: tail
      path: /a.log
  filters: []
  outputs:
    - name: stdout
      match: '*'
`);
});
