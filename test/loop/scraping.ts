import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PodObject } from '../tools/kubernetes-objects';
import { eventually, freePorts, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import { type Manifest, only } from '../tools/synth';
import type { Tool } from '../tools/tool';

/** A real Prometheus with the configuration and rules of manifests, which finds these pods. */
export interface Scraping {
  /** Labels of the series that an expression yields; waits until there are some. */
  arrives(expr: string): Promise<object[]>;
  /** The same as it is now. */
  now(expr: string): Promise<object[]>;
  stop(): Promise<void>;
}

/** Starts a {@link Scraping}; `evidence` is what other programs said, for a test that fails. */
export async function startScraping(
  prometheus: Tool,
  manifests: readonly Manifest[],
  pods: readonly PodObject[],
  evidence: () => string,
): Promise<Scraping> {
  const folder = mkdtempSync(join(tmpdir(), 'scraping-'));
  const path = (...parts: string[]) => join(folder, ...parts);
  const [port = 0] = await freePorts(1);
  for (const name of ['rules', 'data']) mkdirSync(path(name));
  const config: string = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];
  const local = withoutKubernetes(config.replaceAll('/etc/prometheus/rules', path('rules')), { pods }, folder);
  writeFileSync(path('prometheus.yml'), local.text);
  const rules: Record<string, string> = only(manifests, 'ConfigMap', 'prometheus-rules-0').data;
  for (const [file, text] of Object.entries(rules)) writeFileSync(path('rules', file), text);
  const server = startProgram(
    prometheus.path,
    [
      `--config.file=${path('prometheus.yml')}`,
      `--storage.tsdb.path=${path('data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { POD_NAME: 'prometheus-0' },
  );
  const now = async (expr: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const { data } = (await answer.json()) as { data: { result: { metric: object }[] } };
    return data.result.map(({ metric }) => metric);
  };
  return {
    now,
    arrives: (expr) =>
      eventually(
        expr,
        async () => {
          const series = await now(expr);
          return series.length > 0 && series;
        },
        { evidence: () => `${evidence()}\n${server.output()}`.slice(-6000) },
      ),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
