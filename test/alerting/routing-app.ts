import { App, Chart } from 'cdk8s';
import { AlertRouting, type AlertRoutingProps } from '../../lib/alerting/alert-routing';
import { DeadMansSnitchReceiver } from '../../lib/alerting/receivers/dead-mans-snitch-receiver';
import { SlackReceiver } from '../../lib/alerting/receivers/slack-receiver';
import { WebhookReceiver } from '../../lib/alerting/receivers/webhook-receiver';

export const slack = new SlackReceiver('slack', {
  apiUrl: { name: 'slack', key: 'url' },
  title: 'title',
  text: 'text',
  color: 'good',
});
export const heartbeat = new DeadMansSnitchReceiver('heartbeat', { url: { name: 'heartbeat', key: 'url' } });
export const webhook = (name: string) => new WebhookReceiver(name, { url: { name, key: 'url' } });

/** A routing in a chart of its own. */
export function routingOf(
  props: Partial<AlertRoutingProps> = {},
  namespace: string | undefined = 'monitoring',
): AlertRouting {
  const chart = new Chart(new App(), 'alerting', { namespace });
  return new AlertRouting(chart, 'Routing', { defaultReceiver: slack, heartbeat, ...props });
}

/** The message a bad routing is refused with, or '' if it is not: at once by the constructor, or at synth. */
export function refusalOf(make: () => AlertRouting): string {
  try {
    (make().node.root as App).synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
