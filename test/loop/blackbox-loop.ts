import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { k8s } from 'cdk8s-plus-27';
import { BlackboxExporter, BlackboxExporterSidecar } from '../../lib';
import { podOf } from '../tools/pod-of';
import { freePorts, startProgram } from '../tools/program';
import { type Manifest, only } from '../tools/synth';
import type { Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, type Scraping, startScraping } from './scraping';

/** A pod with an exporter beside it, an exporter that stands alone, what they probe, and a Prometheus that asks both. */
export interface BlackboxLoop extends Scraping, Targets {
  readonly sidecarAddress: string;
  readonly standAloneAddress: string;
  startHttp(): Promise<void>;
  stopHttp(): Promise<void>;
  killSidecar(): Promise<void>;
  killStandAlone(): Promise<void>;
  /** Writes a module into the running sidecar's file. */
  addModule(text: string): void;
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
      ...QUICK,
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
  const [sidecarPort = 0, alonePort = 0, httpPort = 0, httpsPort = 0, grpcPort = 0] = await freePorts(5);
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

  const scraping = await startScraping({
    prometheus: tools.prometheus,
    files,
    pods: [podOf(web, { port: sidecarPort }), podOf(alone, { port: alonePort })],
    moved: { 'blackbox-exporter.monitoring.svc:9115': `127.0.0.1:${alonePort}` },
    others: () => `${sidecar.program.output()}\n${standAlone.program.output()}`,
  });
  return {
    ...scraping,
    ...targets,
    sidecarAddress: `127.0.0.1:${sidecarPort}`,
    standAloneAddress: `127.0.0.1:${alonePort}`,
    startHttp,
    stopHttp,
    killSidecar: () => sidecar.program.stop(),
    killStandAlone: () => standAlone.program.stop(),
    addModule: (text) => writeFileSync(sidecar.file, `${readFileSync(sidecar.file, 'utf8')}${text}`),
    stop: async () => {
      await Promise.all([scraping, sidecar.program, standAlone.program].map((each) => each.stop()));
      await stopHttp();
      for (const server of others) server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
