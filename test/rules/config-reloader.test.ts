import { configReloaderRules } from '../../lib/rules/config-reloader';
import { testRules } from './rule-test';

const series = (values: string) => ({
  'reloader_last_reload_successful{job="prometheus-config-reloader", namespace="m", pod="p-0"}': values,
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
