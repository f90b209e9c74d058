import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type IMetricsBackend, MonitoringStack, Severity } from '../lib';

/** What a team ships: how its app is scraped, and when it is to be paged. Any backend takes it. */
class ShopMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: { readonly metrics: IMetricsBackend }) {
    super(scope, id);
    props.metrics.addScrapeJob({
      name: 'shop-api',
      pods: { namespaces: ['shop'], labels: { app: 'api' }, port: 'metrics' },
      absence: { for: '5m' },
    });
    props.metrics.addRules({
      name: 'shop',
      records: [
        {
          record: 'namespace:shop_orders_failed:rate5m',
          expr: 'sum by (namespace) (rate(shop_orders_failed_total{job="shop-api"}[5m]))',
        },
      ],
      alerts: [
        {
          alert: 'ShopOrdersFailing',
          expr: 'namespace:shop_orders_failed:rate5m > 1',
          for: '5m',
          severity: Severity.CRITICAL,
          summary: 'Orders fail in {{ $labels.namespace }}',
          description: '{{ $value | humanize }} orders a second fail.',
          runbookUrl: 'https://runbooks.example.com/shop/orders-failing',
        },
      ],
    });
  }
}

/** What the platform runs: one stack, told by the teams what to watch; its Alertmanager is somewhere else. */
const app = new App();
const metrics = new MonitoringStack(new Chart(app, 'platform', { namespace: 'monitoring' }), 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});
new ShopMonitoring(new Chart(app, 'shop'), 'Monitoring', { metrics });

app.synth();
