import { type RuleGroup, Severity } from '../model/rules';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link configReloaderRules}. */
export interface ConfigReloaderRulesOptions extends RunbookOptions {
  /** Matchers of the series of the reloaders. @default - all of them */
  readonly selector?: string;
}

/** The alert on config reloaders: sidecars that bring a changed configuration to Prometheus and Alertmanager. */
export function configReloaderRules(options: ConfigReloaderRulesOptions = {}): RuleGroup[] {
  const { selector = '' } = options;
  const series = selector.trim() === '' ? '' : `{${selector}}`;
  return [
    {
      name: 'config-reloaders',
      alerts: [
        {
          alert: 'ConfigReloaderSidecarErrors',
          expr: `max_over_time(reloader_last_reload_successful${series}[5m]) == 0`,
          for: '10m',
          severity: Severity.WARNING,
          summary: 'A changed configuration does not go live.',
          description:
            'The config reloader of {{ or $labels.pod $labels.instance }}{{ with $labels.namespace }} in namespace ' +
            '{{ . }}{{ end }} has not been able to apply the configuration for 10 minutes, so the one before stays in ' +
            'force. The log of that container says whether the configuration is wrong or its server does not answer.',
          runbookUrl: runbookUrl(options, 'prometheus-operator', 'ConfigReloaderSidecarErrors'),
        },
      ],
    },
  ];
}
