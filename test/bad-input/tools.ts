import {
  Alertmanager,
  type AlertmanagerProps,
  AlertRouting,
  type AlertRoutingProps,
  DeadMansSnitchReceiver,
  type IReceiver,
  MonitoringStack,
  type MonitoringStackProps,
  PrometheusServer,
  type Route,
  type RuleGroup,
  type ScrapeJob,
  SlackReceiver,
} from '../../lib';
import { messageOf, newChart, synth } from '../tools/synth';

/** A wrong input: what is wrong, what a person writes, and the whole message. */
export type Row = readonly [title: string, build: () => unknown, message: string];

/** Tests that each input is refused in just these words, before anything is written. */
export function refuses(rows: readonly Row[]): void {
  it.each(rows)('%s', (_, build, message) => {
    expect(messageOf(build)).toBe(message);
  });
}

/**
 * What only callers can write whom no compiler stops: in JavaScript, or from a file that was read.
 *
 * @returns the value, as if it had the right type
 */
export const unchecked = <T>(value: unknown): T => value as T;

/** The key of a Secret, for props that need one. */
export const key = { name: 'logins', key: 'url' };

/** A receiver that is in order. */
export const slack = () => new SlackReceiver('slack', { apiUrl: key });
/** A heartbeat that is in order. */
export const heartbeat = () => new DeadMansSnitchReceiver('heartbeat', { url: key });

/** A MonitoringStack with these props, written. */
export function stack(props: MonitoringStackProps): () => unknown {
  return () => {
    const chart = newChart();
    new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, ...props });
    return synth(chart);
  };
}

/** A PrometheusServer that something is done with, written. */
export function server(use: (server: PrometheusServer) => void): () => unknown {
  return () => {
    const chart = newChart();
    use(new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true }));
    return synth(chart);
  };
}

/** A scrape job with these settings, in a PrometheusServer. */
export const job = (settings: Partial<ScrapeJob>): (() => unknown) =>
  server((prometheus) => prometheus.addScrapeJob({ name: 'shop', ...settings }));

/** A group of rules in a PrometheusServer. */
export const rules = (...groups: RuleGroup[]): (() => unknown) =>
  server((prometheus) => prometheus.addRules(...groups));

/** An AlertRouting with these props, written. */
export function routing(props: Partial<AlertRoutingProps>, use: (routing: AlertRouting) => void = () => undefined) {
  return () => {
    const chart = newChart();
    use(new AlertRouting(chart, 'Routing', { defaultReceiver: slack(), heartbeat: heartbeat(), ...props }));
    return synth(chart);
  };
}

/** A routing with one route of these settings, written. */
export const route = (settings: Partial<Route>): (() => unknown) =>
  routing({ routes: [{ matchers: ['team="shop"'], receiver: slack(), ...settings }] });

/** A routing whose default receiver is this one, written. */
export const receiver =
  (make: () => IReceiver): (() => unknown) =>
  () =>
    routing({ defaultReceiver: make() })();

/** An Alertmanager with these props, written. */
export function alertmanager(props: Partial<AlertmanagerProps>): () => unknown {
  return () => {
    const chart = newChart();
    const routed = new AlertRouting(chart, 'Routing', { defaultReceiver: slack(), heartbeat: heartbeat() });
    new Alertmanager(chart, 'Alertmanager', { routing: routed, ...props });
    return synth(chart);
  };
}
