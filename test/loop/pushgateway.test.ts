import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pushgateway } from '../../lib';
import { podOf } from '../tools/pod-of';
import { eventually, freePorts, startProgram } from '../tools/program';
import { only } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, startScraping } from './scraping';

describe('the way of a pushed metric', () => {
  itWithTools(
    ['prometheus', 'pushgateway'],
    'leads into Prometheus under its own job, tells of a push that is refused, and goes on after a restart',
    async (...found) => {
      const [prometheus, pushgatewayTool] = found as [Tool, Tool];
      const folder = mkdtempSync(join(tmpdir(), 'pushgateway-'));
      const [port = 0] = await freePorts(1);

      const { manifests, files } = watched(
        (chart, metrics) =>
          new Pushgateway(chart, 'Pushgateway', { metrics, storageSize: '1Gi', persistenceInterval: '1s' }),
        {
          ...QUICK,
          podDiscovery: { enabled: false },
          ruleOverrides: { PushgatewayPushFailing: { for: '1s' } },
        },
      );
      const statefulSet = only(manifests, 'StatefulSet', 'pushgateway');
      const args: string[] = statefulSet.spec.template.spec.containers[0].args;
      const startPushgateway = () =>
        startProgram(
          pushgatewayTool.path,
          args.map((arg) =>
            arg
              .replace('--web.listen-address=:9091', `--web.listen-address=127.0.0.1:${port}`)
              .replace('=/pushgateway/', `=${folder}/`),
          ),
        );
      let pushgateway = startPushgateway();
      const { arrives, firing, evidence, stop } = await startScraping({
        prometheus,
        files,
        pods: [podOf(statefulSet, { port })],
        others: () => pushgateway.output(),
      });
      const url = `http://127.0.0.1:${port}/metrics/job/backup/instance/db-1`;
      const push = async (body: string) => (await fetch(url, { method: 'POST', body })).status;
      try {
        await eventually('a push', async () => (await push('backup_size_bytes 42\n')) === 200, { evidence });
        expect(await arrives('backup_size_bytes')).toEqual([
          {
            __name__: 'backup_size_bytes',
            job: 'backup',
            instance: 'db-1',
            cluster: 'loop',
          },
        ]);
        expect(await arrives('up{job="pushgateway"}')).toEqual([
          {
            __name__: 'up',
            job: 'pushgateway',
            instance: `127.0.0.1:${port}`,
            cluster: 'loop',
          },
        ]);

        expect(await push('push_time_seconds 1\nbackup_size_bytes 42 1700000000000\n')).toBe(400);
        const group = { job: 'backup', instance: 'db-1', cluster: 'loop' };
        expect(await firing('PushgatewayPushFailing')).toMatchObject([{ ...group, severity: 'warning' }]);
        expect(await push('backup_size_bytes 43\n')).toBe(200);
        await arrives('ALERTS{alertname=~"Pushgateway.*"}', 0);

        await pushgateway.stop();
        await arrives('up{job="pushgateway"} == 0');
        pushgateway = startPushgateway();
        await arrives('up{job="pushgateway"} == 1');
        await arrives('backup_size_bytes == 43');
      } finally {
        await Promise.all([pushgateway.stop(), stop()]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
});
