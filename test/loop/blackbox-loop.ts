import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { k8s } from 'cdk8s-plus-27';
import { BlackboxExporter, BlackboxExporterSidecar } from '../../lib';
import type { PodObject } from '../tools/kubernetes-objects';
import { freePorts, type Program, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type Manifest, only } from '../tools/synth';
import type { Tool } from '../tools/tool';
import { watched } from '../tools/watched';

/** A pod with an exporter beside it, an exporter that stands alone, what they probe, and a Prometheus that asks both. */
export interface BlackboxLoop {
  readonly sidecarAddress: string;
  readonly standAloneAddress: string;
  readonly http: string;
  readonly https: string;
  readonly tcp: string;
  readonly grpc: string;
  startHttp(): Promise<void>;
  stopHttp(): Promise<void>;
  killSidecar(): Promise<void>;
  killStandAlone(): Promise<void>;
  /** Writes a module into the running sidecar's file. */
  addModule(text: string): void;
  /** The labels of the series that an expression yields. */
  query(expr: string): Promise<Record<string, string>[]>;
  evidence(): string;
  stop(): Promise<void>;
}

const CONFIG_FLAG = '--config.file=';

const listen = (server: NetServer, port: number) =>
  new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

/** A server of HTTPS whose certificate ends in two days. */
function tlsServer(openssl: Tool, folder: string): NetServer {
  const [key, cert] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  openssl.ok(['req', '-x509', '-days', '2', '-out', cert, ...newKey, ...subject]);
  return createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => response.end('ok'));
}

/** Answers every request as the health service of gRPC does: one message, `status: SERVING`. */
function grpcServer(): NetServer {
  const server = createHttp2Server();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
  });
  return server;
}

const podOf = ({ metadata, spec: { template } }: Manifest, port: number): PodObject => ({
  metadata: { ...template.metadata, name: `${metadata.name}-x7k2p`, namespace: metadata.namespace },
  spec: {
    nodeName: 'node-1',
    containers: template.spec.containers.map((container: Manifest) => ({
      ...container,
      ports: container.ports?.map((each: Manifest) => ({ ...each, containerPort: port })),
    })),
  },
  status: { phase: 'Running', podIP: '127.0.0.1' },
});

interface Targets {
  readonly http: string;
  readonly https: string;
  readonly tcp: string;
  readonly grpc: string;
}

/** An app of both exporters; ports and intervals are settings of the test. */
function build(port: number, { http, https, tcp, grpc }: Targets) {
  return watched(
    (chart, metrics) => {
      const workload = new k8s.KubeDeployment(chart, 'Web', {
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          selector: { matchLabels: { app: 'web' } },
          template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
        },
      });
      new BlackboxExporterSidecar(chart, 'Sidecar', {
        workload,
        metrics,
        port,
        modules: { https_any: { http: { tlsConfig: { insecureSkipVerify: true } } } },
        probes: [
          { module: 'http_2xx', target: http, name: 'healthz' },
          { module: 'https_any', target: https },
          { module: 'tcp_connect', target: tcp },
          { module: 'grpc_plain', target: grpc },
        ],
      });
      new BlackboxExporter(chart, 'StandAlone', { metrics, probes: [{ name: 'shop', urls: [http] }] });
    },
    {
      cluster: 'loop',
      scrapeInterval: '1s',
      scrapeTimeout: '1s',
      evaluationInterval: '1s',
      podDiscovery: { enabled: false },
      ruleOverrides: {
        ProbeFailed: { for: '1s' },
        ProbeCertificateExpiry: { for: '1s' },
        BlackboxExporterDown: { for: '1s' },
      },
    },
  );
}

