import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_FOLDER } from '../../lib/alerting/credential-file';
import type { Tool, ToolResult } from '../tools/tool';

/** What `amtool check-config` says of a routing's files, which it reads from a folder that is gone afterwards. */
export function checkConfig(amtool: Tool, files: Readonly<Record<string, string>>): ToolResult {
  const folder = mkdtempSync(join(tmpdir(), 'routing-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(folder, file), text.replaceAll(CONFIG_FOLDER, folder));
    }
    return amtool.run(['check-config', join(folder, 'alertmanager.yaml')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
