import { COMPONENT, validateComponent } from '../../kubernetes/component';
import { LOG_ROUTE, LOG_TARGET } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { fitProps, flag, listOf, needed, type Shape, struct, text } from '../../model/shape';
import { validateBaseUrl, validateWorkloadName } from '../../model/units';
import { validateStatePath } from '../fluent-bit/validate-fluent-bit';
import { validateLossBudget } from '../loss-budget';
import { validateLogRoutes } from '../routes/validate-log-routes';
import type { FluentdAgentProps } from './fluentd-agent-props';
import { FLUENTD_OUTPUT } from './validate-fluentd-aggregator';

const AGENT: Shape<FluentdAgentProps> = {
  ...COMPONENT,
  namespace: text('node-agents'),
  output: needed(FLUENTD_OUTPUT),
  outputs: listOf(FLUENTD_OUTPUT),
  routes: listOf(struct(LOG_ROUTE)),
  otherLogs: struct(LOG_TARGET),
  name: text('fluentd'),
  statePath: text('/var/lib/fluentd'),
  nodeLogRate: text('256Ki'),
  maxOutage: text('1h'),
  storageLimit: text('5Gi'),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** All that is wrong with the props of a FluentdAgent, and the namespace that results from them. */
export function validateFluentdAgent(props: FluentdAgentProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, AGENT);
  const [first, ...others] = [fit.output, ...(fit.outputs ?? [])].filter((output) => output !== undefined);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'fluentd'),
    // Fluentd's memory does not grow with what waits.
    ...validateLossBudget(fit, undefined, []),
    ...validateStatePath(fit.statePath),
    ...(first === undefined || problems.some(({ what }) => /^'(?:routes|otherLogs)/.test(what))
      ? []
      : validateLogRoutes(fit.routes ?? [], fit.otherLogs ?? {}, [first, ...others])),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}
