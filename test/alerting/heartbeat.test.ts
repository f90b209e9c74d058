import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heartbeatRoute } from '../../lib/alerting/heartbeat-route';
import { routeConfig } from '../../lib/alerting/route';
import { toYaml } from '../../lib/config/yaml';
import { eventually, freePorts, startProgram } from '../tools/program';
import { itWithTool } from '../tools/tool';
import { heartbeat } from './routing-app';

it.each([
  ['1m', '30s'],
  ['5m', '150s'],
  ['3s', '1500ms'],
  ['2s', '1s'],
])('asks for %s by looking every %s', (interval, half) => {
  expect(routeConfig(heartbeatRoute(heartbeat, interval))).toEqual({
    receiver: 'heartbeat',
    matchers: ['alertname="Watchdog"', 'severity="none"'],
    group_wait: '0s',
    group_interval: half,
    repeat_interval: half,
  });
});

itWithTool(
  'alertmanager',
  'beats as often as asked for',
  async (alertmanager) => {
    const beats: number[] = [];
    const outside = createServer((_, response) => {
      beats.push(Date.now());
      response.end();
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    const [port] = await freePorts(1);
    const folder = mkdtempSync(join(tmpdir(), 'heartbeat-'));
    const file = join(folder, 'alertmanager.yml');
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    const route = routeConfig(heartbeatRoute(heartbeat, '3s'));
    const receivers = [{ name: 'default' }, { name: 'heartbeat', webhook_configs: [{ url }] }];
    writeFileSync(file, toYaml({ route: { receiver: 'default', routes: [route] }, receivers }));
    const args = [`--config.file=${file}`, `--storage.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`];
    const program = startProgram(alertmanager.path, [...args, '--cluster.listen-address=']);
    try {
      const evidence = () => program.output();
      const post = () =>
        fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify([{ labels: { alertname: 'Watchdog', severity: 'none' } }]),
        });
      await eventually('taking an alert', async () => (await post()).ok, { evidence });
      await eventually('the fourth beat', () => beats.length >= 4, { every: 50, evidence });
    } finally {
      await program.stop();
      outside.close();
      rmSync(folder, { recursive: true, force: true });
    }
    const [first = 0, , , fourth = 0] = beats;
    // Three times 3 s. A wrong setting makes a tick of 1.5 s more or less of each; a busy machine delays one of them.
    expect(Math.abs(fourth - first - 9000)).toBeLessThan(3000);
  },
  60_000,
);
