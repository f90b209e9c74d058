import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { k8s } from 'cdk8s-plus-27';
import { NginxExporterSidecar, SidecarDiscovery } from '../../lib';
import { podOf } from '../tools/pod-of';
import { freePorts, type Program, startProgram } from '../tools/program';
import { type Manifest, only } from '../tools/synth';
import type { Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, type Scraping, startScraping } from './scraping';

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
export interface NginxLoop extends Scraping {
  readonly one: NginxPod;
  readonly two: NginxPod;
}

/** An app of a Prometheus and two workloads; ports and intervals are settings of the test. */
const build = ([onePort = 0, oneStatus = 0, twoPort = 0, twoStatus = 0]: number[]) =>
  watched(
    (chart, metrics) => {
      const web = (name: string) =>
        new k8s.KubeDeployment(chart, name, {
          metadata: { name, namespace: 'shop' },
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
    },
    { ...QUICK, ruleOverrides: { NginxDown: { for: '2s' }, NginxExporterDown: { for: '1s' } } },
  );

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
  const { manifests, files } = build(await freePorts(4));
  const deployments = ['one', 'two'].map((name) => only(manifests, 'Deployment', name));
  const [one, two] = deployments.map((deployment) =>
    startPod(join(folder, deployment.metadata.name), deployment, tools),
  ) as [ReturnType<typeof startPod>, ReturnType<typeof startPod>];
  const programs = () => [...one.programs(), ...two.programs()];
  const scraping = await startScraping({
    prometheus: tools.prometheus,
    files,
    pods: deployments.map((deployment) => podOf(deployment)),
    others: () =>
      programs()
        .map((program) => program.output())
        .join('\n'),
  });
  return {
    ...scraping,
    one: one.pod,
    two: two.pod,
    stop: async () => {
      await Promise.all([scraping, ...programs()].map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
