import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertmanagerConfig } from '../../../lib/config/alertmanager/model';
import { writeAlertmanagerConfig } from '../../../lib/config/alertmanager/write';
import type { Tool } from '../../tools/tool';

/** Writes each config to a file and hands the paths over; they are gone afterwards. */
export async function withConfigFiles<T>(
  configs: readonly AlertmanagerConfig[],
  body: (files: readonly string[]) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  try {
    return await body(
      configs.map((config, i) => {
        const file = join(folder, `${String(i).padStart(4, '0')}.yaml`);
        writeFileSync(file, writeAlertmanagerConfig(config));
        return file;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `amtool check-config` has against each config, all asked in one run; '' where it has nothing. */
export function verdicts(amtool: Tool, configs: readonly AlertmanagerConfig[]): Promise<string[]> {
  return withConfigFiles(configs, (files) => {
    const { stdout, stderr } = amtool.run(['check-config', ...files]);
    const parts = stdout.split(/^Checking '/m).slice(1);
    if (parts.length !== configs.length) throw new Error(`amtool judged ${parts.length} files:\n${stdout}${stderr}`);
    return parts.map((part) => {
      const failure = /^\s*(?:.*'\s+)?(?:SUCCESS|FAILED: (?<why>.*))$/m.exec(part);
      if (!failure) throw new Error(`amtool said neither SUCCESS nor FAILED:\n${part}`);
      return failure.groups?.why ?? '';
    });
  });
}

/** The least config around a part under test: a default receiver, and whatever is given. */
export function configWith(parts: Partial<AlertmanagerConfig>): AlertmanagerConfig {
  return { route: { receiver: 'default' }, receivers: [{ name: 'default' }], ...parts };
}
