import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { ForwardOutput, ForwardPeer } from '../../lib/logging/outputs/forward-output';
import { HttpOutput } from '../../lib/logging/outputs/http-output';
import { LokiOutput } from '../../lib/logging/outputs/loki-output';
import { OpenSearchOutput } from '../../lib/logging/outputs/open-search-output';
import { StdoutOutput } from '../../lib/logging/outputs/stdout-output';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { eventually, freePorts } from '../tools/program';
import { itWithTool, type Tool } from '../tools/tool';
import { fluentBitNode } from './fluent-bit-loop';

const secret = { name: 'logs', key: 'value' };
const SHARED_KEY = 'shared';

/** Takes what is posted, unpacked, by its path. */
async function receiver(port: number) {
  const posted: Record<string, string> = {};
  const headersOf: Record<string, IncomingHttpHeaders> = {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url = '', headers } = request;
    headersOf[url] = headers;
    posted[url] = gunzipSync(Buffer.concat(chunks)).toString();
    response.setHeader('content-type', 'application/json');
    response.statusCode = url.startsWith('/loki') ? 204 : 200;
    response.end(url.endsWith('_bulk') ? '{"took":1,"errors":false,"items":[{"create":{"status":201}}]}' : undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { posted, headersOf, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

/** Another Fluent Bit that prints what is forwarded to it. */
function forwardPeer(tool: Tool, port: number): { said: () => string; program: ChildProcess } {
  const input = ['-i', 'forward', '-p', `port=${port}`, '-p', `shared_key=${SHARED_KEY}`, '-p', 'self_hostname=peer'];
  const output = ['-o', 'stdout', '-p', 'match=*', '-p', 'format=json_lines', '-f', '1'];
  const program = spawn(tool.path, [...input, ...output], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  program.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { said: () => said, program };
}

itWithTool(
  'fluent-bit',
  'each destination gets its lines in its own words',
  async (tool) => {
    const [port = 0, forwardPort = 0] = await freePorts(2);
    const url = `http://127.0.0.1:${port}`;
    const server = await receiver(port);
    const peer = forwardPeer(tool, forwardPort);
    const outputs = [
      new LokiOutput('loki', { url, labels: { cluster: 'eu' } }),
      new HttpOutput('http', {
        url: `${url}/in?team=shop`,
        authorization: { credentials: secret },
        secretHeaders: { 'X-Api-Key': secret },
      }),
      new OpenSearchOutput('opensearch', { endpoint: { engine: SearchEngine.OPENSEARCH, url, path: '/search' } }),
      new ForwardOutput('forward', {
        host: '127.0.0.1',
        port: forwardPort,
        peer: ForwardPeer.FLUENT_BIT,
        sharedKey: secret,
      }),
    ];
    const routes = outputs.map(({ name }) => ({ namespaces: [name], dataset: `of-${name}`, output: name }));
    const node = await fluentBitNode(
      tool,
      { output: new StdoutOutput(), outputs, routes },
      { HTTP_CREDENTIALS: 'token', HTTP_HEADER_X_API_KEY: 'a key: with= $signs', FORWARD_SHARED_KEY: SHARED_KEY },
    );
    try {
      for (const namespace of ['loki', 'http', 'opensearch', 'forward', 'others']) {
        node.log({ namespace, pod: 'web-1', container: 'web' }, `{"from":"${namespace}"}`);
      }
      node.start();
      await eventually(
        'the arrival of all lines',
        () =>
          Object.keys(server.posted).length === 3 && /of-forward/.test(peer.said()) && /"others"/.test(node.output()),
        { evidence: () => `${JSON.stringify(server.posted)}\n${peer.said()}\n${node.output()}` },
      );
      const record = (name: string) => ({
        log: `{"from":"${name}"}`,
        parsed: { from: name },
        kubernetes: expect.objectContaining({ namespace_name: name, pod_name: 'web-1', container_name: 'web' }),
        dataset: `of-${name}`,
        node: 'node-1',
      });
      const [loki] = JSON.parse(server.posted['/loki/api/v1/push'] ?? '').streams;
      expect(loki.stream).toEqual({
        job: 'fluent-bit',
        dataset: 'of-loki',
        namespace: 'loki',
        container: 'web',
        cluster: 'eu',
      });
      expect(loki.values[0][2]).toEqual({ pod: 'web-1' });
      expect(JSON.parse(loki.values[0][1])).toMatchObject({ parsed: { from: 'loki' } });

      expect(server.headersOf['/in?team=shop']).toMatchObject({
        authorization: 'Bearer token',
        'x-api-key': 'a key: with= $signs',
      });
      expect(JSON.parse(server.posted['/in?team=shop'] ?? '')).toEqual([expect.objectContaining(record('http'))]);

      const [action = '', document = ''] = (server.posted['/search/_bulk'] ?? '').trim().split('\n');
      expect(JSON.parse(action).create._index).toMatch(/^of-opensearch-\d{4}\.\d\d\.\d\d$/);
      expect(JSON.parse(document)).toMatchObject(record('opensearch'));

      expect(JSON.parse(/^\{.*of-forward.*$/m.exec(peer.said())?.[0] ?? '')).toMatchObject(record('forward'));
      const others = JSON.parse(/^\{.*"others".*$/m.exec(node.output())?.[0] ?? '');
      expect(others).toMatchObject({ ...record('others'), dataset: 'kubernetes' });
    } finally {
      peer.program.kill('SIGKILL');
      await node.remove();
      await server.stop();
    }
  },
  60_000,
);
