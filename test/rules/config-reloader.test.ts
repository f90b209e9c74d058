import { configReloaderRules } from '../../lib/rules/config-reloader';
import { testRules } from './rule-test';

const series = (values: string) => ({
  'reloader_last_reload_successful{job="prometheus-config-reloader", namespace="m", pod="p-0"}': values,
});

it('reads all reloaders, or those that are chosen', () => {
  const exprs = [{}, { selector: 'namespace="m"' }].map(
    (options) => configReloaderRules(options)[0]?.alerts?.[0]?.expr,
  );
  expect(exprs).toEqual([
    'max_over_time(reloader_last_reload_successful[5m]) == 0',
    'max_over_time(reloader_last_reload_successful{namespace="m"}[5m]) == 0',
  ]);
});

describe('configReloaderRules', () => {
  testRules(configReloaderRules(), [
    {
      name: 'the last reload failed',
      alert: 'ConfigReloaderSidecarErrors',
      series: series('1x10 0x40'),
      fires: [{ job: 'prometheus-config-reloader', namespace: 'm', pod: 'p-0' }],
    },
    {
      name: 'a reload failed and the next one did not',
      alert: 'ConfigReloaderSidecarErrors',
      series: series('1x20 0x3 1x40'),
      fires: [],
    },
  ]);
});
