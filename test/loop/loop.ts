import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { dump, load } from 'js-yaml';
import { MonitoringStack } from '../../lib';
import { distManifests } from '../tools/dist';
import type { PodObject } from '../tools/kubernetes-objects';
import { freePorts, type Program, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type StandIn, startStandIn } from '../tools/stand-in';
import type { Manifest } from '../tools/synth';
import type { Tool } from '../tools/tool';

/** The whole way of an alert on this machine: exporter, Prometheus, Alertmanager, and stand-ins for Slack and heartbeat. */
export interface Loop {
  readonly outside: StandIn;
  readonly exporterAddress: string;
  startExporter(): void;
  killExporter(): Promise<void>;
  /** Takes the exporter out of discovery. */
  forgetExporter(): void;
  /** What the programs said, for a test that fails. */
  evidence(): string;
  stop(): Promise<void>;
}

const pod = (name: string, labels: Record<string, string>, portName: string, port: number): PodObject => ({
  metadata: { name, namespace: 'monitoring', labels },
  spec: { nodeName: 'node-1', containers: [{ name, ports: [{ name: portName, containerPort: port }] }] },
  status: { phase: 'Running', podIP: '127.0.0.1' },
});

/** The ConfigMaps' files of an app made of the same constructs as the default one; intervals are settings of the test. */
function prometheusFiles(prometheusPort: number, alertmanagerPort: number): Record<string, string> {
  const chart = new Chart(new App(), 'loop', { namespace: 'monitoring' });
  const monitoring = new MonitoringStack(chart, 'Monitoring', {
    cluster: 'loop',
    scrapeInterval: '1s',
    scrapeTimeout: '1s',
    evaluationInterval: '1s',
    externalUrl: `http://127.0.0.1:${prometheusPort}`,
    alertmanagers: [{ addresses: [`127.0.0.1:${alertmanagerPort}`] }],
    podDiscovery: { enabled: false },
    ruleOverrides: { InstanceDown: { for: '2s' } },
  });
  monitoring.addScrapeJob({
    name: 'node-exporter',
    pods: { labels: { app: 'node-exporter' }, port: 'metrics' },
    absence: { for: '2s' },
  });
  const maps = (Testing.synth(chart) as Manifest[]).filter(({ kind }) => kind === 'ConfigMap');
  return Object.assign({}, ...maps.map(({ data }) => data));
}

/** The routing of dist/, with the waits of the test. */
function routingOfDist(secrets: string): string {
  const secret = distManifests().find(({ manifest }) => manifest.kind === 'Secret')?.manifest as Manifest;
  const config = load(Buffer.from(secret.data['alertmanager.yaml'], 'base64').toString()) as Manifest;
  const hasten = (route: Manifest): Manifest => ({
    ...route,
    group_wait: '1s',
    group_interval: '2s',
    ...(route.receiver === 'heartbeat' ? { repeat_interval: '1s' } : {}),
    ...(route.routes ? { routes: route.routes.map(hasten) } : {}),
  });
  return dump({ ...config, route: hasten(config.route) }).replaceAll('/etc/alertmanager/secrets', secrets);
}

export async function startLoop(tools: { prometheus: Tool; alertmanager: Tool; nodeExporter: Tool }): Promise<Loop> {
  const folder = mkdtempSync(join(tmpdir(), 'loop-'));
  const outside = await startStandIn();
  const [prometheusPort = 0, alertmanagerPort = 0, exporterPort = 0] = await freePorts(3);
  const path = (...parts: string[]) => join(folder, ...parts);

  const { 'prometheus.yml': config = '', ...rules } = prometheusFiles(prometheusPort, alertmanagerPort);
  const pods = [
    pod('prometheus-0', { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' }, 'web', prometheusPort),
    pod('node-exporter-x', { app: 'node-exporter' }, 'metrics', exporterPort),
  ];
  for (const name of ['rules', 'prometheus', 'alertmanager']) mkdirSync(path(name));
  for (const [file, text] of Object.entries(rules))
    if (file.endsWith('.yaml')) writeFileSync(path('rules', file), text);
  const local = withoutKubernetes(config.replaceAll('/etc/prometheus/rules', path('rules')), { pods }, folder);
  writeFileSync(path('prometheus.yml'), local.text);
  const targets = (load(local.text) as Manifest).scrape_configs.find(
    (job: Manifest) => job.job_name === 'node-exporter',
  ).file_sd_configs[0].files[0];

  for (const name of ['slack', 'heartbeat']) {
    mkdirSync(path('secrets', `alertmanager-${name}`), { recursive: true });
    writeFileSync(path('secrets', `alertmanager-${name}`, 'url'), `${outside.url}/${name}`);
  }
  writeFileSync(path('alertmanager.yaml'), routingOfDist(path('secrets')));

  const startExporter = () => startProgram(tools.nodeExporter.path, [`--web.listen-address=127.0.0.1:${exporterPort}`]);
  let exporter: Program = startExporter();
  const alertmanager = startProgram(tools.alertmanager.path, [
    `--config.file=${path('alertmanager.yaml')}`,
    `--storage.path=${path('alertmanager')}`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    `--web.external-url=http://127.0.0.1:${alertmanagerPort}`,
    '--cluster.listen-address=',
  ]);
  const prometheus = startProgram(
    tools.prometheus.path,
    [
      `--config.file=${path('prometheus.yml')}`,
      `--storage.tsdb.path=${path('prometheus')}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
      `--web.external-url=http://127.0.0.1:${prometheusPort}`,
      // By default a firing alert is sent again every minute only, which is also how late a restart would be noticed.
      '--rules.alert.resend-delay=1s',
    ],
    { POD_NAME: 'prometheus-0' },
  );
  return {
    outside,
    exporterAddress: `127.0.0.1:${exporterPort}`,
    startExporter: () => {
      exporter = startExporter();
    },
    killExporter: () => exporter.stop(),
    forgetExporter: () => writeFileSync(targets, '[]'),
    evidence: () =>
      [prometheus.output(), alertmanager.output(), JSON.stringify(outside.received)].join('\n').slice(-6000),
    stop: async () => {
      await Promise.all([prometheus, alertmanager, exporter].map((program) => program.stop()));
      await outside.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
