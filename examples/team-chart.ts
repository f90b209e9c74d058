import { App, Chart } from 'cdk8s';
import {
  Alertmanager,
  AlertRouting,
  DeadMansSnitchReceiver,
  MonitoringStack,
  PagerDutyReceiver,
  Severity,
} from '../lib';

const app = new App();
const chart = new Chart(app, 'shop-monitoring', { namespace: 'shop' });

const monitoring = new MonitoringStack(chart, 'Monitoring', {
  cluster: 'production',
  retention: '5d',
  podDiscovery: { keepNamespaces: ['shop'] },
});
monitoring.addScrapeJob({ name: 'shop-api', pods: { namespaces: ['shop'], labels: { app: 'api' }, port: 'metrics' } });
monitoring.addRules({
  name: 'shop',
  alerts: [
    {
      alert: 'ShopOrdersFailing',
      expr: 'sum by (namespace) (rate(shop_orders_failed_total{job="shop-api"}[5m])) > 1',
      for: '5m',
      severity: Severity.CRITICAL,
      summary: 'Orders fail in {{ $labels.namespace }}',
      description: '{{ $value | humanize }} orders a second fail.',
      runbookUrl: 'https://runbooks.example.com/shop/orders-failing',
    },
  ],
});

const routing = new AlertRouting(chart, 'Routing', {
  defaultReceiver: new PagerDutyReceiver('oncall', { routingKey: { name: 'pagerduty', key: 'routing-key' } }),
  heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'dead-mans-snitch', key: 'url' } }),
});
new Alertmanager(chart, 'Alertmanager', { routing, metrics: monitoring });

app.synth();
