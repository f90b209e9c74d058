import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrometheusConfig } from '../../../lib/config/prometheus/model';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import type { Tool } from '../../tools/tool';

/** Which of the configs Prometheus takes, all asked in one run of promtool. */
export function accepted(promtool: Tool, configs: readonly PrometheusConfig[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  try {
    const files = configs.map((config, i) => {
      const file = join(folder, `${i}.yml`);
      writeFileSync(file, writePrometheusConfig(config));
      return file;
    });
    const { stdout, stderr } = promtool.run(['check', 'config', '--syntax-only', ...files]);
    return files.map((file) => {
      if (!stdout.includes(`Checking ${file}\n`))
        throw new Error(`promtool did not look at ${file}:\n${stdout}${stderr}`);
      return stdout.includes(`SUCCESS: ${file} is valid`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
