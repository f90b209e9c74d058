import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MonitoringStack, NodeExporter } from '../../lib';
import { daemonPod } from '../exporters/daemon-pod';
import { freePorts, startProgram } from '../tools/program';
import { type Manifest, newChart, only, synth } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';
import { startScraping } from './scraping';

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
      const texts = mkdtempSync(join(tmpdir(), 'textfile-'));
      writeFileSync(join(texts, 'backup.prom'), 'backup_last_success_timestamp_seconds 1\n');
      const [port = 0] = await freePorts(1);
      const manifests = manifestsOf(port, texts);
      const daemonSet = only(manifests, 'DaemonSet');
      const pod = daemonPod(daemonSet, NODE);
      const exporter = startProgram(
        nodeExporter.path,
        daemonSet.spec.template.spec.containers[0].args.map(onThisMachine),
      );
      const { arrives, now, stop } = await startScraping(prometheus, manifests, [pod], exporter.output);
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
        for (const metric of ['node_memory_MemAvailable_bytes', 'node_uname_info', 'node_load1']) await arrives(metric);
        expect(await now('node_os_info')).toEqual([]);

        await exporter.stop();
        expect(await arrives('ALERTS{alertname="InstanceDown",alertstate="firing"}')).toMatchObject([target]);
      } finally {
        await Promise.all([exporter.stop(), stop()]);
        rmSync(texts, { recursive: true });
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
