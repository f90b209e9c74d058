import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlackboxModules } from '../../../lib/config/blackbox/model';
import { writeBlackboxConfig } from '../../../lib/config/blackbox/write';
import type { Tool } from '../../tools/tool';

/** What the exporter has against modules when it starts; '' where it has nothing. */
export function verdict(exporter: Tool, modules: BlackboxModules): string {
  return verdictOnText(exporter, writeBlackboxConfig(modules));
}

/** The same of a `blackbox.yml`. */
export function verdictOnText(exporter: Tool, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'blackbox-'));
  try {
    const file = join(folder, 'blackbox.yml');
    writeFileSync(file, text);
    const { status, stderr } = exporter.run([`--config.file=${file}`, '--config.check']);
    if (status === 0) return '';
    const [, why] = /Error loading config.*err="(.*)"$/m.exec(stderr) ?? [];
    if (why === undefined) throw new Error(`blackbox_exporter gave no reason:\n${stderr}`);
    return why;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
