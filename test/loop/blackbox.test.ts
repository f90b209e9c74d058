import { eventually } from '../tools/program';
import { itWithTools, type Tool } from '../tools/tool';
import { type BlackboxLoop, startBlackboxLoop } from './blackbox-loop';

describe('what blackbox exporters probe', () => {
  itWithTools(
    ['prometheus', 'blackbox_exporter', 'openssl'],
    'is seen up under the names of its pod, missed when it dies, and told of before its certificate ends',
    async (...found) => {
      const [prometheus, exporter, openssl] = found as [Tool, Tool, Tool];
      const loop = await startBlackboxLoop({ prometheus, exporter, openssl });
      try {
        await watch(loop);
      } finally {
        await loop.stop();
      }
    },
    90_000,
  );
});

async function watch(loop: BlackboxLoop): Promise<void> {
  const { evidence } = loop;
  const told = ({ __name__, alertname, alertstate, ...labels }: Record<string, string>) => labels;
  const all = async (expr: string, count: number) => (await loop.arrives(expr, count)).map(told);
  const firing = async (alert: string, count: number) => (await loop.firing(alert, count)).map(told);

  const container = { container: 'blackbox-exporter', cluster: 'loop' };
  const pod = {
    ...container,
    job: 'blackbox-exporter-shop-web',
    namespace: 'shop',
    pod: 'web-x7k2p',
    node: 'node-1',
    instance: loop.sidecarAddress,
  };
  const inside = (module: string, target: string) => ({ ...pod, metrics_path: '/probe', module, target });
  const outside = { ...container, job: 'shop', namespace: 'monitoring', instance: loop.http };

  const up = await all('probe_success == 1', 5);
  expect(up).toEqual(
    expect.arrayContaining([
      inside('http_2xx', loop.http),
      inside('https_any', loop.https),
      inside('tcp_connect', loop.tcp),
      inside('grpc_plain', loop.grpc),
      outside,
    ]),
  );
  expect(await all('up{metrics_path="/metrics"} == 1', 1)).toEqual([{ ...pod, metrics_path: '/metrics' }]);

  const expiring = await firing('ProbeCertificateExpiry', 2);
  expect(expiring.map(({ severity, target }) => [severity, target]).sort()).toEqual([
    ['critical', loop.https],
    ['warning', loop.https],
  ]);

  await loop.stopHttp();
  const failed = await firing('ProbeFailed', 3);
  expect(failed.map(({ target, instance }) => target ?? instance).sort()).toEqual([loop.tcp, loop.http, loop.http]);
  await loop.startHttp();
  await firing('ProbeFailed', 0);

  const ask = async () =>
    (await fetch(`http://${loop.sidecarAddress}/probe?module=later&target=${encodeURIComponent(loop.http)}`)).status;
  expect(await ask()).toBe(400);
  loop.addModule('  later:\n    prober: http\n');
  await eventually('a module added to the file', async () => (await ask()) === 200, { evidence });

  await loop.killSidecar();
  const explained = { explains_down: 'true', severity: 'critical' };
  expect(await firing('BlackboxExporterDown', 1)).toEqual([{ ...pod, ...explained, metrics_path: '/metrics' }]);
  await loop.killStandAlone();
  const down = await firing('BlackboxExporterDown', 3);
  expect(down).toContainEqual({ ...outside, ...explained });
  expect(down.map(({ instance }) => instance)).toContain(loop.standAloneAddress);
  // What nobody asks is not said to have failed.
  await firing('ProbeFailed', 0);
}
