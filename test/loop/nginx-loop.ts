import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { MonitoringStack, NginxExporterSidecar, SidecarDiscovery } from '../../lib';
import type { PodObject } from '../tools/kubernetes-objects';
import { freePorts, type Program, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type Manifest, only } from '../tools/synth';
import type { Tool } from '../tools/tool';

/** A pod of nginx on this machine, run as its manifest says. */
export interface NginxPod {
  /** Of the exporter. */
  readonly address: string;
  /** What the kubelet would ask of the exporter. */
  readonly livenessPath: string;
  startNginx(): void;
  killNginx(): Promise<void>;
  killExporter(): Promise<void>;
  /** Takes the status page out of the running nginx. */
  forgetStatusPage(): void;
}

/** Two of them, and a Prometheus that finds one by a job and the other by its annotations. */
export interface NginxLoop {
  readonly one: NginxPod;
  readonly two: NginxPod;
  /** The labels of the series that an expression yields. */
  query(expr: string): Promise<Record<string, string>[]>;
  evidence(): string;
  stop(): Promise<void>;
}

/** An app of a Prometheus and two workloads; ports and intervals are settings of the test. */
function manifestsOf([onePort = 0, oneStatus = 0, twoPort = 0, twoStatus = 0]: number[]): Manifest[] {
  const chart = new Chart(new App(), 'loop', { namespace: 'shop' });
  const metrics = new MonitoringStack(chart, 'Monitoring', {
    cluster: 'loop',
    scrapeInterval: '1s',
    scrapeTimeout: '1s',
    evaluationInterval: '1s',
    withoutAlertmanager: true,
    ruleOverrides: { NginxDown: { for: '2s' }, NginxExporterDown: { for: '1s' } },
  });
  const web = (name: string) =>
    new k8s.KubeDeployment(chart, name, {
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }] }] },
        },
      },
    });
  new NginxExporterSidecar(chart, 'One', { workload: web('one'), metrics, port: onePort, statusPort: oneStatus });
  new NginxExporterSidecar(chart, 'Two', {
    workload: web('two'),
    metrics,
    discovery: SidecarDiscovery.ANNOTATIONS,
    port: twoPort,
    statusPort: twoStatus,
  });
  return Testing.synth(chart);
}

function podOf({ metadata, spec: { template } }: Manifest): PodObject {
  return {
    metadata: { ...template.metadata, name: `${metadata.name}-x7k2p`, namespace: metadata.namespace },
    spec: { ...template.spec, nodeName: 'node-1' },
    status: { phase: 'Running', podIP: '127.0.0.1' },
  };
}

/** What the container of nginx has mounted of the pod's annotations, by path. */
function mountedAnnotations({ spec: { template } }: Manifest): Record<string, string> {
  const [nginx] = template.spec.containers;
  return Object.fromEntries(
    nginx.volumeMounts.map(({ name, mountPath, subPath }: Manifest) => {
      const { downwardAPI } = template.spec.volumes.find((volume: Manifest) => volume.name === name);
      const { fieldRef } = downwardAPI.items.find(({ path }: Manifest) => path === subPath);
      const [, annotation = ''] = /^metadata\.annotations\['(.*)'\]$/.exec(fieldRef.fieldPath) ?? [];
      return [mountPath, template.metadata.annotations[annotation]];
    }),
  );
}

/** As the image's, with all that nginx writes below one folder. */
const nginxConf = (root: string) => `pid ${root}/nginx.pid;
events {}
http {
  access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${root}/${kind};`).join('\n')}
  include ${root}/etc/nginx/conf.d/*.conf;
}
`;

function startPod(root: string, deployment: Manifest, tools: { nginx: Tool; exporter: Tool }) {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  write(join(root, 'etc/nginx/nginx.conf'), nginxConf(root));
  const files = Object.entries(mountedAnnotations(deployment)).map(([path, text]) => [join(root, path), text] as const);
  for (const [path, text] of files) write(path, text);
  const container = deployment.spec.template.spec.containers.find(({ name }: Manifest) => name === 'nginx-exporter');
  const nginxArgs = ['-p', root, '-e', 'stderr', '-c', join(root, 'etc/nginx/nginx.conf')];
  const startNginx = () => startProgram(tools.nginx.path, [...nginxArgs, '-g', 'daemon off;']);
  let nginx = startNginx();
  const exporter = startProgram(tools.exporter.path, container.args);
  const pod: NginxPod = {
    address: `127.0.0.1:${container.ports[0].containerPort}`,
    livenessPath: container.livenessProbe.httpGet.path,
    startNginx: () => {
      nginx = startNginx();
    },
    killNginx: () => nginx.stop(),
    killExporter: () => exporter.stop(),
    forgetStatusPage: () => {
      for (const [path] of files) rmSync(path);
      tools.nginx.ok([...nginxArgs, '-s', 'reload']);
    },
  };
  const programs = (): Program[] => [nginx, exporter];
  return { pod, programs };
}

export async function startNginxLoop(tools: { prometheus: Tool; nginx: Tool; exporter: Tool }): Promise<NginxLoop> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-loop-'));
  const [prometheusPort = 0, ...ports] = await freePorts(5);
  const manifests = manifestsOf(ports);
  const deployments = ['one', 'two'].map((name) => only(manifests, 'Deployment', name));
  const [one, two] = deployments.map((deployment) =>
    startPod(join(folder, deployment.metadata.name), deployment, tools),
  ) as [ReturnType<typeof startPod>, ReturnType<typeof startPod>];

  const files: Record<string, string> = Object.assign(
    {},
    ...manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data),
  );
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  for (const [file, text] of Object.entries(files)) if (file.endsWith('.yaml')) writeFileSync(join(rules, file), text);
  const config = (files['prometheus.yml'] as string).replaceAll('/etc/prometheus/rules', rules);
  const pods = deployments.map(podOf);
  writeFileSync(join(folder, 'prometheus.yml'), withoutKubernetes(config, { pods }, folder).text);
  const prometheus = startProgram(
    tools.prometheus.path,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ],
    { POD_NAME: 'prometheus-0' },
  );
  const programs = () => [prometheus, ...one.programs(), ...two.programs()];
  return {
    one: one.pod,
    two: two.pod,
    query: async (expr) => {
      const url = `http://127.0.0.1:${prometheusPort}/api/v1/query?query=${encodeURIComponent(expr)}`;
      const { data } = (await (await fetch(url)).json()) as Manifest;
      return data.result.map(({ metric }: Manifest) => metric);
    },
    evidence: () =>
      programs()
        .map((program) => program.output())
        .join('\n')
        .slice(-6000),
    stop: async () => {
      await Promise.all(programs().map((program) => program.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
