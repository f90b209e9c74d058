import { App, Chart, Size } from 'cdk8s';
import { Cpu, Deployment, ImagePullPolicy } from 'cdk8s-plus-27';
import {
  Alertmanager,
  AlertRouting,
  addSyncWaves,
  BlackboxExporter,
  BlackboxExporterSidecar,
  ClusterTargets,
  DeadMansSnitchReceiver,
  genericCluster,
  KubeStateMetrics,
  MetricsServer,
  MonitoringStack,
  NginxDemo,
  NodeExporter,
  ObservabilityNamespace,
  PodSecurityLevel,
  Pushgateway,
  SlackReceiver,
} from '../../lib';

// Everything there is to scrape, on a cluster whose control plane listens on its node's address, and sooner in all it
// does than in earnest.
const app = new App();
const namespace = 'monitoring';

const namespaces = new Chart(app, '00-namespaces');
new ObservabilityNamespace(namespaces, 'Monitoring', { name: namespace });
new ObservabilityNamespace(namespaces, 'NodeAgents', { name: 'node-agents', podSecurity: PodSecurityLevel.PRIVILEGED });
for (const name of ['demo-job', 'demo-annotated']) {
  new ObservabilityNamespace(namespaces, name, { name, defaultDeny: false });
}
new ObservabilityNamespace(namespaces, 'DemoProbed', {
  name: 'demo-probed',
  defaultDeny: false,
  podSecurity: PodSecurityLevel.BASELINE,
});

const metrics = new MonitoringStack(new Chart(app, 'monitoring', { namespace }), 'Monitoring', {
  cluster: 'default',
  externalUrl: 'http://localhost:9090',
  scrapeInterval: '5s',
  scrapeTimeout: '5s',
  evaluationInterval: '5s',
  storageSize: '20Gi',
  ruleOverrides: {
    NginxDown: { for: '10s' },
    NginxExporterDown: { for: '10s', keepFiringFor: '20s' },
    InstanceDown: { for: '15s' },
    TargetDown: { for: '15s' },
  },
});

const targets = new Chart(app, 'targets', { namespace });
new ClusterTargets(targets, 'Cluster', {
  metrics,
  verifyKubelets: true,
  flavour: genericCluster({ kubeProxy: {}, kubeControllerManager: {}, kubeScheduler: {}, etcd: {} }),
});
new KubeStateMetrics(targets, 'KubeStateMetrics', { metrics });
new MetricsServer(targets, 'MetricsServer', { metrics });
new Pushgateway(targets, 'Pushgateway', { metrics });
new NodeExporter(new Chart(app, 'node-agents', { namespace: 'node-agents' }), 'NodeExporter', { metrics });

// The same demo twice, one found by its job and one by its annotations. What dies in the tests is probed by nobody, or
// the probes would tell of it too.
new NginxDemo(new Chart(app, 'demo-job', { namespace: 'demo-job' }), 'Nginx', { metrics, replicas: 1 });
const blackbox = new BlackboxExporter(targets, 'Blackbox', { metrics });
const annotated = new Chart(app, 'demo-annotated', { namespace: 'demo-annotated' });
const demo = new NginxDemo(annotated, 'Nginx', { replicas: 1, accessFrom: [blackbox.pods] });
blackbox.addProbe({ name: 'demo', module: 'http_2xx', urls: [`http://${demo.serviceName}.demo-annotated.svc/`] });
// An app that exports nothing, probed from inside its pod.
const probed = new Chart(app, 'demo-probed', { namespace: 'demo-probed' });
const silent = new Deployment(probed, 'App', {
  metadata: { name: 'silent' },
  replicas: 1,
  containers: [
    {
      image: 'docker.io/library/busybox:1.37.0',
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      command: ['/bin/busybox', 'sh', '-c', "trap 'exit 0' TERM; /bin/busybox httpd -f -h /tmp -p 8080 & wait"],
      portNumber: 8080,
      securityContext: { user: 65_534 },
      resources: { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(8) } },
    },
  ],
});
new BlackboxExporterSidecar(probed, 'Blackbox', {
  workload: silent,
  metrics,
  probes: [{ module: 'tcp_connect', target: '127.0.0.1:8080' }],
});
silent.exposeViaService();

const alerting = new Chart(app, 'alerting', { namespace });
const routing = new AlertRouting(alerting, 'Routing', {
  defaultReceiver: new SlackReceiver('slack', {
    channel: '#alerts',
    apiUrl: { name: 'alertmanager-slack', key: 'url' },
  }),
  heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'alertmanager-heartbeat', key: 'url' } }),
  groupWait: '1s',
  groupInterval: '5s',
});
// A second one would wait 15 s for what the first one tells, longer than some alerts here last.
new Alertmanager(alerting, 'Alertmanager', { routing, metrics, replicas: 1, externalUrl: 'http://localhost:9093' });

addSyncWaves(app);
app.synth();
