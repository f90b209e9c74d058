import { App, Chart } from 'cdk8s';
import { Deployment, Ingress, IngressBackend, Service } from 'cdk8s-plus-27';
import { BlackboxExporter, BlackboxExporterSidecar, ingressUrls, MonitoringStack } from '../lib';

const app = new App();
const platform = new Chart(app, 'platform', { namespace: 'monitoring' });
const metrics = new MonitoringStack(platform, 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});

// A shop, and the way in to it.
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const web = new Deployment(shop, 'Web', {
  containers: [{ image: 'registry.example.com/shop:1.4.2', portNumber: 8080 }],
});
const service = new Service(shop, 'Service', { selector: web, ports: [{ port: 80, targetPort: 8080 }] });
const ingress = new Ingress(shop, 'Ingress');
ingress.addHostRule('shop.example.com', '/', IngressBackend.fromService(service));
ingress.addTls([{ hosts: ['shop.example.com'] }]);

// In each pod: does the shop answer, and does its database by the proxy beside it?
new BlackboxExporterSidecar(shop, 'Probes', {
  workload: web,
  metrics,
  modules: {
    healthy: { timeout: '3s', http: { failIfBodyNotMatchesRegexp: ['"status":\\s*"ok"'] } },
  },
  probes: [
    { module: 'healthy', target: 'http://127.0.0.1:8080/healthz' },
    { module: 'tcp_connect', target: '127.0.0.1:5432', name: 'database' },
  ],
});

// From the outside, as customers come in: pages, and the certificates under them before they end.
const exporter = new BlackboxExporter(platform, 'BlackboxExporter', { metrics, replicas: 2 });
exporter.addProbe({ name: 'shop', urls: ingressUrls(ingress), labels: { namespace: 'shop' }, scrapeInterval: '1m' });
exporter.addProbe({ name: 'mail', module: 'tcp_connect_tls', urls: ['mail.example.com:465'] });

app.synth();
