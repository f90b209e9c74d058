import { parseDuration } from '../model/units';
import type { IReceiver } from './receivers/receiver';
import type { Route } from './route';

/** Matchers of the heartbeat alone: another alert that is named Watchdog has a severity that people are to hear of. */
export const WATCHDOG_MATCHERS: readonly string[] = ['alertname="Watchdog"', 'severity="none"'];

/**
 * The route of Watchdog: a message to the heartbeat receiver at least every `interval`.
 *
 * Alertmanager looks at a group every group_interval, and sends again if more than repeat_interval has gone by since it
 * had finished sending, a moment after the tick: with both at the interval every second tick would be skipped. With
 * both at half of it, every second tick sends, which is the interval.
 */
export function heartbeatRoute(receiver: IReceiver, interval: string): Route {
  const half = `${Math.floor((parseDuration(interval) ?? 0) / 2)}ms`.replace(/000ms$/, 's');
  return {
    matchers: WATCHDOG_MATCHERS,
    receiver,
    groupWait: '0s',
    groupInterval: half,
    repeatInterval: half,
  };
}
