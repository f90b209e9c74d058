import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MonitoringStack, NodeExporter } from '../../lib';
import { daemonPod } from '../exporters/daemon-pod';
import { eventually, freePorts, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type Manifest, newChart, only, synth } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';

const NODE = { name: 'node-1', address: '127.0.0.1' };

function manifestsOf(port: number, textfileDirectory: string): Manifest[] {
  const chart = newChart();
  const metrics = new MonitoringStack(chart, 'Monitoring', {
    cluster: 'loop',
    withoutAlertmanager: true,
    podDiscovery: { enabled: false },
    scrapeInterval: '1s',
    scrapeTimeout: '1s',
    evaluationInterval: '1s',
    ruleOverrides: { InstanceDown: { for: '2s' } },
  });
  new NodeExporter(chart, 'NodeExporter', { namespace: 'node-agents', metrics, port, textfileDirectory });
  return synth(chart);
}

describe('node-exporter and its job', () => {
  itWithTools(
    ['prometheus', 'node_exporter'],
    "bring the node's metrics to Prometheus under its name, and an alert when the exporter dies",
    async (...tools) => {
      const [prometheus, nodeExporter] = tools as [Tool, Tool];
      const folder = mkdtempSync(join(tmpdir(), 'node-exporter-'));
      const path = (...parts: string[]) => join(folder, ...parts);
      const [exporterPort = 0, prometheusPort = 0] = await freePorts(2);
      const manifests = manifestsOf(exporterPort, path('text'));
      for (const name of ['rules', 'data', 'text']) mkdirSync(path(name));
      writeFileSync(path('text', 'backup.prom'), 'backup_last_success_timestamp_seconds 1\n');

      const pod = daemonPod(only(manifests, 'DaemonSet'), NODE);
      const config = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];
      const local = withoutKubernetes(
        config.replaceAll('/etc/prometheus/rules', path('rules')),
        { pods: [pod] },
        folder,
      );
      writeFileSync(path('prometheus.yml'), local.text);
      const rules: Record<string, string> = only(manifests, 'ConfigMap', 'prometheus-rules-0').data;
      for (const [file, text] of Object.entries(rules)) writeFileSync(path('rules', file), text);

      const [container] = only(manifests, 'DaemonSet').spec.template.spec.containers;
      const exporter = startProgram(nodeExporter.path, container.args.map(onThisMachine));
      const server = startProgram(
        prometheus.path,
        [
          `--config.file=${path('prometheus.yml')}`,
          `--storage.tsdb.path=${path('data')}`,
          `--web.listen-address=127.0.0.1:${prometheusPort}`,
        ],
        { POD_NAME: 'prometheus-0' },
      );
      const evidence = () => `${exporter.output()}\n${server.output()}`.slice(-6000);
      const query = async (expr: string) => {
        const url = `http://127.0.0.1:${prometheusPort}/api/v1/query?query=${encodeURIComponent(expr)}`;
        const { data } = (await (await fetch(url)).json()) as { data: { result: { metric: object }[] } };
        return data.result.length > 0 && data.result.map(({ metric }) => metric);
      };
      const arrives = (expr: string) => eventually(expr, () => query(expr), { evidence });
      const target = {
        job: 'node-exporter',
        instance: 'node-1',
        node: 'node-1',
        namespace: 'node-agents',
        pod: pod.metadata.name,
        cluster: 'loop',
      };
      try {
        expect(await arrives('node_cpu_seconds_total{cpu="0",mode="idle"}')).toEqual([
          { __name__: 'node_cpu_seconds_total', cpu: '0', mode: 'idle', ...target },
        ]);
        expect(await arrives('node_filesystem_size_bytes{mountpoint="/"}')).toMatchObject([target]);
        expect(await arrives('backup_last_success_timestamp_seconds')).toMatchObject([target]);
        await arrives('node_memory_MemAvailable_bytes and on (instance) node_uname_info and on (instance) node_load1');
        expect(await query('node_os_info')).toBe(false);

        await exporter.stop();
        expect(await arrives('ALERTS{alertname="InstanceDown",alertstate="firing"}')).toMatchObject([target]);
      } finally {
        await Promise.all([exporter.stop(), server.stop()]);
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});

/** An argument as the container has it, with the node's files where this machine has its own. */
const onThisMachine = (arg: string) =>
  arg
    .replace('$(HOST_IP)', NODE.address)
    .replace(/\/host\/(proc|sys)/, '/$1')
    .replace(/\/host\/root$/, '/')
    .replace('/host/root/', '/');
