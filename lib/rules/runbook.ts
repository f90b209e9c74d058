/** Where the runbooks of the standard alerts are; each set of rules takes another place as an option. */
const DEFAULT_RUNBOOK_BASE_URL = 'https://runbooks.prometheus-operator.dev/runbooks';

/** Options that every set of rules has. */
export interface RunbookOptions {
  /**
   * Start of the runbooks' URLs; `/<group>/<alert name in lower case>` follows.
   * @default 'https://runbooks.prometheus-operator.dev/runbooks'
   */
  readonly runbookBaseUrl?: string;
}

/** The URL of an alert's runbook: an alert without an upstream page of its own passes the name of the nearest one. */
export function runbookUrl(options: RunbookOptions, group: string, alert: string): string {
  const base = (options.runbookBaseUrl ?? DEFAULT_RUNBOOK_BASE_URL).replace(/\/+$/, '');
  return `${base}/${group}/${alert.toLowerCase()}`;
}

/**
 * The URL of the runbook of an alert that no standard set has, where the public runbooks have no page: among runbooks of
 * one's own it is a page of its own, among the public ones the nearest, on targets that are down.
 */
export function ownRunbookUrl(options: RunbookOptions, group: string, alert: string): string {
  return options.runbookBaseUrl === undefined
    ? runbookUrl(options, 'general', 'TargetDown')
    : runbookUrl(options, group, alert);
}
