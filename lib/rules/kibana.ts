import { type RuleGroup, Severity } from '../model/rules';
import { type RunbookOptions, runbookUrl } from './runbook';

/** Options of {@link kibanaRules}. */
export interface KibanaRulesOptions extends RunbookOptions {
  /** As texts name it. @default 'Kibana' */
  readonly title?: string;
  /** The series that is 1 while a pod says that it is available. @default 'kibana_up' */
  readonly metric?: string;
  /** Matchers of the series. @default - all of them */
  readonly selector?: string;
}

/** The alert on a Kibana whose pods run and say that they are not available. That it has none is for the alert on its job. */
export function kibanaRules(options: KibanaRulesOptions = {}): RuleGroup[] {
  const { title = 'Kibana', metric = 'kibana_up', selector = '' } = options;
  const series = selector.trim() === '' ? metric : `${metric}{${selector}}`;
  const name = title.replace(/\s/g, '');
  return [
    {
      name: title.toLowerCase().replace(/\s/g, '-'),
      alerts: [
        {
          alert: `${name}Unavailable`,
          expr: `max by (cluster, namespace, job) (${series}) == 0`,
          for: '5m',
          severity: Severity.WARNING,
          summary: `${title} {{ $labels.job }} in namespace {{ $labels.namespace }} is not available.`,
          description:
            `No pod of {{ $labels.job }} has answered its page /api/status well for 5 minutes, so nobody can look at logs. ` +
            `Often ${title} cannot reach its search engine or log in there: the log of its container says which.`,
          runbookUrl: runbookUrl(options, 'general', 'TargetDown'),
        },
      ],
    },
  ];
}
