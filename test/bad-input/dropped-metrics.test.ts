import { type AlertingRule, RelabelAction, Severity } from '../../lib';
import { refuses, server } from './tools';

const dropped = (regex: string) => [{ sourceLabels: ['__name__'], regex, action: RelabelAction.DROP }];
const alert = (expr: string): AlertingRule => ({
  alert: 'OrdersStuck',
  expr,
  severity: Severity.WARNING,
  summary: 'Orders are stuck.',
  description: 'Look at the queue.',
  runbookUrl: 'https://runbooks.example.com/orders',
});

const shop = (expr: string) =>
  server((prometheus) => {
    // In this order nobody but the whole shows it.
    prometheus.addRules({ name: 'shop', alerts: [alert(expr)] });
    prometheus.addScrapeJob({
      name: 'shop',
      pods: { labels: { app: 'shop' }, port: 'web' },
      metricRelabelings: dropped('shop_(queue|cache)_.+'),
    });
  });

describe('a Prometheus refuses', () => {
  refuses([
    [
      'an alert on what its job drops',
      shop('shop_queue_length{job="shop"} > 100'),
      [
        'Validation failed with the following errors:',
        "  [chart/Prometheus] alert 'OrdersStuck' reads 'shop_queue_length', which job 'shop' drops ('metricRelabelings[0]'); take it out of the drop list, or let the rule read another job (job=\"…\") or be left out",
      ].join('\n'),
    ],
    [
      'a bucket by a bound as Prometheus never writes it',
      shop('rate(shop_request_duration_seconds_bucket{le="5"}[5m]) == 0'),
      [
        'Validation failed with the following errors:',
        "  [chart/Prometheus] alert 'OrdersStuck' reads 'shop_request_duration_seconds_bucket{le=\"5\"}', and Prometheus 3 writes that bound as '5.0'; write 'le=~\"5(\\\\.0)?\"', which Prometheus 2 understands as well",
      ].join('\n'),
    ],
  ]);

  it('and takes the same of a job that sends it', () => {
    expect(shop('shop_queue_length{job="warehouse"} > 100')).not.toThrow();
  });
});
