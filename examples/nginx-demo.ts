import { App, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { MonitoringStack, NginxDemo, NginxExporterSidecar } from '../lib';

const app = new App();
const metrics = new MonitoringStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Monitoring', {
  cluster: 'production',
  alertmanagers: [{ addresses: ['alertmanager.example.com:443'], scheme: 'https' }],
});

/** An nginx to look at: with its exporter, an Ingress and two requests a second. */
new NginxDemo(new Chart(app, 'nginx-demo', { namespace: 'nginx-demo' }), 'Demo', {
  metrics,
  host: 'demo.example.com',
  ingressClassName: 'nginx',
});

/** An nginx of your own: the exporter goes into its pods, and what is added later counts too. */
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const web = new Deployment(shop, 'Web', {
  metadata: { name: 'web' },
  containers: [{ image: 'docker.io/nginxinc/nginx-unprivileged:1.29.3', portNumber: 8080 }],
});
new NginxExporterSidecar(shop, 'WebExporter', { workload: web, metrics });
web.exposeViaService();

app.synth();
