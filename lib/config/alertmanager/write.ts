import { toYaml } from '../yaml';
import type { AlertmanagerConfig } from './model';

/** The text of `alertmanager.yaml`. Does not check: see `validateAlertmanagerConfig`. */
export function writeAlertmanagerConfig(config: AlertmanagerConfig): string {
  return toYaml(config);
}
