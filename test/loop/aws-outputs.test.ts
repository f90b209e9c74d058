import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsOutput } from '../../lib/logging/outputs/cloud-watch-logs-output';
import type { IFluentBitOutput } from '../../lib/logging/outputs/log-output';
import { S3Output } from '../../lib/logging/outputs/s3-output';
import { certificate } from '../tools/certificate';
import { eventually, freePorts, startProgram } from '../tools/program';
import { itWithTools, type Tool } from '../tools/tool';
import { fluentBitNode, type LoggingContainer } from './fluent-bit-loop';

const REGION = 'eu-west-1';
/** Anything will do there. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_EC2_METADATA_DISABLED: 'true' };

const shop: LoggingContainer = { namespace: 'shop', pod: 'web.1-a', container: 'app' };
const payments: LoggingContainer = { namespace: 'payments', pod: 'pay', container: 'app' };

/** The services of AWS as `moto_server` plays them, over TLS. */
async function startAws(tool: Tool) {
  const folder = mkdtempSync(join(tmpdir(), 'aws-'));
  const { key, cert, ca } = certificate();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = { key: file('tls.key', key), cert: file('tls.crt', cert), ca: file('ca.crt', ca) };
  const [port = 0] = await freePorts(1);
  const args = ['-H', '127.0.0.1', '-p', String(port), '-c', files.cert, '-k', files.key];
  const server = startProgram(tool.path, args);
  /** Asks a service, which it knows by what signs the request. */
  const ask = (service: string, method: string, path: string, body = '', target = ''): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=a/20300101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=x`;
      const headers = { authorization, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      request({ host: 'localhost', port, ca, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks)));
      })
        .on('error', reject)
        .end(body);
    });
  const logs = async (action: string, body: object) =>
    JSON.parse((await ask('logs', 'POST', '/', JSON.stringify(body), `Logs_20140328.${action}`)).toString());
  await eventually('a start of moto', async () => (await ask('s3', 'GET', '/')).length > 0, {
    evidence: () => server.output(),
  });
  return {
    port,
    ca: files.ca,
    groups: async (): Promise<{ logGroupName: string; retentionInDays: number }[]> =>
      (await logs('DescribeLogGroups', {})).logGroups,
    events: async (logGroupName: string, logStreamName: string): Promise<string[]> => {
      const found: string[] = [];
      for (let nextToken: string | undefined; ; ) {
        const answer = await logs('GetLogEvents', { logGroupName, logStreamName, startFromHead: true, nextToken });
        const messages = (answer.events ?? []).map(({ message }: { message: string }) => message);
        if (messages.length === 0) return found;
        found.push(...messages);
        nextToken = answer.nextForwardToken;
      }
    },
    makeBucket: (name: string) =>
      ask(
        's3',
        'PUT',
        `/${name}`,
        `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`,
      ),
    /** The lines of all objects, by their names. */
    objects: async (bucket: string): Promise<Record<string, string[]>> => {
      const list = (await ask('s3', 'GET', `/${bucket}?list-type=2`)).toString();
      const names = [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name = '']) => name);
      const lines = async (name: string) =>
        gunzipSync(await ask('s3', 'GET', `/${bucket}/${name}`))
          .toString()
          .trim()
          .split('\n');
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await lines(name)])));
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** An agent whose services of AWS are on this machine: which those are is no option of an output. */
const node = (tool: Tool, output: IFluentBitOutput, props: object, endpoint: string) =>
  fluentBitNode(tool, { output, ...props }, CREDENTIALS, (text) =>
    text
      .replaceAll(/^( +)region: .*$/gm, `$&${endpoint.replaceAll(/^/gm, '$1')}`)
      .replaceAll('timeout: 1m', 'timeout: 3s'),
  );

const logOf = (line: string) => JSON.parse(line).log as string;
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}`);

