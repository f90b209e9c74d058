import type { RuleCase } from './rule-test';

/** Labels of the one server of these cases. */
export const SERVER = { job: 'prometheus', namespace: 'm', pod: 'prometheus-0', instance: 'a:9090', cluster: 'c' };

/** A series of that server. */
export function of(metric: string, more: Readonly<Record<string, string>> = {}): string {
  const labels = Object.entries({ ...SERVER, ...more }).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${labels.join(', ')}}`;
}

/** A row in which the one metric makes an alert fire, and one in which it stays quiet. */
export function pair(
  alert: string,
  metric: string,
  { fires, quiet, more = {}, at = '40m' }: { fires: string; quiet: string; more?: Record<string, string>; at?: string },
): RuleCase[] {
  return [
    { name: `${alert} fires`, alert, series: { [of(metric, more)]: fires }, at, fires: [{ ...SERVER, ...more }] },
    { name: `${alert} stays quiet`, alert, series: { [of(metric, more)]: quiet }, at, fires: [] },
  ];
}
