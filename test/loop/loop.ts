import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { distManifests } from '../tools/dist';
import type { PodObject } from '../tools/kubernetes-objects';
import { freePorts, type Program, startProgram } from '../tools/program';
import { type StandIn, startStandIn } from '../tools/stand-in';
import type { Manifest } from '../tools/synth';
import type { Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, startScraping } from './scraping';

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
const prometheusFiles = (prometheusPort: number, alertmanagerPort: number) =>
  watched(
    (_, monitoring) =>
      monitoring.addScrapeJob({
        name: 'node-exporter',
        pods: { labels: { app: 'node-exporter' }, port: 'metrics' },
        absence: { for: '2s' },
      }),
    {
      ...QUICK,
      withoutAlertmanager: false,
      externalUrl: `http://127.0.0.1:${prometheusPort}`,
      alertmanagers: [{ addresses: [`127.0.0.1:${alertmanagerPort}`] }],
      podDiscovery: { enabled: false },
      ruleOverrides: { InstanceDown: { for: '2s' } },
    },
  ).files;

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

  const pods = [
    pod('prometheus-0', { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' }, 'web', prometheusPort),
    pod('node-exporter-x', { app: 'node-exporter' }, 'metrics', exporterPort),
  ];
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
  const prometheus = await startScraping({
    prometheus: tools.prometheus,
    files: prometheusFiles(prometheusPort, alertmanagerPort),
    pods,
    port: prometheusPort,
    args: [
      `--web.external-url=http://127.0.0.1:${prometheusPort}`,
      // By default a firing alert is sent again every minute only, which is also how late a restart would be noticed.
      '--rules.alert.resend-delay=1s',
    ],
    others: () => `${JSON.stringify(outside.received)}\n${alertmanager.output()}`,
  });
  return {
    outside,
    exporterAddress: `127.0.0.1:${exporterPort}`,
    startExporter: () => {
      exporter = startExporter();
    },
    killExporter: () => exporter.stop(),
    forgetExporter: () => prometheus.forget('node-exporter'),
    evidence: prometheus.evidence,
    stop: async () => {
      await Promise.all([prometheus, alertmanager, exporter].map((program) => program.stop()));
      await outside.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