export async function startBlackboxLoop(tools: {
  prometheus: Tool;
  exporter: Tool;
  openssl: Tool;
}): Promise<BlackboxLoop> {
  const folder = mkdtempSync(join(tmpdir(), 'blackbox-loop-'));
  const ports = await freePorts(6);
  const [webPort, sidecarPort, alonePort, httpPort, httpsPort, grpcPort] = ports as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const targets = {
    http: `http://127.0.0.1:${httpPort}/healthz`,
    https: `https://127.0.0.1:${httpsPort}/`,
    tcp: `127.0.0.1:${httpPort}`,
    grpc: `127.0.0.1:${grpcPort}`,
  };
  const { manifests, files } = build(sidecarPort, targets);

  let http: Server | undefined;
  const startHttp = async () => {
    http = createServer((_, response) => response.end('ok'));
    await listen(http, httpPort);
  };
  const stopHttp = () =>
    new Promise<void>((resolve) => {
      http?.closeAllConnections();
      http?.close(() => resolve());
    });
  const others = [tlsServer(tools.openssl, folder), grpcServer()] as const;
  await Promise.all([startHttp(), listen(others[0], httpsPort), listen(others[1], grpcPort)]);

  /** Runs the exporter of a workload with the arguments and the file of its manifest. */
  const startExporter = (deployment: Manifest, port: number) => {
    const { containers, volumes } = deployment.spec.template.spec;
    const container = containers.find(({ name }: Manifest) => name === 'blackbox-exporter');
    const { name: map } = volumes.find(({ name }: Manifest) => name === container.volumeMounts[0].name).configMap;
    const file = join(folder, `${deployment.metadata.name}.yml`);
    writeFileSync(file, only(manifests, 'ConfigMap', map).data['blackbox.yml']);
    const args = container.args.map((arg: string) => (arg.startsWith(CONFIG_FLAG) ? `${CONFIG_FLAG}${file}` : arg));
    const listening = args.map((arg: string) => arg.replace(/(--web\.listen-address=):\d+$/, `$1127.0.0.1:${port}`));
    return { file, program: startProgram(tools.exporter.path, listening) };
  };
  const [web, alone] = ['web', 'blackbox-exporter'].map((name) => only(manifests, 'Deployment', name)) as [
    Manifest,
    Manifest,
  ];
  const sidecar = startExporter(web, sidecarPort);
  const standAlone = startExporter(alone, alonePort);

  const rules = join(folder, 'rules');
  mkdirSync(rules);
  for (const [file, text] of Object.entries(files)) if (file.endsWith('.yaml')) writeFileSync(join(rules, file), text);
  const config = (files['prometheus.yml'] ?? '')
    .replaceAll('/etc/prometheus/rules', rules)
    .replaceAll('blackbox-exporter.monitoring.svc:9115', `127.0.0.1:${alonePort}`);
  const pods = [podOf(web, sidecarPort), podOf(alone, alonePort)];
  writeFileSync(join(folder, 'prometheus.yml'), withoutKubernetes(config, { pods }, folder).text);
  const prometheus = startProgram(
    tools.prometheus.path,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${webPort}`,
    ],
    { POD_NAME: 'prometheus-0' },
  );
  const programs: Program[] = [prometheus, sidecar.program, standAlone.program];
  return {
    ...targets,
    sidecarAddress: `127.0.0.1:${sidecarPort}`,
    standAloneAddress: `127.0.0.1:${alonePort}`,
    startHttp,
    stopHttp,
    killSidecar: () => sidecar.program.stop(),
    killStandAlone: () => standAlone.program.stop(),
    addModule: (text) => writeFileSync(sidecar.file, `${readFileSync(sidecar.file, 'utf8')}${text}`),
    query: async (expr) => {
      const url = `http://127.0.0.1:${webPort}/api/v1/query?query=${encodeURIComponent(expr)}`;
      const { data } = (await (await fetch(url)).json()) as Manifest;
      return data.result.map(({ metric }: Manifest) => metric);
    },
    evidence: () =>
      programs
        .map((program) => program.output())
        .join('\n')
        .slice(-6000),
    stop: async () => {
      await Promise.all(programs.map((program) => program.stop()));
      await stopHttp();
      for (const server of others) server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