describe('the way of a line to AWS', () => {
  itWithTools(
    ['fluent-bit', 'moto_server'],
    'ends in CloudWatch: a group for each dataset with its days, a stream for each container, each line once',
    async (...found) => {
      const [fluentBit, moto] = found as [Tool, Tool];
      const aws = await startAws(moto);
      const output = new CloudWatchLogsOutput('cw', { region: REGION, logGroupPrefix: '/k8s', retentionDays: 7 });
      const routes = [{ namespaces: ['payments'], dataset: 'payments', retention: '30d' }];
      const agent = await node(
        fluentBit,
        output,
        { routes },
        `\nendpoint: localhost\nport: ${aws.port}\ntls.ca_file: ${aws.ca}`,
      );
      try {
        agent.start();
        // More than a request takes, and a line that is one alone.
        agent.log(shop, ...numbered(0, 12_000), 'x'.repeat(800_000));
        agent.log(payments, 'paid');
        const stream = () => aws.events('/k8s/kubernetes', 'shop.web.1-a.app');
        await eventually('the first lines', async () => (await stream()).length >= 12_001, { seconds: 40 });
        await agent.stop();
        agent.log(shop, ...numbered(12_000, 12_100));
        agent.start();
        await eventually('the lines of the time between', async () => (await stream()).length >= 12_101, {
          seconds: 40,
          evidence: agent.output,
        });
        const lines = (await stream()).map(logOf);
        expect(lines).toHaveLength(12_101);
        expect(new Set(lines)).toEqual(new Set([...numbered(0, 12_100), 'x'.repeat(800_000)]));
        expect((await aws.events('/k8s/payments', 'payments.pay.app')).map(logOf)).toEqual(['paid']);
        expect(await aws.groups()).toMatchObject([
          { logGroupName: '/k8s/kubernetes', retentionInDays: 7 },
          { logGroupName: '/k8s/payments', retentionInDays: 30 },
        ]);
      } finally {
        await agent.remove();
        await aws.stop();
      }
    },
    120_000,
  );

  itWithTools(
    ['fluent-bit', 'moto_server'],
    'ends in an object of S3 for each container, gzipped, each line once, also where there was no bucket for a while',
    async (...found) => {
      const [fluentBit, moto] = found as [Tool, Tool];
      const aws = await startAws(moto);
      const output = new S3Output('s3', { bucket: 'shop-logs', region: REGION, fileSize: '1Mi', uploadTimeout: '1m' });
      const routes = [{ namespaces: ['payments'], dataset: 'payments' }];
      const agent = await node(
        fluentBit,
        output,
        { routes },
        `\nendpoint: https://localhost:${aws.port}\ntls.ca_file: ${aws.ca}`,
      );
      try {
        agent.start();
        agent.log(shop, ...numbered(0, 3_000));
        await eventually('a refusal', () => agent.output().includes('PutObject request failed'), { seconds: 40 });
        agent.log(shop, ...numbered(3_000, 6_000));
        agent.log(payments, 'paid');
        await aws.makeBucket('shop-logs');
        const objects = () => aws.objects('shop-logs');
        const count = async () => Object.values(await objects()).flat().length;
        await eventually('all lines', async () => (await count()) >= 6_001, { seconds: 60, evidence: agent.output });
        const all = Object.entries(await objects());
        const day = '\\d{4}-\\d\\d-\\d\\d';
        const id = '[-0-9a-f]{36}';
        const linesOf = (name: RegExp) => all.flatMap(([key, lines]) => (name.test(key) ? lines.map(logOf) : []));
        const own = linesOf(new RegExp(`^logs/kubernetes/${day}/kube\\.shop\\.app\\.${id}\\.web\\.1-a/.+\\.gz$`));
        expect(own).toHaveLength(6_000);
        expect(new Set(own)).toEqual(new Set(numbered(0, 6_000)));
        expect(linesOf(new RegExp(`^logs/payments/${day}/kube\\.payments\\.app\\.${id}\\.pay/.+\\.gz$`))).toEqual([
          'paid',
        ]);
      } finally {
        await agent.remove();
        await aws.stop();
      }
    },
    150_000,
  );

  itWithTools(
    ['fluent-bit', 'moto_server'],
    'brings a copy of each line to S3, which may lack the bucket, beside the one in the store',
    async (...found) => {
      const [fluentBit, moto] = found as [Tool, Tool];
      const aws = await startAws(moto);
      const archive = new S3Output('archive', { bucket: 'archive', region: REGION });
      const agent = await fluentBitNode(fluentBit, { copies: [archive] }, CREDENTIALS, (text) =>
        text
          .replace(/^( +)region: .*$/m, `$&\n$1endpoint: https://localhost:${aws.port}\n$1tls.ca_file: ${aws.ca}`)
          .replace('upload_timeout: 10m', 'upload_timeout: 3s'),
      );
      try {
        agent.start();
        agent.log(shop, ...numbered(0, 300));
        await agent.documents(300);
        await agent.stop('SIGKILL');
        agent.start();
        agent.log(shop, ...numbered(300, 600));
        await agent.documents(600);
        await eventually('a refusal', () => agent.output().includes('PutObject request failed'), { seconds: 40 });
        await aws.makeBucket('archive');
        agent.log(shop, ...numbered(600, 900));
        const copies = async () => Object.values(await aws.objects('archive')).flat();
        await eventually('all copies', async () => (await copies()).length >= 900, {
          seconds: 60,
          evidence: agent.output,
        });
        expect((await copies()).map(logOf).sort()).toEqual(numbered(0, 900).sort());
        expect((await agent.documents(900)).map(({ source }) => source?.log).sort()).toEqual(numbered(0, 900).sort());
      } finally {
        await agent.remove();
        await aws.stop();
      }
    },
    150_000,
  );
});
