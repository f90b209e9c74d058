import { type RuleGroup, Severity } from '../model/rules';
import { ownRunbookUrl, type RunbookOptions } from './runbook';

/** Options of {@link kibanaRules}. */
export interface KibanaRulesOptions extends RunbookOptions {
  /** As texts name it. @default 'Kibana' */
  readonly title?: string;
  /** The series that is 1 while a pod says that it is available. @default 'kibana_up' */
  readonly metric?: string;
  /** The job that scrapes it; the group has its name. @default 'kibana' */
  readonly job?: string;
}

/** The alert on a Kibana whose pods run and say that they are not available. That it has none is for the alert on its job. */
export function kibanaRules(options: KibanaRulesOptions = {}): RuleGroup[] {
  const { title = 'Kibana', metric = 'kibana_up', job = 'kibana' } = options;
  const alert = `${title.replace(/\s/g, '')}Unavailable`;
  return [
    {
      name: job,
      alerts: [
        {
          alert,
          expr: `max by (cluster, namespace, job) (${metric}{job="${job}"}) == 0`,
          for: '5m',
          severity: Severity.WARNING,
          summary: `${title} in namespace {{ $labels.namespace }} is not available.`,
          description:
            `No pod of {{ $labels.job }} has answered its page /api/status well for 5 minutes, so nobody can look at ` +
            `logs there; none is lost. Often ${title} cannot reach its search engine or log in to it: its log says which ` +
            '(kubectl -n {{ $labels.namespace }} logs deployment/{{ $labels.job }}).',
          runbookUrl: ownRunbookUrl(options, 'kibana', alert),
        },
      ],
    },
  ];
}
