import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { LogFileSidecarProps } from '../../lib/logging/log-files/log-file-sidecar-props';
import { HttpOutput } from '../../lib/logging/outputs/http-output';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { startBulkServer } from '../tools/bulk-server';
import { eventually } from '../tools/program';
import { itWithTool, type Tool } from '../tools/tool';
import { type LogFilePod, logFilePod } from './log-file-loop';
import { STACK_TRACES, TRACE_LANGUAGES } from './stack-traces';

const numbered = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${prefix} ${from + i}`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const EVERY_TRACE: Partial<LogFileSidecarProps> = { stackTraces: TRACE_LANGUAGES };

/** Runs a test in a pod of its own. */
function inPod(title: string, props: Partial<LogFileSidecarProps>, body: (pod: LogFilePod) => Promise<void>): void {
  itWithTool(
    'fluent-bit',
    title,
    async (tool: Tool) => {
      const pod = await logFilePod(tool, props);
      try {
        await body(pod);
      } finally {
        await pod.remove();
      }
    },
    90_000,
  );
}

describe('Fluent Bit with the configuration of the sidecar', () => {
  inPod('prints lines byte for byte, and nothing else', {}, async (pod) => {
    const odd = ['', '{"log":"{log}","n":1}', '{time} \\n "quoted" \t tab', 'ümläut', 'x'.repeat(200_000)];
    const bytes = Buffer.from([0x66, 0xff, 0xfe, 0x00, 0x67]);
    pod.write('app.log', ...odd, bytes);
    pod.write('other.txt', 'not its file');
    pod.start();
    await pod.lines(odd.length + 1);
    pod.write('app.log', 'later');
    await pod.lines(odd.length + 2);
    const whole = [...odd.map((line) => Buffer.from(line)), bytes, Buffer.from('later')];
    const expected = Buffer.concat(whole.flatMap((line) => [line, Buffer.from('\n')]));
    expect(pod.printed().equals(expected)).toBe(true);
    expect(pod.said()).toBe('');
  });

  inPod('prints each line once over rotations, restarts and kills', {}, async (pod) => {
    pod.write('app.log', ...numbered('a', 0, 500));
    pod.start();
    await pod.lines(500);
    // While it watches: to a name that no path fits, and to one that fits.
    pod.rename('app.log', 'app.log.1');
    pod.write('app.log.1', ...numbered('a', 500, 520));
    pod.write('app.log', ...numbered('a', 520, 600));
    await pause(2_500);
    pod.rename('app.log', 'app-old.log');
    pod.write('app.log', ...numbered('a', 600, 700));
    await pod.lines(700);
    pod.copyAndTruncate('app.log', 'app.log.2');
    pod.write('app.log', ...numbered('a', 700, 750));
    await pod.lines(750);
    await pod.stop('SIGKILL');
    pod.write('app.log', ...numbered('a', 750, 800));
    pod.rename('app.log', 'app-older.log');
    pod.write('app.log', ...numbered('a', 800, 900));
    pod.start();
    await pod.lines(900);
    await pod.stop('SIGTERM');
    pod.write('app.log', ...numbered('a', 900, 950));
    pod.delete('app-old.log');
    pod.write('new.log', ...numbered('a', 950, 1000));
    pod.start();
    pod.write('app.log', ...numbered('a', 1000, 1100));
    await pause(1_200);
    await pod.stop('SIGTERM');
    pod.start();
    expect([...(await pod.lines(1100))].sort()).toEqual(numbered('a', 0, 1100).sort());
  });

  inPod('loses nothing when it is killed before it has printed what it read', {}, async (pod) => {
    pod.start();
    pod.write('app.log', 'first');
    await pod.lines(1);
    for (let i = 0; i < 6; i++) {
      pod.write('app.log', ...numbered('k', i * 100, i * 100 + 100));
      await pause(150 + i * 170);
      await pod.stop('SIGKILL');
      pod.start();
      await pause(700);
    }
    const lines = (await pod.lines(601)).slice(1);
    expect([...new Set(lines)].sort()).toEqual(numbered('k', 0, 600).sort());
    expect(lines).toHaveLength(600);
  });

  inPod('waits in the files while nobody takes what it prints', {}, async (pod) => {
    pod.start();
    pod.write('app.log', 'first');
    await pod.lines(1);
    pod.listen(false);
    const text = 'y'.repeat(1_000);
    const count = 60_000;
    for (let i = 0; i < count; i += 5_000) {
      pod.write('app.log', ...numbered(text, i, i + 5_000));
      pod.rename('app.log', `app-${i}.log`);
      await pause(200);
    }
    await pause(3_000);
    pod.listen(true);
    const lines = (await pod.lines(count + 1)).slice(1).map((line) => Number(line.slice(text.length + 1)));
    expect(lines).toHaveLength(count);
    expect(new Set(lines).size).toBe(count);
  });

  inPod('prints the stack traces that it is told to join as lines of JSON', EVERY_TRACE, async (pod) => {
    const records = TRACE_LANGUAGES.flatMap((language) =>
      STACK_TRACES[language]
        .map((trace) => trace.join('\n'))
        .flatMap((trace) => [trace, `after ${language}`, trace, trace]),
    );
    pod.write('app.log', 'before', ...records.join('\n').split('\n'), 'end');
    pod.write('other.log', 'of another');
    pod.start();
    const lines = await pod.lines(records.length + 3);
    const logs = lines.map((line) => JSON.parse(line)).map(({ log, ...rest }) => ({ log: log.trimEnd(), ...rest }));
    const sorted = (all: readonly { readonly log: string }[]) => [...all].sort((a, b) => (a.log < b.log ? -1 : 1));
    expect(sorted(logs)).toEqual(sorted([...records, 'before', 'end', 'of another'].map((log) => ({ log }))));
  });

  inPod('cuts a line that is too long, and reads on', {}, async (pod) => {
    pod.write('app.log', 'before', 'z'.repeat(1_500_000), 'after');
    pod.start();
    const [before, long = '', after] = await pod.lines(3);
    expect([before, after]).toEqual(['before', 'after']);
    expect(long).toMatch(/^z{500000,}$/);
  });
});

describe('Fluent Bit with the configuration of a sidecar that sends lines', () => {
  itWithTool(
    'fluent-bit',
    'sends each line once with who wrote it, over an outage, a kill, a rotation and an end',
    async (tool: Tool) => {
      const server = await startBulkServer();
      const output = elasticsearch({ endpoint: { engine: SearchEngine.ELASTICSEARCH, url: server.url } });
      const pod = await logFilePod(tool, { output, index: 'shop' });
      try {
        pod.write('app.log', ...numbered('s', 0, 100));
        pod.start();
        await eventually('documents', () => server.documents().length >= 100);
        server.always(503);
        pod.write('app.log', ...numbered('s', 100, 200));
        await pause(2_500);
        await pod.stop('SIGKILL');
        pod.write('app.log', ...numbered('s', 200, 300));
        pod.start();
        await pause(2_000);
        server.always(200);
        await eventually('documents', () => server.documents().length >= 300, {
          seconds: 40,
          evidence: () => pod.said(),
        });
        await pause(1_500);
        // To a name that fits: it would be read again under that, and documents say of which file they are.
        pod.rename('app.log', 'app-old.log');
        pod.write('app.log', ...numbered('s', 300, 400));
        await eventually('documents', () => server.documents().length >= 400, { seconds: 40 });
        await pod.stop('SIGTERM');
        pod.start();
        pod.write('app.log', ...numbered('s', 400, 500));
        await eventually('documents', () => server.documents().length >= 500, { seconds: 40 });
        await pause(1_500);
        const documents = server.documents();
        expect(documents.map(({ source }) => source?.log).sort()).toEqual(numbered('s', 0, 500).sort());
        const {
          '@timestamp': time,
          file,
          ...first
        } = documents.find(({ source }) => source?.log === 's 0')?.source ?? {};
        expect(time).toMatch(/^\d{4}-/);
        expect(file).toMatch(/\/app\.log$/);
        expect(first).toEqual({
          log: 's 0',
          offset: 0,
          kubernetes: { namespace_name: 'shop', pod_name: 'shop-1', container_name: 'app' },
          dataset: 'shop',
          node: 'node-1',
        });
        expect(pod.printed().toString()).toBe('');
      } finally {
        await pod.remove();
        await server.stop();
      }
    },
    90_000,
  );

  itWithTool(
    'fluent-bit',
    'sets aside what a proxy answers for the server, and goes on',
    async (tool: Tool) => {
      const posted: string[] = [];
      let status = 404;
      const server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        if (status === 200) posted.push(gunzipSync(Buffer.concat(chunks)).toString());
        response.writeHead(status).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const output = new HttpOutput('http', { url: `http://127.0.0.1:${port}` });
      const pod = await logFilePod(tool, { output });
      try {
        pod.write('app.log', 'refused 1', 'refused 2');
        pod.start();
        await eventually('a chunk that is set aside', () => pod.rejected().includes('refused 2'), {
          evidence: () => pod.said(),
        });
        expect(pod.rejected()).toContain('refused 1');
        status = 503;
        pod.write('app.log', 'waits');
        await pause(2_500);
        status = 200;
        await eventually('the line that waited', () => posted.join('').includes('waits'), {
          evidence: () => pod.said(),
        });
        expect(posted.join('')).not.toContain('refused');
        expect(pod.rejected()).not.toContain('waits');
      } finally {
        await pod.remove();
        server.close();
      }
    },
    60_000,
  );
});
