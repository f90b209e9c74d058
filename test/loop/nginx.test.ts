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
  const { one, two, arrives, firing } = loop;
  const series = await arrives('nginx_connections_active', 2);
  const common = { container: 'nginx-exporter', node: 'node-1', cluster: 'loop' };
  expect(series).toEqual(
    expect.arrayContaining([
      { __name__: 'nginx_connections_active', ...common, ...byJob, instance: one.address },
      { __name__: 'nginx_connections_active', ...common, ...byAnnotation, instance: two.address },
    ]),
  );
  await arrives('nginx_up == 1', 2);

  await one.killNginx();
  expect(await firing('NginxDown', 1)).toMatchObject([{ ...byJob, severity: 'critical', instance: one.address }]);
  // The exporter lives on without it: the probe of the container must not end it.
  expect((await fetch(`http://${one.address}${one.livenessPath}`)).status).toBe(200);
  one.startNginx();
  await firing('NginxDown', 0);

  two.forgetStatusPage();
  expect(await firing('NginxDown', 1)).toMatchObject([{ ...byAnnotation, instance: two.address }]);

  for (const pod of [one, two]) await pod.killExporter();
  expect(await firing('NginxExporterDown', 2)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...byJob, instance: one.address, explains_down: 'true' }),
      expect.objectContaining({ ...byAnnotation, instance: two.address, explains_down: 'true' }),
    ]),
  );
}
