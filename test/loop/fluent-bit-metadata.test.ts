import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import { certificate } from '../tools/certificate';
import { eventually } from '../tools/program';
import { itWithTool } from '../tools/tool';
import { fluentBitNode } from './fluent-bit-loop';

/** An API server that knows a label of each pod, and answers only while it is told to. */
async function apiServer() {
  let silent = false;
  let asked = 0;
  const { ca, ...own } = certificate();
  const server = createServer(own, (request, response) => {
    asked += 1;
    const name = request.url?.split('/').at(-1);
    const pod = { kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { containers: [] }, status: {} };
    if (!silent) response.end(JSON.stringify(pod));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ca,
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    silence: () => {
      silent = true;
    },
    /** Drops who waits, and answers again. */
    recover: () => {
      silent = false;
      server.closeAllConnections();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const uptimeIn = (metrics: string) => Number(/^fluentbit_uptime\{.*\} (\d+)/m.exec(metrics)?.[1]);
const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));

describe('Fluent Bit that asks the API server', () => {
  itWithTool(
    'fluent-bit',
    'stands still while it gets no answer, shows that by its clock alone, and loses nothing',
    async (tool) => {
      const server = await apiServer();
      const account = mkdtempSync(join(tmpdir(), 'account-'));
      for (const file of ['token', 'namespace']) writeFileSync(join(account, file), 'shop');
      writeFileSync(join(account, 'ca.crt'), server.ca);
      const told = [
        `kube_url: ${server.url}`,
        `kube_ca_file: ${join(account, 'ca.crt')}`,
        `kube_token_file: ${join(account, 'token')}`,
        `kube_namespace_file: ${join(account, 'namespace')}`,
      ];
      const node = await fluentBitNode(tool, { metadata: FluentBitMetadata.API_SERVER }, {}, (text) =>
        text.replace(
          /( +)dns_retries: /,
          (found, indent) => `${told.map((line) => `${indent + line}\n`).join('')}${found}`,
        ),
      );
      const pod = (name: string) => ({ namespace: 'shop', pod: name, container: 'web' });
      try {
        node.log(pod('one'), 'first');
        node.start();
        const [first] = await node.documents(1);
        expect(first?.source?.kubernetes).toMatchObject({ pod_name: 'one', labels: { app: 'one' } });

        server.silence();
        const before = server.asked();
        node.log(pod('two'), 'second');
        await eventually('a question about the second pod', () => server.asked() > before);
        node.log(pod('one'), 'third');
        await seconds(3);
        const stuck = await node.metrics();
        await seconds(3);
        expect(uptimeIn(await node.metrics())).toBe(uptimeIn(stuck));
        expect(stuck).toContain('fluentbit_input_ingestion_paused{name="containers"} 0');
        expect(node.server.documents()).toHaveLength(1);

        server.recover();
        const all = await node.documents(3);
        expect(all.map(({ source }) => source?.log).sort()).toEqual(['first', 'second', 'third']);
        expect(all.find(({ source }) => source?.log === 'second')?.source?.kubernetes).toMatchObject({
          pod_name: 'two',
          container_name: 'web',
        });
        expect(uptimeIn(await node.metrics())).toBeGreaterThan(uptimeIn(stuck));
      } finally {
        await node.remove();
        server.stop();
        rmSync(account, { recursive: true, force: true });
      }
    },
    90_000,
  );
});
