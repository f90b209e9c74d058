import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dashboardsExporterScript } from '../../../lib/logging/dashboards/dashboards-exporter';
import { certificate } from '../../tools/certificate';
import { startProgram } from '../../tools/program';
import { itWithTools } from '../../tools/tool';

const METRICS = (up: number) => `Content-Type: text/plain; version=0.0.4

# HELP kibana_up Whether it says of itself that it is available.
# TYPE kibana_up gauge
kibana_up ${up}
`;

/** What the script prints while a server answers with this status. */
async function printed(status: number | 'nothing', path = '', tls?: { key: string; cert: string }): Promise<string> {
  const answer = (
    request: { url?: string },
    response: { writeHead(status: number): void; end(text: string): void },
  ) => {
    response.writeHead(request.url === `${path}/api/status` && status !== 'nothing' ? status : 404);
    response.end('{}');
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  if (status === 'nothing') await new Promise((resolve) => server.close(resolve));
  const folder = mkdtempSync(join(tmpdir(), 'exporter-'));
  const file = join(folder, 'metrics');
  const scheme = tls ? 'https' : 'http';
  const script = dashboardsExporterScript('kibana_up', `${scheme}://127.0.0.1:${port}${path}/api/status`);
  writeFileSync(file, script.replaceAll('/bin/busybox', 'busybox'));
  chmodSync(file, 0o755);
  const program = startProgram('busybox', ['sh', file]);
  while (program.running()) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
  return program.output();
}

const real = (title: string, body: () => Promise<void>) => itWithTools(['busybox'], title, body);

describe("the script of Kibana's exporter", () => {
  real('says 1 while the status is well', async () => {
    expect(await printed(200)).toBe(METRICS(1));
    expect(await printed(200, '/kibana')).toBe(METRICS(1));
  });

  real('says 1 over TLS', async () => {
    expect(await printed(200, '', certificate())).toBe(METRICS(1));
  });

  real('says 0 while the status is not well', async () => {
    expect(await printed(503)).toBe(METRICS(0));
    expect(await printed(401)).toBe(METRICS(0));
  });

  real('says 0 while nobody answers', async () => {
    expect(await printed('nothing')).toBe(METRICS(0));
  });
});
