import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Elasticsearch } from '../../lib';
import { selectors } from '../../lib/config/promql';
import { elasticsearchRules } from '../../lib/rules/elasticsearch';
import { certificate } from '../tools/certificate';
import { podOf } from '../tools/pod-of';
import { freePorts, startProgram } from '../tools/program';
import { type Manifest, only } from '../tools/synth';
import { itWithTools, type Tool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, startScraping } from './scraping';

/**
 * What Elasticsearch 9.5.4 answers, with a shard that no member may have and an index of rejected documents, without what
 * nobody reads series of. Data streams answer as in OpenSearch, which has them from the same source.
 */
const ANSWERS: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(__dirname, 'fixtures', 'elasticsearch-answers.json'), 'utf8'),
);

const PASSWORD = 'p"ä\\ ss%:@/';
const LOGIN = `Basic ${Buffer.from(`monitor:${PASSWORD}`).toString('base64')}`;

/** An Elasticsearch that has said all it says, to the user that may look. */
async function startElasticsearch() {
  const { key, cert, ca } = certificate();
  let away = false;
  const server = createServer({ key, cert }, (request, response) => {
    const pathname = decodeURIComponent(new URL(request.url ?? '/', 'https://host').pathname);
    // Aliases are nothing for this user, nor is anything else.
    const status = request.headers.authorization !== LOGIN ? 401 : away ? 503 : pathname in ANSWERS ? 200 : 403;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? ANSWERS[pathname] : { status }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca,
    goAway: (yes: boolean) => {
      away = yes;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the container of the exporter is run with, on this machine. */
function commandOf(deployment: Manifest, { url, ca, port }: { url: string; ca: string; port: number }) {
  const [container] = deployment.spec.template.spec.containers;
  return {
    args: container.args.map((arg: string) =>
      arg
        .replace(/^--es\.uri=.*/, `--es.uri=${url}`)
        .replace(/^--es\.ca=.*/, `--es.ca=${ca}`)
        .replace(/^--web\.listen-address=:\d+$/, `--web.listen-address=127.0.0.1:${port}`)
        .replace(/^(--es\.clusterinfo\.interval)=30s$/, '$1=1s'),
    ),
    env: Object.fromEntries(
      container.env.map(({ name, value }: { name: string; value?: string }) => [name, value ?? PASSWORD]),
    ),
    liveness: container.livenessProbe.httpGet.path as string,
  };
}

describe('the exporter of Elasticsearch', () => {
  itWithTools(
    ['prometheus', 'elasticsearch_exporter'],
    'has every series that rules read, tells of a red cluster and of one that is away, and is missed when it ends',
    async (...found) => {
      const [prometheus, tool] = found as [Tool, Tool];
      const folder = mkdtempSync(join(tmpdir(), 'elasticsearch-exporter-'));
      const elasticsearch = await startElasticsearch();
      const ca = join(folder, 'ca.crt');
      writeFileSync(ca, elasticsearch.ca);
      const [port = 0] = await freePorts(1);
      const alerts = ['ElasticsearchClusterRed', 'ElasticsearchDown', 'ElasticsearchExporterDown'];
      const { manifests, files } = watched((chart, metrics) => new Elasticsearch(chart, 'Elasticsearch', { metrics }), {
        ...QUICK,
        podDiscovery: { enabled: false },
        ruleOverrides: Object.fromEntries(alerts.map((alert) => [alert, { for: '1s' }])),
      });
      const deployment = only(manifests, 'Deployment', 'elasticsearch-exporter');
      const { args, env, liveness } = commandOf(deployment, { url: elasticsearch.url, ca, port });
      const exporter = startProgram(tool.path, args, env);
      const { arrives, firing, stop } = await startScraping({
        prometheus,
        files,
        pods: [podOf(deployment, { port })],
        others: () => exporter.output(),
      });
      try {
        const read = (elasticsearchRules()[0]?.alerts ?? [])
          .flatMap(({ expr }) => selectors(expr))
          .map(({ metric, matchers }) => {
            const written = matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
            return `${metric}{${written.join(', ')}}`;
          });
        expect(new Set(read).size).toBeGreaterThan(10);
        for (const series of new Set(read)) await arrives(series);

        // By the name that the cluster has, and by that of the member.
        expect(await arrives('elasticsearch_indices_docs_primary{index=~"rejected-logs-.+"}', 1)).toMatchObject([
          { cluster: 'loop', exported_cluster: 'elasticsearch', index: 'rejected-logs-2026.11.21' },
        ]);
        expect(await arrives('elasticsearch_filesystem_data_available_bytes')).toMatchObject([
          { name: 'elasticsearch-0', exported_cluster: 'elasticsearch' },
        ]);
        expect(await firing('ElasticsearchClusterRed', 1)).toMatchObject([{ severity: 'critical' }]);

        elasticsearch.goAway(true);
        await firing('ElasticsearchDown', 1);
        // The probe of its container must not end it for that.
        expect((await fetch(`http://127.0.0.1:${port}${liveness}`)).status).toBe(200);
        elasticsearch.goAway(false);
        await firing('ElasticsearchDown', 0);

        await exporter.stop();
        expect(await firing('ElasticsearchExporterDown', 1)).toMatchObject([{ explains_down: 'true' }]);
      } finally {
        await exporter.stop();
        await stop();
        elasticsearch.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    90_000,
  );
});
