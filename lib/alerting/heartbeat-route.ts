import { parseDuration } from '../model/units';
import type { IReceiver } from './receivers/receiver';
import type { Route } from './route';

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
    matchers: ['alertname="Watchdog"'],
    receiver,
    groupWait: '0s',
    groupInterval: half,
    repeatInterval: half,
  };
}
