import { nearest } from '../../lib/model/nearest';

describe('nearest', () => {
  test.each([
    ['raet', ['rad', 'rate', 'reset'], 'rate'],
    ['WATCHDOG', ['Watchdog'], 'Watchdog'],
    ['watchdgo', ['InstanceDown', 'Watchdog'], 'Watchdog'],
    ['KubePodCrashLoop', ['KubePodNotReady', 'KubePodCrashLooping'], 'KubePodCrashLooping'],
    ['nothing like it', ['a', 'Watchdog'], undefined],
    ['x', [], undefined],
  ])('of %s among %j is %s', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });
});
