import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from './config-verdicts';
import type { Manifest } from './synth';
import type { Tool } from './tool';

/** The ConfigMaps with such a file; one of that name holds rules, too. */
const holders = (manifests: readonly Manifest[], file: string) =>
  manifests.filter(({ kind, data }) => kind === 'ConfigMap' && data?.[file] && !/^groups:/m.test(data[file]));

/** What is said of each, in a folder that takes the place of the container's. */
function judged(manifests: readonly Manifest[], file: string, judge: (path: string) => string): Verdict[] {
  return holders(manifests, file).map(({ metadata, data }) => {
    const folder = mkdtempSync(join(tmpdir(), 'log-config-'));
    try {
      const state = join(folder, 'state');
      mkdirSync(state);
      for (const [name, text] of Object.entries<string>(data)) {
        const here = text
          .replaceAll(/\/fluent(?:-bit|d)\/config(?=\/)/g, folder)
          .replaceAll(/\/var\/lib\/[-\w.]+|(?<=\s)\/buffers(?=\/)/g, state);
        writeFileSync(join(folder, name), here);
      }
      return { workload: metadata.name, complaint: judge(join(folder, file)).replaceAll(folder, '') };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** `fluent-bit --dry-run` with each configuration, of agents and of sidecars. */
export const checkFluentBitConfigs = (fluentBit: Tool, manifests: readonly Manifest[]): Verdict[] =>
  judged(manifests, 'fluent-bit.yaml', (path) => {
    const { status, stdout, stderr } = fluentBit.run(['--dry-run', '-c', path]);
    const said = `${stdout}${stderr}`;
    return status === 0 && said.includes('configuration test is successful') && !/\[ *error\]/.test(said) ? '' : said;
  });

/** `fluentd --dry-run` with each configuration, of agents and of aggregators. */
export const checkFluentdConfigs = (fluentd: Tool, manifests: readonly Manifest[]): Verdict[] =>
  judged(manifests, 'fluentd.yaml', (path) => {
    const { status, stdout, stderr } = fluentd.run(['--dry-run', '--config', path]);
    const said = `${stdout}${stderr}`;
    return status === 0 && !/\[(?:warn|error|fatal)\]/.test(said) ? '' : said;
  });
