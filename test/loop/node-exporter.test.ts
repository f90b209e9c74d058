import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeExporter } from '../../lib';
import { podOf } from '../tools/pod-of';
import { freePorts, startProgram } from '../tools/program';
import { only } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, startScraping } from './scraping';

describe('node-exporter and its job', () => {
  itWithTools(
    ['prometheus', 'node_exporter'],
    "bring the node's metrics to Prometheus under its name, and an alert when the exporter dies",
    async (...tools) => {
      const [prometheus, nodeExporter] = tools as [Tool, Tool];
      const texts = mkdtempSync(join(tmpdir(), 'textfile-'));
      writeFileSync(join(texts, 'backup.prom'), 'backup_last_success_timestamp_seconds 1\n');
      const [port = 0] = await freePorts(1);
      const { manifests, files } = watched(
        (chart, metrics) => {
          const props = { namespace: 'node-agents', metrics, port, textfileDirectory: texts };
          new NodeExporter(chart, 'NodeExporter', props);
        },
        { ...QUICK, podDiscovery: { enabled: false }, ruleOverrides: { InstanceDown: { for: '2s' } } },
      );
      const daemonSet = only(manifests, 'DaemonSet');
      const pod = podOf(daemonSet);
      const exporter = startProgram(
        nodeExporter.path,
        daemonSet.spec.template.spec.containers[0].args.map(onThisMachine),
      );
      const { arrives, firing, now, stop } = await startScraping({
        prometheus,
        files,
        pods: [pod],
        others: exporter.output,
      });
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
        expect(await firing('InstanceDown')).toMatchObject([target]);
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
    .replace('$(HOST_IP)', '127.0.0.1')
    .replace(/\/host\/(proc|sys)/, '/$1')
    .replace(/\/host\/root$/, '/')
    .replace('/host/root/', '/');
