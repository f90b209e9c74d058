import { proveLogPipeline } from '../../../lib/proof/log-pipeline/prove-log-pipeline';
import { routes } from './pipelines';

/** CPU time of a proof in milliseconds, the least of a few, since other work disturbs only upwards. */
function timeOf(count: number, times: number): number {
  const config = routes(count);
  const taken = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    expect(proveLogPipeline(config)).toEqual([]);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

test('a proof takes no more time for each of 2000 routes than for each of 200', () => {
  timeOf(200, 2);
  const few = timeOf(200, 5) / 200;
  const many = timeOf(2000, 3) / 2000;
  expect(many / few).toBeLessThan(1.5);
}, 120_000);
