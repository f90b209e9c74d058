import { eventually } from '../tools/program';
import { itWithTools, type Tool } from '../tools/tool';
import { type NginxLoop, startNginxLoop } from './nginx-loop';

describe('nginx with its exporter', () => {
  itWithTools(
    ['prometheus', 'nginx', 'nginx-prometheus-exporter'],
    'shows its connections under the names of its pod, and is missed when it dies, as is its exporter',
    async (...found) => {
      const [prometheus, nginx, exporter] = found as [Tool, Tool, Tool];
      const loop = await startNginxLoop({ prometheus, nginx, exporter });
      try {
        await watch(loop);
      } finally {
        await loop.stop();
      }
    },
    90_000,
  );
});

const byJob = { job: 'nginx-exporter-shop-one', pod: 'one-x7k2p', namespace: 'shop' };
const byAnnotation = { job: 'kubernetes-pods', pod: 'two-x7k2p', namespace: 'shop' };

async function watch(loop: NginxLoop): Promise<void> {
  const { one, two, evidence } = loop;
  const alertsOf = async (alert: string) =>
    (await loop.query(`ALERTS{alertname="${alert}", alertstate="firing"}`)) ?? [];
  const firing = (alert: string) =>
    eventually(alert, async () => (await alertsOf(alert))[0], { seconds: 30, evidence });
  const quiet = (alert: string) =>
    eventually(`no ${alert}`, async () => (await alertsOf(alert)).length === 0, { seconds: 30, evidence });

  const series = await eventually(
    'connections of both',
    async () => {
      const found = await loop.query('nginx_connections_active');
      return found.length === 2 && found;
    },
    { evidence },
  );
  const common = { container: 'nginx-exporter', node: 'node-1', cluster: 'loop' };
  expect(series).toEqual(
    expect.arrayContaining([
      { __name__: 'nginx_connections_active', ...common, ...byJob, instance: one.address },
      { __name__: 'nginx_connections_active', ...common, ...byAnnotation, instance: two.address },
    ]),
  );
  await eventually('nginx up', async () => (await loop.query('nginx_up == 1')).length === 2, { evidence });

  await one.killNginx();
  expect(await firing('NginxDown')).toMatchObject({ ...byJob, severity: 'critical', instance: one.address });
  // The exporter lives on without it: the probe of the container must not end it.
  expect((await fetch(`http://${one.address}${one.livenessPath}`)).status).toBe(200);
  one.startNginx();
  await quiet('NginxDown');

  two.forgetStatusPage();
  expect(await firing('NginxDown')).toMatchObject({ ...byAnnotation, instance: two.address });

  for (const pod of [one, two]) await pod.killExporter();
  await eventually('both exporters missed', async () => (await alertsOf('NginxExporterDown')).length === 2, {
    seconds: 30,
    evidence,
  });
  expect(await alertsOf('NginxExporterDown')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...byJob, instance: one.address, explains_down: 'true' }),
      expect.objectContaining({ ...byAnnotation, instance: two.address, explains_down: 'true' }),
    ]),
  );
}
