import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pushgateway } from '../../lib';
import type { PodObject } from '../tools/kubernetes-objects';
import { eventually, freePorts, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type Manifest, only } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';
import { watched } from '../tools/watched';

/** The pods of a StatefulSet's template, as they would be on this machine with the port that is free. */
const podOf = ({ metadata, spec }: Manifest, port: number): PodObject => ({
  metadata: { ...spec.template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace },
  spec: {
    nodeName: 'node-1',
    containers: spec.template.spec.containers.map((container: Manifest) => ({
      ...container,
      ports: container.ports.map((each: Manifest) => ({ ...each, containerPort: port })),
    })),
  },
  status: { phase: 'Running', podIP: '127.0.0.1' },
});

describe('the way of a pushed metric', () => {
  itWithTools(
    ['prometheus', 'pushgateway'],
    'leads into Prometheus under its own job, tells of a push that is refused, and goes on after a restart',
    async (...found) => {
      const [prometheusTool, pushgatewayTool] = found as [Tool, Tool];
      const folder = mkdtempSync(join(tmpdir(), 'pushgateway-'));
      const [webPort = 0, pushPort = 0] = await freePorts(2);

      const { manifests, files } = watched(
        (chart, metrics) =>
          new Pushgateway(chart, 'Pushgateway', { metrics, storageSize: '1Gi', persistenceInterval: '1s' }),
        {
          cluster: 'loop',
          scrapeInterval: '1s',
          scrapeTimeout: '1s',
          evaluationInterval: '1s',
          podDiscovery: { enabled: false },
          ruleOverrides: { PushgatewayPushFailing: { for: '1s' } },
        },
      );
      const statefulSet = only(manifests, 'StatefulSet', 'pushgateway');
      mkdirSync(join(folder, 'rules'));
      for (const [name, text] of Object.entries(files))
        if (name.endsWith('.yaml')) writeFileSync(join(folder, 'rules', name), text);
      const { text } = withoutKubernetes(
        (files['prometheus.yml'] ?? '').replaceAll('/etc/prometheus/rules', join(folder, 'rules')),
        { pods: [podOf(statefulSet, pushPort)] },
        folder,
      );
      writeFileSync(join(folder, 'prometheus.yml'), text);

      const args: string[] = statefulSet.spec.template.spec.containers[0].args;
      const startPushgateway = () =>
        startProgram(
          pushgatewayTool.path,
          args.map((arg) =>
            arg
              .replace('--web.listen-address=:9091', `--web.listen-address=127.0.0.1:${pushPort}`)
              .replace('=/pushgateway/', `=${folder}/`),
          ),
        );
      let pushgateway = startPushgateway();
      const prometheus = startProgram(
        prometheusTool.path,
        [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${webPort}`,
        ],
        { POD_NAME: 'prometheus-0' },
      );
      const evidence = () => `${pushgateway.output()}\n${prometheus.output()}`.slice(-4000);
      const url = `http://127.0.0.1:${pushPort}/metrics/job/backup/instance/db-1`;
      const push = async (body: string) => (await fetch(url, { method: 'POST', body })).status;
      const query = async (expr: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> => {
        const answer = await fetch(`http://127.0.0.1:${webPort}/api/v1/query?query=${encodeURIComponent(expr)}`);
        return ((await answer.json()) as Manifest).data.result;
      };
      const one = (expr: string) => eventually(expr, async () => (await query(expr))[0], { evidence });
      try {
        await eventually('a push', async () => (await push('backup_size_bytes 42\n')) === 200, { evidence });
        expect((await one('backup_size_bytes')).metric).toEqual({
          __name__: 'backup_size_bytes',
          job: 'backup',
          instance: 'db-1',
          cluster: 'loop',
        });
        expect((await one('up{job="pushgateway"}')).metric).toEqual({
          __name__: 'up',
          job: 'pushgateway',
          instance: `127.0.0.1:${pushPort}`,
          cluster: 'loop',
        });

        expect(await push('push_time_seconds 1\nbackup_size_bytes 42 1700000000000\n')).toBe(400);
        const alert = await one('ALERTS{alertname="PushgatewayPushFailing", alertstate="firing"}');
        expect(alert.metric).toMatchObject({ job: 'backup', instance: 'db-1', cluster: 'loop', severity: 'warning' });
        expect(await push('backup_size_bytes 43\n')).toBe(200);
        await eventually('its end', async () => (await query('ALERTS{alertname=~"Pushgateway.*"}')).length === 0, {
          evidence,
        });

        await pushgateway.stop();
        await one('up{job="pushgateway"} == 0');
        pushgateway = startPushgateway();
        await one('up{job="pushgateway"} == 1');
        expect((await one('backup_size_bytes')).value[1]).toBe('43');
      } finally {
        await Promise.all([pushgateway.stop(), prometheus.stop()]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
